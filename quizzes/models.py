"""What learners did, stored as the events it is made of. Written by ``quizzes.actions`` only."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from courses.models import Course, Lesson, QuestionVersion, QuizVersion, Release
from domain import attempts
from domain.sittings import MOST_EXTRA


class Learner(models.Model):
    """Whoever answers. A guest is a learner without a user, known by the session alone."""

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Stands for the learner where a name must not."
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="learner"
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)


class Sitting(models.Model):
    """One pass of one learner at a lesson's checks, a quiz, a review, an interview or a lab."""

    class Kind(models.TextChoices):
        """What is being sat. It names the occasion; the rules say how it is treated."""

        LESSON = "lesson"
        QUIZ = "quiz"
        REVIEW = "review"
        INTERVIEW = "interview"
        LAB = "lab"

    key = models.UUIDField(
        unique=True, help_text="Made with the form that starts it: sent twice, it starts one."
    )
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="sittings")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sittings")
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="sittings", help_text="When it began."
    )
    kind = models.CharField(max_length=20, choices=Kind)
    lesson = models.ForeignKey(
        Lesson,
        on_delete=models.PROTECT,
        null=True,
        related_name="sittings",
        help_text="Of a lesson sitting; null there for questions that belong to no lesson.",
    )
    quiz_version = models.ForeignKey(
        QuizVersion, on_delete=models.PROTECT, null=True, related_name="sittings"
    )
    rules = models.JSONField(
        help_text="The rules it started under, so that a change of them never reaches into it."
    )
    seed = models.BigIntegerField(help_text="Draws and shuffles follow from it.")
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, help_text="By the server's clock; null: no limit.")
    extra_percent = models.PositiveSmallIntegerField(
        default=0,
        db_default=0,
        help_text="Extra time that its learner had when it began; in the deadline.",
    )
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "course", "kind", "started_at"]),
            models.Index(
                fields=["deadline"],
                condition=models.Q(finished_at=None, deadline__isnull=False),
                name="quizzes_sitting_running_out",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson"],
                condition=models.Q(kind="lesson", finished_at=None, lesson__isnull=False),
                name="quizzes_sitting_one_open_per_lesson",
            ),
            models.UniqueConstraint(
                fields=["learner", "course"],
                condition=models.Q(kind="lesson", finished_at=None, lesson__isnull=True),
                name="quizzes_sitting_one_open_without_lesson",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.kind} {self.key}"

    @property
    def title(self) -> str:
        """What is being sat, in words: a quiz, or questions that were put together to practise."""
        return self.quiz_version.title if self.quiz_version else "Practice"

    @property
    def paged(self) -> bool:
        """Whether its questions have pages one after the other, and a result at the end."""
        return self.kind != self.Kind.LESSON


class Accommodation(models.Model):
    """Extra time for one learner, in one course or wherever the course has no row of its own."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="accommodations")
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        related_name="accommodations",
        help_text="null: all courses.",
    )
    extra_percent = models.PositiveSmallIntegerField(
        help_text="Of the time limit: 25 makes 20 minutes 25. 0 takes the extra time away."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], name="quizzes_accommodation_once_per_course"
            ),
            models.UniqueConstraint(
                fields=["learner"],
                condition=models.Q(course=None),
                name="quizzes_accommodation_once_for_all",
            ),
            models.CheckConstraint(
                condition=models.Q(extra_percent__lte=MOST_EXTRA),
                name="quizzes_accommodation_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.extra_percent}%"


class Attempt(models.Model):
    """One learner at one version of one question."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Its name in URLs.")
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="attempts")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="attempts")
    position = models.PositiveIntegerField(help_text="Place in the sitting, from 1.")
    seed = models.BigIntegerField(help_text="Order of choices and their tokens follow from it.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "position"], name="quizzes_attempt_once_per_position"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class AttemptEvent(models.Model):
    """One thing that happened in an attempt. Only ever inserted, under the lock of the attempt."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="events")
    sequence = models.PositiveIntegerField(help_text="Place in the attempt, from 0.")
    key = models.UUIDField(
        help_text="Made with the form: the same key sent again is the same event, not a new one."
    )
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in attempts.EventKind])
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["attempt_id", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "sequence"], name="quizzes_attemptevent_once_per_sequence"
            ),
            models.UniqueConstraint(
                fields=["attempt", "key"], name="quizzes_attemptevent_once_per_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.sequence} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, and refuse to rewrite what has happened."""
        if not self._state.adding:
            raise TypeError("events are append-only: add a new one instead")
        super().save(*args, **kwargs)


class Draft(models.Model):
    """What stood in the form of an attempt and was not sent. No event: the next one replaces it."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="draft")
    sequence = models.PositiveIntegerField(
        help_text="Of the event that it would become; once there is one, the draft is history."
    )
    data = models.JSONField(help_text="As the event would hold it.")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.sequence} draft"


class Correction(models.Model):
    """A key was wrong: attempts judged by one version of a question are judged by another.

    Only ever inserted. Which attempts that concerned is an event in each of them.
    """

    wrong = models.ForeignKey(
        QuestionVersion,
        on_delete=models.PROTECT,
        related_name="corrections",
        help_text="Stands for all versions of the question with the same key.",
    )
    right = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, help_text="What was wrong, for learners to read.")
    keep = models.BooleanField(help_text="Whether the better result stays.")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wrong", "right"], name="quizzes_correction_once_per_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wrong} judged as {self.right}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, and refuse to rewrite what learners were told."""
        if not self._state.adding:
            raise TypeError("corrections are append-only: undo one by another")
        super().save(*args, **kwargs)


class Notice(models.Model):
    """What a learner is told of a correction, once for each attempt whose result it changed."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="notices")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="notices")
    before = models.FloatField(help_text="Points of the sitting, or of the question in a lesson.")
    after = models.FloatField()
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "attempt"], name="quizzes_notice_once_per_attempt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.before} to {self.after}"


class Report(models.Model):
    """A learner says that something is wrong with a question."""

    key = models.UUIDField(unique=True, help_text="Made with the form: sent twice, it is one.")
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.CASCADE,
        related_name="reports",
        help_text="It has the version that was shown, and what was answered.",
    )
    sequence = models.PositiveIntegerField(help_text="Events of the attempt at that moment.")
    text = models.TextField()
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.attempt_id}"
