"""The small course, published again while somebody sits a quiz of it."""

import shutil
from pathlib import Path

from django.test import Client
from django.utils import timezone

from courses.models import QuestionVersion
from courses.publishing import By, publish
from courses.queries import question_of
from quizzes.models import Sitting
from tests.published import FOLDER, TODAY
from tests.quizzes.browser import open_tab

LESSON = "lessons/01-data-transfer"


def publish_again(folder: Path, *changes: tuple[str, str, str]) -> None:
    """Publish the course with other words in some of its files."""
    root = folder / FOLDER.name
    shutil.copytree(FOLDER, root)
    for name, old, new in changes:
        text = (root / name).read_text()
        assert text.count(old) == 1, (name, old)
        (root / name).write_text(text.replace(old, new))
    publish(root, by=By("ira", timezone.now()), today=TODAY)


def answer_right(client: Client, sitting: Sitting, position: int) -> None:
    """Give the right answer to a question of a running sitting, as its page asks it."""
    attempt = sitting.attempts.select_related("version").get(position=position)
    right = next(one for one in question_of(attempt.version).samples() if one.expected == 1.0)
    assert open_tab(client, attempt).send(right.submitted).status_code == 200


def version_at(sitting: Sitting, position: int) -> QuestionVersion:
    """Return the version that a sitting asks at a place."""
    return sitting.attempts.get(position=position).version
