"""The language of our templates, and what they may call: see docs/decisions/0016-jinja.md."""

from functools import lru_cache
from typing import Any

from django.template.defaultfilters import capfirst, pluralize
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from jinja2 import Environment, StrictUndefined

from courses import printing as published
from learners import printing as learned
from quizzes import printing as asked
from web.templatetags import ui

KEPT = 4096  # addresses kept in a process: a page prints dozens, the same on every visit


def environment(**options: Any) -> Environment:
    """Make the environment. A name that a template does not know is a mistake, not a blank."""
    env = Environment(**options | {"undefined": StrictUndefined})  # noqa: S701 - Django escapes
    env.globals |= {
        "request": None,  # a page of errors may be printed without one
        "static": hashed,
        "url": url,
        "icon": ui.icon,
        "mastery": ui.mastery,
        "ring": ui.ring,
        "ci": ui.ci,
        "hbar": ui.hbar,
        "notices": ui.notices,
        "corrections": asked.corrections,
        "lesson_body": asked.lesson_body,
        "whose": asked.whose,
        "activity_map": learned.activity_map,
        "course_done": learned.course_done,
        "course_outcomes": learned.course_outcomes,
        "course_outline": learned.course_outline,
        "course_summary": learned.course_summary,
        "lesson_outcomes": learned.lesson_outcomes,
        "level_after": learned.level_after,
        "likely": learned.likely,
        "mark_read": learned.mark_read,
        "mastery_changes": learned.mastery_changes,
        "resume_course": learned.resume_course,
    }
    env.filters |= {
        "capfirst": capfirst,
        "pluralize": pluralize,
        "dt": ui.dt,
        "local": ui.local,
        "percent": ui.percent,
        "plain": ui.plain,
        "pieces": ui.pieces,
        "level_word": ui.level_word,
        "hours": published.hours,
        "stored": published.stored,
        "title_of": published.title_of,
        "ago": learned.ago,
        "points": learned.points,
        "rank": learned.rank,
    }
    return env


@lru_cache(maxsize=KEPT)
def hashed(path: str) -> str:
    """Return the address of a static file; it lasts as long as the process."""
    return static(path)


def url(name: str, *args: object) -> str:
    """Return the path of a page by its name."""
    return _url(get_script_prefix(), name, *args)


@lru_cache(maxsize=KEPT)
def _url(_prefix: str, name: str, *args: object) -> str:
    return reverse(name, args=args)
