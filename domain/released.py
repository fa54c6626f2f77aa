"""Ids are for ever: what was released is compared with what is there now.

A course keeps what it has released in ``.released.json`` beside its files.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from domain.courses import QuestionFile, Tree
from domain.documents import Document, FrontMatter
from domain.problems import Problem
from domain.questions.base import Format

RELEASED = ".released.json"
"""Name of the file."""


class ReleasedQuestion(FrontMatter):
    """What is remembered of a question."""

    kind: str
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """Grading digest: of the kind and the key."""
    release: Annotated[int, Field(ge=1)]
    """The one in which it last changed."""
    retired: bool = False
    unnamed: dict[str, str] = {}
    """Texts of choices, rows and steps whose ids their position gave, by id."""


class Released(FrontMatter):
    """The file."""

    format: Format = 1
    release: Annotated[int, Field(ge=0)] = 0
    """Counts the times that a release changed something here. No database knows this number."""
    questions: dict[str, ReleasedQuestion] = {}

    @property
    def text(self) -> str:
        """The file as it is written: sorted, so that it changes where something has changed."""
        data = self.model_dump(exclude_defaults=True) | {"format": self.format}
        return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def after_release(tree: Tree, before: Released) -> Released:
    """Return what is remembered once a course is released: nothing is ever forgotten."""
    number = before.release + 1
    questions = dict(before.questions)
    for row in tree.questions:
        key = row.question.id
        was = before.questions.get(key)
        if row.question.status == "draft":
            continue
        now = _remembered(row, was.release if was else number)
        if now != was:
            questions[key] = _remembered(row, number)
    if questions == before.questions:
        return before
    return Released(release=number, questions=questions)


def released_problems(tree: Tree, document: Document, released: Released) -> Iterator[Problem]:
    """Compare a course with what it has released; ``document`` is where that is written."""
    quizzes = {row.quiz.id: row for row in tree.quizzes}
    for key, was in sorted(released.questions.items()):
        row = tree.question_by_id.get(key)
        if key in quizzes:
            message = f"was {was.kind} in release {was.release}; choose a new id"
            yield quizzes[key].head.problem("R002", message, ("id",))
        elif row:
            yield from _compared(row, was)
        elif not was.retired and not tree.excuses(key):
            message = f"question '{key}' is gone; keep it with status: retired"
            yield document.problem("R001", message, document.names["questions", key])


def _remembered(row: QuestionFile, release: int) -> ReleasedQuestion:
    return ReleasedQuestion(
        kind=row.question.kind,
        digest=row.question.grading_digest,
        release=release,
        retired=not row.published,
        unnamed={key: part.text for key, part in sorted(row.parts.items()) if not part.named},
    )


def _compared(row: QuestionFile, was: ReleasedQuestion) -> Iterator[Problem]:
    question, head = row.question, row.head
    if was.retired and row.published:
        message = f"'{question.id}' was retired in release {was.release}"
        yield head.problem("R005", message, ("id",))
    if question.kind != was.kind:
        yield head.problem("R002", f"was {was.kind} in release {was.release}", ("kind",))
        return
    moved = list(_moved(row, was.unnamed, was.release))
    yield from moved
    if question.grading_digest != was.digest and not moved:
        message = f"the key changed since release {was.release}; a regrade will be offered"
        yield head.problem("R003", message, ("id",))


def _moved(row: QuestionFile, unnamed: Mapping[str, str], release: int) -> Iterator[Problem]:
    """Find ids by position that now name what stood at another one."""
    texts = {part.text for part in row.parts.values()}
    for key, text in sorted(unnamed.items()):
        now = row.parts.get(key)
        if now and now.text != text and text in texts:
            message = f"choice '{key}' had another text in release {release}; give ids"
            yield row.head.problem("R004", message, now.spot)
