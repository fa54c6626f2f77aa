"""Steps in their order: both credits, groups, extras, and every fault of a file."""

import pytest

from domain.questions.base import Grade, Mark, Reveal, Row, Text, Unreadable
from tests.documents import changed, make_question
from tests.sources import FILE_TO_ROW, GROUPED, WITH_EXTRA

STEPS = ["draw", "boundary", "multiply", "move"]
EXACT = changed(FILE_TO_ROW, "credit: pairs\n", "")
EXACT_WITH_EXTRA = changed(WITH_EXTRA, "credit: pairs\n", "")


def answer(*places: str, steps: list[str] = STEPS) -> dict[str, list[str]]:
    return {"step": list(steps), "place": list(places)}


def with_disk(*places: str) -> dict[str, list[str]]:
    return answer(*places, steps=[*STEPS, "disk"])


@pytest.mark.parametrize(
    ("places", "exact", "pairs", "headline"),
    [
        (("1", "2", "3", "4"), 1, 1, ""),
        (("2", "1", "3", "4"), 0, 2 / 3, "2 of 4 steps in place"),  # 1 of 6 pairs inverted
        (("1", "2", "4", "3"), 0, 2 / 3, "2 of 4 steps in place"),
        (("1", "4", "3", "2"), 0, 0, "2 of 4 steps in place"),  # 3 of 6 pairs
        (("4", "1", "2", "3"), 0, 0, "None of 4 steps in place"),
        (("3", "1", "2", "4"), 0, 1 / 3, "1 of 4 steps in place"),
        (("4", "3", "2", "1"), 0, 0, "None of 4 steps in place"),
    ],
)
def test_it_gives_credit_as_its_author_chose(
    places: tuple[str, ...], exact: float, pairs: float, headline: str
) -> None:
    submitted = answer(*places)

    assert make_question(EXACT).grade(submitted) == Grade(exact, headline=headline)
    assert make_question(FILE_TO_ROW).grade(submitted) == Grade(pairs, headline=headline)


def test_steps_may_be_sent_in_any_order() -> None:
    submitted = answer("4", "1", "3", "2", steps=["move", "draw", "multiply", "boundary"])

    assert make_question(EXACT).grade(submitted) == Grade(1.0)


@pytest.mark.parametrize("source", [GROUPED, changed(GROUPED, "credit: pairs\n", "")])
def test_steps_of_a_group_may_change_places(source: str) -> None:
    question = make_question(source)

    assert question.grade(answer("1", "3", "2", "4")) == Grade(1.0)
    assert question.grade(answer("1", "2", "3", "4")) == Grade(1.0)


def test_pairs_inside_a_group_do_not_count() -> None:
    result = make_question(GROUPED).grade(answer("2", "1", "3", "4"))

    assert result == Grade(1 - 2 / 5, headline="2 of 4 steps in place")


@pytest.mark.parametrize(
    ("places", "exact", "pairs", "headline"),
    [
        (("1", "2", "3", "4", "out"), 1, 1, ""),
        (("1", "2", "3", "4", ""), 1, 1, ""),
        (("1", "2", "4", "5", "out"), 1, 1, ""),  # a gap is no fault
        (("2", "3", "4", "5", "1"), 0, 2 / 3, "4 steps in place, one extra"),
        # What is left out says nothing of its 3 pairs: half of them count as inverted.
        (("1", "2", "3", "out", "out"), 0, 1 / 2, "3 steps in place"),
        (("out", "out", "1", "out", "out"), 0, 0, "None steps in place"),
        (("1", "2", "3", "out", "4"), 0, 1 / 6, "3 steps in place, one extra"),
        (("1", "3", "2", "out", "out"), 0, 1 / 6, "1 step in place"),
    ],
)
def test_extras_are_to_be_left_out(
    places: tuple[str, ...], exact: float, pairs: float, headline: str
) -> None:
    submitted = with_disk(*places)
    headline = headline.replace("None steps", "No step")
    misconception = "storage-is-transfer" if places[-1] not in ("out", "") else None

    for source, fraction in ((EXACT_WITH_EXTRA, exact), (WITH_EXTRA, pairs)):
        result = make_question(source).grade(submitted)
        assert isinstance(result, Grade)
        assert result.fraction == pytest.approx(fraction)
        assert (result.headline, result.misconception) == (headline, misconception)


@pytest.mark.parametrize(
    ("submitted", "hint"),
    [
        ({}, "Give every step a place."),
        (answer("1", "2", "3", ""), "Give every step a place."),
        (answer("1", "2", "3", "out"), "Give every step a place."),
        (answer("1", "2", "3"), "Give every step a place."),
        (answer("1", "2", "3", steps=STEPS[:3]), "Give every step a place."),
        (answer("1", "2", "3", "4", steps=[*STEPS[:3], "draw"]), "Give every step a place."),
        (answer("1", "2", "2", "4"), "Give every step its own place: 2 stands twice."),
        (answer("3", "3", "3", "4"), "Give every step its own place: 3 stands 3 times."),
        (answer("1", "2", "3", "5"), "Use the places 1 to 4."),
        (answer("0", "1", "2", "3"), "Use the places 1 to 4."),
        (answer("01", "2", "3", "4"), "Use the places 1 to 4."),
        (answer("1", "2", "3", "last"), "Use the places 1 to 4."),
    ],
)
def test_it_says_how_to_give_places(submitted: dict[str, list[str]], hint: str) -> None:
    assert make_question(FILE_TO_ROW).grade(submitted) == Unreadable(hint)


def test_some_step_has_a_place() -> None:
    result = make_question(WITH_EXTRA).grade(with_disk("out", "out", "out", "out", "out"))

    assert result == Unreadable("Give every step a place.")


@pytest.mark.parametrize(
    ("source", "guess"),
    [(EXACT, 1 / 24), (FILE_TO_ROW, 0), (changed(GROUPED, "credit: pairs\n", ""), 2 / 24)],
)
def test_only_an_exact_order_can_be_guessed(source: str, guess: float) -> None:
    assert make_question(source).guess == guess


def test_it_knows_what_it_asks_for() -> None:
    question, extra = make_question(FILE_TO_ROW), make_question(WITH_EXTRA)

    assert question.orders
    assert question.seconds == 90
    assert question.instruction == "Put the steps in order."
    assert question.details == {"extra": False}
    assert extra.instruction == "Put the steps in order. Leave out those that do not belong."
    assert extra.details == {"extra": True}
    assert extra.misconceptions == {"storage-is-transfer"}


def test_its_texts_are_steps_and_the_reasons_there_are() -> None:
    texts = make_question(WITH_EXTRA).texts()

    assert texts["step-boundary"] == Text("Name the boundary each arrow crosses", inline=True)
    assert texts["step-disk"] == Text("Buy a bigger disk", inline=True)
    assert texts["reason-draw"] == Text("The arrows are the lines of the bill.")
    assert texts["reason-disk"] == Text("Storage is another line of the bill.")
    assert "reason-boundary" not in texts


def test_a_step_may_hold_code() -> None:
    code = "\n\n    ```bash\n    aws s3 ls\n\n    ```"
    text = changed(FILE_TO_ROW, "{#boundary}", f"{{#boundary}}{code}")

    assert make_question(text).texts()["step-boundary"].markdown == (
        "Name the boundary each arrow crosses\n\n```bash\naws s3 ls\n\n```"
    )


def test_the_rows_are_in_the_order_of_the_answer() -> None:
    question = make_question(FILE_TO_ROW)

    rows = question.rows(answer("2", "4", "1", "3"), Reveal.NOTHING)

    assert rows == (
        Row("multiply", "step-multiply", "1"),
        Row("draw", "step-draw", "2"),
        Row("move", "step-move", "3"),
        Row("boundary", "step-boundary", "4"),
    )


def test_rows_without_a_place_stand_as_the_page_had_them() -> None:
    page = ["move", "boundary", "multiply", "draw"]

    rows = make_question(FILE_TO_ROW).rows(answer("", "2", "odd", "", steps=page), Reveal.NOTHING)

    assert [(row.id, row.given) for row in rows] == [
        ("boundary", "2"),
        ("move", ""),
        ("multiply", ""),
        ("draw", ""),
    ]


@pytest.mark.parametrize("number", range(40))
def test_an_empty_answer_does_not_show_the_right_order(number: int) -> None:
    question = make_question(changed(FILE_TO_ROW, "id: file-to-row", f"id: file-to-row-{number}"))

    for submitted in (None, {}, answer("", "", "", "", steps=["?"] * 4)):
        assert [row.id for row in question.rows(submitted, Reveal.OWN)] != STEPS


def test_while_tries_are_left_it_marks_places_and_explains_nothing() -> None:
    rows = make_question(FILE_TO_ROW).rows(answer("1", "2", "4", "3"), Reveal.OWN)

    assert rows == (
        Row("draw", "step-draw", "1", Mark.RIGHT),
        Row("boundary", "step-boundary", "2", Mark.RIGHT),
        Row("move", "step-move", "3", Mark.WRONG),
        Row("multiply", "step-multiply", "4", Mark.WRONG),
    )


def test_two_steps_in_one_place_buy_no_marks() -> None:
    rows = make_question(FILE_TO_ROW).rows(answer("1", "2", "2", "4"), Reveal.OWN)

    assert {row.mark for row in rows} == {Mark.NONE}


def test_in_the_end_it_shows_every_place_and_reason() -> None:
    rows = make_question(WITH_EXTRA).rows(with_disk("1", "3", "out", "4", "2"), Reveal.ALL)

    assert rows == (
        Row("draw", "step-draw", "1", Mark.RIGHT, "1", "reason-draw"),
        Row("disk", "step-disk", "2", Mark.WRONG, "out", "reason-disk"),
        # The extra between them counts as not there.
        Row("boundary", "step-boundary", "3", Mark.RIGHT, "2"),
        Row("move", "step-move", "4", Mark.WRONG, "4"),
        Row("multiply", "step-multiply", "out", Mark.WRONG, "3", "reason-multiply"),
    )


def test_what_was_left_open_counts_as_left_out() -> None:
    rows = make_question(WITH_EXTRA).rows(with_disk("1", "2", "3", "4", ""), Reveal.OWN)

    assert rows[-1] == Row("disk", "step-disk", "out", Mark.RIGHT)


def test_the_places_of_a_group_are_shown_together() -> None:
    rows = make_question(GROUPED).rows(answer("1", "3", "2", "4"), Reveal.ALL)

    assert [row.wanted for row in rows] == ["1", "2 to 3", "2 to 3", "4"]
    assert {row.mark for row in rows} == {Mark.RIGHT}


def test_who_gave_up_missed_every_step() -> None:
    rows = make_question(WITH_EXTRA).rows(None, Reveal.ALL)

    assert {row.id: row.mark for row in rows} == {
        **dict.fromkeys(STEPS, Mark.MISSED),
        "disk": Mark.NONE,
    }


def test_its_key_is_the_order_of_the_groups() -> None:
    assert make_question(GROUPED).key() == {
        "order": [["draw"], ["boundary", "multiply"], ["move"]],
        "extras": [],
        "credit": "pairs",
    }
    assert make_question(WITH_EXTRA).key() == {
        "order": [["draw"], ["boundary"], ["multiply"], ["move"]],
        "extras": ["disk"],
        "credit": "pairs",
    }
