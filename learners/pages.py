"""What the pages of progress print, put together from what was done and what it led to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from courses.models import Course
from domain.levels import Level
from learners.activity import Path, activity_of, answers_by_day
from learners.queries import CourseProgress, progress_of
from quizzes.models import Learner


@dataclass(frozen=True)
class CourseRow:
    """A course in which a learner has done something."""

    course: Course
    path: Path
    levels: list[tuple[Level, int]]
    at: datetime
    """When something was done last."""


@dataclass(frozen=True)
class CoursePage:
    """A learner's progress in one course."""

    path: Path
    levels: list[tuple[Level, int]]
    progress: CourseProgress
    days: Counter[date]
    """Answers by day."""
    reread: Mapping[str, Any] | None
    """A lesson that teaches the weakest outcome."""


def courses_of(learner_pk: int | None) -> list[CourseRow]:
    """Return the courses in which a learner has done something, the latest first."""
    found = activity_of(learner_pk)
    if not found:
        return []
    courses = Course.objects.filter(pk__in=found, current__isnull=False).select_related("current")
    rows = [
        CourseRow(course, done.path(outline), done.histogram(outline), done.at)
        for course in courses
        for done, outline in ((found[course.pk], _outline(course)),)
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def page_of(learner: Learner | None, course: Course, *, now: datetime) -> CoursePage | None:
    """Return a learner's progress in a course; None if nothing was done there yet."""
    done = activity_of(learner.pk).get(course.pk) if learner else None
    if learner is None or done is None:
        return None
    outline, progress = _outline(course), progress_of(learner, course, now=now)
    weakest = progress.weakest
    return CoursePage(
        path=done.path(outline),
        levels=done.histogram(outline),
        progress=progress,
        days=answers_by_day(learner, course, now=now),
        reread=_lesson_on(weakest.key, outline) if weakest else None,
    )


def _outline(course: Course) -> Mapping[str, Any]:
    assert course.current is not None, "of a published course"
    outline: Mapping[str, Any] = course.current.outline
    return outline


def _lesson_on(key: str, outline: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the first lesson that teaches an outcome."""
    return next(
        (lesson for row in outline["outcomes"] if row["key"] == key for lesson in row["lessons"]),
        None,
    )
