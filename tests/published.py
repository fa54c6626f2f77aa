"""A small published course for tests: one lesson, a question of every kind, four quizzes.

Its files are in ``content/moving-data``. They are published once; later tests get the same rows.
"""

from copy import copy
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from courses.models import Course, QuestionVersion, QuizVersion
from courses.publishing import By, publish
from courses.queries import quiz_entry
from domain.attempts import LESSON_RULES, Rules
from quizzes.actions import start_quiz
from quizzes.models import Attempt, Learner, Sitting
from tests.content import ROOT
from tests.makers import NOW

FOLDER = ROOT / "tests" / "content" / "moving-data"
TODAY = date(2026, 11, 24)
LESSON_QUESTIONS = {
    "choice": "which-line",
    "choices": "peering-bill",
    "numeric": "nightly-join",
    "short": "usage-type",
    "matching": "tier-rules",
    "ordering": "file-to-row",
    "cloze": "read-the-name",
    "predict": "calculator",
    "command": "open-port",
    "open": "peering-aloud",
}
"""A question of every kind, by kind."""
WRITTEN = ("cloze", "predict", "command", "open")
"""The kinds that the rehearsal asks; the last exam asks all others."""

_rows: dict[Path, dict[type[Model], list[Model]]] = {}


def publish_course(folder: Path = FOLDER) -> Course:
    """Put the course, or a changed copy, before learners, in the transaction of the test."""
    if folder not in _rows:
        publish(folder, by=By("ira", NOW), today=TODAY)
        _rows[folder] = {model: list(model._default_manager.all()) for model in _tables()}
    else:
        with transaction.atomic():  # course and release name each other
            for model, rows in _rows[folder].items():
                model._default_manager.bulk_create(map(copy, rows))
    return Course.objects.get(key=FOLDER.name)


def version_of(key: str) -> QuestionVersion:
    """Return the current version of a question."""
    return QuestionVersion.objects.select_related("question", "lesson").get(question__key=key)


def make_check(learner: Learner, key: str, rules: Rules = LESSON_RULES, seed: int = 7) -> Attempt:
    """Begin a question of the lesson, under rules of the test's choice."""
    version = version_of(key)
    assert version.question.course.current_id is not None
    sitting = Sitting.objects.create(
        key=uuid4(),
        learner=learner,
        course=version.question.course,
        release_id=version.question.course.current_id,
        kind=Sitting.Kind.LESSON,
        lesson=version.lesson,
        rules=asdict(rules),
        seed=0,
        started_at=NOW,
    )
    return Attempt.objects.create(sitting=sitting, version=version, position=1, seed=seed)


def change_quiz(quiz: str, old: str, new: str) -> None:
    """Put something else in one place of a quiz, as if it had been published so."""
    version = QuizVersion.objects.get(quiz__key=quiz)
    assert version.source.count(old) == 1, f"{old!r} is there {version.source.count(old)} times"
    QuizVersion.objects.filter(pk=version.pk).update(source=version.source.replace(old, new))


def make_sitting(learner: Learner, quiz: str = "last-exam", *, seed: int = 7) -> Sitting:
    """Begin a quiz."""
    entry = quiz_entry(FOLDER.name, quiz)
    assert entry is not None
    return start_quiz(learner, entry, key=uuid4(), seed=seed, now=timezone.now())


def _tables() -> list[type[Any]]:
    return list(apps.get_app_config("courses").get_models(include_auto_created=True))
