"""A correction judges what was answered by another version of the question."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.attempts import LESSON_RULES, Event, EventKind, Rules, State, evidence_of, replay
from domain.questions.base import Question
from domain.sittings import Marked
from tests.documents import changed, make_question
from tests.sources import PEERING_ALOUD, USAGE_TYPE, WHICH_LINE

AT = datetime(2026, 11, 25, tzinfo=UTC)
Step = tuple[EventKind, dict[str, Any]]
TRUE, FALSE = {"choice": ["regions"]}, {"choice": ["peered"]}
CORRECTED = make_question(WHICH_LINE)
WRONG_KEY = make_question(
    WHICH_LINE.replace("- [x] Data", "- [ ] Data")
    .replace("- [ ] Nothing", "- [x] Nothing")
    .replace("{#peered misconception=peering-is-free}", "{#peered}")
)
DEFERRED = Rules(mode="exam", tries=1, feedback_at_once=False)
TWICE = Rules(tries=2, penalty=0.25)
OPEN = make_question(PEERING_ALOUD)


def answered(given: Mapping[str, list[str]]) -> Step:
    return EventKind.ANSWERED, {"submitted": given}


def corrected(version: int = 4, *, keep: bool = True) -> Step:
    return EventKind.CORRECTED, {"version": version, "keep": keep}


def played(
    *steps: Step, rules: Rules = LESSON_RULES, asked: Question = WRONG_KEY, by: Question = CORRECTED
) -> State:
    events = [Event(n, kind, AT, data) for n, (kind, data) in enumerate(steps)]
    return replay(asked, events, rules, {4: by, 3: asked})


def test_an_answer_that_was_right_all_along_gets_its_credit_and_ends_the_attempt() -> None:
    assert played(answered(TRUE)).credit == 0.0

    state = played(answered(TRUE), corrected())

    assert (state.credit, state.finished, state.kept) == (1.0, True, False)
    assert state.next_sequence == 2


def test_a_later_try_costs_nothing_once_the_first_was_right() -> None:
    steps = answered(TRUE), answered(FALSE)
    assert played(*steps, rules=TWICE).credit == 0.75

    state = played(*steps, corrected(), rules=TWICE)

    assert (state.credit, state.judged) == (1.0, TRUE)


def test_the_better_result_is_kept_and_says_so() -> None:
    state = played(answered(FALSE), corrected())

    assert (state.credit, state.kept, state.finished) == (1.0, True, True)
    assert state.grade is not None
    assert state.grade.fraction == 0.0
    assert Marked("a", state).word == "wrong"


def test_a_strict_correction_takes_what_the_wrong_key_gave() -> None:
    state = played(answered(FALSE), corrected(keep=False))

    assert (state.credit, state.kept) == (0.0, False)


def test_evidence_follows_the_corrected_key_whatever_is_kept() -> None:
    found = evidence_of(CORRECTED, State(), played(answered(FALSE), corrected()))

    assert found is not None
    assert found.score == 0.0


def test_later_answers_are_judged_by_the_corrected_key() -> None:
    nothing = {"choice": ["storage"]}

    assert played(answered(nothing), corrected(), answered(TRUE)).credit == 1.0
    assert played(answered(nothing), corrected(), answered(FALSE)).credit == 0.0


def test_while_feedback_waits_the_last_answer_is_judged_anew() -> None:
    state = played(answered(FALSE), answered(TRUE), corrected(), rules=DEFERRED)

    assert state.credit == 1.0


def test_what_a_person_has_marked_stands() -> None:
    marks: Step = EventKind.MARKED, {"by": "learner", "marked": {"point": ["pair"]}}
    steps = answered({"answer": ["By an endpoint."]}), marks
    heavier = make_question(changed(PEERING_ALOUD, "{#pair weight=1}", "{#pair weight=2}"))
    before = played(*steps, asked=OPEN)

    after = played(*steps, corrected(keep=False), asked=OPEN, by=heavier)

    assert after == replace(before, next_sequence=3)
    assert played(*steps, asked=heavier).credit > before.credit


def test_what_the_corrected_question_cannot_read_stays_as_it_was() -> None:
    state = played(answered(TRUE), corrected(keep=False), by=make_question(USAGE_TYPE))

    assert state == replace(played(answered(TRUE)), next_sequence=2)


def test_without_an_answer_nothing_is_judged() -> None:
    given_up: Step = EventKind.SOLUTION_SHOWN, {}

    assert played(corrected()) == State(next_sequence=1)
    assert played(given_up, corrected()) == replace(played(given_up), next_sequence=2)


def test_a_second_correction_judges_everything_anew() -> None:
    back = played(answered(TRUE), corrected(keep=False), corrected(3, keep=False))

    assert (back.credit, back.grade) == (0.0, played(answered(TRUE)).grade)
    assert played(answered(TRUE), corrected(), corrected(3)).credit == 1.0
