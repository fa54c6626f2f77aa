"""What answers mean. Every row but the lesson marks can be worked out again from the attempts.

Written by ``learners.actions`` only. All levels are in logits at full precision: a rounded one
could not be rebuilt to the bit. A course is the unit of rebuild: nothing is shared across courses.
"""

from typing import Any

from django.db import models

from courses.models import Course, Lesson, Outcome, Question, QuestionVersion, Release
from quizzes.models import Attempt, Learner


class Evidence(models.Model):
    """What one judged answer said of its learner. Only ever inserted.

    The number is drawn while every row that the answer moves is locked, so that for any two
    answers that share a row the order of numbers is the order of computation. A correction is a
    further row of the same place; the highest revision of a place counts.
    """

    class Cause(models.TextChoices):
        """Why the row was written."""

        ANSWER = "answer"
        REGRADE = "regrade"
        REJUDGED = "rejudged"
        VOID = "void"
        MERGE = "merge"
        PARAMS = "params"

    number = models.BigAutoField(primary_key=True)
    place = models.BigIntegerField(
        null=True, help_text="Number of the first revision; null in that row itself."
    )
    revision = models.PositiveIntegerField(default=0)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="evidence")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="evidence")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    outcomes = models.JSONField(help_text="Primary keys of the outcomes it counts for, ascending.")
    score = models.FloatField(help_text="Credit of the first judged answer, 0 to 1.")
    weight = models.FloatField(help_text="Who judged, 0 to 1; 0 moves nothing.")
    judge = models.CharField(max_length=20)
    guess = models.FloatField(help_text="Chance of a blind right answer, 0 to 1.")
    hints = models.PositiveIntegerField()
    at = models.DateTimeField()
    used = models.JSONField(
        help_text="The scales before the update: d, vd; and by outcome b, vb, the mean difficulty"
        " of its questions, and of how many if the answered one is among them."
    )
    expected = models.FloatField(help_text="Credit that was to be expected, 0 to 1.")
    moved = models.JSONField(
        help_text="By outcome: percent without and with ageing before the answer, percent after,"
        " level before and after, and the count of answers."
    )
    params = models.PositiveIntegerField(help_text="Version of the rating parameters.")
    cause = models.CharField(max_length=20, choices=Cause, default=Cause.ANSWER)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "evidence"
        indexes = [
            models.Index(fields=["learner", "course", "number"]),
            models.Index(fields=["course", "number"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "revision"], name="learners_evidence_once_per_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.score}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, and refuse to rewrite what has happened."""
        if not self._state.adding:
            raise TypeError("evidence is append-only: add a revision instead")
        super().save(*args, **kwargs)


class LearnerLevel(models.Model):
    """How able a learner is in a course as a whole. Its lock guards all rows of both."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="levels")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    g = models.FloatField(help_text="Logits.")
    vg = models.FloatField(help_text="Variance of g.")
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], name="learners_learnerlevel_once_per_course"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_id}: {self.g:+.2f}"


class LearnerOutcome(models.Model):
    """How far a learner stands on one outcome above or below the learner's overall level."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="outcomes")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="learners")
    theta = models.FloatField(help_text="Logits.")
    v = models.FloatField(help_text="Variance of theta.")
    n = models.FloatField(help_text="Sum of the weights of the answers.")
    answers = models.PositiveIntegerField(help_text="Answers, as people count them.")
    distinct = models.PositiveIntegerField(help_text="Different questions with a weight above 0.")
    at = models.DateTimeField(help_text="Of the last answer: ageing counts from here.")
    held_level = models.CharField(max_length=20, help_text="Level after the last answer.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "outcome"], name="learners_learneroutcome_once_per_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} at {self.outcome_id}: {self.theta:+.2f}"


class LearnerQuestion(models.Model):
    """A learner's history with one question: repeats for the rating, memory for review."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="learners")
    ok = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    stability = models.FloatField(null=True, help_text="FSRS: days until recall falls to 90 %.")
    difficulty = models.FloatField(null=True, help_text="FSRS: 1 to 10.")
    due = models.DateTimeField(null=True)
    last_review = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "due"])]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "question"], name="learners_learnerquestion_once_per_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} at {self.question_id}: {self.ok} right, {self.bad} wrong"


class QuestionStat(models.Model):
    """How difficult a question has turned out to be, for everybody."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="stat")
    label = models.CharField(
        max_length=10, help_text="The author's, when the row was made: the scale starts from it."
    )
    d = models.FloatField(help_text="Difficulty, logits.")
    vd = models.FloatField(help_text="Variance of d.")
    answers = models.PositiveIntegerField(default=0)
    grading_digest = models.CharField(
        max_length=64, help_text="Of the version that d was learned on; a new one resets vd."
    )

    def __str__(self) -> str:
        return f"{self.question_id}: {self.d:+.2f}"


class OutcomeStat(models.Model):
    """How easy an outcome has turned out to be, for everybody."""

    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="stat")
    b = models.FloatField(help_text="Easiness, logits.")
    vb = models.FloatField(help_text="Variance of b.")

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.b:+.2f}"


class CourseModel(models.Model):
    """Under which parameters a course is rated, and whether a correction asks for a rebuild."""

    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="model")
    params = models.PositiveIntegerField(help_text="Version of the rating parameters.")
    mastery_line = models.CharField(max_length=10, default="standard")
    stale_since = models.DateTimeField(null=True)
    stale_cause = models.CharField(max_length=20, blank=True)
    rebuilt_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.course_id}: parameters {self.params}"


class LessonMark(models.Model):
    """A learner says that a lesson is read. It changes no level: answers do."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="marks")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson"], name="learners_lessonmark_once_per_lesson"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} read {self.lesson_id}"
