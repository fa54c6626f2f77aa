"""Read the points that a good answer makes, and the mistakes that it may betray.

Under ``## Key points`` each is a heading, a list of accepted phrasings, perhaps a nuance and a
fence of patterns. Only points are marked so far: phrasings and patterns, which will let a machine
suggest what it has found, are held to their form and left in the file.
"""

import re
from dataclasses import dataclass
from typing import Any

from domain.code_samples import fences_of
from domain.documents import Line, Section
from domain.problems import Spot
from domain.questions.attributes import Attribute, read_attributes
from domain.questions.reading import Reading, split_quote

HEADING = "### "
LANGUAGE = "patterns"
"""Of the fence that holds patterns."""
PHRASING = re.compile(r"- +\S")
MORE = re.compile(r" +\S")
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
    phrasings: int
    nuance: str
    patterns: tuple[Line, ...]

    @property
    def written(self) -> str:
        """The id in the braces, or ''."""
        return self.attributes["id"].value if "id" in self.attributes else ""


def read_points(reading: Reading[Any]) -> tuple[KeyPoint, ...]:
    """Read the section Key points, and name what is wrong with it."""
    section = reading.sections.get("Key points")
    if section is None:
        return ()
    parts = _parts(reading, "Key points", frozenset({"weight", "outcome"}))
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
    return KeyPoint(key, part.text, 2 if weight.value == "2" else 1, part.nuance)


def _parts(reading: Reading[Any], title: str, allowed: frozenset[str]) -> list[_Part]:
    demand = f"line belongs to nothing; begin with {HEADING}under ## {title}"
    return [_part(reading, part, allowed) for part in reading.parts(title, "Q090", demand)]


def _part(reading: Reading[Any], part: Section, allowed: frozenset[str]) -> _Part:
    start = Spot(part.spot.line, len(HEADING) + 1)
    text, attributes = read_attributes(part.title, start, allowed, reading.add)
    if not text:
        reading.add("Q090", "write the point as a sentence behind ###", part.spot)
    nuance, rest = split_quote(part)
    phrasings = _phrasings(reading, rest)
    return _Part(part.spot, text, attributes, phrasings, nuance, _patterns(reading, rest))


def _phrasings(reading: Reading[Any], part: Section) -> int:
    """Count the phrasings of a part, and name what is none and no fence."""
    count = 0
    for line in (line for line in part.lines if line.text.strip() and not line.fenced):
        if PHRASING.match(line.text):
            count += 1
        elif not (count and MORE.match(line.text)):
            message = "write phrasings as '- ', a nuance as '> ', patterns in a fence"
            reading.add("Q090", message, Spot(line.number, 1))
    return count


def _patterns(reading: Reading[Any], part: Section) -> tuple[Line, ...]:
    """Read the fence of a part, if it has one."""
    fences = list(fences_of(part.lines))
    for more in fences[1:]:
        reading.add("Q093", "a point has one fence of patterns", more.spot)
    if not fences:
        return ()
    if fences[0].language != LANGUAGE:
        reading.add("Q093", f"begin the patterns with ```{LANGUAGE}", fences[0].spot)
    for line in fences[0].lines:
        fault = pattern_fault(line.text)
        if fault:
            reading.add("Q093", fault, Spot(line.number, 1))
    return fences[0].lines


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
