"""Answers, marks, hints and surrenders: each is one event, added under the lock of its attempt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import QueryDict

from courses.beliefs import questions_on
from courses.queries import question_of
from domain.attempts import Confidence, EventKind, State, evidence_of, marks_due
from domain.beliefs import surely_held
from domain.cards import offers_hint, offers_solution
from domain.evidence import Judge
from domain.questions.base import Submitted
from domain.sittings import is_overdue
from quizzes.actions.sittings import ask
from quizzes.after import tell
from quizzes.beliefs import comes_back, versions_that_show
from quizzes.models import Attempt, AttemptEvent
from quizzes.queries import Own, Standing, fresh_seed, ids_of, judged, rules_of, standing_of
from web.prepared import Insertion
from web.text import checked
from web.transactions import atomically

_write_event = Insertion(AttemptEvent, ("attempt_id", "sequence", "key", "kind", "at", "data"))
CONFIDENCES = {str(level.value): level.value for level in Confidence}


class Refused(Exception):
    """Nothing was written."""


class StaleForm(Refused):
    """The page was older than the attempt: a second tab, or the Back button."""


class NotOffered(Refused):
    """A hint, a solution or another attempt that the rules of the sitting do not give."""


class SittingOver(Refused):
    """The sitting is finished, or its time is up: no answer is taken any more."""


@dataclass(frozen=True)
class Ticket:
    """What makes a post safe to send twice: its own key, and which event it is to be."""

    key: UUID
    sequence: int
    version: int | None = None
    """Primary key of the version that was shown, where the page knew of no attempt."""


def submit_answer(own: Own, sent: QueryDict, ticket: Ticket, *, now: datetime) -> Standing:
    """Record an answer and return where the attempt then stands.

    An answer whose key is already recorded is not recorded again: a retry after a lost reply gets
    the reply of the first. Raise Attempt.DoesNotExist, StaleForm if the attempt has moved on,
    SittingOver if it is too late, BadText for a text that cannot be kept.
    """
    return _record(own, EventKind.ANSWERED, sent, ticket, now=now)


def show_hint(own: Own, sent: QueryDict, ticket: Ticket, *, now: datetime) -> Standing:
    """Record that the next hint was asked for, and keep what stood in the form."""
    return _record(own, EventKind.HINT_SHOWN, sent, ticket, now=now)


def show_solution(own: Own, sent: QueryDict, ticket: Ticket, *, now: datetime) -> Standing:
    """Record that the learner gave up and was told the answer."""
    return _record(own, EventKind.SOLUTION_SHOWN, sent, ticket, now=now)


def mark_answer(own: Own, sent: QueryDict, ticket: Ticket, *, now: datetime) -> Standing:
    """Record how its learner marks an answer that no machine judges."""
    return _record(own, EventKind.MARKED, sent, ticket, now=now)


@atomically
def _record(
    own: Own, kind: EventKind, sent: QueryDict, ticket: Ticket, *, now: datetime
) -> Standing:
    """Append one event, and let those above take it into account."""
    found = _locked(own)
    told = next((row for row in found.rows if row.key == ticket.key), None)
    before = found.states[told.sequence] if told else found.state
    data = _data(kind, found.attempt, before, sent)
    if told and told.kind == kind and told.data == data:
        return found
    _refuse(kind, found, ticket, now=now)
    event = {
        "attempt_id": found.attempt.pk,
        "sequence": ticket.sequence,
        "key": ticket.key,
        "kind": kind,
        "at": now,
        "data": data,
    }
    _write_event(event)
    after = Standing(found.attempt, (*found.rows, AttemptEvent(**event)))
    if rules_of(found.attempt).feedback_at_once:
        _tell(after, found.state)
        _bring_back(after, found.state)
    return after


def _locked(own: Own) -> Standing:
    """Lock sitting and attempt, then read what has happened."""
    attempt = own.locked()
    if attempt is None:
        raise Attempt.DoesNotExist
    return standing_of(attempt)


def _refuse(kind: EventKind, found: Standing, ticket: Ticket, *, now: datetime) -> None:
    """Raise what stands in the way of a further event."""
    attempt, state = found.attempt, found.state
    if attempt.sitting.finished_at or is_overdue(attempt.sitting.deadline, now):
        raise SittingOver
    taken = any(row.key == ticket.key for row in found.rows)
    if taken or ticket.sequence != state.next_sequence or state.finished:
        raise StaleForm
    if ticket.version is not None and not _shows(ticket.version, attempt):
        raise StaleForm
    if not _offered(kind, attempt, state):
        raise NotOffered


def _shows(version: int, attempt: Attempt) -> bool:
    """Whether a page that knew of no attempt showed just what the attempt asks."""
    return version == attempt.version_id and attempt.seed == fresh_seed(attempt.version)


def _offered(kind: EventKind, attempt: Attempt, state: State) -> bool:
    match kind:
        case EventKind.HINT_SHOWN:
            return offers_hint(question_of(attempt.version), state, rules_of(attempt))
        case EventKind.SOLUTION_SHOWN:
            return offers_solution(state, rules_of(attempt))
        case EventKind.ANSWERED:
            return not marks_due(state, rules_of(attempt))
        case EventKind.MARKED:
            return marks_due(state, rules_of(attempt))


def _tell(after: Standing, before: State) -> None:
    evidence = evidence_of(question_of(after.attempt.version), before, after.state)
    if evidence:
        tell(judged(after.attempt, after.rows, evidence))


def _bring_back(after: Standing, before: State) -> None:
    """Ask a different question on a belief that was surely held, later in the same practice.

    The sitting is locked, so that its questions stand still.
    """
    belief, attempt = surely_held(before, after.state), after.attempt
    release = attempt.sitting.course.current
    if belief is None or release is None or not comes_back(attempt):
        return
    rows = attempt.sitting.attempts.annotate(begun=Count("events"))
    asked = list(rows.values_list("position", "version", "version__question", "begun"))
    on = versions_that_show(release, belief, but=attempt.version.question_id)
    if any(version in on and not begun for _, version, _, begun in asked):
        return  # it comes anyway
    known = {question for _, _, question, _ in asked}
    live = questions_on(release, belief).values()
    fresh = [version for version in live if version.question_id not in known]
    ask(attempt.sitting, fresh[:1], after=max(position for position, *_ in asked))


def _data(kind: EventKind, attempt: Attempt, before: State, sent: QueryDict) -> dict[str, Any]:
    """Say what an event records. Confidence counts before the first answer that is judged."""
    if kind is EventKind.SOLUTION_SHOWN:
        return {}
    question = question_of(attempt.version)
    if kind is EventKind.MARKED:
        return {"by": Judge.LEARNER.value, "marked": _fields(attempt, sent, question.marks)}
    slot = "submitted" if kind is EventKind.ANSWERED else "draft"
    sure = CONFIDENCES.get(sent.get("confidence", ""))
    asked = rules_of(attempt).confidence and before.first is None
    fields = _fields(attempt, sent, question.fields)
    return {slot: fields} | ({"confidence": sure} if sure and asked else {})


def _fields(attempt: Attempt, sent: QueryDict, names: Iterable[str]) -> Submitted:
    """Take only the fields that are read, with the author's ids for the page's tokens."""
    return ids_of(attempt, {name: checked(sent.getlist(name)) for name in names})
