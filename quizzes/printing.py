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
from markupsafe import Markup

from courses.models import ReleaseEntry
from courses.queries import lesson_questions
from quizzes.cards import QuestionView, attempt_view, fresh_view
from quizzes.notices import unread
from quizzes.queries import learner_pk_of, lesson_standings
from web.context import has_session
from web.fragments import fragment, place_of, printed

NAME = 16  # hexadecimal digits
LESSONS = 256  # whose fresh questions are kept printed
READERS = {"csrf_place": place_of("csrf"), "whose_place": place_of("whose")}
"""Where a kept question has what is its reader's own."""


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
    begun = _begun(learner_pk, entry, today) if learner_pk else {}
    fresh = _fresh(entry, entry.release.at, today)

    def asked(key: str) -> dict[str, Any]:
        return {"q": begun[key]} if key in begun else {"fresh": fresh.get(key)}

    parts = [part if "html" in part else asked(part["check"]) for part in segments]
    return {"parts": parts, **READERS}


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
def _fresh(entry: ReleaseEntry, _at: datetime, today: date) -> dict[str, Markup]:
    """Print the questions of a lesson, by key, for everybody who has not begun them.

    What differs from reader to reader is left out, and put in with every page.
    """
    course = entry.release.course
    left_out = {"csrf_input": READERS["csrf_place"], "whose": lambda: READERS["whose_place"]}
    views = {
        key: fresh_view(course.key, version, today=today)
        for key, version in lesson_questions(entry).items()
    }
    return {
        key: printed("quizzes/_question.html", q=view, **left_out) for key, view in views.items()
    }


def _begun(learner_pk: int, entry: ReleaseEntry, today: date) -> dict[str, QuestionView]:
    """Lay the learner's newest attempts at the questions of a lesson out, by key."""
    assert entry.lesson_version is not None, "of a lesson"
    found = lesson_standings(learner_pk, entry.lesson_version.lesson_id)
    return {
        key: replace(attempt_view(standing, today=today), back="lesson")
        for key, standing in found.items()
    }
