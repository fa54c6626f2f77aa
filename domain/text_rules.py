"""The rules for every authored text: lessons, prompts, reasons, explanations."""

from collections.abc import Iterable, Iterator

from domain.constructs import construct_problems
from domain.documents import Document, Line
from domain.links import Around, link_problems
from domain.problems import Problem
from domain.prose import damage_problems, repeat_problems
from domain.tables import bar_problems
from domain.visible import Text, text_of

NOWHERE = Around()


def text_problems(
    document: Document, lines: Iterable[Line], around: Around = NOWHERE
) -> list[Problem]:
    """Say what is wrong with a Markdown text of a file (C030-C034, L004-L006, L013, L020).

    Suppressions are left to whoever gathers all problems of the file.
    """
    return sorted(common_problems(document, text_of(lines), around))


def common_problems(document: Document, text: Text, around: Around) -> Iterator[Problem]:
    """Check what holds for lessons and for all other texts alike."""
    yield from damage_problems(document, text.shown)
    yield from repeat_problems(document, text.lines)
    yield from link_problems(document, text.uses.links, around)
    yield from bar_problems(document, text.passages)
    yield from construct_problems(document, text.lines, text.passages)
