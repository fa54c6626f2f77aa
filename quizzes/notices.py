"""What learners are told of corrections: each of them once, and everybody in a public list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from courses.models import Lesson
from domain.attempts import EventKind
from domain.sittings import Score
from quizzes.addresses import page_of
from quizzes.models import Attempt, AttemptEvent, Correction, Notice, Sitting
from quizzes.queries import Standing, correction_in

TEXTS = ("source", "html", "about")
"""Columns of a version that no notice prints."""


@dataclass(frozen=True)
class Changed:
    """What a correction has changed in one attempt of a learner."""

    notice: Notice

    @property
    def was(self) -> str:
        """Points before."""
        return Score(self.notice.before, 1).shown

    @property
    def now(self) -> str:
        """Points after."""
        return Score(self.notice.after, 1).shown

    @property
    def verb(self) -> str:
        """What the points did."""
        if self.notice.after > self.notice.before:
            return "rose"
        return "fell" if self.notice.after < self.notice.before else "stays"

    @property
    def quiz(self) -> str:
        """Title of the quiz; '' in a lesson."""
        version = self.notice.attempt.sitting.quiz_version
        return version.title if version else ""

    @property
    def position(self) -> int:
        """Number of the question in its quiz."""
        return self.notice.attempt.position

    @property
    def url(self) -> str:
        """Where the result is."""
        return page_of(self.notice.attempt)


@dataclass(frozen=True)
class Told:
    """A correction, and everything that it has changed for a learner."""

    correction: Correction
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Erratum:
    """A correction in the public list; ``held`` from a reader who is asked the question now."""

    correction: Correction
    held: bool


@dataclass(frozen=True)
class CorrectionNote:
    """What is said of a correction beside the question itself."""

    correction: Correction
    was: float
    """Credit before, 0..1."""
    now: float
    kept: bool

    @property
    def points(self) -> tuple[str, str]:
        """Credit before and after as points are written."""
        return Score(self.was, 1).shown, Score(self.now, 1).shown


def own_notices(learner_pk: int | None) -> QuerySet[Notice]:
    """Find what is told to a learner: of anybody else's there is none."""
    return Notice.objects.filter(attempt__sitting__learner=learner_pk)


def unread(learner_pk: int | None) -> list[Told]:
    """Return the corrections that a learner has not dismissed, the newest first.

    One whose question the learner is asked in a running quiz waits for its end.
    """
    related = ("correction__right__question__course", "attempt__sitting__quiz_version")
    unseen = own_notices(learner_pk).filter(dismissed_at=None).select_related(*related)
    texts = [f"correction__right__{name}" for name in TEXTS]
    rows = list(unseen.defer(*texts).order_by("-correction", "pk"))
    asked = questions_asked_now(learner_pk) if rows else set()
    return [
        Told(correction, tuple(Changed(row) for row in same))
        for correction, same in groupby(rows, key=lambda row: row.correction)
        if correction.right.question_id not in asked
    ]


def questions_asked_now(learner_pk: int | None) -> set[int]:
    """Return the primary keys of the questions in the quizzes that a learner is sitting."""
    running = {"kind": Sitting.Kind.QUIZ, "finished_at": None, "learner": learner_pk}
    asked = Attempt.objects.filter(sitting__in=Sitting.objects.filter(**running))
    return set(asked.values_list("version__question", flat=True))


def errata(lesson: Lesson, learner_pk: int | None) -> list[Erratum]:
    """Return the corrections of a lesson's questions, the newest first."""
    found = Correction.objects.filter(right__lesson=lesson).select_related("right__question")
    asked = questions_asked_now(learner_pk) if learner_pk else set()
    return [
        Erratum(row, row.right.question_id in asked)
        for row in found.defer(*(f"right__{name}" for name in TEXTS)).order_by("-at", "-pk")
    ]


def note_on(standing: Standing) -> CorrectionNote | None:
    """Return what is said of the newest correction of an attempt; no statement if there is none."""
    event = correction_in(standing.rows)
    if event is None:
        return None
    before, after = standing.uncorrected.state, standing.state
    correction = Correction.objects.get(pk=event.data["correction"])
    return CorrectionNote(correction, before.credit, after.credit, after.kept)


def reasons_of(attempts: Collection[int], learner_pk: int) -> Mapping[int, str]:
    """Return why some of a learner's attempts were corrected, but for what is asked now."""
    if not attempts:
        return {}
    events = AttemptEvent.objects.filter(attempt__in=attempts, kind=EventKind.CORRECTED)
    named = {row.attempt_id: row.data["correction"] for row in events.order_by("sequence")}
    asked = questions_asked_now(learner_pk)
    told = Correction.objects.filter(pk__in=named.values()).exclude(right__question__in=asked)
    reasons = dict(told.values_list("pk", "reason"))
    return {attempt: reasons[pk] for attempt, pk in named.items() if pk in reasons}
