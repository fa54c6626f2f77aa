"""What has been published. Rows are written by ``courses.publishing`` and by nothing else.

Identities (Course, Lesson, Question, Quiz, Outcome …) outlive every edit; versions never change
but for their rendered HTML, which is derived from the source and can be made anew.
"""

from django.db import models

KEY = 60  # longest key an author may choose


class Course(models.Model):
    """A course through all its releases."""

    key = models.CharField(max_length=40, unique=True, help_text="The name of its folder.")
    title = models.CharField(max_length=200)
    time_zone = models.CharField(
        max_length=60,
        default="UTC",
        db_default="UTC",
        help_text="IANA name: quizzes open and close by its clocks.",
    )
    current = models.ForeignKey(
        "Release",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The newest release; null only while the first one is being written.",
    )

    def __str__(self) -> str:
        return self.key


class Release(models.Model):
    """One publish that changed something: who put what before learners, when and why."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    message = models.CharField(max_length=500, blank=True)
    commit = models.CharField(max_length=64, blank=True, help_text="Of the content, if known.")
    changes = models.JSONField(
        default=dict, help_text="Keys by 'added', 'changed' and 'retired', each a list of paths."
    )
    files = models.JSONField(
        default=dict,
        help_text="Source text of the files that have no version of their own, by path.",
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 over every file of the release.")
    outline = models.JSONField(
        default=dict, help_text="Derived: what the course page and the lesson outline print."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"], name="courses_release_once_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} r{self.number}"


class Outcome(models.Model):
    """Something a learner will be able to do. Mastery hangs on this row."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="outcomes")
    key = models.CharField(max_length=KEY)
    can = models.CharField(max_length=300, help_text="Completes 'The learner can …'.")
    why = models.CharField(max_length=500, blank=True)
    importance = models.PositiveSmallIntegerField(default=2, help_text="1 to 3.")
    requires = models.JSONField(default=list, help_text="Keys of outcomes that come before.")
    position = models.PositiveIntegerField(help_text="Place in its file, from 1.")
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="courses_outcome_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.can


class Misconception(models.Model):
    """A belief that a wrong answer gives away."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="misconceptions")
    key = models.CharField(max_length=KEY)
    belief = models.CharField(max_length=500)
    correction = models.CharField(max_length=1000)
    see = models.CharField(max_length=120, help_text="lesson#anchor that corrects it.")
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "key"], name="courses_misconception_once_per_key"
            ),
        ]

    def __str__(self) -> str:
        return self.belief


class Fact(models.Model):
    """A dated fact as it stands now; what it was earlier is in the files of the releases."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="facts")
    key = models.CharField(max_length=KEY)
    value = models.CharField(max_length=300)
    unit = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    verified = models.DateField(null=True, help_text="Day the source was read; null: not yet.")
    due = models.DateField(null=True, help_text="First day on which the check is too old.")
    jurisdiction = models.CharField(max_length=20)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="courses_fact_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value} {self.unit}".strip()


class Term(models.Model):
    """A glossary entry."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="terms")
    key = models.CharField(max_length=KEY)
    term = models.CharField(max_length=120)
    also = models.JSONField(default=list)
    definition = models.TextField(help_text="Derived HTML of the definition.")
    taught_in = models.CharField(max_length=120, help_text="lesson#anchor that explains it first.")
    card = models.BooleanField(default=False, help_text="Whether it makes a flash card.")
    used_in = models.JSONField(default=list, help_text="Keys of the lessons that use it, in order.")
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="courses_term_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.term


class Lesson(models.Model):
    """A lesson through all its versions."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons")
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="courses_lesson_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """What every version has: immutable source, and HTML derived from it."""

    number = models.PositiveIntegerField(help_text="Counts from 1 within its identity.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what decides it, in hex.")
    path = models.CharField(max_length=200, help_text="Below the folder of all courses.")
    source = models.TextField(help_text="The file as published.")
    html = models.JSONField(default=dict, help_text="Derived: rendered text by slot.")
    rendered = models.CharField(
        max_length=64,
        blank=True,
        help_text="Digest of what the HTML was made from: renderer, facts, terms, titles.",
    )

    class Meta:
        abstract = True


class LessonVersion(Version):
    """The text of a lesson at one publish."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500)
    minutes = models.PositiveIntegerField(help_text="Reading time, computed or given.")
    practice_minutes = models.PositiveIntegerField(help_text="Reading and answering its checks.")
    outcomes = models.JSONField(default=list, help_text="Keys of the outcomes it teaches.")
    facts_due = models.DateField(
        null=True, help_text="Derived: first day on which one of its facts is due, if any."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "number"], name="courses_lessonversion_once_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} v{self.number}"


class Question(models.Model):
    """A question through all its versions. Progress hangs on this row, so it outlives edits."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="questions")
    key = models.CharField(max_length=KEY, help_text="The id in its file; never reused.")
    kind = models.CharField(max_length=20, help_text="Fixed for ever by its first release.")
    outcomes = models.ManyToManyField(
        Outcome, related_name="questions", help_text="As of the newest release."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="courses_question_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(Version):
    """The text of a question at one publish. Attempts point here."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    facts = models.JSONField(default=dict, help_text="Numeric facts it uses, by id, as decimals.")
    grading_digest = models.CharField(
        max_length=64, help_text="SHA-256 of kind, key, tolerance and choices: not of wording."
    )
    title = models.CharField(max_length=80)
    difficulty = models.CharField(max_length=10)
    seconds = models.PositiveIntegerField(help_text="Target time to answer, never a limit.")
    outcomes = models.JSONField(default=list, help_text="Keys; the first is the main outcome.")
    teaches = models.JSONField(default=list, help_text="lesson#anchor of what it asks about.")
    about = models.JSONField(
        default=dict, help_text="Derived: 'outcome' in words, and 'teaches' as 'url' and 'title'."
    )
    lesson = models.ForeignKey(
        Lesson,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Whose folder it lies in; null for prerequisites and interviews.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="courses_questionversion_once_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"


class Quiz(models.Model):
    """A quiz through all its versions."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="quizzes")
    key = models.CharField(max_length=KEY)

    class Meta:
        verbose_name_plural = "quizzes"
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="courses_quiz_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.key


class QuizVersion(Version):
    """Which questions a quiz asks and under which rules, at one publish."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="versions")
    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "number"], name="courses_quizversion_once_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} v{self.number}"


class ReleaseEntry(models.Model):
    """One version that a release puts before learners. A release lists all that are current."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField(help_text="Reading order within the release, from 1.")
    lesson_version = models.ForeignKey(
        LessonVersion, on_delete=models.PROTECT, null=True, related_name="entries"
    )
    question_version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, null=True, related_name="entries"
    )
    quiz_version = models.ForeignKey(
        QuizVersion, on_delete=models.PROTECT, null=True, related_name="entries"
    )
    live = models.BooleanField(default=True, help_text="False for a draft: previews only.")
    rests_from = models.DateField(
        null=True,
        help_text="From this day a graded draw passes the question over: a fact of its key is due.",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "position"], name="courses_releaseentry_once_per_position"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(
                        lesson_version__isnull=False,
                        question_version__isnull=True,
                        quiz_version__isnull=True,
                    )
                    | models.Q(
                        lesson_version__isnull=True,
                        question_version__isnull=False,
                        quiz_version__isnull=True,
                    )
                    | models.Q(
                        lesson_version__isnull=True,
                        question_version__isnull=True,
                        quiz_version__isnull=False,
                    )
                ),
                name="courses_releaseentry_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.position}"
