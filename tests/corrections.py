"""A question whose key was wrong, and the same question put right."""

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from courses.models import QuestionVersion
from courses.publishing import By
from courses.publishing import publish as publish_files
from domain.attempts import Rules
from quizzes.actions import apply_correction, finish_sitting
from quizzes.models import Attempt, Learner, Sitting
from quizzes.regrades import Key, Regraded, wrong_version
from tests.makers import NOW, SHORT, Asked, Made, make_course, publish, submit
from tests.published import FOLDER, TODAY

TRUE, FALSE, NEITHER = "half", "right", "no idea"
"""What should have been right, what was taken to be, and what never was."""
FIXED = SHORT.replace(
    '    text: half\n    credit: "0.5"\n    feedback: That is half of it.\n', "    text: half\n"
).replace("text: right", "text: fully")
REASON = "“Half” was right all along."
AT_ONCE = Rules(mode="graded", tries=1)
EXAM = Rules(mode="exam", tries=1, feedback_at_once=False, hints=False)
LATER = NOW.replace(hour=15)


def make_wrong_course() -> Made:
    """Make a course of two questions; the key of the first is wrong."""
    return make_course({"q1": Asked(), "q2": Asked()})


def put_right(made: Made) -> None:
    """Publish the first question again, with its key put right."""
    publish(made, {"q1": Asked(source=FIXED, digest="right-key"), "q2": Asked()})


def key_of(made: Made, *, keep: bool = True) -> Key:
    """Return what the correction is to do."""
    right = made.versions["q1"]
    wrong = wrong_version(right)
    assert wrong is not None
    return Key(wrong, right, keep)


def correct(made: Made, *, keep: bool = True, now: datetime = LATER) -> list[Regraded]:
    """Apply the correction."""
    return apply_correction(key_of(made, keep=keep), reason=REASON, by="ira", now=now)


def sit(
    learner: Learner,
    made: Made,
    sent: Sequence[str],
    rules: Rules = AT_ONCE,
    *,
    finish: bool = True,
    at: datetime = NOW,
) -> Sitting:
    """Sit both questions in a quiz."""
    sitting = Sitting.objects.create(
        key=uuid4(),
        learner=learner,
        course=made.course,
        release=made.release,
        kind=Sitting.Kind.QUIZ,
        rules=asdict(rules),
        seed=0,
        started_at=at,
    )
    for place, (key, text) in enumerate(zip(("q1", "q2"), sent, strict=False), start=1):
        version = made.versions[key]
        attempt = Attempt.objects.create(
            sitting=sitting, version=version, position=place, seed=place
        )
        submit(attempt, text, at=at)
    return finish_sitting(sitting, now=at) if finish else sitting


def put_right_in(folder: Path, *, now: datetime | None = None) -> Key:
    """Publish the small course with another key of its first question: it was the storage."""
    root = folder / FOLDER.name
    shutil.copytree(FOLDER, root)
    file = root / "lessons/01-data-transfer/which-line.md"
    text = file.read_text().replace("- [x] Data transfer", "- [ ] Data transfer")
    file.write_text(text.replace("- [ ] S3 storage", "- [x] S3 storage"))
    publish_files(root, by=By("ira", now or timezone.now()), today=TODAY)
    versions = QuestionVersion.objects.select_related("question")
    right = versions.filter(question__key="which-line").latest("pk")
    wrong = wrong_version(right)
    assert wrong is not None
    return Key(wrong, right, keep=True)
