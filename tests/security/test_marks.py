"""The marks are where the secrets are, and no disguise hides one."""

from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from html import escape

import pytest
from django.core import signing

from courses.models import LessonVersion, Misconception, QuestionVersion
from tests.security.answers import KINDS
from tests.security.canaries import BELIEFS, DRAFT, Marks
from tests.security.finding import marks_in, unpacked

MARKS = ("canary0042", "8812340042")
DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda mark: f'<p data-key="{mark}">',
    "backwards": lambda mark: mark[::-1],
    "HTML": lambda mark: escape(f"<'{mark}'>"),
    "references": lambda mark: "".join(f"&#{ord(letter)};" for letter in mark),
    "JSON": lambda mark: "".join(f"\\u{ord(letter):04x}" for letter in mark),
    "address": lambda mark: "".join(f"%{ord(letter):02x}" for letter in mark),
    "base64": lambda mark: b64encode(mark.encode()).decode(),
    "base64 from the second byte": lambda mark: b64encode(f"-{mark}".encode()).decode(),
    "base64 from the third byte": lambda mark: b64encode(f"--{mark}-".encode()).decode(),
    "cookie": lambda mark: unpacked(signing.dumps([mark])),
    "small cookie": lambda mark: unpacked(signing.dumps(["-" * 300, mark], compress=True)),
}
OF_NUMBERS: dict[str, Callable[[str], str]] = {
    "thousands": lambda mark: f"{int(mark):,} USD",
    "share": lambda mark: f"0.{mark}",
    "percentage": lambda mark: f"{mark[:2]}.{mark[2:]} %",
}
SECRETS = {
    "which-line": {"id": 4, "reason": 5, "hint": 2, "explanation": 2},
    "peering-bill": {"id": 4, "reason": 4, "explanation": 1},
    "nightly-join": {
        "value": 3,
        "tolerance": 3,
        "factor": 1,
        "feedback": 2,
        "hint": 1,
        "explanation": 2,
    },
    "usage-type": {"accepted": 2, "pattern": 1, "credit": 1, "feedback": 1, "explanation": 1},
    "tier-rules": {"id": 4, "reason": 4, "explanation": 1},
    "file-to-row": {"id": 4, "reason": 2, "explanation": 1},
    "read-the-name": {
        "id": 4,
        "reason": 2,
        "accepted": 2,
        "credit": 1,
        "feedback": 1,
        "explanation": 1,
    },
    "calculator": {"id": 2, "output": 2, "near": 4, "feedback": 2, "explanation": 1},
    "open-port": {"option": 4, "argument": 4, "feedback": 1, "explanation": 2},
    "peering-aloud": {
        "id": 3,
        "point": 3,
        "phrasing": 6,
        "nuance": 2,
        "pattern": 2,
        "hint": 1,
        "explanation": 5,
    },
    DRAFT: {
        "title": 1,
        "prompt": 1,
        "choice": 2,
        "id": 2,
        "reason": 2,
        "explanation": 1,
    },
}
FOR_AUTHORS = {"notes": 1, "tag": 1, "remark": 1}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("dress", DISGUISES.values(), ids=DISGUISES)
def test_a_mark_is_found_in_any_dress(mark: str, dress: Callable[[str], str]) -> None:
    assert marks_in(dress(mark)) == {mark}


@pytest.mark.parametrize("dress", OF_NUMBERS.values(), ids=OF_NUMBERS)
def test_a_number_is_found_however_it_is_written(dress: Callable[[str], str]) -> None:
    assert marks_in(dress("8812340042")) == {"8812340042"}


@pytest.mark.parametrize("key", [*KINDS, DRAFT])
def test_every_secret_has_a_mark_of_its_own(marks: Marks, key: str) -> None:
    assert Counter(marks.known[mark].sort for mark in marks.of(key)) == SECRETS[key] | FOR_AUTHORS


@pytest.mark.django_db
def test_every_mark_is_published(marks: Marks) -> None:
    beliefs = marks_in(str(list(Misconception.objects.values())))
    lessons = marks_in(str(list(LessonVersion.objects.values())))
    questions = marks_in(str(list(QuestionVersion.objects.values())))

    assert beliefs == marks.of(BELIEFS)
    assert beliefs | lessons | questions == set(marks.known)
