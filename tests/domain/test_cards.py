"""What a page may show of a question, and in which order."""

from collections import Counter
from collections.abc import Mapping

import pytest

from domain.attempts import LESSON_RULES, Event, EventKind, Rules, State, replay
from domain.cards import Arrangement, Card, Occasion, card, said, submitted_ids
from domain.questions.base import Grade, Question, Reveal, Submitted
from domain.questions.ordering import Ordering
from tests.documents import make_question
from tests.domain.test_attempts import AT
from tests.sources import (
    FILE_TO_ROW,
    GOOD,
    GROUPED,
    READ_THE_NAME,
    TIER_RULES,
    USAGE_TYPE,
    WHICH_LINE,
    WITH_EXTRA,
)

SEEDS = range(1000)
QUESTIONS = [make_question(text) for text in GOOD.values()]
CHOICE, ORDERING, MATCHING = (make_question(text) for text in (WHICH_LINE, FILE_TO_ROW, TIER_RULES))


def html_of(question: Question) -> Mapping[str, str]:
    return {slot: f"[{slot}]" for slot in question.texts()}


def shown(question: Question, seed: int = 1, rules: Rules = LESSON_RULES) -> Card:
    return card(question, html_of(question), State(), Occasion(rules, seed))


def after(question: Question, given: Submitted, rules: Rules = LESSON_RULES) -> State:
    return replay(question, [Event(0, EventKind.ANSWERED, AT, {"submitted": given})], rules)


def texts(found: Card) -> list[str]:
    return [row.text for row in found.rows]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_a_page_names_nothing_as_its_author_did(question: Question) -> None:
    found = shown(question)
    named = {row.id for row in found.rows} | {option.id for option in found.options}
    ids = {row.id for row in question.rows(None, Reveal.NOTHING)}
    ids |= {option.id for option in question.options}

    assert not named & ids
    assert len(named) == len(found.rows) + len(found.options)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_names_change_from_attempt_to_attempt_and_not_within_one(question: Question) -> None:
    one, two = ({row.id for row in shown(question, seed).rows} for seed in (1, 2))

    assert not one & two
    assert one == {row.id for row in shown(question, 1).rows}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_names_lead_back_to_the_authors(question: Question) -> None:
    arranged = Arrangement(5)
    rows = [row.id for row in question.rows(None, Reveal.NOTHING)]
    options = [option.id for option in question.options]
    sent = {"a": [arranged.row(key) for key in rows], "b": [arranged.option(o) for o in options]}

    assert submitted_ids(question, sent, arranged) == {"a": rows, "b": options}
    assert submitted_ids(question, {"c": ["else"]}, arranged) == {"c": ["else"]}


def test_a_row_and_its_option_have_different_names() -> None:
    found = shown(MATCHING)

    assert not {row.id for row in found.rows} & {option.id for option in found.options}


def test_the_right_choice_lies_anywhere_equally_often() -> None:
    places = Counter(texts(shown(CHOICE, seed)).index("[choice-regions]") for seed in SEEDS)

    assert set(places) == {0, 1, 2, 3}
    assert all(190 < count < 310 for count in places.values())  # 250 +- 4.4 sigma


def test_the_right_match_lies_anywhere_equally_often() -> None:
    places = Counter(
        [option.text for option in shown(MATCHING, seed).options].index("[option-copy]")
        for seed in SEEDS
    )

    assert set(places) == {0, 1, 2, 3}
    assert all(190 < count < 310 for count in places.values())


@pytest.mark.parametrize(("shuffle", "places"), [(True, 3 * 4), (False, 4)])
def test_where_an_option_lies_tells_nothing_of_its_row(shuffle: bool, places: int) -> None:
    rules = Rules(shuffle_choices=shuffle)
    pages = [shown(MATCHING, seed, rules) for seed in SEEDS]

    found = Counter(
        (
            texts(page).index("[row-copy]"),
            [option.text for option in page.options].index("[option-copy]"),
        )
        for page in pages
    )

    assert len(found) == places
    expected = len(SEEDS) / places
    assert all(abs(count - expected) < 4.4 * expected**0.5 for count in found.values())


def test_choices_that_are_not_shuffled_lie_as_in_the_file() -> None:
    order = ["[choice-regions]", "[choice-internet]", "[choice-peered]", "[choice-storage]"]

    assert texts(shown(CHOICE, rules=Rules(shuffle_choices=False))) == order


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize(
    ("source", "orders"), [(FILE_TO_ROW, 23), (GROUPED, 22), (WITH_EXTRA, None)]
)
def test_an_ordering_never_lies_in_a_right_order(
    source: str, orders: int | None, shuffle: bool
) -> None:
    question = make_question(source)
    assert isinstance(question, Ordering)
    extras = {extra.id for extra in question.extras}
    seen = set()
    for seed in SEEDS:
        found = texts(shown(question, seed, Rules(shuffle_choices=shuffle)))
        keys = [text.removeprefix("[step-").removesuffix("]") for text in found]
        seen.add(tuple(keys))
        steps = [key for key in keys if key not in extras]
        places = [str(n) for n in range(1, len(steps) + 1)] + ["out"] * len(extras)
        grade = question.grade({"step": [*steps, *extras], "place": places})
        assert isinstance(grade, Grade)
        assert grade.fraction < 1

    assert orders in (len(seen), None)


def test_an_answer_keeps_the_order_it_was_given() -> None:
    given = {"step": ["move", "draw", "boundary", "multiply"], "place": ["1", "2", "3", "4"]}
    found = card(ORDERING, html_of(ORDERING), after(ORDERING, given), Occasion(Rules(), 1))

    assert texts(found) == ["[step-move]", "[step-draw]", "[step-boundary]", "[step-multiply]"]


def test_what_was_sent_and_not_taken_stands_in_the_form() -> None:
    state = after(CHOICE, {"choice": ["peered"]})
    occasion = Occasion(Rules(), 1, again=True, sent={"choice": ["storage"]})

    found = card(CHOICE, html_of(CHOICE), state, occasion)

    assert found.form
    assert [row.text for row in found.rows if row.given] == ["[choice-storage]"]


def test_a_verdict_shows_the_answer_that_was_judged() -> None:
    events = [
        Event(0, EventKind.ANSWERED, AT, {"submitted": {"choice": ["peered"]}}),
        Event(1, EventKind.ANSWERED, AT, {"submitted": {}}),
        Event(2, EventKind.SOLUTION_SHOWN, AT, {}),
    ]

    found = card(CHOICE, html_of(CHOICE), replay(CHOICE, events, Rules()), Occasion(Rules(), 1))

    assert [(row.text, row.mark) for row in found.rows if row.given] == [
        ("[choice-peered]", "wrong")
    ]


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("choice", {"choice": ["peered"]}, [("", "[choice-peered]")]),
        ("choice", {"choice": ["no such"]}, []),
        ("choice", {}, []),
        (
            "choices",
            {"choice": ["none", "zones"]},
            [("", "[choice-zones]"), ("", "[choice-none]")],
        ),
        ("numeric", {"answer": ["21"], "unit": ["kUSD"]}, [("", "21 kUSD")]),
        ("short", {"answer": ["<b>"]}, [("", "<b>")]),
        (
            "matching",
            {"row": ["standby", "copy"], "match": ["copy", ""]},
            [("[row-standby]", "[option-copy]")],
        ),
        (
            "ordering",
            {"step": ["move", "draw"], "place": ["1", "2"]},
            [("[step-move]", "1"), ("[step-draw]", "2")],
        ),
        (
            "cloze",
            {"blank": ["family", "gpu"], "fill": ["b", "b"]},
            [("", "[choice-b]"), ("", "b")],
        ),
        ("predict", {"answer": ["0.00\n4.5"]}, [("", "0.00\n4.5")]),
        ("command", {"answer": ["aws s3 ls"]}, [("", "aws s3 ls")]),
        ("open", {"answer": ["By an endpoint."], "point": ["pair"]}, [("", "By an endpoint.")]),
        ("short", {"answer": ["on"]}, [("", "on")]),
        ("predict", {"answer": ["on"]}, [("", "on")]),
    ],
)
def test_an_answer_is_put_in_words(
    key: str, given: Submitted, words: list[tuple[str, str]]
) -> None:
    question = make_question(GOOD[key])

    assert [(one.of, one.value) for one in said(question, html_of(question), given)] == words


def test_what_is_typed_stays_as_it_is_though_an_option_of_another_row_is_called_so() -> None:
    question = make_question(READ_THE_NAME)
    given = {"blank": ["family", "gpu"], "fill": ["b", "b"]}
    occasion = Occasion(Rules(), 1, again=True)

    found = card(question, html_of(question), after(question, given), occasion)

    assert [row.given for row in found.rows] == [Arrangement(1).option("b"), "b"]


def test_a_row_has_options_of_its_own() -> None:
    found = shown(make_question(READ_THE_NAME))

    family, gpu = (row.id for row in found.rows)
    assert {option.row for option in found.options} == {family}
    assert {option.text for option in found.options} == {"[choice-a]", "[choice-b]"}
    assert gpu != family


def test_the_right_choice_of_a_blank_lies_anywhere_equally_often() -> None:
    question = make_question(READ_THE_NAME)

    places = Counter(
        [option.text for option in shown(question, seed).options].index("[choice-a]")
        for seed in SEEDS
    )

    assert all(430 < places[place] < 570 for place in (0, 1))  # 500 +- 4.4 sigma


def test_a_saved_answer_is_neither_right_nor_wrong() -> None:
    deferred = Rules(feedback_at_once=False)
    cards = [
        card(
            CHOICE,
            html_of(CHOICE),
            after(CHOICE, {"choice": [key]}, deferred),
            Occasion(deferred, 1),
        )
        for key in ("regions", "peered")
    ]

    assert all(found.saved and found.form and found.verdict is None for found in cards)
    assert {row.mark for found in cards for row in found.rows} == {""}
    assert {found.explanation for found in cards} == {""}


def test_nothing_is_saved_beside_a_verdict() -> None:
    question = make_question(USAGE_TYPE)
    state = after(question, {"answer": ["gravity"]})

    assert not card(question, html_of(question), state, Occasion(Rules(), 1, again=True)).saved


def test_an_answer_that_its_learner_marks_now_has_no_form_for_another() -> None:
    question = make_question(GOOD["open"])
    state = after(question, {"answer": ["By an endpoint."]})

    found = card(question, html_of(question), state, Occasion(Rules(), 1, again=True))

    assert (found.marking, found.awaiting, found.saved) == (True, True, False)
    assert (found.open, found.form, found.final) == (False, False, True)
    assert {found.offers_hint, found.offers_solution, found.asks_confidence} == {False}
    assert found.explanation == ""
    assert [row.text for row in found.rows[1:]] == [
        "[twice-endpoint]",
        "[point-pair]",
        "[twice-priced]",
    ]


def test_nobody_marks_after_the_end() -> None:
    question, deferred = make_question(GOOD["open"]), Rules(feedback_at_once=False)
    state = after(question, {"answer": ["By an endpoint."]}, deferred)

    saved = card(question, html_of(question), state, Occasion(deferred, 1))
    told = card(question, html_of(question), state, Occasion(deferred, 1, over=True))

    assert (saved.saved, saved.form, saved.marking, saved.awaiting) == (True, True, False, True)
    assert (told.saved, told.form, told.marking, told.awaiting) == (False, False, False, True)
    assert {row.text for row in saved.rows} == {""}
    assert (saved.explanation, told.explanation) == ("", "[explanation]")


def test_an_explanation_goes_by_its_name() -> None:
    assert card(CHOICE, html_of(CHOICE), State(), Occasion(Rules(), 1)).explained_in == ""
