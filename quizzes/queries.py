"""Attempts, read back: every answer here is worked out from events."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from courses.models import QuestionVersion
from courses.queries import question_of
from domain.attempts import Event, EventKind, Rules, State, evidence_of, states
from domain.evidence import Evidence
from quizzes.after import Judged
from quizzes.models import Attempt, AttemptEvent, Learner
from web.context import has_session

SESSION_LEARNER = "learner"
"""Session key of the learner's primary key: set at the first answer and at every sign-in."""
REPLAYED = 1000  # attempts in memory at a time
SEED_BITS = 63  # a positive number for every database


def learner_of(request: HttpRequest) -> Learner | None:
    """Return whoever is asking, if they ever answered or signed in; a mere reader is nobody.

    Looked up once in a request, however many parts of the page ask.
    """
    kept = vars(request)
    if SESSION_LEARNER not in kept:
        kept[SESSION_LEARNER] = _learner_in(request) if has_session(request) else None
    found: Learner | None = kept[SESSION_LEARNER]
    return found


def _learner_in(request: HttpRequest) -> Learner | None:
    pk = request.session.get(SESSION_LEARNER)
    if pk is not None:
        return Learner.objects.filter(pk=pk).first()
    if request.user.is_authenticated:
        return Learner.objects.filter(user=request.user).first()
    return None


def fresh_seed(version: QuestionVersion) -> int:
    """Return the seed of an attempt that nobody has begun: it must hold until the first answer."""
    digest = salted_hmac("quizzes.fresh_seed", str(version.pk)).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)


def rules_of(attempt: Attempt) -> Rules:
    """Return the rules that the sitting started under."""
    return Rules(**attempt.sitting.rules)


def states_of(attempt: Attempt, rows: Iterable[AttemptEvent]) -> list[State]:
    """Replay an attempt: the state before its first event, then after each."""
    question = question_of(attempt.version)
    return [State(), *states(question, map(event_of, rows), rules_of(attempt))]


def event_of(row: AttemptEvent) -> Event:
    """Return a stored event as the domain knows it."""
    return Event(row.sequence, EventKind(row.kind), row.at, row.data)


def judged(attempt: Attempt, rows: list[AttemptEvent], evidence: Evidence) -> Judged:
    """Put a name to what an attempt has shown. It dates from the moment it could be told."""
    sitting, version = attempt.sitting, attempt.version
    deferred = not rules_of(attempt).feedback_at_once
    at = sitting.finished_at if deferred and sitting.finished_at else rows[-1].at
    return Judged(
        attempt_id=attempt.pk,
        learner_id=sitting.learner_id,
        course_id=sitting.course_id,
        release_id=sitting.release_id,
        question_id=version.question_id,
        version_id=version.pk,
        grading_digest=version.grading_digest,
        at=at,
        evidence=evidence,
    )


def judged_of(attempt: Attempt, rows: list[AttemptEvent]) -> Judged | None:
    """Return what an attempt has shown of its learner so far, if anything may be told of it.

    With feedback at once that is its first judged step. Otherwise it is the whole attempt, once
    the sitting is over.
    """
    if not rules_of(attempt).feedback_at_once:
        if attempt.sitting.finished_at is None:
            return None
        found = evidence_of(question_of(attempt.version), State(), states_of(attempt, rows)[-1])
        return judged(attempt, rows, found) if found else None
    steps = states_of(attempt, rows)
    for number, (before, after) in enumerate(pairwise(steps), start=1):
        found = evidence_of(question_of(attempt.version), before, after)
        if found:
            return judged(attempt, rows[:number], found)
    return None


def judged_answers(attempts: QuerySet[Attempt]) -> Iterator[Judged]:
    """Replay attempts, in the order in which they were begun: everything they have shown.

    A version is fetched once for all of its attempts, without the HTML of its pages.
    """
    versions = QuestionVersion.objects.defer("html", "about")
    rows = (
        attempts.select_related("sitting")
        .prefetch_related(Prefetch("version", versions), "events")
        .order_by("pk")
    )
    found = (judged_of(row, list(row.events.all())) for row in rows.iterator(chunk_size=REPLAYED))
    return (one for one in found if one)
