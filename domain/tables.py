"""The tables of a text: whether each has a caption, a header and even rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.documents import Document
from domain.markup import FACT, TERM
from domain.passages import CODE, Kind, Passage, filled
from domain.problems import Problem

CAPTION = "Table:"
RULE = re.compile(r"[\s>]*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")
"""The line of dashes below a header."""
SLOT = re.compile(r"\{\{.*?\}\}")
NEAR = 3
"""Most lines from the last of a caption to the first of its table: blank ones lie between."""


@dataclass(frozen=True)
class Table:
    """Rows that stand one below the other, and what stands around them."""

    rows: tuple[Passage, ...]
    above: Passage | None
    below: Passage | None

    @property
    def first(self) -> int:
        """Number of its first line."""
        return self.rows[0].first

    @property
    def last(self) -> int:
        """Number of its last line."""
        return self.rows[-1].first

    @property
    def caption(self) -> str | None:
        """What stands after ``Table:`` in the paragraph above, if there is such a paragraph."""
        text = self.above
        if text is None or text.kind is not Kind.TEXT or not text.written.startswith(CAPTION):
            return None
        if self.first - text.first - text.written.count("\n") > NEAR:
            return None
        return text.written.removeprefix(CAPTION).strip()


def tables_of(passages: Sequence[Passage]) -> Iterator[Table]:
    """Give the tables of a text, in order."""
    start = 0
    for end, passage in enumerate(passages, start=1):
        following = passages[end] if end < len(passages) else None
        if passage.kind is not Kind.ROW:
            start = end
        elif following is None or following.kind is not Kind.ROW or _apart(passage, following):
            above = passages[start - 1] if start else None
            yield Table(tuple(passages[start:end]), above, following)
            start = end


def table_problems(document: Document, passages: Sequence[Passage]) -> Iterator[Problem]:
    """Check caption, header and rows of tables (L009).

    A bar in a code span, or after a backslash, parts no cells.
    """
    for table in tables_of(passages):
        yield from _surroundings(document, table)
        yield from _rows(document, table)
    for passage in passages:
        lines = passage.text.split("\n")
        if passage.kind is Kind.TEXT and any("|" in t and RULE.fullmatch(t) for t in lines[1:]):
            message = "start and end every row of a table with |"
            yield document.problem("L009", message, passage.spot(0))


def bar_problems(document: Document, passages: Sequence[Passage]) -> Iterator[Problem]:
    """Find bars inside terms and facts that would split the cell of a table (L013)."""
    for row in passages:
        if row.kind is not Kind.ROW:
            continue
        for pattern, shown in ((TERM, "[[…|…]]"), (SLOT, "{{…|…}}")):
            for found in pattern.finditer(row.text):
                if "|" in found[0]:
                    message = f"{shown} cannot stand in a table"
                    yield document.problem("L013", message, row.spot(found.start()))


def _surroundings(document: Document, table: Table) -> Iterator[Problem]:
    top = table.rows[0].spot(0)
    if table.caption is None:
        message = "table has no caption; write a paragraph 'Table: …' above it"
        yield document.problem("L009", message, top)
    elif not table.caption:
        yield document.problem("L009", "caption of the table is empty", top)
    elif table.above and _last_line(table.above) + 1 == table.first:
        message = "leave a blank line between the caption and the table"
        yield document.problem("L009", message, top)
    below = table.below
    if below and below.first == table.last + 1 and below.kind in (Kind.TEXT, Kind.ITEM):
        yield document.problem("L009", "leave a blank line below the table", below.spot(0))


def _rows(document: Document, table: Table) -> Iterator[Problem]:
    if len(table.rows) < 2 or not RULE.fullmatch(table.rows[1].text):
        message = "table has no header; put a row of dashes below its first row"
        yield document.problem("L009", message, table.rows[0].spot(0))
        return
    wanted = _cells(table.rows[0])
    for row in table.rows[1:]:
        cells = _cells(row)
        if cells != wanted:
            message = f"row has {cells} {'cell' if cells == 1 else 'cells'}, header has {wanted}"
            yield document.problem("L009", message, row.spot(0))


def _cells(row: Passage) -> int:
    text = row.text.replace("\\|", CODE * 2)
    for pattern in (TERM, FACT, SLOT):
        text = pattern.sub(lambda found: filled(found[0], CODE), text)
    return text.strip(" \t>").removeprefix("|").removesuffix("|").count("|") + 1


def _last_line(passage: Passage) -> int:
    return passage.first + passage.text.count("\n")


def _apart(row: Passage, following: Passage) -> bool:
    return following.first != row.first + 1
