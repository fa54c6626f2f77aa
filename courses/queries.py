"""What is published, read back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db.models import F
from django.utils.safestring import SafeString

from courses.models import QuestionVersion, ReleaseEntry
from courses.reading import read_document
from domain.documents import Document
from domain.questions import read_question
from domain.questions.base import Question
from web.facts import WHEN, dated

PARSED = 4096  # questions kept parsed in a process: a version never changes


def question_of(version: QuestionVersion) -> Question:
    """Read the question as it was published: the source is the schema."""
    return _parsed(version.path, version.source, tuple(sorted(version.facts.items())))


def html_of(version: QuestionVersion, *, today: date) -> Mapping[str, SafeString]:
    """Return the rendered texts of a question by slot, its facts aged to today."""
    return {
        slot: dated(text, today) if WHEN.search(text) else SafeString(text)
        for slot, text in version.html.items()
    }


def current_entry(course_key: str, question_key: str) -> ReleaseEntry | None:
    """Find a live question in the newest release of its course."""
    return (
        ReleaseEntry.objects.select_related("question_version__question", "release__course")
        .filter(
            release__course__key=course_key,
            release=F("release__course__current"),
            question_version__question__key=question_key,
            live=True,
        )
        .first()
    )


@lru_cache(maxsize=PARSED)
def _parsed(path: str, source: str, facts: tuple[tuple[str, str], ...]) -> Question:
    document = read_document(path, source)
    assert isinstance(document, Document), "published source was checked at publish"
    question = read_question(document, {key: Decimal(value) for key, value in facts})
    assert isinstance(question, Question), "published source was checked at publish"
    return question
