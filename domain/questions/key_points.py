"""Read the points that a good answer makes, and the mistakes that it may betray.

Under ``## Key points`` each is a heading, a list of accepted phrasings, perhaps a nuance and a
fence of patterns. Only points are marked so far: phrasings and patterns, which will let a machine
suggest what it has found, are held to their form and left in the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.documents import Line, fence_mark
from domain.problems import Spot
from domain.questions.attributes import Attribute, read_attributes
from domain.questions.reading import Reading

HEADING = "### "
PHRASING = re.compile(r"- +\S")
MORE = re.compile(r" +\S")
QUOTE = re.compile(r"> ?(?P<text>.*)")
FENCE = "```patterns"
COUNT = (3, 7)
"""Least and most points."""
LEAST_PHRASINGS = 2
WEIGHTS = ("1", "2")
INNER_STAR = re.compile(r"\*(?![\s&|]|$)|(?<![^\s&|])\*")
"""A star that stands elsewhere than at the end of a word."""


@dataclass(frozen=True)
class KeyPoint:
    """One thing that a good answer says."""

    id: str
    text: str
    """Markdown, on one line."""
    weight: int
    """1, or 2 for a point that counts twice."""
    nuance: str
    """Markdown: what is told of it after it was marked, or ''."""


@dataclass
class _Part:
    """What stands under one ``###``."""

    spot: Spot
    text: str
    attributes: dict[str, Attribute]
    phrasings: int = 0
    nuance: list[str] = field(default_factory=list)
    patterns: list[Line] | None = None

    @property
    def written(self) -> str:
        """The id in the braces, or ''."""
        return self.attributes["id"].value if "id" in self.attributes else ""


def read_points(reading: Reading[Any]) -> tuple[KeyPoint, ...]:
    """Read the section Key points, and name what is wrong with it."""
    section = reading.sections.get("Key points")
    if section is None:
        return ()
    parts = list(_parts(reading, "Key points", frozenset({"weight", "outcome"})))
    points = tuple(_point(reading, part) for part in parts)
    least, most = COUNT
    if not least <= len(points) <= most:
        limit = f"at least {least}" if len(points) < least else f"at most {most}"
        plural = "" if len(points) == 1 else "s"
        reading.add("Q090", f"{len(points)} point{plural}; {limit}", section.spot)
    reading.refuse_alike(
        (f"point '{point.id}'", point.text, part.spot)
        for point, part in zip(points, parts, strict=True)
    )
    return points


def read_beliefs(reading: Reading[Any], points: tuple[KeyPoint, ...]) -> tuple[str, ...]:
    """Read the section Misconceptions: which ones its patterns betray, and at which points."""
    known = {point.id for point in points}
    found = []
    for part in _parts(reading, "Misconceptions", frozenset({"points"})):
        reading.check_key(part.text, part.spot)
        found.append(part.text)
        if "points" not in part.attributes:
            message = f"misconception '{part.text}' names no point; write {{points=\"id\"}}"
            reading.add("Q090", message, part.spot)
            continue
        attribute = part.attributes["points"]
        for key in attribute.value.split():
            if key not in known:
                reading.add("C016", f"no point '{key}'", attribute.spot)
        if not part.patterns:
            reading.add("Q093", f"misconception '{part.text}' has no patterns", part.spot)
    return tuple(found)


def _point(reading: Reading[Any], part: _Part) -> KeyPoint:
    spot = part.attributes["id"].spot if part.written else part.spot
    key = reading.part_id(part.written, spot)
    weight = part.attributes.get("weight", Attribute("1", part.spot))
    if weight.value not in WEIGHTS:
        reading.add("Q090", f"weight of point '{key}' must be 1 or 2", weight.spot)
    outcome = part.attributes.get("outcome")
    if outcome and reading.meta and outcome.value not in reading.meta.outcomes:
        message = f"outcome '{outcome.value}' is none of the question's"
        reading.add("C016", message, outcome.spot)
    if part.phrasings < LEAST_PHRASINGS:
        plural = "" if part.phrasings == 1 else "s"
        message = (
            f"point '{key}' has {part.phrasings} phrasing{plural}; give at least {LEAST_PHRASINGS}"
        )
        reading.add("Q090", message, part.spot)
    nuance = "\n".join(part.nuance).strip()
    return KeyPoint(key, part.text, 2 if weight.value == "2" else 1, nuance)


def _parts(reading: Reading[Any], title: str, allowed: frozenset[str]) -> Iterator[_Part]:
    section = reading.sections.get(title)
    part, stray = None, False
    for line in section.lines if section else ():
        if line.text.startswith(HEADING) and not line.fenced:
            if part:
                yield part
            part = _begun(reading, line, allowed)
        elif part:
            _go_on(reading, part, line)
        elif line.text.strip() and not stray:
            message = f"line belongs to nothing; begin with {HEADING}under ## {title}"
            reading.add("Q090", message, Spot(line.number, 1))
            stray = True
    if part:
        yield part


def _begun(reading: Reading[Any], line: Line, allowed: frozenset[str]) -> _Part:
    text = line.text.removeprefix(HEADING)
    spot = Spot(line.number, len(HEADING) + 1)
    rest, attributes = read_attributes(text, spot, allowed, reading.add)
    if not rest:
        reading.add("Q090", "write the point as a sentence behind ###", Spot(line.number, 1))
    return _Part(Spot(line.number, 1), rest.strip(), attributes)


def _go_on(reading: Reading[Any], part: _Part, line: Line) -> None:
    """Take a line into a part."""
    if line.fenced:
        _fenced(reading, part, line)
    elif quote := QUOTE.fullmatch(line.text):
        part.nuance.append(quote["text"])
    elif PHRASING.match(line.text):
        part.phrasings += 1
    elif line.text.strip() and not (part.phrasings and MORE.match(line.text)):
        message = "write phrasings as '- ', a nuance as '> ', patterns in a fence"
        reading.add("Q090", message, Spot(line.number, 1))


def _fenced(reading: Reading[Any], part: _Part, line: Line) -> None:
    if part.patterns is None:
        part.patterns = []
        if line.text != FENCE:
            reading.add("Q093", f"begin the patterns with {FENCE}", Spot(line.number, 1))
    elif not fence_mark(line.text):
        part.patterns.append(line)
        fault = pattern_fault(line.text)
        if fault:
            reading.add("Q093", fault, Spot(line.number, 1))
    elif line.text != "```":
        reading.add("Q093", "a point has one fence of patterns", Spot(line.number, 1))


def pattern_fault(text: str) -> str:
    """Say what is wrong with the form of a pattern, or ''.

    Slots are joined by ``&``, alternatives by ``|``; a star ends a word of which any ending fits;
    ``~`` at the beginning says that the meaning includes its negation.
    """
    rest = text.strip().removeprefix("~")
    if not rest.strip():
        return "pattern is empty"
    slots = [slot.strip() for slot in rest.split("&")]
    if "" in slots:
        return f"empty slot {'after' if slots[0] else 'before'} '&'"
    if any("" in [word.strip() for word in slot.split("|")] for slot in slots):
        return "empty alternative beside '|'"
    return "'*' stands elsewhere than at the end of a word" if INNER_STAR.search(rest) else ""
