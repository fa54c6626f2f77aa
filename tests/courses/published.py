"""Publish the small course, and read back what that made."""

from datetime import UTC, date, datetime
from pathlib import Path

from courses.models import (
    Course,
    Fact,
    Lesson,
    LessonVersion,
    Misconception,
    Outcome,
    Question,
    QuestionVersion,
    QuizVersion,
    Release,
    ReleaseEntry,
    Term,
)
from courses.publishing import By, Published, publish
from tests.bakery import TODAY

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
BY = By("ira", NOW)
DOUGH, OVEN = "lessons/01-dough", "lessons/02-oven"


def put(root: Path, *, today: date = TODAY, cache: Path | None = None, by: By = BY) -> Published:
    """Publish the course."""
    return publish(root, by=by, today=today, cache=cache)


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the app."""
    models = (
        Course, Release, ReleaseEntry, Lesson, LessonVersion, Question, QuestionVersion,
        QuizVersion, Outcome, Misconception, Fact, Term, Question.outcomes.through,
    )  # fmt: skip
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in models
    }


def question(key: str) -> QuestionVersion:
    return QuestionVersion.objects.filter(question__key=key).order_by("-number")[0]


def lesson(key: str) -> LessonVersion:
    return LessonVersion.objects.filter(lesson__key=key).order_by("-number")[0]


def page(key: str) -> str:
    return " ".join(part.get("html", "") for part in lesson(key).html["segments"])


def current_keys(**kept: object) -> set[str]:
    entries = ReleaseEntry.objects.filter(release=Course.objects.get().current, **kept)
    return set(entries.values_list("question_version__question__key", flat=True)) - {None}
