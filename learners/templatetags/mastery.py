"""What a learner has done and can do, inside the pages of other apps. Tags only read.

Whatever they look up is kept with the request: a page may use as many of them as it likes. For a
visitor without a session nothing is looked up at all.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django import template
from django.template import Context
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
from web.templatetags.ui import percent

register = template.Library()
T = TypeVar("T")
Outline = Mapping[str, Any]
DAY_LEVELS = (1, 3, 6, 10)  # answers from which a day is darker
LEFT, COLUMN, ROW = 28, 23.6, 15  # of the map of activity, in units of its drawing


@register.inclusion_tag("learners/_resume.html", takes_context=True)
def resume_course(context: Context) -> dict[str, Any]:
    """Offer to go on with the course that was active last and is not finished."""
    found = _activity(context)
    if not found:
        return {"course": None}
    courses = Course.objects.filter(pk__in=found, current__isnull=False).select_related("current")
    for course in sorted(courses, key=lambda row: found[row.pk].at, reverse=True):
        assert course.current is not None, "of a published course"
        path = found[course.pk].path(course.current.outline)
        if path.next:
            return {"course": course, "outline": course.current.outline, "path": path}
    return {"course": None}


@register.inclusion_tag("learners/_course_done.html", takes_context=True)
def course_done(context: Context, course: Course) -> dict[str, Any]:
    """Say how far the reader is with a course of the catalogue."""
    assert course.current is not None, "of a published course"
    return {"course": course, "path": _path(context, course, course.current.outline)}


@register.inclusion_tag("learners/_outline.html", takes_context=True)
def course_outline(context: Context, course: Course, outline: Outline) -> dict[str, Any]:
    """List the lessons and quizzes of a course, each with how far the reader is."""
    path, learner_pk = _path(context, course, outline), learner_pk_of(context["request"])
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


@register.inclusion_tag("learners/_outcomes.html", takes_context=True)
def course_outcomes(context: Context, course: Course, outline: Outline) -> dict[str, Any]:
    """List the outcomes of a course, where they are taught, and the reader's levels."""
    held = _in_course(context, course).levels
    rows = [
        row | {"level": held.get(row["key"], Level.NOT_STARTED).rank} for row in outline["outcomes"]
    ]
    return {"course": course, "rows": rows, "known": bool(held)}


@register.inclusion_tag("learners/_summary.html", takes_context=True)
def course_summary(context: Context, course: Course, outline: Outline) -> dict[str, Any]:
    """Say how much of a course is done, and offer to go on."""
    held = _in_course(context, course).levels
    keys = [row["key"] for row in outline["outcomes"]]
    mastered = sum(held.get(key) is Level.MASTERED for key in keys)
    path = _path(context, course, outline)
    return {"course": course, "path": path, "mastered": mastered, "outcomes": len(keys)}


@register.inclusion_tag("learners/_lesson_outcomes.html", takes_context=True)
def lesson_outcomes(
    context: Context, course: Course, outline: Outline, version: LessonVersion
) -> dict[str, Any]:
    """List the outcomes that a lesson teaches, with the reader's levels."""
    held = _standing(context, version.lesson).levels
    rows = [
        row | {"level": held.get(row["key"], Level.NOT_STARTED).rank}
        for row in outline["outcomes"]
        if row["key"] in version.outcomes
    ]
    return {"course": course, "rows": rows}


@register.inclusion_tag("learners/_mark_read.html", takes_context=True)
def mark_read(context: Context, course: Course, lesson: Lesson) -> dict[str, Any]:
    """Offer to mark a lesson as read, or say that it is."""
    return {
        "course": course,
        "lesson": lesson,
        "read_at": _standing(context, lesson).read_at,
        "has_session": context["has_session"],
    }


@register.inclusion_tag("learners/_changes.html", takes_context=True)
def mastery_changes(context: Context, attempt: Attempt) -> dict[str, Any]:
    """Say what an answer has changed, outcome by outcome."""
    sitting = attempt.sitting_id
    found = _once(context, f"changes in {sitting}", lambda: changes_in(sitting))
    changes = [
        change
        | {
            "told": percent_shown(change["answers"]),
            "compared": percent_shown(change["answers"] - 1),
        }
        for change in found.get(attempt.pk, [])
    ]
    return {"changes": changes}


@register.inclusion_tag("learners/_level_after.html", takes_context=True)
def level_after(context: Context, sitting: Sitting, key: str) -> dict[str, Any]:
    """Say which level a sitting has led to for an outcome, and from where."""
    found = _once(context, f"changes in {sitting.pk}", lambda: changes_in(sitting.pk))
    rows = [row for changes in found.values() for row in changes if row["key"] == key]
    if not rows:
        return {"level": None}
    level, was = Level(rows[0]["level"]), Level(rows[-1]["was"])  # the newest change comes first
    return {"level": level.rank, "was": was.rank, "risen": level.rank > was.rank}


@register.simple_tag
def likely(row: OutcomeProgress) -> str:
    """Write an estimate with its range: 59%, likely between 43% and 91%."""
    if row.percent is None or row.low is None or row.high is None:
        return ""
    return f"{percent(row.percent)}, likely between {percent(row.low)} and {percent(row.high)}"


@register.simple_tag
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


@register.filter
def ago(at: datetime, now: datetime) -> str:
    """Write a day as people count back: today, yesterday, 3 days ago."""
    days = (timezone.localdate(now) - timezone.localdate(at)).days
    return ("today", "yesterday")[days] if 0 <= days <= 1 else f"{days} days ago"


@register.filter
def points(change: float) -> str:
    """Write a change in whole percentage points: +8, −6, ±0."""
    whole = round(change * 100)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "±0"


@register.filter
def rank(level: Level) -> int:
    """Return a level's place, 0 to 4, as it is drawn."""
    return level.rank


def _shade(answers: int) -> int:
    return sum(answers >= least for least in DAY_LEVELS)


def _activity(context: Context) -> dict[int, activity.CourseActivity]:
    learner_pk = learner_pk_of(context["request"])
    return _once(context, "activity", lambda: activity.activity_of(learner_pk))


def _in_course(context: Context, course: Course) -> activity.CourseActivity:
    return _activity(context).get(course.pk) or activity.CourseActivity()


def _standing(context: Context, lesson: Lesson) -> activity.LessonStanding:
    learner_pk = learner_pk_of(context["request"])
    return _once(context, "standing", lambda: activity.lesson_standing(learner_pk, lesson))


def _path(context: Context, course: Course, outline: Outline) -> activity.Path:
    return _in_course(context, course).path(outline)


def _once(context: Context, name: str, make: Callable[[], T]) -> T:
    """Keep what was looked up with the request."""
    kept = vars(context["request"])
    if name not in kept:
        kept[name] = make()
    found: T = kept[name]
    return found
