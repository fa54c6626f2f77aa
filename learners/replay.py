"""Ratings worked out again, answer by answer, in memory.

The order is that in which the answers were rated; what each showed is asked of its attempt anew.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from django.db.models import QuerySet

from courses.models import Outcome, Question, QuestionVersion, Release
from domain.evidence import Difficulty
from domain.standing import LearnerState, QuestionLevel, Repeats
from learners.difficulties import difficulties_of, labels_of
from learners.models import Evidence
from learners.steps import (
    Before,
    Held,
    QuestionScale,
    Regime,
    Scale,
    Step,
    scale_of,
    scales_in,
    step,
)
from quizzes.after import Judged
from quizzes.models import Attempt
from quizzes.queries import judged_answers

BATCH = 5000  # answers in memory at a time


@dataclass(frozen=True)
class Entry:
    """One answer that was rated."""

    row: Evidence
    """Its newest revision."""
    judged: Judged | None
    """What its attempt shows; None if that is nothing any more."""


@dataclass
class Ledger:
    """The rated answers of a course, or of one learner in it, in the order of their places."""

    course_id: int
    learner_id: int | None = None
    last: int = field(default=0, init=False)
    """Place of the last answer that was read."""
    read: int = field(default=0, init=False)
    """Rows that were read, revisions included."""
    newest: int = field(default=0, init=False)
    """The highest number among them."""

    def pages(self) -> Iterator[list[Entry]]:
        """Read on from where the last call ended, some thousand answers at a time."""
        while first := list(self._rows().filter(revision=0, number__gt=self.last)[:BATCH]):
            self.last = first[-1].number
            attempts = [row.attempt_id for row in first]
            later = Evidence.objects.filter(attempt__in=attempts, revision__gt=0)
            rows = [*first, *later.order_by("revision")]
            self.read += len(rows)
            self.newest = max(self.newest, *(row.number for row in rows))
            current = {row.attempt_id: row for row in rows}
            shown = judged_answers(Attempt.objects.filter(pk__in=attempts))
            judged = {one.attempt_id: one for one in shown}
            yield [Entry(current[pk], judged.get(pk)) for pk in attempts]

    def overtaken(self) -> bool:
        """Say whether rows have appeared since among those that were read."""
        rows = self._rows()
        slipped_in = rows.filter(number__lte=self.newest).count() != self.read
        return slipped_in or rows.filter(number__gt=self.newest, revision__gt=0).exists()

    def _rows(self) -> QuerySet[Evidence]:
        rows = Evidence.objects.filter(course=self.course_id).order_by("number")
        return rows.filter(learner=self.learner_id) if self.learner_id else rows


class Book(ABC):
    """The rows of ratings, in memory."""

    def __init__(self, course_id: int, regime: Regime) -> None:
        self.course_id, self.regime = course_id, regime
        self.outcome_ids = dict(Outcome.objects.filter(course=course_id).values_list("key", "pk"))
        self.levels: dict[int, tuple[LearnerState, int]] = {}
        """By learner; with the count of answers."""
        self.held: dict[tuple[int, int], Held] = {}
        """By learner and outcome."""
        self.repeats: dict[tuple[int, int], Repeats] = {}
        """By learner and question."""

    @abstractmethod
    def scales(
        self, judged: Judged, outcomes: list[int], row: Evidence
    ) -> tuple[QuestionLevel, dict[int, Scale]]:
        """Return what is known of the question and its outcomes, for everybody."""

    def outcomes_of(self, judged: Judged) -> list[int]:
        """Return the primary keys of the outcomes that an answer counts for, ascending."""
        return sorted(self.outcome_ids[key] for key in judged.evidence.outcomes)

    def rate(self, judged: Judged, row: Evidence) -> Step:
        """Take an answer into account; ``row`` is its evidence as it is stored."""
        params, learner = self.regime.params, judged.learner_id
        outcomes = self.outcomes_of(judged)
        question, scales = self.scales(judged, outcomes, row)
        level, answers = self.levels.get(learner, (params.new_learner(), 0))
        new = Held(params.new_skill())
        before = Before(
            learner=level,
            question=question,
            repeats=self.repeats.get((learner, judged.question_id), Repeats()),
            held={pk: self.held.get((learner, pk), new) for pk in outcomes},
            scales=scales,
        )
        found = step(judged.evidence, judged.at, before, self.regime)
        self.levels[learner] = found.learner, answers + 1
        self.held |= {(learner, pk): held for pk, held in found.held.items()}
        self.repeats[learner, judged.question_id] = found.repeats
        return found


class LearnerBook(Book):
    """The rows of one learner: the scales are those that each answer was rated by."""

    def scales(
        self, judged: Judged, outcomes: list[int], row: Evidence
    ) -> tuple[QuestionLevel, dict[int, Scale]]:
        """Read the scales from the evidence."""
        return scales_in(row.used)


class CourseBook(Book):
    """All rows of a course, from nothing."""

    def __init__(self, course_id: int, regime: Regime) -> None:
        super().__init__(course_id, regime)
        self.questions = self._new_questions()
        self.easiness = dict.fromkeys(self.outcome_ids.values(), regime.params.new_outcome())
        self.since = self._first_versions()
        self.asked: dict[int, dict[int, list[int]]] = {}
        """Questions by release and outcome: a release never changes."""

    def scales(
        self, judged: Judged, outcomes: list[int], row: Evidence
    ) -> tuple[QuestionLevel, dict[int, Scale]]:
        """Look the scales up where the answers before this one have left them."""
        question = judged.question_id
        level = self.questions[question].level_for(
            judged.grading_digest, judged.version_id, self.regime.params
        )
        asked = self._asked(judged.release_id)
        scales = {
            pk: scale_of(
                self.easiness[pk],
                {one: self.questions[one].level.d for one in asked.get(pk, ())},
                question,
                level,
            )
            for pk in outcomes
        }
        return level, scales

    def rate(self, judged: Judged, row: Evidence) -> Step:
        """Take an answer into account, for everybody."""
        found = super().rate(judged, row)
        old = self.questions[judged.question_id]
        digest = old.digest_after(judged.grading_digest, judged.version_id)
        since = self.since[judged.question_id, digest]
        self.questions[judged.question_id] = QuestionScale(
            found.question, old.answers + 1, digest, since
        )
        self.easiness |= found.easiness
        return found

    def _asked(self, release: int) -> dict[int, list[int]]:
        if release not in self.asked:
            at = Release.objects.values_list("at", flat=True).get(pk=release)
            found = difficulties_of(release, at, self.outcome_ids)
            self.asked[release] = {self.outcome_ids[key]: list(row) for key, row in found.items()}
        return self.asked[release]

    def _new_questions(self) -> dict[int, QuestionScale]:
        rows = Question.objects.filter(course=self.course_id, stat__isnull=False)
        kept = rows.values_list("pk", "stat__label", "stat__grading_digest")
        labels = labels_of(self.course_id) | {pk: (label, digest) for pk, label, digest in kept}
        params = self.regime.params
        return {
            pk: QuestionScale(params.new_question(cast(Difficulty, label)), 0, digest, 0)
            for pk, (label, digest) in labels.items()
        }

    def _first_versions(self) -> dict[tuple[int, str], int]:
        rows = QuestionVersion.objects.filter(question__course=self.course_id).order_by("-pk")
        found = rows.values_list("question_id", "grading_digest", "pk")
        return {(question, digest): pk for question, digest, pk in found}
