"""From a lesson's document to a ``Lesson``: its sections, and everything that it refers to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.documents import Document, FrontMatter, Line
from domain.markup import Uses, uses_in, words_in
from domain.packing import packing
from domain.passages import passages_of
from domain.problems import START, Problem, Spot
from domain.questions.base import KEY_PATTERN, Format, Key, checked_key
from domain.tables import tables_of

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*(?:\{#([^}]*)\})?\s*$")
ANCHOR = re.compile(r"(?=.{1,40}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
BLOCK = re.compile(r"///\s*([^\s|]+)(?:\s*\|\s*(.*?))?\s*$")
BLOCK_END = re.compile(r"///\s*$")
BLOCKS = ("check", "mental-model", "mistakes", "note", "tab", "why")
WORDS_A_MINUTE = 238  # silent reading of English prose (Brysbaert 2019)
SECONDS_A_FIGURE = 12  # a figure or a table is looked at, not read

LessonKey = Annotated[
    str,
    Field(min_length=2, max_length=40, json_schema_extra={"pattern": KEY_PATTERN}),
    AfterValidator(checked_key),
]
"""Like other ids, but shorter: it stands in addresses."""


class LessonMeta(FrontMatter):
    """Front matter of ``lesson.md``."""

    format: Format
    id: LessonKey
    title: Annotated[str, Field(min_length=1, max_length=200)]
    summary: Annotated[str, Field(min_length=1, max_length=500)]
    outcomes: Annotated[list[Key], Field(min_length=1, max_length=4)]
    requires: list[LessonKey] = []
    source_lines: str = ""
    minutes: Annotated[int | None, Field(ge=1, le=600)] = None


@dataclass(frozen=True)
class LessonSection:
    """What stands under one heading; the lead has neither anchor nor title."""

    anchor: str
    title: str
    level: int
    spot: Spot
    words: int
    words_used: str
    """Its vocabulary in one text: a set of words would take ten times as long to load."""
    checks: tuple[str, ...]

    @property
    def vocabulary(self) -> frozenset[str]:
        """Its words in lower case, the heading's included."""
        return frozenset(self.words_used.split())


@dataclass(frozen=True)
class Check:
    """A question in its place."""

    question: str
    spot: Spot
    """Of the question's id."""


@dataclass(frozen=True)
class BlockSpan:
    """A ``///`` block: which lines it takes."""

    kind: str
    title: str
    first: int
    """Line of the opening."""
    last: int
    """Line of the closing."""


@packing("sections")
@dataclass(frozen=True)
class Lesson:
    """A lesson, taken apart."""

    path: str
    id: str
    title: str
    summary: str
    outcomes: tuple[str, ...]
    requires: tuple[str, ...]
    sections: tuple[LessonSection, ...]
    source_lines: str
    """Lines of the article that it goes back to."""
    checks: tuple[Check, ...]
    uses: Uses
    words: int
    pictures: int
    """Figures and tables."""
    given_minutes: int | None

    @property
    def anchors(self) -> frozenset[str]:
        """The anchors that links and questions may point at."""
        return frozenset(section.anchor for section in self.sections if section.anchor)

    def section(self, anchor: str) -> LessonSection | None:
        """Return what stands under a heading."""
        return next((part for part in self.sections if part.anchor == anchor), None)

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes: computed, unless the author knows better."""
        return self.given_minutes or max(1, round(self._seconds / 60))

    def practice_minutes(self, question_seconds: int) -> int:
        """Time in whole minutes to read the lesson and answer its checks."""
        reading = self.given_minutes * 60 if self.given_minutes else self._seconds
        return max(1, round((reading + question_seconds) / 60))

    @property
    def _seconds(self) -> float:
        return self.words / WORDS_A_MINUTE * 60 + self.pictures * SECONDS_A_FIGURE


def read_lesson(document: Document) -> Lesson | list[Problem]:
    """Build the lesson that a document describes, or say why its front matter cannot be read."""
    meta = document.read_meta(LessonMeta)
    if isinstance(meta, list):
        return meta
    blocks = tuple(blocks_of(document.lines))
    prose = prose_lines(document.lines, blocks)
    sections = tuple(_sections(document.lines, prose, blocks))
    passages = passages_of(document.lines)
    uses = uses_in(passages)
    return Lesson(
        path=document.path,
        id=meta.id,
        title=meta.title,
        summary=meta.summary,
        outcomes=tuple(meta.outcomes),
        requires=tuple(meta.requires),
        sections=sections,
        source_lines=meta.source_lines,
        checks=tuple(checks_of(document.lines)),
        uses=uses,
        words=sum(section.words for section in sections),
        pictures=sum(link.image for link in uses.links) + len(list(tables_of(passages))),
        given_minutes=meta.minutes,
    )


def blocks_of(lines: Sequence[Line]) -> Iterator[BlockSpan]:
    """Give the blocks that are opened and closed; faults in them are for the checks to find."""
    opened: tuple[str, str, int] | None = None
    for line in lines:
        if line.fenced or not line.text.startswith("///"):
            continue
        opening = BLOCK.fullmatch(line.text)
        if opening:
            opened = (opening[1], opening[2] or "", line.number)
        elif opened and BLOCK_END.fullmatch(line.text):
            yield BlockSpan(*opened, line.number)
            opened = None


def checks_of(lines: Sequence[Line]) -> Iterator[Check]:
    """Give the questions that stand in the text."""
    for line in lines:
        found = None if line.fenced else BLOCK.fullmatch(line.text)
        if found and found[1] == "check" and found[2]:
            yield Check(found[2], Spot(line.number, found.start(2) + 1))


def prose_lines(lines: Sequence[Line], blocks: Sequence[BlockSpan]) -> list[Line]:
    """Return the lines that a reader reads as text: no code, no block markers."""
    marks = {block.first for block in blocks} | {block.last for block in blocks}
    return [line for line in lines if not line.fenced and line.number not in marks]


def heading_of(line: Line) -> "re.Match[str] | None":
    """Match a line that is a heading: marks, title, anchor."""
    if line.fenced or not line.text.startswith("#"):
        return None
    return HEADING.fullmatch(line.text)


def _sections(
    lines: Sequence[Line], prose: Sequence[Line], blocks: Sequence[BlockSpan]
) -> Iterator[LessonSection]:
    starts = [(START, "", "", 0)]
    for line in lines:
        found = heading_of(line)
        if found:
            starts.append((Spot(line.number, 1), found[3] or "", found[2], len(found[1])))
    ends = [*(spot.line for spot, *_ in starts[1:]), 10**9]
    asked = [(check.spot.line, check.question) for check in checks_of(lines)]
    for (spot, anchor, title, level), end in zip(starts, ends, strict=True):
        own = [line for line in prose if spot.line <= line.number < end]
        text = [word for line in own if not heading_of(line) for word in words_in(line.text)]
        yield LessonSection(
            anchor=anchor,
            title=title,
            level=level,
            spot=spot,
            words=len(text),
            words_used=" ".join(sorted({word.lower() for word in (*text, *words_in(title))})),
            checks=tuple(key for line, key in asked if spot.line <= line < end),
        )
