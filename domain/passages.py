"""The body of a text as passages: paragraphs, list items, headings and rows, without its code.

Each passage keeps the characters of its lines in their places, so that whatever is found in it has
its line and column.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.documents import Line
from domain.problems import Spot

CODE = "\ufffc"
"""Stands for each character of a code span: no word, no blank."""
TICKS = re.compile(r"`+")
NOT_BREAK = re.compile(r"[^\n]")
ITEM = re.compile(r"[ >]*(?:[-*+]|\d{1,3}[.)]) ")
"""How a list item begins, also in a block quote."""


class Kind(StrEnum):
    """What a passage is."""

    HEADING = "heading"
    MARK = "mark"
    """The opening or closing line of a ``///`` block."""
    ROW = "row"
    """A line of a table."""
    ITEM = "item"
    """The first paragraph of a list item."""
    TEXT = "text"


GROWING = (Kind.ITEM, Kind.TEXT)
"""What the next line of text goes on with; the others are one line long."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that are read in one go."""

    kind: Kind
    first: int
    """Number of its first line."""
    written: str
    """Its lines as they stand in the file."""
    text: str
    """The same length, with ``CODE`` for every character of a code span."""

    def spot(self, offset: int) -> Spot:
        """Say where in the file a character of the passage stands."""
        before = self.text.rfind("\n", 0, offset) + 1
        return Spot(self.first + self.text.count("\n", 0, offset), offset - before + 1)


def passages_of(lines: Iterable[Line]) -> list[Passage]:
    """Cut a text at blank lines, code fences, headings, block marks, rows and list items."""
    return [
        Passage(kind, first, written, without_code(written)) for kind, first, written in _cut(lines)
    ]


def without_code(text: str) -> str:
    """Blank out the code spans of a passage, its length kept."""
    if "`" not in text:
        return text
    parts, done = list[str](), 0
    for start, end in _code_spans(text):
        parts += (text[done:start], filled(text[start:end], CODE))
        done = end
    return "".join(parts) + text[done:]


def filled(text: str, character: str) -> str:
    """Put one character in the place of all others; line ends stay."""
    return NOT_BREAK.sub(character, text) if "\n" in text else character * len(text)


def _cut(lines: Iterable[Line]) -> Iterator[tuple[Kind, int, str]]:
    kind, gathered = Kind.TEXT, list[Line]()
    for line in lines:
        start = _start(line)
        broken = bool(gathered) and line.number != gathered[-1].number + 1
        if gathered and (broken or start is not Kind.TEXT or kind not in GROWING):
            yield kind, gathered[0].number, "\n".join(line.text for line in gathered)
            gathered = []
        if start is None:
            continue
        if not gathered:
            kind = start
        gathered.append(line)
    if gathered:
        yield kind, gathered[0].number, "\n".join(line.text for line in gathered)


def _start(line: Line) -> Kind | None:
    """Say what begins with a line; a line of text may as well go on with what stands above."""
    text = line.text
    if line.fenced or not text.strip(" >\t"):
        return None
    bare = text.lstrip()
    if bare.startswith("///"):
        return Kind.MARK
    if text.startswith("#"):
        return Kind.HEADING
    if bare.startswith("|"):
        return Kind.ROW
    return Kind.ITEM if ITEM.match(text) else Kind.TEXT


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Pair each run of backticks with the next one of its length, in time that grows with both."""
    runs = [(found.start(), found.end()) for found in TICKS.finditer(text)]
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[index][1] - runs[index][0], []).append(index)
    done = -1
    for index, (start, end) in enumerate(runs):
        if index <= done:
            continue
        same = later[end - start]
        while same and same[-1] <= index:
            same.pop()
        if same and not text.endswith("\\", 0, start):
            done = same[-1]
            yield start, runs[done][1]
