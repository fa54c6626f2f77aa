"""What a learner has read and answered so far, and which lesson comes next."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, QuerySet, Value
from django.utils import timezone

from courses.models import Course, Lesson
from domain.levels import Level
from learners.models import Evidence, LearnerOutcome, LearnerQuestion, LessonMark
from quizzes.models import Learner
from web.prepared import Given, Prepared

WEEKS = 12  # that the map of activity shows


@dataclass(frozen=True)
class LessonProgress:
    """How far a learner is with one lesson."""

    lesson: Mapping[str, Any]
    """As the outline of the course has it."""
    read: bool
    answered: int
    """How many of its checks were answered."""

    @property
    def done(self) -> bool:
        """Marked as read, or every check answered."""
        checks = len(self.lesson["asks"])
        return self.read or (checks > 0 and self.answered == checks)

    @property
    def begun(self) -> bool:
        """Some of its checks were answered, and not all."""
        return self.answered > 0 and not self.done


@dataclass(frozen=True)
class Path:
    """How far a learner is with the lessons of a course, in reading order."""

    lessons: tuple[LessonProgress, ...]

    @property
    def done(self) -> int:
        """How many lessons are done."""
        return sum(row.done for row in self.lessons)

    @property
    def answered(self) -> int:
        """How many checks were answered."""
        return sum(row.answered for row in self.lessons)

    @property
    def asked(self) -> int:
        """How many checks there are."""
        return sum(len(row.lesson["asks"]) for row in self.lessons)

    @property
    def share(self) -> float:
        """Share of the lessons that is done, 0 to 1."""
        return self.done / len(self.lessons) if self.lessons else 0.0

    @property
    def begun(self) -> bool:
        """Whether anything was read or answered."""
        return any(row.done or row.begun for row in self.lessons)

    @property
    def next(self) -> LessonProgress | None:
        """The first lesson that is not done."""
        return next((row for row in self.lessons if not row.done), None)


@dataclass(frozen=True)
class CourseActivity:
    """What a learner has done in one course."""

    read: set[str] = field(default_factory=set)
    """Keys of the lessons that were marked as read."""
    answered: set[str] = field(default_factory=set)
    """Keys of the questions that were answered."""
    levels: dict[str, Level] = field(default_factory=dict)
    """Levels held, by key of the outcome."""
    times: list[datetime] = field(default_factory=list)
    """When something was done, in no order; not every time."""

    @property
    def at(self) -> datetime:
        """Return when something was done last; only of a course with activity."""
        return max(self.times)

    def path(self, outline: Mapping[str, Any]) -> Path:
        """Return how far the learner is with the lessons of an outline."""
        lessons = [lesson for part in outline["parts"] for lesson in part["lessons"]]
        return Path(
            tuple(
                LessonProgress(
                    lesson,
                    read=lesson["key"] in self.read,
                    answered=sum(key in self.answered for key in lesson["asks"]),
                )
                for lesson in lessons
            )
        )

    def histogram(self, outline: Mapping[str, Any]) -> list[tuple[Level, int]]:
        """Count the outcomes of an outline by level, the highest first."""
        keys = (row["key"] for row in outline["outcomes"])
        counts = Counter(self.levels.get(key, Level.NOT_STARTED) for key in keys)
        return [(level, counts[level]) for level in reversed(Level) if counts[level]]


@dataclass(frozen=True)
class LessonStanding:
    """What a lesson's page says of its reader."""

    read_at: datetime | None = None
    """When it was marked as read."""
    levels: Mapping[str, Level] = field(default_factory=dict)
    """Levels held in the course, by key of the outcome."""


def activity_of(learner_pk: int | None) -> dict[int, CourseActivity]:
    """Return what a learner has done, by course. Three statements; none for nobody."""
    found = defaultdict[int, CourseActivity](CourseActivity)
    if learner_pk is None:
        return found
    marks = LessonMark.objects.filter(learner=learner_pk)
    for course, lesson, at in marks.values_list("lesson__course", "lesson__key", "at"):
        found[course].read.add(lesson)
        found[course].times.append(at)
    held = LearnerOutcome.objects.filter(learner=learner_pk)
    for course, outcome, level, at in held.values_list(
        "outcome__course", "outcome__key", "held_level", "at"
    ):
        found[course].levels[outcome] = Level(level)
        found[course].times.append(at)
    questions = LearnerQuestion.objects.filter(learner=learner_pk).exclude(ok=0, bad=0)
    for course, question in questions.values_list("question__course", "question__key"):
        found[course].answered.add(question)
    return found


def lesson_standing(learner_pk: int | None, lesson: Lesson) -> LessonStanding:
    """Return what a lesson's page says of its reader. One statement; none for nobody."""
    if learner_pk is None:
        return LessonStanding()
    read_at, levels = None, dict[str, Level]()
    for row in _held_and_marked(learner=learner_pk, lesson=lesson.pk, course=lesson.course_id):
        if row.level:
            levels[row.key] = Level(row.level)
        else:
            read_at = row.at
    return LessonStanding(read_at, levels)


class HeldOrMarked(NamedTuple):
    """A level held at an outcome or, without a level, a lesson that was marked as read."""

    key: str
    level: str
    at: datetime


def _levels_and_mark(learner: Given, lesson: Given, course: Given) -> QuerySet[Any, Any]:
    held = LearnerOutcome.objects.filter(learner=learner, outcome__course=course)
    marks = LessonMark.objects.filter(learner=learner, lesson=lesson)
    return held.values_list("outcome__key", "held_level", "at").union(
        marks.values_list("lesson__key", Value(""), "at"), all=True
    )


_held_and_marked = Prepared(
    HeldOrMarked,
    _levels_and_mark,
    learner=BigIntegerField(),
    lesson=BigIntegerField(),
    course=BigIntegerField(),
)


def answers_by_day(learner: Learner, course: Course, *, now: datetime) -> Counter[date]:
    """Count a learner's answers in a course by day, over the weeks that the map shows."""
    since = first_day(timezone.localdate(now))
    rows = Evidence.objects.filter(
        learner=learner, course=course, revision=0, at__gte=now - timedelta(weeks=WEEKS + 1)
    )
    days = Counter(timezone.localdate(at) for at in rows.values_list("at", flat=True))
    return Counter({day: count for day, count in days.items() if day >= since})


def first_day(today: date) -> date:
    """Return the Monday on which the map of activity begins."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
