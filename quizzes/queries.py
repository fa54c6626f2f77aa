"""Attempts, read back: every answer here is worked out from events."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, F, Max, Prefetch, QuerySet, UUIDField
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from courses.models import QuestionVersion
from courses.queries import question_of, question_version, quiz_version, release_of
from domain.attempts import Event, EventKind, Rules, State, evidence_of, states
from domain.cards import arrangement, submitted_ids
from domain.evidence import Evidence
from domain.questions.base import Submitted
from domain.sittings import Marked
from quizzes.after import Judged
from quizzes.models import Attempt, AttemptEvent, Learner, Sitting
from web.context import has_session
from web.prepared import Given, Prepared, fields_of

SESSION_LEARNER = "learner"
"""Session key of the learner's primary key: set at the first answer and at every sign-in."""
REPLAYED = 1000  # attempts in memory at a time
SEED_BITS = 63  # a positive number for every database


@dataclass(frozen=True)
class Standing:
    """An attempt with its events, as they were read."""

    attempt: Attempt
    rows: tuple[AttemptEvent, ...]

    @cached_property
    def states(self) -> list[State]:
        """The state before the first event, then after each."""
        return states_of(self.attempt, self.rows)

    @property
    def state(self) -> State:
        """Where the attempt stands."""
        return self.states[-1]

    @property
    def marked(self) -> Marked:
        """What the attempt adds to the score of its sitting."""
        outcomes = self.attempt.version.outcomes
        return Marked(outcomes[0] if outcomes else "", self.state)


def learner_of(request: HttpRequest) -> Learner | None:
    """Return whoever is asking, if they ever answered or signed in; a mere reader is nobody.

    Looked up once in a request, however many parts of the page ask.
    """
    kept = vars(request)
    if SESSION_LEARNER not in kept:
        kept[SESSION_LEARNER] = _learner_in(request) if has_session(request) else None
    found: Learner | None = kept[SESSION_LEARNER]
    return found


def learner_pk_of(request: HttpRequest) -> int | None:
    """Return the primary key of whoever is asking: from the session alone, if it is there.

    Good for finding what is theirs. The row itself may be gone, and then nothing is.
    """
    if SESSION_LEARNER not in vars(request) and has_session(request):
        pk = _pk_in(request)
        if pk is not None:
            return pk
    known = learner_of(request)
    return known.pk if known else None


def _learner_in(request: HttpRequest) -> Learner | None:
    pk = _pk_in(request)
    known = Learner.objects.filter(pk=pk).first() if pk is not None else None
    if known is None and request.user.is_authenticated:
        return Learner.objects.filter(user=request.user).first()
    return known


def _pk_in(request: HttpRequest) -> int | None:
    """Return whom the session stands for; one that its account has ended since is nobody's."""
    if SESSION_KEY in request.session and not request.user.is_authenticated:
        return None
    pk: int | None = request.session.get(SESSION_LEARNER)
    return pk


@dataclass(frozen=True)
class Own:
    """An attempt of whoever is asking: of anybody else's there is none."""

    learner_pk: int | None
    key: UUID

    def get(self) -> Attempt | None:
        """Find it. One statement."""
        return self._one(_attempts)

    def locked(self) -> Attempt | None:
        """Find it, and lock its sitting and itself, in this order for everybody."""
        return self._one(_locked_attempts)

    def _one(self, found: Prepared[Attempt]) -> Attempt | None:
        if self.learner_pk is None:
            return None
        return found.first(learner=self.learner_pk, key=self.key)


def own_attempt(request: HttpRequest, key: UUID) -> Own:
    """Name an attempt, and who is asking for it."""
    return Own(learner_pk_of(request), key)


def begun_attempt(learner_pk: int, question_pk: int) -> Attempt | None:
    """Return a learner's newest attempt at a question of a lesson."""
    return _begun_attempts.first(learner=learner_pk, question=question_pk)


def standing_of(attempt: Attempt) -> Standing:
    """Read the events of an attempt."""
    return Standing(attempt, tuple(_events(attempt=attempt.pk)))


ATTEMPT, SITTING, EVENT = map(fields_of, (Attempt, Sitting, AttemptEvent))
RELEASE = {"now": F("sitting__course__current"), "since": F("sitting__course__current__at")}
"""Annotations: the release that learners of the course see now."""


def _with_release(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Select attempts as ``_attempt`` takes them."""
    return attempts.select_related("sitting").annotate(**RELEASE)


def _attempt(*columns: Any) -> Attempt:
    """Make an attempt with its sitting of a row; what was published is known to the process."""
    own, release = columns[: len(ATTEMPT)], columns[len(ATTEMPT) : -len(SITTING)]
    attempt = Attempt.from_db(DEFAULT_DB_ALIAS, ATTEMPT, own)
    sitting = Sitting.from_db(DEFAULT_DB_ALIAS, SITTING, columns[-len(SITTING) :])
    attempt.sitting, attempt.version = sitting, question_version(attempt.version_id, *release)
    sitting.course = release_of(*release).course
    if sitting.quiz_version_id:
        sitting.quiz_version = quiz_version(sitting.quiz_version_id, *release)
    return attempt


def _of_learner(learner: Given, key: Given) -> QuerySet[Attempt]:
    return _with_release(Attempt.objects.filter(sitting__learner=learner, key=key))


def _of_learner_locked(learner: Given, key: Given) -> QuerySet[Attempt]:
    return _of_learner(learner, key).select_for_update(of=("self", "sitting"), no_key=True)


def _of_question(learner: Given, question: Given) -> QuerySet[Attempt]:
    mine = Attempt.objects.filter(sitting__learner=learner, version__question=question)
    return _with_release(mine.filter(sitting__kind=Sitting.Kind.LESSON)).order_by("-pk")[:1]


def _of_attempt(attempt: Given) -> QuerySet[AttemptEvent]:
    return AttemptEvent.objects.filter(attempt=attempt)


def _event(*columns: Any) -> AttemptEvent:
    return AttemptEvent.from_db(DEFAULT_DB_ALIAS, EVENT, columns)


PK = BigIntegerField()
_attempts = Prepared(_attempt, _of_learner, learner=PK, key=UUIDField())
_locked_attempts = Prepared(_attempt, _of_learner_locked, learner=PK, key=UUIDField())
_begun_attempts = Prepared(_attempt, _of_question, learner=PK, question=PK)
_events = Prepared(_event, _of_attempt, attempt=PK)


def lesson_standings(learner_pk: int, lesson_pk: int) -> dict[str, Standing]:
    """Return a learner's newest attempt at each question of a lesson, by the question's key."""
    rows = _newest(learner=learner_pk, lesson=lesson_pk)
    # One row for each event: those of an attempt follow each other.
    found = [_standing_in(list(same)) for _, same in groupby(rows, key=itemgetter(0))]
    return {standing.attempt.version.question.key: standing for standing in found}


def _newest_with_events(learner: Given, lesson: Given) -> QuerySet[Attempt]:
    mine = Attempt.objects.filter(
        sitting__learner=learner, sitting__kind=Sitting.Kind.LESSON, sitting__lesson=lesson
    )
    newest_of = mine.order_by().values("version__question").annotate(newest=Max("pk"))
    found = _with_release(Attempt.objects.filter(pk__in=newest_of.values("newest")))
    event = {f"event_{name}": F(f"events__{name}") for name in EVENT}
    return found.annotate(**event).order_by("pk", "events__sequence")


_newest = Prepared(lambda *columns: columns, _newest_with_events, learner=PK, lesson=PK)


def _standing_in(rows: Sequence[tuple[Any, ...]]) -> Standing:
    """Make an attempt of its rows: each holds it, and beside it one of its events or none."""
    begin, end = len(ATTEMPT) + len(RELEASE), -len(SITTING)
    attempt = _attempt(*rows[0][:begin], *rows[0][end:])
    events = (row[begin:end] for row in rows)
    return Standing(attempt, tuple(_event(*event) for event in events if event[0] is not None))


def own_sitting(request: HttpRequest, key: UUID) -> QuerySet[Sitting]:
    """Find a quiz or a practice of whoever is asking: of anybody else's there is none."""
    mine = Sitting.objects.filter(learner=learner_pk_of(request), key=key)
    paged = mine.exclude(kind=Sitting.Kind.LESSON)
    found = paged.select_related("course__current", "quiz_version__quiz")
    return found.defer("course__current__files", "course__current__outline")


def sittings_at(learner_pk: int | None, quiz_pk: int) -> QuerySet[Sitting]:
    """Return a learner's sittings of a quiz, whichever its version, newest first."""
    if learner_pk is None:
        return Sitting.objects.none()
    mine = Sitting.objects.filter(learner=learner_pk, quiz_version__quiz=quiz_pk)
    return mine.order_by("-started_at", "-pk")


def number_of(sitting: Sitting) -> int:
    """Return which of its learner's sittings of the quiz, or practices of the course, it is."""
    mine = Sitting.objects.filter(learner=sitting.learner_id, started_at__lt=sitting.started_at)
    if sitting.quiz_version:
        return mine.filter(quiz_version__quiz=sitting.quiz_version.quiz_id).count() + 1
    return mine.filter(course=sitting.course_id, kind=sitting.kind).count() + 1


def keys_asked_in(learner_pk: int, course_pk: int, quizzes: Collection[str]) -> set[str]:
    """Return the keys of all questions that a learner was asked in some quizzes of a course."""
    asked = Attempt.objects.filter(
        sitting__learner=learner_pk,
        sitting__course=course_pk,
        sitting__quiz_version__quiz__key__in=quizzes,
    )
    return set(asked.values_list("version__question__key", flat=True))


def standings_of(sitting: Sitting) -> list[Standing]:
    """Return the attempts of a sitting with their events, by position."""
    return standings_of_all([sitting])[sitting.pk]


def keys_missed_in(sitting: Sitting) -> list[str]:
    """Return the keys of the questions of a sitting that were not right, in their order."""
    return [
        found.attempt.version.question.key
        for found in standings_of(sitting)
        if found.marked.word != "right"
    ]


def asked_elsewhere(sitting: Sitting) -> set[int]:
    """Return the questions that its learner is asked in other sittings that tell nothing yet."""
    silent = Attempt.objects.filter(
        sitting__learner=sitting.learner_id,
        sitting__finished_at=None,
        sitting__rules__feedback_at_once=False,
    )
    return set(silent.values_list("version__question", flat=True))


def standings_of_all(sittings: Sequence[Sitting]) -> dict[int, list[Standing]]:
    """Return the attempts of several sittings with their events, by sitting and position."""
    by_pk = {sitting.pk: sitting for sitting in sittings}
    attempts = Attempt.objects.filter(sitting__in=by_pk).select_related("version__question")
    found: dict[int, list[Standing]] = {pk: [] for pk in by_pk}
    for attempt in attempts.prefetch_related("events").order_by("position"):
        attempt.sitting = by_pk[attempt.sitting_id]
        found[attempt.sitting_id].append(Standing(attempt, tuple(attempt.events.all())))
    return found


def fresh_seed(version: QuestionVersion) -> int:
    """Return the seed of an attempt that nobody has begun: it must hold until the first answer."""
    digest = salted_hmac("quizzes.fresh_seed", str(version.pk)).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)


def rules_of_sitting(sitting: Sitting) -> Rules:
    """Return the rules that a sitting started under."""
    return Rules(**sitting.rules)


def rules_of(attempt: Attempt) -> Rules:
    """Return the rules of an attempt: those of its sitting."""
    return rules_of_sitting(attempt.sitting)


def ids_of(attempt: Attempt, sent: Submitted) -> Submitted:
    """Turn the tokens of an attempt's pages into the author's ids."""
    arranged = arrangement(rules_of(attempt), attempt.seed)
    found = submitted_ids(question_of(attempt.version), sent, arranged)
    return {name: list(values) for name, values in found.items()}


def states_of(attempt: Attempt, rows: Iterable[AttemptEvent]) -> list[State]:
    """Replay an attempt: the state before its first event, then after each."""
    question = question_of(attempt.version)
    return [State(), *states(question, map(event_of, rows), rules_of(attempt))]


def event_of(row: AttemptEvent) -> Event:
    """Return a stored event as the domain knows it."""
    return Event(row.sequence, EventKind(row.kind), row.at, row.data)


def judged(attempt: Attempt, rows: Sequence[AttemptEvent], evidence: Evidence) -> Judged:
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


def judged_of(attempt: Attempt, rows: Sequence[AttemptEvent]) -> Judged | None:
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


def quizzes_sat(learner_pk: int, course_pk: int) -> dict[str, bool]:
    """Return the quizzes that a learner has begun, by key: whether any sitting is finished."""
    rows = Sitting.objects.filter(learner=learner_pk, course=course_pk, kind=Sitting.Kind.QUIZ)
    sittings = rows.values_list("quiz_version__quiz__key", "finished_at")
    found = dict[str, bool]()
    for key, finished_at in sittings:
        found[key] = found.get(key, False) or finished_at is not None
    return found
