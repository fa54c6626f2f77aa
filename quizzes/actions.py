"""What learners do: the only code that writes learners, sittings, attempts and events."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, QueryDict

from courses.models import Lesson, QuestionVersion, Release
from courses.queries import question_of
from domain.attempts import LESSON_RULES, Confidence, EventKind, State, evidence_of
from domain.cards import arrangement, offers_hint, offers_solution, submitted_ids
from quizzes.after import after_judged
from quizzes.models import Attempt, AttemptEvent, Learner, Sitting
from quizzes.queries import (
    SESSION_LEARNER,
    fresh_seed,
    judged,
    learner_of,
    rules_of,
    states_of,
)
from web.text import checked

CONFIDENCES = {str(level.value): level.value for level in Confidence}


class StaleForm(Exception):
    """The page was older than the attempt: a second tab, or the Back button.

    Nothing was written. ``sent`` is what the learner wanted to say.
    """

    def __init__(self, sent: Mapping[str, Any]) -> None:
        super().__init__("the attempt has moved on")
        self.sent = sent


class NotOffered(Exception):
    """A hint or a solution that the rules of the sitting do not give."""


class SittingOver(Exception):
    """The sitting is finished: no answer is taken any more, and the page says so."""


@dataclass(frozen=True)
class Ticket:
    """What makes a post safe to send twice: its own key, and which event it is to be."""

    key: UUID
    sequence: int


def ensure_learner(request: HttpRequest, *, now: datetime) -> Learner:
    """Return whoever is asking; a visitor who begins to answer becomes a guest from here on."""
    known = learner_of(request)
    if known:
        return known
    user = request.user if request.user.is_authenticated else None
    if user is None:
        learner = Learner.objects.create(created_at=now)
    else:
        learner, _ = Learner.objects.get_or_create(user=user, defaults={"created_at": now})
    remember_learner(request, learner)
    return learner


def remember_learner(request: HttpRequest, learner: Learner | None) -> None:
    """Let the session stand for a learner from here on, or for nobody yet."""
    vars(request)[SESSION_LEARNER] = learner
    if learner:
        request.session[SESSION_LEARNER] = learner.pk
    else:
        request.session.pop(SESSION_LEARNER, None)


def name_learner(guest: Learner, user: User) -> None:
    """Let a guest be the learner of an account that has none: nothing else changes."""
    guest.user = user
    guest.save(update_fields=["user"])


def drop_learner(guest: Learner) -> None:
    """Delete a guest whose sittings have gone over to another learner."""
    guest.delete()


@transaction.atomic
def start_check(
    learner: Learner, version: QuestionVersion, release: Release, *, key: UUID, now: datetime
) -> Attempt:
    """Return the learner's attempt at a question outside any quiz, begun if there is none.

    Lesson checks share one open sitting for each lesson, made with the first answer. A question
    that was begun already, in another tab perhaps, is continued and not begun twice.
    """
    sitting = _lesson_sitting(learner, version.lesson, release, key=key, now=now)
    attempts = sitting.attempts.select_related("version")
    begun = attempts.filter(version__question=version.question_id).order_by("-position").first()
    if begun:
        return begun
    return Attempt.objects.create(
        sitting=sitting,
        version=version,
        position=attempts.count() + 1,
        seed=fresh_seed(version),
    )


@transaction.atomic
def start_again(attempt: Attempt, *, seed: int) -> Attempt:
    """Begin a question of a lesson anew, once the attempt before is finished."""
    sitting = Sitting.objects.select_for_update().get(pk=attempt.sitting_id)
    if sitting.kind != Sitting.Kind.LESSON or sitting.finished_at:
        raise SittingOver
    same = sitting.attempts.filter(version__question=attempt.version.question_id)
    newest = same.order_by("-position").select_related("version", "sitting")[0]
    if not states_of(newest, newest.events.all())[-1].finished:
        return newest
    position = sitting.attempts.count() + 1
    return Attempt.objects.create(
        sitting=sitting, version=newest.version, position=position, seed=seed
    )


def submit_answer(attempt: Attempt, sent: QueryDict, ticket: Ticket, *, now: datetime) -> State:
    """Record an answer and return where the attempt then stands.

    An answer whose key is already recorded is not recorded again: a retry after a lost reply gets
    the reply of the first. Raise StaleForm if the attempt has moved on, SittingOver if it is too
    late, BadText for a text that cannot be kept.
    """
    sure = CONFIDENCES.get(sent.get("confidence", ""))
    data = {"submitted": _fields(attempt, sent)} | ({"confidence": sure} if sure else {})
    return _record(attempt, EventKind.ANSWERED, data, ticket, now=now)


def show_hint(attempt: Attempt, sent: QueryDict, ticket: Ticket, *, now: datetime) -> State:
    """Record that the next hint was asked for, and keep what stood in the form."""
    data = {"draft": _fields(attempt, sent)}
    return _record(attempt, EventKind.HINT_SHOWN, data, ticket, now=now)


def show_solution(attempt: Attempt, ticket: Ticket, *, now: datetime) -> State:
    """Record that the learner gave up and was told the answer."""
    return _record(attempt, EventKind.SOLUTION_SHOWN, {}, ticket, now=now)


@transaction.atomic
def _record(
    attempt: Attempt, kind: EventKind, data: dict[str, Any], ticket: Ticket, *, now: datetime
) -> State:
    """Append one event under the lock of its attempt, and let those above take it into account."""
    attempt = _locked(attempt)
    rows = list(attempt.events.all())
    states = states_of(attempt, rows)
    told = next((row for row in rows if row.key == ticket.key), None)
    if told and told.kind == kind and told.data == data:
        return states[-1]
    if told or ticket.sequence != states[-1].next_sequence or states[-1].finished:
        raise StaleForm(data)
    if attempt.sitting.finished_at:
        raise SittingOver
    if not _offered(kind, attempt, states[-1]):
        raise NotOffered
    row = AttemptEvent.objects.create(
        attempt=attempt, sequence=ticket.sequence, key=ticket.key, kind=kind, at=now, data=data
    )
    after = states_of(attempt, [*rows, row])[-1]
    if rules_of(attempt).feedback_at_once:
        _tell(attempt, [*rows, row], states[-1], after)
    return after


def _offered(kind: EventKind, attempt: Attempt, state: State) -> bool:
    rules = rules_of(attempt)
    match kind:
        case EventKind.HINT_SHOWN:
            return offers_hint(question_of(attempt.version), state, rules)
        case EventKind.SOLUTION_SHOWN:
            return offers_solution(state, rules)
        case EventKind.ANSWERED:
            return True


def _locked(attempt: Attempt) -> Attempt:
    """Lock sitting and attempt, in this order for everybody."""
    return (
        Attempt.objects.select_related("sitting", "version")
        .select_for_update(of=("self", "sitting"), no_key=True)
        .get(pk=attempt.pk)
    )


def _tell(attempt: Attempt, rows: list[AttemptEvent], before: State, after: State) -> None:
    evidence = evidence_of(question_of(attempt.version), before, after)
    if evidence:
        for hook in after_judged:
            hook(judged(attempt, rows, evidence))


def _fields(attempt: Attempt, sent: QueryDict) -> dict[str, list[str]]:
    """Take only the fields that the question reads, with the author's ids for the page's tokens."""
    question = question_of(attempt.version)
    values = {name: checked(sent.getlist(name)) for name in question.fields}
    arranged = arrangement(rules_of(attempt), attempt.seed)
    ids = submitted_ids(question, values, arranged)
    return {name: list(found) for name, found in ids.items()}


def _lesson_sitting(
    learner: Learner, lesson: Lesson | None, release: Release, *, key: UUID, now: datetime
) -> Sitting:
    open_, _ = Sitting.objects.select_for_update().get_or_create(
        learner=learner,
        course_id=release.course_id,
        kind=Sitting.Kind.LESSON,
        lesson=lesson,
        finished_at=None,
        defaults={
            "key": key,
            "release": release,
            "rules": asdict(LESSON_RULES),
            "seed": 0,
            "started_at": now,
        },
    )
    return open_


def repoint_sittings(guest: Learner, learner: Learner, *, now: datetime) -> None:
    """Make a guest's sittings the learner's own; of two open ones of a lesson the guest's ends."""
    open_ = Sitting.objects.filter(kind=Sitting.Kind.LESSON, finished_at=None)
    theirs = open_.filter(learner=guest)
    for course, lesson in open_.filter(learner=learner).values_list("course", "lesson"):
        theirs.filter(course=course, lesson=lesson).update(finished_at=now)
    Sitting.objects.filter(learner=guest).update(learner=learner)
