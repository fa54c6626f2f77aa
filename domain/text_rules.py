"""The rules for every authored text: lessons, prompts, reasons, explanations."""

from collections.abc import Iterable, Iterator

from domain.documents import Document, Line
from domain.problems import Problem
from domain.tables import bar_problems
from domain.visible import Text, text_of


def text_problems(document: Document, lines: Iterable[Line]) -> list[Problem]:
    """Say what is wrong with a Markdown text of a file (L013).

    Suppressions are left to whoever gathers all problems of the file.
    """
    return sorted(common_problems(document, text_of(lines)))


def common_problems(document: Document, text: Text) -> Iterator[Problem]:
    """Check what holds for lessons and for all other texts alike."""
    yield from bar_problems(document, text.passages)
