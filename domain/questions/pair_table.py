"""Read the table of a matching: ``| Left | Right | Why |``, and a row for each pair."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from domain.documents import Line, Section
from domain.problems import Spot
from domain.questions.attributes import read_attributes
from domain.questions.reading import Reading

HEADER = ("Left", "Right", "Why")
CELL = re.compile(r"(?P<cell>(?:\\.|[^|\\])*)\|")
RULE = re.compile(r":?-+:?")
FORM = "| Left | Right | Why |"


@dataclass(frozen=True)
class Pair:
    """One row: what is asked for, what fits it, and why."""

    id: str
    left: str
    right: str
    why: str
    spot: Spot


@dataclass(frozen=True)
class _Cell:
    text: str
    spot: Spot


def read_pairs(reading: Reading[Any]) -> tuple[Pair, ...]:
    """Read the table of the section Pairs, and name what is wrong with it."""
    section = reading.sections.get("Pairs")
    if section is None:
        return ()
    lines = [line for line in section.lines if line.text.strip()]
    if not _has_head(reading, section, lines):
        return ()
    for above, line in pairwise(lines):
        if line.number != above.number + 1:
            message = "leave no blank line inside the table, and write nothing below it"
            reading.add("Q040", message, Spot(line.number, 1))
    return tuple(pair for line in lines[2:] if (pair := _pair(reading, line)))


def _has_head(reading: Reading[Any], section: Section, lines: list[Line]) -> bool:
    """See that the table begins as it has to."""
    head = [[cell.text for cell in _cells(line)] for line in lines[:2]]
    if len(head) < 2:
        reading.add("Q040", f"write the pairs as a table below {FORM}", section.spot)
    elif tuple(head[0]) != HEADER:
        reading.add("Q040", f"header must be {FORM}", Spot(lines[0].number, 1))
    elif len(head[1]) != len(HEADER) or not all(map(RULE.fullmatch, head[1])):
        reading.add("Q040", "write |---|---|---| below the header", Spot(lines[1].number, 1))
    else:
        return True
    return False


def _pair(reading: Reading[Any], line: Line) -> Pair | None:
    spot, cells = Spot(line.number, 1), _cells(line)
    if len(cells) != len(HEADER):
        count = f"row has {len(cells)} cells" if cells else "line is no row"
        reading.add("Q040", f"{count}; write | left | right | why |", spot)
        return None
    left, attributes = read_attributes(cells[0].text, cells[0].spot, frozenset(), reading.add)
    written = attributes.get("id")
    key = reading.part_id(written.value if written else "", written.spot if written else spot)
    pair = Pair(key, left, cells[1].text, cells[2].text, spot)
    for name, text in (("left text", left), ("right value", pair.right), ("why", pair.why)):
        if not text:
            reading.add("Q040", f"row '{key}' has no {name}", spot)
    return pair


def _cells(line: Line) -> list[_Cell]:
    """Cut a row at its bars, save those behind a backslash. What is no row has no cells."""
    text = line.text.rstrip()
    if not text.startswith("|") or not text.endswith("|") or text == "|":
        return []
    cells = []
    for found in CELL.finditer(text, 1):
        cell = found["cell"]
        offset = found.start() + len(cell) - len(cell.lstrip())
        cells.append(_Cell(cell.strip().replace("\\|", "|"), Spot(line.number, offset + 1)))
    return cells
