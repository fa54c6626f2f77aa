"""An attempt is its events."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.attempts import (
    LESSON_RULES,
    Confidence,
    Event,
    EventKind,
    Rules,
    State,
    evidence_of,
    replay,
    revealed,
    states,
)
from domain.evidence import LEARNER_UNDECIDED_WEIGHT, Judge
from domain.questions.base import Awaiting, Grade, Question, Reveal
from tests.documents import make_question
from tests.sources import NIGHTLY_JOIN, PEERING_ALOUD, PEERING_BILL, WHICH_LINE

AT = datetime(2026, 11, 24, tzinfo=UTC)
CHOICE, CHOICES = make_question(WHICH_LINE), make_question(PEERING_BILL)
NUMERIC = make_question(NIGHTLY_JOIN)
OPEN = make_question(PEERING_ALOUD)
SAID: Mapping[str, list[str]] = {"answer": ["By an endpoint."]}
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}
HALF: Mapping[str, list[str]] = {"choice": ["zones"]}
DEFERRED = Rules(mode="graded", tries=1, feedback_at_once=False, hints=False)


def answered(given: Mapping[str, list[str]], **more: Any) -> tuple[EventKind, dict[str, Any]]:
    return EventKind.ANSWERED, {"submitted": given, **more}


HINT: tuple[EventKind, dict[str, Any]] = (EventKind.HINT_SHOWN, {"draft": WRONG})
SOLUTION: tuple[EventKind, dict[str, Any]] = (EventKind.SOLUTION_SHOWN, {})


def played(
    *steps: tuple[EventKind, dict[str, Any]],
    rules: Rules = LESSON_RULES,
    question: Question = CHOICE,
) -> State:
    events = [Event(n, kind, AT, data) for n, (kind, data) in enumerate(steps)]
    return replay(question, events, rules)


def test_nothing_has_happened_at_first() -> None:
    assert played() == State()


def test_a_right_answer_ends_it_with_full_credit() -> None:
    state = played(answered(RIGHT))

    assert (state.finished, state.credit, state.tries) == (True, 1.0, 1)


def test_practice_goes_on_after_a_wrong_answer_and_takes_nothing_off() -> None:
    state = played(*[answered(WRONG)] * 5, answered(RIGHT))

    assert (state.tries, state.credit, state.finished) == (6, 1.0, True)
    assert state.first is not None
    assert state.first.fraction == 0


@pytest.mark.parametrize(("wrong", "credit"), [(0, 1.0), (1, 0.67), (2, 0.34)])
def test_each_wrong_try_costs_the_penalty(wrong: int, credit: float) -> None:
    state = played(*[answered(WRONG)] * wrong, answered(RIGHT), rules=Rules(penalty=0.33, tries=3))

    assert state.credit == pytest.approx(credit)


def test_the_best_try_counts() -> None:
    half = played(
        answered(HALF), answered({"choice": ["none"]}), rules=Rules(penalty=0.33), question=CHOICES
    )

    assert half.credit == 0.5


def test_it_ends_with_the_last_try() -> None:
    state = played(answered(WRONG), answered(WRONG), rules=Rules(tries=2))

    assert (state.finished, state.credit) == (True, 0.0)


def test_an_answer_that_cannot_be_read_costs_no_try() -> None:
    state = played(answered({}), answered(RIGHT), rules=Rules(tries=1))

    assert (state.tries, state.credit) == (1, 1.0)


@pytest.mark.parametrize("after", [HINT, SOLUTION, answered(RIGHT)], ids=["hint", "key", "answer"])
def test_it_is_forgotten_that_an_answer_could_not_be_read(
    after: tuple[EventKind, dict[str, Any]],
) -> None:
    assert played(answered({}), after).unreadable is None


def test_it_remembers_what_was_judged_beside_what_was_sent() -> None:
    state = played(answered(WRONG), answered({}))

    assert state.judged == WRONG
    assert state.submitted == {}
    assert state.unreadable is not None


def test_while_feedback_waits_the_last_answer_that_can_be_read_counts() -> None:
    state = played(answered(WRONG), answered(RIGHT), answered({}), rules=DEFERRED)

    assert (state.credit, state.finished, state.tries) == (1.0, False, 1)
    assert state.judged == RIGHT
    assert state.first == state.grade


def test_a_hint_keeps_the_draft_until_an_answer_is_sent() -> None:
    hinted = played(HINT)
    sent = played(HINT, answered(RIGHT))

    assert (hinted.hints, hinted.draft) == (1, WRONG)
    assert (sent.draft, sent.first_hints) == (None, 1)


def test_hints_are_counted_where_feedback_waits() -> None:
    rules = replace(DEFERRED, hints=True)

    assert played(HINT, answered(RIGHT), rules=rules).first_hints == 1


def test_there_are_no_more_hints_than_the_author_wrote() -> None:
    assert played(*[HINT] * 9).hints == len(CHOICE.hints) == 2


def test_hints_after_the_first_judged_answer_say_nothing_of_it() -> None:
    assert played(answered(WRONG), HINT, answered(RIGHT)).first_hints == 0


def test_giving_up_ends_it_and_leaves_the_credit() -> None:
    state = played(answered(HALF), SOLUTION, question=CHOICES)

    assert (state.finished, state.credit, state.solution_shown) == (True, 0.5, True)


def test_giving_up_before_any_answer_counts_as_none_right() -> None:
    state = played(HINT, SOLUTION)

    assert state.first is not None
    assert (state.first.fraction, state.first_hints, state.answered) == (0.0, 1, False)


def test_nothing_changes_after_the_end_but_the_number_of_the_next_event() -> None:
    before, after = played(answered(RIGHT)), played(answered(RIGHT), answered(WRONG))

    assert after == replace(before, next_sequence=2)


@pytest.mark.parametrize(
    ("steps", "sure"),
    [
        ((answered(WRONG, confidence=4),), Confidence.CERTAIN),
        ((answered(WRONG),), None),
        ((answered({}, confidence=2),), Confidence.UNSURE),
        ((answered({}, confidence=2), answered(WRONG)), Confidence.UNSURE),
        ((answered({}, confidence=2), answered(WRONG, confidence=3)), Confidence.FAIRLY_SURE),
        ((answered(WRONG, confidence=1), answered(RIGHT, confidence=4)), Confidence.GUESS),
        ((answered(WRONG), answered(RIGHT, confidence=4)), None),
        (((EventKind.HINT_SHOWN, {"draft": {}, "confidence": 3}),), Confidence.FAIRLY_SURE),
    ],
)
def test_confidence_is_that_before_the_first_judged_answer(
    steps: tuple[tuple[EventKind, dict[str, Any]], ...], sure: Confidence | None
) -> None:
    assert played(*steps).confidence == sure


def test_events_follow_without_a_gap() -> None:
    events = [Event(1, *_swap(answered(RIGHT)))]

    with pytest.raises(ValueError, match="event 1 where 0 was due"):
        list(states(CHOICE, events, Rules()))


def _swap(step: tuple[EventKind, dict[str, Any]]) -> tuple[EventKind, datetime, dict[str, Any]]:
    return step[0], AT, step[1]


@pytest.mark.parametrize(
    ("steps", "rules", "over", "reveal"),
    [
        ((), Rules(), False, Reveal.NOTHING),
        ((answered({}),), Rules(), False, Reveal.NOTHING),
        ((answered(WRONG),), Rules(), False, Reveal.OWN),
        ((answered(WRONG), answered({})), Rules(), False, Reveal.NOTHING),
        ((answered(WRONG), HINT), Rules(), False, Reveal.NOTHING),
        ((HINT, answered(WRONG)), Rules(), False, Reveal.OWN),
        ((answered(RIGHT),), Rules(), False, Reveal.ALL),
        ((answered(WRONG), SOLUTION), Rules(), False, Reveal.ALL),
        ((answered(WRONG),), Rules(tries=1), False, Reveal.ALL),
        ((answered(RIGHT),), DEFERRED, False, Reveal.NOTHING),
        ((answered(WRONG),), DEFERRED, False, Reveal.NOTHING),
        ((answered(WRONG),), DEFERRED, True, Reveal.ALL),
        ((), Rules(), True, Reveal.ALL),
    ],
)
def test_it_reveals_only_what_can_no_longer_help(
    steps: tuple[tuple[EventKind, dict[str, Any]], ...], rules: Rules, over: bool, reveal: Reveal
) -> None:
    assert revealed(played(*steps, rules=rules), rules, over=over) is reveal


def test_the_first_judged_answer_is_evidence_and_no_other() -> None:
    events = [Event(0, *_swap(answered(WRONG))), Event(1, *_swap(answered(RIGHT)))]
    first, second = states(CHOICE, events, Rules())

    found = evidence_of(CHOICE, State(), first)
    assert found is not None
    assert (found.question, found.difficulty) == (CHOICE.id, CHOICE.difficulty)
    assert (found.score, found.guess, found.hints) == (0.0, 0.25, 0)
    assert evidence_of(CHOICE, first, second) is None


def test_what_cannot_be_read_is_no_evidence() -> None:
    assert evidence_of(NUMERIC, State(), played(answered({}), question=NUMERIC)) is None


def test_a_question_that_measures_nothing_gives_no_evidence() -> None:
    aimless = replace(CHOICE, outcomes=())

    assert evidence_of(aimless, State(), played(answered(RIGHT), question=aimless)) is None


def marked(*points: str, by: str = "learner") -> tuple[EventKind, dict[str, Any]]:
    return EventKind.MARKED, {"by": by, "marked": {"point": list(points)}}


def test_an_answer_that_awaits_marks_is_neither_right_nor_wrong_nor_a_try() -> None:
    state = played(answered(SAID, confidence=3), question=OPEN)

    assert state.awaiting == Awaiting(("endpoint", "pair", "priced"))
    assert (state.judged, state.confidence) == (SAID, Confidence.FAIRLY_SURE)
    assert (state.grade, state.first, state.answered) == (None, None, False)
    assert (state.tries, state.credit, state.finished) == (0, 0.0, False)
    assert evidence_of(OPEN, State(), state) is None


def test_its_marks_grade_it_and_end_it_whatever_they_are() -> None:
    state = played(answered(SAID), marked("pair"), question=OPEN)

    assert state.grade == state.first == Grade(0.2, headline="1 of 3 key points")
    assert state.judged == {**SAID, "point": ["pair"]}
    assert (state.awaiting, state.judge) == (None, Judge.LEARNER)
    assert (state.tries, state.credit, state.finished) == (1, 0.2, True)
    assert played(answered(SAID), marked(), question=OPEN).finished


def test_marks_count_half_and_say_who_gave_them() -> None:
    steps = [answered(SAID), marked("pair", "priced")]
    before, after = played(*steps[:1], question=OPEN), played(*steps, question=OPEN)

    found = evidence_of(OPEN, before, after)

    assert found is not None
    assert (found.score, found.weight, found.judge) == (0.6, 0.5, Judge.LEARNER)
    assert found.weight == LEARNER_UNDECIDED_WEIGHT


def test_what_a_machine_grades_still_counts_whole() -> None:
    found = evidence_of(CHOICE, State(), played(answered(RIGHT)))

    assert found is not None
    assert (found.weight, found.judge) == (1.0, Judge.MACHINE)


def test_once_everything_is_told_no_other_answer_is_taken() -> None:
    told = played(answered(SAID), question=OPEN)

    assert replace(told, next_sequence=2) == played(
        answered(SAID), answered({"answer": ["What the model says."]}), question=OPEN
    )
    marks = [marked("pair"), marked("pair", "priced")]
    assert played(answered(SAID), *marks, question=OPEN).credit == 0.2


@pytest.mark.parametrize("steps", [[marked("pair")], [answered({}), marked("pair")]])
def test_without_an_answer_there_is_nothing_to_mark(
    steps: list[tuple[EventKind, dict[str, Any]]],
) -> None:
    state = played(*steps, question=OPEN)

    assert (state.grade, state.finished) == (None, False)
    assert revealed(state, LESSON_RULES, over=False) is Reveal.NOTHING


def test_no_marks_are_taken_of_what_a_machine_grades() -> None:
    assert played(answered(WRONG), marked("pair")).grade == Grade(
        0.0, misconception="peering-is-free"
    )


def test_while_feedback_waits_an_answer_that_awaits_marks_can_be_changed() -> None:
    other: Mapping[str, list[str]] = {"answer": ["By peering."]}

    state = played(answered(SAID), marked("pair"), answered(other), rules=DEFERRED, question=OPEN)

    assert (state.judged, state.grade, state.finished) == (other, None, False)
    assert revealed(state, DEFERRED, over=False) is Reveal.NOTHING
    assert revealed(state, DEFERRED, over=True) is Reveal.ALL


def test_an_answer_that_awaits_marks_tells_everything() -> None:
    state = played(answered(SAID), question=OPEN)

    assert revealed(state, LESSON_RULES, over=False) is Reveal.ALL
