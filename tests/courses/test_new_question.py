"""manage.py new_question: a file that its author writes over."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from courses.reading import read_document
from courses.skeletons import SKELETONS
from domain.documents import Document
from domain.questions import KINDS, read_question
from domain.questions.base import Question

LESSON = """\
---
format: 1
id: egress
title: What leaves costs
summary: Three boundaries, three prices.
outcomes: [estimate-transfer, connect-privately]
---

A lead without a heading.

## Three prices {#three-prices}

Text.

## Locality {#locality}

Text.
"""


@pytest.fixture
def course(tmp_path: Path, settings: Settings) -> Path:
    settings.CONTENT_DIR = tmp_path
    lesson = tmp_path / "desk" / "lessons" / "02-egress" / "lesson.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text(LESSON)
    (tmp_path / "desk" / "course.md").write_text("---\nformat: 1\n---\n")
    return tmp_path / "desk"


def run(*words: str) -> str:
    out = StringIO()
    call_command("new_question", *words, stdout=out)
    return out.getvalue()


def question_in(path: Path) -> Question:
    document = read_document("desk/lessons/02-egress/which.md", path.read_text())
    assert isinstance(document, Document), document
    question = read_question(document, {})
    assert isinstance(question, Question), [str(problem) for problem in question]
    return question


def test_it_knows_every_kind() -> None:
    assert SKELETONS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_it_writes_a_draft_that_can_be_read(course: Path, kind: str) -> None:
    run("desk", "egress", kind, "which-line")

    question = question_in(course / "lessons" / "02-egress" / "which-line.md")

    assert (question.kind, question.id, question.status) == (kind, "which-line", "draft")
    assert question.outcomes == ("estimate-transfer",)
    assert question.teaches == ("egress#three-prices",)


def test_it_says_what_to_do_next(course: Path) -> None:
    said = run("desk", "egress", "choice", "which-line")

    assert "02-egress/which-line.md: a draft." in said
    assert "/// check | which-line\n\n///\n" in said


@pytest.mark.parametrize("key", ["Which", "which--line", "which-", "1st", "a", "b" * 61, "../up"])
def test_it_refuses_an_id_that_breaks_the_pattern(course: Path, key: str) -> None:
    with pytest.raises(CommandError, match="is no id of a question"):
        run("desk", "egress", "choice", key)

    assert [path.name for path in course.rglob("*.md")] == ["course.md", "lesson.md"]


@pytest.mark.parametrize("place", ["lessons/02-egress", "lessons/01-other", "quizzes"])
def test_it_refuses_an_id_that_is_taken_anywhere_in_the_course(course: Path, place: str) -> None:
    taken = course / place / "which-line.md"
    taken.parent.mkdir(parents=True, exist_ok=True)
    taken.write_text("mine")

    with pytest.raises(CommandError, match=r"the id is taken: .*which-line\.md"):
        run("desk", "egress", "choice", "which-line")

    assert taken.read_text() == "mine"


def test_it_refuses_an_unknown_kind(course: Path) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'essay'"):
        run("desk", "egress", "essay", "which-line")


def test_it_refuses_an_unknown_course(course: Path) -> None:
    with pytest.raises(CommandError, match=r"there is no course\.md in .*dusk"):
        run("dusk", "egress", "choice", "which-line")


@pytest.mark.parametrize("name", ["ingress", "02-egress", "gress"])
def test_it_refuses_an_unknown_lesson(course: Path, name: str) -> None:
    with pytest.raises(CommandError, match=f"the course has no lesson '{name}'"):
        run("desk", name, "choice", "which-line")


def test_it_lists_what_is_wrong_with_the_lesson(course: Path) -> None:
    lesson = course / "lessons" / "02-egress" / "lesson.md"
    lesson.write_text(LESSON.replace("title: What leaves costs\n", ""))

    with pytest.raises(CommandError, match=r"desk/lessons/02-egress/lesson.md:1:1: C010 key 'ti"):
        run("desk", "egress", "choice", "which-line")


def test_it_asks_for_an_anchor(course: Path) -> None:
    lesson = course / "lessons" / "02-egress" / "lesson.md"
    lesson.write_text(LESSON.replace(" {#three-prices}", "").replace(" {#locality}", ""))

    with pytest.raises(CommandError, match=r"lesson 'egress' has no heading with an \{#anchor\}"):
        run("desk", "egress", "choice", "which-line")
