"""Questions inside the pages of other apps."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from jinja2 import pass_context
from jinja2.runtime import Context

from courses.models import ReleaseEntry
from courses.queries import lesson_questions
from quizzes.cards import QuestionView, attempt_view, fresh_view
from quizzes.notices import unread
from quizzes.queries import learner_pk_of, lesson_standings
from web.context import has_session
from web.fragments import fragment

NAME = 16  # hexadecimal digits
LESSONS = 256  # whose fresh questions are kept laid out


@fragment("quizzes/_corrections.html")
def corrections(request: HttpRequest) -> dict[str, Any]:
    """Tell a learner of the corrections that have changed a result, until they are dismissed."""
    learner_pk = learner_pk_of(request)
    return {"told": unread(learner_pk) if learner_pk else []}


@fragment("quizzes/_lesson_body.html")
def lesson_body(
    request: HttpRequest, entry: ReleaseEntry, segments: list[dict[str, str]]
) -> dict[str, Any]:
    """Print a lesson with its questions in place, each as its reader left it."""
    learner_pk, today = learner_pk_of(request), timezone.localdate()
    views = _fresh(entry, entry.release.at, today)
    if learner_pk:
        views = views | _begun(learner_pk, entry, today)
    parts = [
        {"html": part["html"]} if "html" in part else {"q": views.get(part["check"])}
        for part in segments
    ]
    return {"parts": parts}


@pass_context
def whose(page: Context) -> str:
    """Name the account of a reader, in the memory of a browser; '' for whoever has none."""
    request = page["request"]
    known = request is not None and has_session(request) and request.user.is_authenticated
    return _named(request.user.pk) if known else ""


@lru_cache
def _named(user_pk: int) -> str:
    return salted_hmac("quizzes.whose", str(user_pk)).hexdigest()[:NAME]


@lru_cache(maxsize=LESSONS)
def _fresh(entry: ReleaseEntry, _at: datetime, today: date) -> dict[str, QuestionView]:
    """Lay the questions of a lesson out, by key, as everybody sees them who has not begun."""
    course = entry.release.course
    return {
        key: fresh_view(course.key, version, today=today)
        for key, version in lesson_questions(entry).items()
    }


def _begun(learner_pk: int, entry: ReleaseEntry, today: date) -> dict[str, QuestionView]:
    """Lay the learner's newest attempts at the questions of a lesson out, by key."""
    assert entry.lesson_version is not None, "of a lesson"
    found = lesson_standings(learner_pk, entry.lesson_version.lesson_id)
    return {
        key: replace(attempt_view(standing, today=today), back="lesson")
        for key, standing in found.items()
    }
