"""Several right choices: every way to give credit, and what is told of them."""

import pytest

from domain.questions.base import Grade, Mark, Reveal, Row, Unreadable
from tests.documents import changed, make_question, problems_of, warnings_in
from tests.sources import PEERING_BILL

BALANCED = "credit: balanced"
ALL_RIGHT = PEERING_BILL.replace("[ ]", "[x]").replace(" misconception=peering-is-free", "")


def make_choices(credit: str, *, count: bool = False) -> str:
    extra = "\ncount: true" if count else ""
    return changed(PEERING_BILL, BALANCED, f"credit: {credit}{extra}")


@pytest.mark.parametrize(
    ("credit", "picked", "fraction"),
    [
        ("exact", ["zones", "regions"], 1),
        ("exact", ["zones"], 0),
        ("exact", ["zones", "regions", "none"], 0),
        ("balanced", ["regions", "zones"], 1),
        ("balanced", ["zones"], 0.5),
        ("balanced", ["zones", "regions", "none"], 0.5),
        ("balanced", ["zones", "none"], 0),
        ("balanced", ["none", "same-zone"], 0),  # never below nothing
        ("balanced", ["zones", "regions", "none", "same-zone"], 0),
        ("each", ["zones", "regions"], 1),
        ("each", ["zones"], 0.75),
        ("each", ["zones", "none"], 0.5),
        ("each", ["none", "same-zone"], 0),
        ("each", ["zones", "regions", "none", "same-zone"], 0.5),
    ],
)
def test_it_gives_credit_as_its_author_chose(
    credit: str, picked: list[str], fraction: float
) -> None:
    result = make_question(make_choices(credit)).grade({"choice": picked})

    assert isinstance(result, Grade)
    assert result.fraction == fraction


@pytest.mark.parametrize(("credit", "fraction"), [("exact", 0), ("balanced", 0.25), ("each", 0.25)])
def test_where_every_choice_is_right_only_missing_ones_cost(credit: str, fraction: float) -> None:
    question = make_question(changed(ALL_RIGHT, BALANCED, f"credit: {credit}"))

    assert question.grade({"choice": ["none"]}) == Grade(
        fraction, headline="One right, and not all" if credit == "exact" else "One of four"
    )


@pytest.mark.parametrize("picked", [[], [""], ["zones", "no-such"]])
def test_an_answer_without_a_known_pick_is_unreadable(picked: list[str]) -> None:
    result = make_question(PEERING_BILL).grade({"choice": picked})

    assert result == Unreadable("Select at least one answer.")


@pytest.mark.parametrize(
    ("source", "picked", "headline"),
    [
        (PEERING_BILL, ["zones", "regions"], ""),
        (PEERING_BILL, ["zones"], "One of two"),
        (PEERING_BILL, ["zones", "none"], "One of two, one extra"),
        (PEERING_BILL, ["zones", "regions", "none", "same-zone"], "Two of two, two extra"),
        (PEERING_BILL, ["none"], "None of these"),
        # Nothing else tells how many are right, so the headline does not either.
        (make_choices("exact"), ["zones"], "One right, and not all"),
        (make_choices("exact"), ["zones", "regions", "none"], "Two right, one extra"),
        (make_choices("exact", count=True), ["zones"], "One of two"),
    ],
)
def test_its_headline_counts(source: str, picked: list[str], headline: str) -> None:
    result = make_question(source).grade({"choice": picked})

    assert isinstance(result, Grade)
    assert result.headline == headline


def test_the_first_wrong_pick_that_means_something_names_the_misconception() -> None:
    question = make_question(PEERING_BILL)

    assert question.grade({"choice": ["none", "same-zone"]}) == Grade(
        0.0, misconception="peering-is-free", headline="None of these"
    )
    assert question.misconceptions == {"peering-is-free"}


def test_it_tells_how_many_are_right_only_if_its_author_wants_that() -> None:
    one = changed(make_choices("each", count=True), "- [x] Between two zones", "- [ ] In two zones")

    assert make_question(PEERING_BILL).instruction == "Select all that apply."
    assert make_question(make_choices("each", count=True)).instruction == (
        "Select all that apply. Two answers are right."
    )
    assert make_question(one).instruction == "Select all that apply. One answer is right."


@pytest.mark.parametrize(("credit", "guess"), [("exact", 1 / 16), ("balanced", 0), ("each", 0)])
def test_only_the_exact_set_can_be_guessed(credit: str, guess: float) -> None:
    question = make_question(make_choices(credit))

    assert question.guess == guess
    assert question.seconds == 75


def test_while_tries_are_left_it_marks_what_was_ticked_and_nothing_else() -> None:
    rows = make_question(PEERING_BILL).rows({"choice": ["zones", "none"]}, Reveal.OWN)

    assert rows == (
        Row("same-zone", "choice-same-zone"),
        Row("zones", "choice-zones", "on", Mark.RIGHT, reason="reason-zones"),
        Row("regions", "choice-regions"),
        Row("none", "choice-none", "on", Mark.WRONG, reason="reason-none"),
    )


def test_in_the_end_it_shows_what_was_missed() -> None:
    rows = make_question(PEERING_BILL).rows({"choice": ["zones", "none"]}, Reveal.ALL)

    assert [row.mark for row in rows] == [Mark.NONE, Mark.RIGHT, Mark.MISSED, Mark.WRONG]
    assert [row.reason for row in rows] == [
        "reason-same-zone",
        "reason-zones",
        "reason-regions",
        "reason-none",
    ]


def test_its_key_is_what_is_right_and_what_it_earns() -> None:
    question = make_question(PEERING_BILL)

    assert question.key() == {
        "choices": {"same-zone": False, "zones": True, "regions": True, "none": False},
        "credit": "balanced",
    }
    assert question.grading_digest != make_question(make_choices("each")).grading_digest


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (BALANCED, "credit: some", "9:9: C012 'credit' must be 'exact', 'balanced' or 'each'"),
        (BALANCED, "count: yes", "9:8: C012 'count' must be a valid boolean"),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problem: str) -> None:
    assert problems_of(changed(PEERING_BILL, old, new)) == [f"q.md:{problem}"]


def test_one_choice_at_least_is_right() -> None:
    text = PEERING_BILL.replace("[x]", "[ ]")

    assert problems_of(text) == [
        "q.md:14:1: Q011 no choice is marked right; kind choices has at least 1"
    ]


@pytest.mark.parametrize(
    ("count", "problem"),
    [
        (2, "q.md:14:1: Q013 2 choices; at least 3"),
        (9, "q.md:14:1: Q013 9 choices; at most 8"),
    ],
)
def test_it_has_three_to_eight_choices(count: int, problem: str) -> None:
    start, end = PEERING_BILL.index("- [ ]"), PEERING_BILL.index("## Explanation")
    choices = "".join(f"- [x] choice {n}\n\n    > Why {n}.\n\n" for n in range(count))

    assert problems_of(PEERING_BILL[:start] + choices + PEERING_BILL[end:]) == [problem]


def test_a_hint_cannot_say_a_right_choice() -> None:
    hints = "## Hints\n\n1. Think.\n2. Is it between two Regions?\n\n## Explanation"

    assert problems_of(changed(PEERING_BILL, "## Explanation", hints)) == [
        "q.md:35:1: Q050 hint 2 contains a right choice"
    ]


def test_where_every_choice_is_right_there_is_no_belief_to_name() -> None:
    assert not any("Q016" in warning for warning in warnings_in(ALL_RIGHT))


def test_it_warns_of_one_right_choice_that_stands_out() -> None:
    text = changed(
        PEERING_BILL,
        "Between two Regions",
        "Between two Regions, however near they are to each other, by the gigabyte sent",
    )

    assert warnings_in(text) == ["q.md:24:1: Q017 the right choice is the longest by far"]

    longer = changed(text, "Between two zones", "Between two zones" + " that are far apart" * 4)
    assert warnings_in(longer) == ["q.md:20:1: Q017 the right choice is the longest by far"]


def test_it_warns_of_its_title_once() -> None:
    text = changed(PEERING_BILL, "What a peering link charges", "Between zones and Regions")

    assert warnings_in(text) == ["q.md:5:8: Q004 title repeats 'Between'"]
