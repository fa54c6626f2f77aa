"""Answers, marks, hints and surrenders: each is one event, added under the lock of its attempt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import QueryDict

from courses.beliefs import questions_on
from domain.attempts import EventKind, State, confidence_of, evidence_of, marks_due
from domain.beliefs import surely_held
from domain.cards import offers_hint, offers_solution
from domain.evidence import Judge
from domain.questions.base import Submitted
from domain.sittings import is_overdue
from quizzes.actions.asking import ask
from quizzes.after import tell
from quizzes.beliefs import comes_back, versions_that_show
from quizzes.models import Attempt, AttemptEvent
from quizzes.queries import Own, Standing, fresh_seed, ids_of, judged, rules_of, standing_of
from web.prepared import Insertion
from web.text import checked
from web.transactions import atomically

_write_event = Insertion(AttemptEvent, ("attempt_id", "sequence", "key", "kind", "at", "data"))


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
    found = locked(own)
    told = next((row for row in found.rows if row.key == ticket.key), None)
    before = found.states[told.sequence] if told else found.state
    data = data_of(kind, found, before, sent)
    if told and told.kind == kind and told.data == data:
        return found
    refuse(kind, found, ticket, now=now)
    return append(found, kind, ticket.key, data, at=now)


def append(
    found: Standing, kind: EventKind, key: UUID, data: dict[str, Any], *, at: datetime
) -> Standing:
    """Add an event to a locked attempt, tell of it where that may be, and return what follows."""
    event = {
        "attempt_id": found.attempt.pk,
        "sequence": found.state.next_sequence,
        "key": key,
        "kind": kind,
        "at": at,
        "data": data,
    }
    _write_event(event)
    after = Standing(found.attempt, (*found.rows, AttemptEvent(**event)))
    if rules_of(found.attempt).feedback_at_once:
        _tell(after, found.state)
        _bring_back(after, found.state)
    return after


def locked(own: Own) -> Standing:
    """Lock sitting and attempt, then read what has happened."""
    attempt = own.locked()
    if attempt is None:
        raise Attempt.DoesNotExist
    return standing_of(attempt)


def refuse(kind: EventKind, found: Standing, ticket: Ticket, *, now: datetime) -> None:
    """Raise what stands in the way of a further event."""
    attempt, state = found.attempt, found.state
    if attempt.sitting.finished_at or is_overdue(attempt.sitting.deadline, now):
        raise SittingOver
    taken = any(row.key == ticket.key for row in found.rows)
    if taken or state.finished or not _is_current(ticket.sequence, found):
        raise StaleForm
    if ticket.version is not None and not _shows(ticket.version, attempt):
        raise StaleForm
    if not _offered(kind, found):
        raise NotOffered


def _is_current(sequence: int, found: Standing) -> bool:
    """Whether nothing has happened since a page was made, but for corrections behind its back."""
    since = found.rows[sequence:]
    return sequence <= len(found.rows) and all(row.kind == EventKind.CORRECTED for row in since)


def _shows(version: int, attempt: Attempt) -> bool:
    """Whether a page that knew of no attempt showed just what the attempt asks."""
    return version == attempt.version_id and attempt.seed == fresh_seed(attempt.version)


def _offered(kind: EventKind, found: Standing) -> bool:
    state, rules = found.state, rules_of(found.attempt)
    match kind:
        case EventKind.HINT_SHOWN:
            return offers_hint(found.question, state, rules)
        case EventKind.SOLUTION_SHOWN:
            return offers_solution(state, rules)
        case EventKind.ANSWERED:
            return not marks_due(state, rules)
        case EventKind.MARKED:
            return marks_due(state, rules)
        case EventKind.CORRECTED:
            return False  # no learner does that


def _tell(after: Standing, before: State) -> None:
    evidence = evidence_of(after.question, before, after.state)
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


def data_of(kind: EventKind, found: Standing, before: State, sent: QueryDict) -> dict[str, Any]:
    """Say what an event records. Confidence counts before the first answer that is judged."""
    if kind is EventKind.SOLUTION_SHOWN:
        return {}
    question = found.question
    if kind is EventKind.MARKED:
        return {"by": Judge.LEARNER.value, "marked": _fields(found, sent, question.marks)}
    slot = "submitted" if kind is EventKind.ANSWERED else "draft"
    sure = confidence_of(sent.get("confidence"))
    asked = rules_of(found.attempt).confidence and before.first is None
    fields = _fields(found, sent, question.fields)
    return {slot: fields} | ({"confidence": sure.value} if sure and asked else {})


def _fields(found: Standing, sent: QueryDict, names: Iterable[str]) -> Submitted:
    """Take only the fields that are read, with the author's ids for the page's tokens."""
    return ids_of(found, {name: checked(sent.getlist(name)) for name in names})
