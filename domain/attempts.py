"""An attempt is its events. Everything else about it is worked out from them here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any, Literal

from domain.evidence import WEIGHTS, Evidence, Judge
from domain.questions.base import (
    Awaiting,
    Grade,
    Question,
    Reveal,
    Submitted,
    Unreadable,
)

Mode = Literal["practice", "graded", "exam", "readiness"]
PRACTICE_PENALTY = 0.33
"""Share of the credit that each wrong try of a practice quiz costs, unless the quiz says other."""


class EventKind(StrEnum):
    """What can happen in an attempt. Stored by value: add members, never rename one."""

    ANSWERED = "answered"
    HINT_SHOWN = "hint-shown"
    SOLUTION_SHOWN = "solution-shown"
    MARKED = "marked"
    """A person has said how good an answer is that no machine judges."""
    CORRECTED = "corrected"
    """The key was wrong: from here on another version of the question judges the attempt."""


class Confidence(IntEnum):
    """How sure the learner was before answering."""

    GUESS = 1
    UNSURE = 2
    FAIRLY_SURE = 3
    CERTAIN = 4


def confidence_of(given: object) -> Confidence | None:
    """Read how sure somebody was, from a form or from an event; None if it says nothing known."""
    return next((level for level in Confidence if str(level.value) == str(given)), None)


@dataclass(frozen=True)
class Event:
    """One thing that happened, never changed afterwards."""

    sequence: int
    kind: EventKind
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Rules:
    """How a sitting treats its attempts. Stored with the sitting, so that it holds to the end."""

    mode: Mode = "practice"
    tries: int | None = None
    """Readable answers to a question; None for no limit. Not counted while feedback waits."""
    penalty: float = 0.0
    """Share of the credit lost for each wrong try before the right one, 0..1."""
    feedback_at_once: bool = True
    """False: nothing is told before the sitting is over, and the last answer counts."""
    hints: bool = True
    confidence: bool = True
    shuffle_choices: bool = True
    passing: float | None = None
    """Least share of the credit, 0..1, that passes; None where nobody passes or fails."""


LESSON_RULES = Rules()
"""A lesson's own checks: practice without end, and nothing is marked down."""
UNCORRECTED: Mapping[int, Question] = MappingProxyType({})
"""The questions of corrections where there was none."""


@dataclass(frozen=True)
class State:
    """Where an attempt stands."""

    next_sequence: int = 0
    tries: int = 0
    hints: int = 0
    submitted: Submitted | None = None
    """The last answer sent, readable or not."""
    judged: Submitted | None = None
    """The last answer that could be read: the one that ``grade`` speaks of, with its marks."""
    awaiting: Awaiting | None = None
    """There is an answer that a person has to mark, and nobody has."""
    draft: Submitted | None = None
    """What stood in the form when a hint was asked for."""
    confidence: Confidence | None = None
    """As given before the first answer that could be read."""
    grade: Grade | None = None
    first: Grade | None = None
    """What the first judged answer earned: this is what rates the learner."""
    judge: Judge = Judge.MACHINE
    """Who gave that grade."""
    first_hints: int = 0
    """Hints shown before the first judged answer."""
    unreadable: Unreadable | None = None
    solution_shown: bool = False
    finished: bool = False
    """No further answer is taken, save while feedback waits for the end of the sitting."""
    credit: float = 0.0
    """What the attempt earns, 0..1, penalties taken off."""
    kept: bool = False
    """The credit is what a wrong key gave: the corrected one would give less."""

    @property
    def answered(self) -> bool:
        """Whether there is an answer that can be judged."""
        return self.grade is not None


def evidence_of(question: Question, before: State, after: State) -> Evidence | None:
    """Return what the step showed of the learner; None if it was not the first judged answer.

    Later tries at the same question change its mark, not what is known of the learner.
    """
    if after.first is None or before.first is not None or not question.outcomes:
        return None
    return Evidence(
        question=question.id,
        outcomes=question.outcomes,
        difficulty=question.difficulty,
        score=after.first.fraction,
        guess=question.guess,
        hints=after.first_hints,
        weight=WEIGHTS[after.judge],
        judge=after.judge,
    )


def revealed(state: State, rules: Rules, *, over: bool) -> Reveal:
    """Say how much of the key may be shown: none before it can no longer help an answer.

    ``over`` tells that the sitting is finished.
    """
    if over:
        return Reveal.ALL
    if not rules.feedback_at_once:
        return Reveal.NOTHING
    if state.finished or marks_due(state, rules):
        return Reveal.ALL
    if state.unreadable is not None or state.draft is not None:
        return Reveal.NOTHING  # the form again, with what was sent or stood there for the hint
    return Reveal.OWN if state.grade is not None else Reveal.NOTHING


def marks_due(state: State, rules: Rules) -> bool:
    """Whether the learner has to mark the answer now: everything is told, and none is taken.

    Where feedback waits for the end, an answer that awaits marks can still be changed.
    """
    return state.awaiting is not None and rules.feedback_at_once


def replay(
    question: Question,
    events: Iterable[Event],
    rules: Rules,
    corrected: Mapping[int, Question] = UNCORRECTED,
) -> State:
    """Work out the state from nothing; ``corrected`` are the questions of corrections."""
    state = State()
    for state in states(question, events, rules, corrected):  # noqa: B007 - the last is the result
        pass
    return state


def states(
    question: Question,
    events: Iterable[Event],
    rules: Rules,
    corrected: Mapping[int, Question] = UNCORRECTED,
) -> Iterator[State]:
    """Give the state after each event in turn.

    A correction judges everything before it anew, and what comes after it. ``corrected`` are the
    questions that do so, by the version that the event names.
    """
    state, past = State(), list[Event]()
    for event in events:
        if event.sequence != state.next_sequence:
            raise ValueError(f"event {event.sequence} where {state.next_sequence} was due")
        if event.kind is EventKind.CORRECTED:
            question = corrected[event.data["version"]]
            again = _judged_anew(question, past, rules)
            state = _corrected(state, again, keep=event.data["keep"])
        else:
            state = _step(question, state, event, rules)
        past.append(event)
        state = replace(state, next_sequence=event.sequence + 1)
        yield state


def _judged_anew(question: Question, past: Iterable[Event], rules: Rules) -> State:
    state = State()
    for event in past:
        state = _step(question, state, event, rules)
    return state


def _corrected(before: State, again: State, *, keep: bool) -> State:
    """Return what a correction makes of a state; the better result stays if it is to be kept.

    What a person has marked stands. So does what was judged before if the corrected question
    cannot read the answer: nobody could have known its words.
    """
    if before.judge is not Judge.MACHINE or before.grade is None or again.grade is None:
        return before
    credit = max(before.credit, again.credit) if keep else again.credit
    finished = before.finished or again.finished
    return replace(again, credit=credit, kept=credit > again.credit, finished=finished)


def _step(question: Question, state: State, event: Event, rules: Rules) -> State:
    if state.finished:
        return state
    match event.kind:
        case EventKind.HINT_SHOWN:
            hints = min(state.hints + 1, len(question.hints))
            asked = replace(state, hints=hints, draft=event.data.get("draft"), unreadable=None)
            return replace(asked, confidence=_confidence(state, event.data))
        case EventKind.SOLUTION_SHOWN:
            return _given_up(state)
        case EventKind.ANSWERED:
            return _answered(question, state, event.data, rules)
        case EventKind.MARKED:
            return _marked(question, state, event.data, rules)
        case EventKind.CORRECTED:
            return state  # an earlier one, while a later one judges everything anew


def _given_up(state: State) -> State:
    """End without a right answer; if nothing was answered before, that counts as none right."""
    shown = replace(state, solution_shown=True, finished=True, unreadable=None)
    if state.first is None:
        return replace(shown, first=Grade(0.0), first_hints=state.hints)
    return shown


def _answered(question: Question, state: State, data: Mapping[str, Any], rules: Rules) -> State:
    if marks_due(state, rules):
        return state
    submitted: Submitted = data["submitted"]
    sent = replace(
        state,
        submitted=submitted,
        draft=None,
        confidence=_confidence(state, data),
        unreadable=None,
    )
    match question.grade(submitted):
        case Unreadable() as result:
            return replace(sent, unreadable=result)
        case Awaiting() as result:
            return replace(sent, judged=submitted, awaiting=result)
        case Grade() as grade:
            return _judged(replace(sent, judged=submitted), grade, rules)


def _marked(question: Question, state: State, data: Mapping[str, Any], rules: Rules) -> State:
    """Grade an answer by its marks, and end: who marks has read what would have been right."""
    if not marks_due(state, rules):
        return state
    marked: Submitted = {**(state.judged or {}), **data["marked"]}
    grade = question.grade(marked)
    if not isinstance(grade, Grade):
        return state
    judged = _judged(replace(state, judged=marked, awaiting=None), grade, rules)
    return replace(judged, judge=Judge(data["by"]), finished=True)


def _confidence(state: State, data: Mapping[str, Any]) -> Confidence | None:
    """Return how sure the learner is by now; what comes after a judged answer is hindsight."""
    sure = data.get("confidence")
    return Confidence(sure) if sure and state.first is None else state.confidence


def _judged(state: State, grade: Grade, rules: Rules) -> State:
    if not rules.feedback_at_once:
        # Nothing was told in between, so the last answer is the first that anybody judges.
        return replace(
            state,
            tries=1,
            grade=grade,
            first=grade,
            first_hints=state.hints,
            credit=grade.fraction,
        )
    tries = state.tries + 1
    earned = grade.fraction * max(0.0, 1 - rules.penalty * state.tries)
    is_first = state.first is None
    return replace(
        state,
        tries=tries,
        grade=grade,
        first=grade if is_first else state.first,
        first_hints=state.hints if is_first else state.first_hints,
        finished=grade.fraction == 1 or tries == rules.tries,
        credit=max(state.credit, earned),
    )
