"""Ids are for ever: what was released is compared with what is there now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.courses import QuestionFile, Tree
from domain.problems import START, Problem


@dataclass(frozen=True)
class Released:
    """What is remembered of a released question."""

    kind: str
    retired: bool
    grading_digest: str
    choices: Mapping[str, str]
    """Texts of choices whose ids were given by position alone."""
    release: int


def released_problems(tree: Tree, released: Mapping[str, Released], path: str) -> Iterator[Problem]:
    """Compare a course with its released ids; ``path`` is where these are written."""
    for key, was in sorted(released.items()):
        row = tree.question_by_id.get(key)
        if row is None:
            if not was.retired and key not in tree.unread:
                message = f"question '{key}' is gone; keep it with status: retired"
                yield Problem(path, START, "R001", message)
        else:
            yield from _compared(row, was)


def _compared(row: QuestionFile, was: Released) -> Iterator[Problem]:
    question, head = row.question, row.head
    if was.retired and question.status != "retired":
        message = f"'{question.id}' was retired in release {was.release}"
        yield head.problem("R005", message, ("id",))
    if question.kind != was.kind:
        yield head.problem("R002", f"was {was.kind} in release {was.release}", ("kind",))
        return
    if question.grading_digest != was.grading_digest:
        yield head.problem("R003", "the key changed; a regrade will be offered", ("id",))
    texts = question.texts()
    for key, text in was.choices.items():
        now = texts.get(f"choice-{key}")
        if (
            now is not None
            and now.markdown != text
            and text in {t.markdown for t in texts.values()}
        ):
            message = f"choice '{key}' had another text in release {was.release}; give ids"
            yield head.problem("R004", message)
