"""Questions inside the pages of other apps."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from courses.models import QuestionVersion, ReleaseEntry
from courses.queries import lesson_questions
from quizzes.cards import QuestionView, attempt_view, fresh_view
from quizzes.queries import learner_pk_of, lesson_standings
from web.fragments import fragment


@fragment("quizzes/_lesson_body.html")
def lesson_body(
    request: HttpRequest, entry: ReleaseEntry, segments: list[dict[str, str]]
) -> dict[str, Any]:
    """Print a lesson with its questions in place, each as its reader left it."""
    versions = lesson_questions(entry)
    learner_pk = learner_pk_of(request)
    begun = _begun(learner_pk, entry, versions.values()) if learner_pk else {}
    today, course = timezone.localdate(), entry.release.course
    views: dict[str, QuestionView] = {
        key: begun[key] if key in begun else fresh_view(course.key, version, today=today)
        for key, version in versions.items()
    }
    parts = [
        {"html": part["html"]} if "html" in part else {"q": views.get(part["check"])}
        for part in segments
    ]
    return {"parts": parts}


def _begun(
    learner_pk: int, entry: ReleaseEntry, versions: Collection[QuestionVersion]
) -> dict[str, QuestionView]:
    """Return the learner's newest attempts at the questions of a lesson, by key."""
    assert entry.lesson_version is not None, "of a lesson"
    today = timezone.localdate()
    found = lesson_standings(learner_pk, entry.lesson_version.lesson_id, versions)
    return {
        key: replace(attempt_view(standing, today=today), back="lesson")
        for key, standing in found.items()
    }
