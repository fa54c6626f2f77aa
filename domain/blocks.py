"""The form of ``///`` blocks in a lesson, and what each of them may hold."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.code_samples import fences_of
from domain.documents import Document, Line
from domain.lessons import BLOCK, BLOCK_END, BLOCKS, BlockSpan, blocks_of, checks_of
from domain.problems import Problem, Spot

INDENTED = re.compile(r"\s+///(?:\s|$)")


def block_problems(document: Document) -> Iterator[Problem]:
    """Check that blocks are known, closed, parted by blank lines (L001) and checks named (L014)."""
    yield from _balance(document)
    for line, following in pairwise([*document.lines, Line(0, "", fenced=False)]):
        if "///" in line.text and not line.fenced:
            for fault in _mark_faults(line, following):
                yield document.problem("L001", fault, Spot(line.number, 1))
    for block in blocks_of(document.lines):
        yield from _content(document, block)
    yield from _repeated_checks(document)


def _balance(document: Document) -> Iterator[Problem]:
    opened: tuple[str, Spot] | None = None
    for line in document.lines:
        if line.fenced or not line.text.startswith("///"):
            continue
        opening, spot = BLOCK.fullmatch(line.text), Spot(line.number, 1)
        if opening and opened:
            yield document.problem("L001", f"block '{opened[0]}' is not closed", opened[1])
        if opening:
            opened = (opening[1], spot)
        elif BLOCK_END.fullmatch(line.text):
            if not opened:
                yield document.problem("L001", "'///' closes no block", spot)
            opened = None
    if opened:
        yield document.problem("L001", f"block '{opened[0]}' is not closed", opened[1])


def _mark_faults(line: Line, following: Line) -> Iterator[str]:
    """Say what is wrong with one line that opens or closes a block."""
    opening = BLOCK.fullmatch(line.text)
    if opening:
        if opening[1] not in BLOCKS:
            yield f"block '{opening[1]}' is not known; known: {', '.join(BLOCKS)}"
        if following.text.strip():
            yield f"leave a blank line after the beginning of block '{opening[1]}'"
    elif INDENTED.match(line.text):
        yield "block mark is indented; start it in column 1"
    elif line.text.startswith("///") and not BLOCK_END.fullmatch(line.text):
        yield "write '/// kind' or '/// kind | title'"


def _content(document: Document, block: BlockSpan) -> Iterator[Problem]:
    inside = [line for line in document.lines if block.first < line.number < block.last]
    written = [line for line in inside if line.text.strip()]
    if written and written[-1] is inside[-1]:
        message = f"leave a blank line before the end of block '{block.kind}'"
        yield document.problem("L001", message, Spot(block.last, 1))
    if block.kind == "check":
        if written:
            message = "nothing stands inside a check"
            yield document.problem("L001", message, Spot(written[0].number, 1))
        if not block.title:
            yield document.problem("L014", "check names no question", Spot(block.first, 1))
    elif block.kind in BLOCKS:
        fault = _lack(block, written)
        if fault:
            yield document.problem("L001", fault, Spot(block.first, 1))


def _lack(block: BlockSpan, written: Sequence[Line]) -> str | None:
    """Say what a block should hold and does not."""
    if block.kind == "tab" and not block.title:
        return "tab without a title"
    if block.kind == "tab" and not any(fences_of(written)):
        return f"tab '{block.title}' holds no code"
    return None if written else f"block '{block.kind}' is empty"


def _repeated_checks(document: Document) -> Iterator[Problem]:
    first = dict[str, int]()
    for check in checks_of(document.lines):
        line = first.setdefault(check.question, check.spot.line)
        if line != check.spot.line:
            message = f"question '{check.question}' is checked twice (first in line {line})"
            yield document.problem("L014", message, check.spot)
