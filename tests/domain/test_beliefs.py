"""Which beliefs answers show, and which later answers correct."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.attempts import Event, EventKind, Rules
from domain.beliefs import Said, another, answers_in, ledger
from tests.documents import make_question
from tests.sources import WHICH_LINE

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHOICE = make_question(WHICH_LINE)
AT_ONCE, LATER = Rules(), Rules(mode="exam", feedback_at_once=False)
FREE, ALL = "peering-is-free", "all-transfer-is-internet-egress"


def shown(question: str, minute: int, belief: str = FREE, *, sure: bool = False) -> Said:
    at = NOON + timedelta(minutes=minute)
    return Said(minute, question, at, {}, frozenset({FREE, ALL}), belief, sure=sure)


def right(question: str, minute: int, *about: str) -> Said:
    at = NOON + timedelta(minutes=minute)
    return Said(minute, question, at, {}, frozenset(about or (FREE,)), right=True)


def told(*answers: Said) -> dict[str, bool]:
    """Return whether each belief is open."""
    return {row.key: row.open for row in ledger(answers)}


def test_a_wrong_answer_opens_the_belief_behind_it() -> None:
    [belief] = ledger([shown("a", 1)])

    assert (belief.key, belief.open, belief.corrected) == (FREE, True, None)
    assert belief.shown.question == "a"


def test_a_right_answer_on_a_different_question_corrects_it() -> None:
    [belief] = ledger([shown("a", 1), right("b", 2)])

    assert not belief.open
    assert belief.corrected == right("b", 2)


@pytest.mark.parametrize(
    "later",
    [
        right("a", 2),  # the same question
        right("b", 0),  # before
        right("b", 2, ALL),  # about another belief
        shown("b", 2, ALL),  # wrong in another way
        Said(2, "b", NOON + timedelta(minutes=2), {}, frozenset({FREE})),  # neither
    ],
)
def test_nothing_else_corrects_it(later: Said) -> None:
    assert told(shown("a", 1), later)[FREE]


def test_a_belief_that_shows_again_is_open_again() -> None:
    [belief] = ledger([shown("a", 1), right("b", 2), shown("c", 3)])

    assert belief.open
    assert belief.against.keys() == {"c"}


def test_each_answer_needs_a_right_one_at_a_different_question() -> None:
    answers = [shown("a", 1), shown("b", 2), right("a", 3)]

    assert told(*answers) == {FREE: True}
    assert told(*answers, right("b", 4)) == {FREE: False}


def test_one_right_answer_may_correct_two_beliefs() -> None:
    answers = [shown("a", 1), shown("a", 2, ALL), right("b", 3, FREE, ALL)]

    assert told(*answers) == {FREE: False, ALL: False}


def test_the_order_in_which_answers_are_read_does_not_matter() -> None:
    answers = [shown("a", 1), right("b", 2), shown("c", 3, ALL)]

    assert ledger(answers) == ledger(reversed(answers))


def test_sure_and_wrong_comes_first_then_the_latest_and_the_corrected_last() -> None:
    answers = [
        shown("a", 1, "sure", sure=True),
        shown("a", 2, "early"),
        shown("a", 3, "late"),
        shown("a", 4, "done", sure=True),
        right("b", 5, "done"),
    ]

    assert [row.key for row in ledger(answers)] == ["sure", "late", "early", "done"]


def test_a_belief_is_no_longer_sure_once_the_sure_answer_is_made_good() -> None:
    [belief] = ledger([shown("a", 1, sure=True), right("b", 2), shown("a", 3)])

    assert not belief.sure


def answered(*choices: str, sure: int | None = None) -> list[Event]:
    given = {"confidence": sure} if sure else {}
    return [
        Event(
            number,
            EventKind.ANSWERED,
            NOON + timedelta(minutes=number),
            {"submitted": {"choice": [choice]}, **given},
        )
        for number, choice in enumerate(choices)
    ]


def said(events: list[Event], rules: Rules = AT_ONCE, end: datetime | None = None) -> list[Said]:
    return list(answers_in(CHOICE, events, rules, attempt=7, end=end))


def test_every_try_may_give_a_belief_away_and_only_the_first_is_right() -> None:
    first, second, third = said(answered("peered", "internet", "regions"))

    assert (first.belief, second.belief, third.belief) == (FREE, ALL, None)
    assert (first.right, third.right) == (False, False)
    assert (first.attempt, first.at, first.submitted) == (7, NOON, {"choice": ["peered"]})
    assert first.about == {FREE, ALL}


def test_a_right_first_answer_is_right() -> None:
    assert [one.right for one in said(answered("regions"))] == [True]


def test_what_cannot_be_read_says_nothing() -> None:
    assert said(answered("nowhere")) == []


@pytest.mark.parametrize(("sure", "expected"), [(1, False), (2, False), (3, True), (4, True)])
def test_fairly_sure_is_sure(sure: int, expected: bool) -> None:
    first, second = said(answered("peered", "internet", sure=sure))

    assert first.sure is expected
    assert not second.sure


def test_the_correction_may_be_told_once_no_answer_can_be_sent() -> None:
    assert [one.told for one in said(answered("peered"))] == [False]
    assert [one.told for one in said(answered("peered"), end=NOON)] == [True]
    assert [one.told for one in said(answered("peered", "regions"))] == [True, True]


def test_an_exam_says_nothing_before_its_end() -> None:
    assert said(answered("peered", sure=4), LATER) == []


def test_the_last_answer_of_an_exam_counts_from_its_end() -> None:
    end = NOON + timedelta(hours=1)

    [one] = said(answered("peered", "internet", sure=4), LATER, end)

    assert (one.belief, one.at, one.sure, one.told) == (ALL, end, True, True)


@pytest.mark.parametrize(
    ("but", "seen", "chosen"),
    [
        ((), (), "a"),
        (("a",), ("a",), "b"),
        (("a",), ("a", "b"), "c"),
        (("b",), ("a", "b", "c"), "a"),
        (("a", "b", "c"), ("a", "b", "c"), "a"),
    ],
)
def test_it_comes_back_in_a_different_question(
    but: tuple[str, ...], seen: tuple[str, ...], chosen: str
) -> None:
    assert another(["a", "b", "c"], but=but, seen=seen) == chosen


def test_without_a_question_nothing_comes_back() -> None:
    assert another([], but=(), seen=()) is None
