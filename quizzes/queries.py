"""Attempts, read back: every answer here is worked out from events."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, F, Max, Prefetch, Q, QuerySet, UUIDField
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from courses.models import QuestionVersion
from courses.queries import (
    question_at,
    question_of,
    question_version,
    quiz_version,
    release_of,
)
from domain.attempts import Event, EventKind, Rules, State, evidence_of, marks_due, states
from domain.cards import arrangement, submitted_ids
from domain.evidence import Evidence
from domain.questions.base import Question, Submitted
from domain.sittings import GRACE, Marked, is_late
from quizzes.after import Judged
from quizzes.models import Accommodation, Attempt, AttemptEvent, Draft, Learner, Report, Sitting
from web.context import has_session
from web.prepared import Given, Prepared, fields_of
from web.sessions import SESSION_LEARNER

REPLAYED = 1000  # attempts in memory at a time
SEED_BITS = 63  # a positive number for every database


@dataclass(frozen=True)
class Standing:
    """An attempt with its events, as they were read."""

    attempt: Attempt
    rows: tuple[AttemptEvent, ...]

    @cached_property
    def version(self) -> QuestionVersion:
        """The version that judges it: the one that was asked, or what it was corrected to."""
        correction = correction_in(self.rows)
        if correction is None:
            return self.attempt.version
        versions = QuestionVersion.objects.select_related("question", "lesson")
        return versions.get(pk=correction.data["version"])

    @cached_property
    def question(self) -> Question:
        """The question that judges it."""
        return question_judging(self.attempt, self.rows)

    @property
    def uncorrected(self) -> "Standing":
        """The attempt as it was before its key was corrected."""
        rows = tuple(takewhile(lambda row: row.kind != EventKind.CORRECTED, self.rows))
        return self if rows == self.rows else Standing(self.attempt, rows)

    @cached_property
    def states(self) -> list[State]:
        """The state before the first event, then after each."""
        return states_of(self.attempt, self.rows)

    @property
    def state(self) -> State:
        """Where the attempt stands."""
        return self.states[-1]

    @property
    def late(self) -> bool:
        """Whether an answer came after the deadline, and within the grace."""
        deadline = self.attempt.sitting.deadline
        return any(
            row.kind == EventKind.ANSWERED and is_late(deadline, row.at) for row in self.rows
        )

    @property
    def draft(self) -> Draft | None:
        """What was typed for the next answer and not sent, if one may still be given."""
        kept: Draft | None = getattr(self.attempt, "draft", None)
        state = self.state
        due = kept is not None and kept.sequence == state.next_sequence
        taken = not (state.finished or marks_due(state, rules_of(self.attempt)))
        return kept if due and taken else None

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


ATTEMPT, SITTING, EVENT, DRAFT = map(fields_of, (Attempt, Sitting, AttemptEvent, Draft))
RELEASE = {"now": F("sitting__course__current"), "since": F("sitting__course__current__at")}
"""Annotations: the release that learners of the course see now."""
BESIDE = RELEASE | {f"draft_{name}": F(f"draft__{name}") for name in DRAFT}


def _with_release(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Select attempts as ``_attempt`` takes them, each with its draft."""
    return attempts.select_related("sitting").annotate(**BESIDE)


def _attempt(*columns: Any) -> Attempt:
    """Make an attempt with its sitting of a row; what was published is known to the process."""
    own, beside = columns[: len(ATTEMPT)], columns[len(ATTEMPT) : -len(SITTING)]
    release, draft = beside[: len(RELEASE)], beside[len(RELEASE) :]
    attempt = Attempt.from_db(DEFAULT_DB_ALIAS, ATTEMPT, own)
    kept = None if draft[0] is None else Draft.from_db(DEFAULT_DB_ALIAS, DRAFT, draft)
    Draft.attempt.field.remote_field.set_cached_value(attempt, kept)
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
    begin, end = len(ATTEMPT) + len(BESIDE), -len(SITTING)
    attempt = _attempt(*rows[0][:begin], *rows[0][end:])
    events = (row[begin:end] for row in rows)
    return Standing(attempt, tuple(_event(*event) for event in events if event[0] is not None))


def reports_on(attempt: Attempt) -> list[Report]:
    """Return what a learner has said of a question, the latest first."""
    return list(attempt.reports.order_by("-pk"))


def waiting_reports(course_key: str | None = None) -> QuerySet[Report]:
    """Return the reports that nobody has handled, of one course or all, the oldest first."""
    related = ("attempt__version__question__course", "attempt__sitting__learner")
    found = Report.objects.filter(handled_at=None).select_related(*related).order_by("pk")
    return found.filter(attempt__sitting__course__key=course_key) if course_key else found


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
    return mine.order_by("-pk")  # not by time: the clock may have been put back


def overdue_sittings(*, now: datetime) -> QuerySet[Sitting]:
    """Return the running sittings whose time is up, in the order in which they were begun."""
    overdue = Sitting.objects.filter(finished_at=None, deadline__lt=now - GRACE)
    return overdue.select_related("course", "quiz_version__quiz").order_by("pk")


def extra_percent_of(learner_pk: int | None, course_pk: int) -> int:
    """Return how much more time a learner has in a course, in per cent of a limit."""
    given = Accommodation.objects.filter(Q(course=course_pk) | Q(course=None), learner=learner_pk)
    own_first = given.order_by(F("course").asc(nulls_last=True))
    return own_first.values_list("extra_percent", flat=True).first() or 0


def number_of(sitting: Sitting) -> int:
    """Return which of its learner's sittings of the quiz, or practices of the course, it is."""
    mine = Sitting.objects.filter(learner=sitting.learner_id, pk__lt=sitting.pk)
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
    attempts = Attempt.objects.filter(sitting__in=by_pk).select_related(
        "version__question", "draft"
    )
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


def ids_of(standing: Standing, sent: Submitted) -> Submitted:
    """Turn the tokens of an attempt's pages into the author's ids."""
    arranged = arrangement(rules_of(standing.attempt), standing.attempt.seed)
    found = submitted_ids(standing.question, sent, arranged)
    return {name: list(values) for name, values in found.items()}


def correction_in(rows: Iterable[AttemptEvent]) -> AttemptEvent | None:
    """Return the newest correction among the events of an attempt."""
    found = [row for row in rows if row.kind == EventKind.CORRECTED]
    return found[-1] if found else None


def question_judging(attempt: Attempt, rows: Iterable[AttemptEvent]) -> Question:
    """Return the question that judges an attempt: as it was asked, or as it was corrected to."""
    correction = correction_in(rows)
    return _question_in(correction) if correction else question_of(attempt.version)


def _question_in(correction: AttemptEvent) -> Question:
    return question_at(correction.data["version"], correction.data["digest"])


def states_of(attempt: Attempt, rows: Iterable[AttemptEvent]) -> list[State]:
    """Replay an attempt: the state before its first event, then after each."""
    rows = list(rows)
    corrected = {
        row.data["version"]: _question_in(row) for row in rows if row.kind == EventKind.CORRECTED
    }
    question, events = question_of(attempt.version), map(event_of, rows)
    return [State(), *states(question, events, rules_of(attempt), corrected)]


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
    the sitting is over. How good it was is said by the key as it was corrected since.
    """
    deferred = not rules_of(attempt).feedback_at_once
    if deferred and attempt.sitting.finished_at is None:
        return None
    steps = states_of(attempt, rows)
    found = evidence_of(question_judging(attempt, rows), State(), steps[-1])
    if found is None:
        return None
    first = next(number for number, state in enumerate(steps) if state.first)
    return judged(attempt, rows if deferred else rows[:first], found)


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
