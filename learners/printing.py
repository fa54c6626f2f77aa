"""What a learner has done and can do, inside the pages of other apps. Tags only read.

Whatever they look up is kept with the request: a page may use as many of them as it likes. For a
visitor without a session nothing is looked up at all.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from courses.models import Course, Lesson, LessonVersion
from domain.levels import Level, percent_shown
from learners import activity
from learners.queries import OutcomeProgress, changes_in
from quizzes.models import Attempt, Sitting
from quizzes.queries import learner_pk_of, quizzes_sat
from web.fragments import fragment
from web.templatetags.ui import percent

T = TypeVar("T")
Outline = Mapping[str, Any]
DAY_LEVELS = (1, 3, 6, 10)  # answers from which a day is darker
LEFT, COLUMN, ROW = 28, 23.6, 15  # of the map of activity, in units of its drawing


@fragment("learners/_resume.html")
def resume_course(request: HttpRequest) -> dict[str, Any]:
    """Offer to go on with the course that was active last and is not finished."""
    found = _activity(request)
    if not found:
        return {"course": None}
    courses = Course.objects.filter(pk__in=found, current__isnull=False).select_related("current")
    for course in sorted(courses, key=lambda row: found[row.pk].at, reverse=True):
        assert course.current is not None, "of a published course"
        path = found[course.pk].path(course.current.outline)
        if path.next:
            return {"course": course, "outline": course.current.outline, "path": path}
    return {"course": None}


@fragment("learners/_course_done.html")
def course_done(request: HttpRequest, course: Course) -> dict[str, Any]:
    """Say how far the reader is with a course of the catalogue."""
    assert course.current is not None, "of a published course"
    return {"course": course, "path": _path(request, course, course.current.outline)}


@fragment("learners/_outline.html")
def course_outline(request: HttpRequest, course: Course, outline: Outline) -> dict[str, Any]:
    """List the lessons and quizzes of a course, each with how far the reader is."""
    path, learner_pk = _path(request, course, outline), learner_pk_of(request)
    sat = quizzes_sat(learner_pk, course.pk) if learner_pk else {}
    progress = {row.lesson["key"]: row for row in path.lessons}
    quizzes = [
        quiz | {"done": sat.get(quiz["key"], False), "begun": quiz["key"] in sat}
        for quiz in outline["quizzes"]
        if quiz["key"] != outline["readiness"]
    ]
    parts = [
        {
            "title": part["title"],
            "minutes": part["minutes"],
            "done": all(progress[lesson["key"]].done for lesson in part["lessons"]),
            "rows": [
                {
                    "progress": progress[lesson["key"]],
                    "quizzes": [quiz for quiz in quizzes if quiz["after"] == lesson["key"]],
                }
                for lesson in part["lessons"]
            ],
        }
        for part in outline["parts"]
    ]
    loose = [quiz for quiz in quizzes if not quiz["after"]]
    return {
        "course": course,
        "parts": parts,
        "next": path.next,
        "begun": path.begun,
        "loose": loose,
    }


@fragment("learners/_outcomes.html")
def course_outcomes(request: HttpRequest, course: Course, outline: Outline) -> dict[str, Any]:
    """List the outcomes of a course, where they are taught, and the reader's levels."""
    held = _in_course(request, course).levels
    rows = [
        row | {"level": held.get(row["key"], Level.NOT_STARTED).rank} for row in outline["outcomes"]
    ]
    return {"course": course, "rows": rows, "known": bool(held)}


@fragment("learners/_summary.html")
def course_summary(request: HttpRequest, course: Course, outline: Outline) -> dict[str, Any]:
    """Say how much of a course is done, and offer to go on."""
    held = _in_course(request, course).levels
    keys = [row["key"] for row in outline["outcomes"]]
    mastered = sum(held.get(key) is Level.MASTERED for key in keys)
    path = _path(request, course, outline)
    return {"course": course, "path": path, "mastered": mastered, "outcomes": len(keys)}


@fragment("learners/_lesson_outcomes.html")
def lesson_outcomes(
    request: HttpRequest, course: Course, outline: Outline, version: LessonVersion
) -> dict[str, Any]:
    """List the outcomes that a lesson teaches, with the reader's levels."""
    held = _standing(request, version.lesson).levels
    rows = [
        row | {"level": held.get(row["key"], Level.NOT_STARTED).rank}
        for row in outline["outcomes"]
        if row["key"] in version.outcomes
    ]
    return {"course": course, "rows": rows}


@fragment("learners/_mark_read.html")
def mark_read(request: HttpRequest, course: Course, lesson: Lesson) -> dict[str, Any]:
    """Offer to mark a lesson as read, or say that it is."""
    return {
        "course": course,
        "lesson": lesson,
        "read_at": _standing(request, lesson).read_at,
    }


@fragment("learners/_changes.html")
def mastery_changes(request: HttpRequest, attempt: Attempt) -> dict[str, Any]:
    """Say what an answer has changed, outcome by outcome."""
    sitting = attempt.sitting_id
    found = _once(request, f"changes in {sitting}", lambda: changes_in(sitting))
    changes = [
        change
        | {
            "told": percent_shown(change["answers"]),
            "compared": percent_shown(change["answers"] - 1),
        }
        for change in found.get(attempt.pk, [])
    ]
    return {"changes": changes}


@fragment("learners/_level_after.html")
def level_after(request: HttpRequest, sitting: Sitting, key: str) -> dict[str, Any]:
    """Say which level a sitting has led to for an outcome, and from where."""
    found = _once(request, f"changes in {sitting.pk}", lambda: changes_in(sitting.pk))
    rows = [row for changes in found.values() for row in changes if row["key"] == key]
    if not rows:
        return {"level": None}
    level, was = Level(rows[0]["level"]), Level(rows[-1]["was"])  # the newest change comes first
    return {"level": level.rank, "was": was.rank, "risen": level.rank > was.rank}


def likely(row: OutcomeProgress) -> str:
    """Write an estimate with its range: 59%, likely between 43% and 91%."""
    if row.percent is None or row.low is None or row.high is None:
        return ""
    return f"{percent(row.percent)}, likely between {percent(row.low)} and {percent(row.high)}"


def activity_map(days: Mapping[date, int], today: date) -> SafeString:
    """Draw the answers of twelve weeks, a column each, Mondays on top."""
    first = activity.first_day(today)
    answers = sum(days.values())
    cells = [
        (_shade(days.get(day, 0)), f"{LEFT + COLUMN * (number // 7):.1f}", ROW * (number % 7))
        for number in range((today - first).days + 1)
        for day in (first + timedelta(days=number),)
    ]
    label = (
        f"Answers per day over {activity.WEEKS} weeks:"
        f" {answers} answer{pluralize(answers)} on {len(days)} day{pluralize(len(days))}"
    )
    return format_html(
        '<svg class="heat" viewBox="0 0 312 104" role="img" aria-label="{}">'
        '<text y="9">Mon</text><text y="39">Wed</text><text y="69">Fri</text>'
        '<text y="99">Sun</text>{}</svg>',
        label,
        format_html_join(
            "",
            '<rect class="l{}" x="{}" y="{}" width="20.6" height="12" rx="1.5"/>',
            cells,
        ),
    )


def ago(at: datetime, now: datetime) -> str:
    """Write a day as people count back: today, yesterday, 3 days ago."""
    days = (timezone.localdate(now) - timezone.localdate(at)).days
    return ("today", "yesterday")[days] if 0 <= days <= 1 else f"{days} days ago"


def points(change: float) -> str:
    """Write a change in whole percentage points: +8, −6, ±0."""
    whole = round(change * 100)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "±0"


def rank(level: Level) -> int:
    """Return a level's place, 0 to 4, as it is drawn."""
    return level.rank


def _shade(answers: int) -> int:
    return sum(answers >= least for least in DAY_LEVELS)


def _activity(request: HttpRequest) -> dict[int, activity.CourseActivity]:
    learner_pk = learner_pk_of(request)
    return _once(request, "activity", lambda: activity.activity_of(learner_pk))


def _in_course(request: HttpRequest, course: Course) -> activity.CourseActivity:
    return _activity(request).get(course.pk) or activity.CourseActivity()


def _standing(request: HttpRequest, lesson: Lesson) -> activity.LessonStanding:
    learner_pk = learner_pk_of(request)
    return _once(request, "standing", lambda: activity.lesson_standing(learner_pk, lesson))


def _path(request: HttpRequest, course: Course, outline: Outline) -> activity.Path:
    return _in_course(request, course).path(outline)


def _once(request: HttpRequest, name: str, make: Callable[[], T]) -> T:
    """Keep what was looked up with the request."""
    kept = vars(request)
    if name not in kept:
        kept[name] = make()
    found: T = kept[name]
    return found
