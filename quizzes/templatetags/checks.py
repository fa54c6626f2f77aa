"""Questions inside the pages of other apps: templates may look up, Python may not."""

from dataclasses import replace
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from courses.models import ReleaseEntry
from courses.queries import lesson_questions
from quizzes.cards import QuestionView, attempt_view, fresh_view
from quizzes.queries import begun_in_lesson, learner_pk_of

register = template.Library()


@register.inclusion_tag("quizzes/_lesson_body.html", takes_context=True)
def lesson_body(
    context: Context, entry: ReleaseEntry, segments: list[dict[str, str]]
) -> dict[str, Any]:
    """Print a lesson with its questions in place, each as its reader left it."""
    request = context["request"]
    versions = lesson_questions(entry)
    learner_pk = learner_pk_of(request)
    begun = _begun(learner_pk, entry) if learner_pk else {}
    today, course = timezone.localdate(), entry.release.course
    views: dict[str, QuestionView] = {
        key: begun[key] if key in begun else fresh_view(course.key, version, today=today)
        for key, version in versions.items()
    }
    parts = [
        {"html": part["html"]} if "html" in part else {"q": views.get(part["check"])}
        for part in segments
    ]
    return {"parts": parts, "request": request, "has_session": context["has_session"]}


def _begun(learner_pk: int, entry: ReleaseEntry) -> dict[str, QuestionView]:
    """Return the learner's newest attempts at the questions of a lesson, by key."""
    assert entry.lesson_version is not None, "of a lesson"
    today = timezone.localdate()
    return {
        row.attempt.version.question.key: replace(attempt_view(row, today=today), back="lesson")
        for row in begun_in_lesson(learner_pk, entry.lesson_version.lesson_id)
    }
