"""Read what a prediction is about: a program, what it prints, and near misses."""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.code_samples import PARSERS, Fence, form_fault
from domain.documents import Section
from domain.problems import Spot
from domain.questions.attributes import Attribute, read_attributes
from domain.questions.numbers import read_decimal
from domain.questions.reading import Reading, split_quote

MAX_LINES = 25  # of a program
MAX_OUTPUT = 1_000  # characters; nobody types more
ATTRIBUTES = frozenset({"credit", "misconception"})
UNSTEADY = {
    **dict.fromkeys(("random", "secrets", "uuid"), "chance"),
    **dict.fromkeys(("time", ".now", ".today", ".utcnow"), "the clock"),
    **dict.fromkeys(("boto3", "http", "requests", "socket", "urllib.request"), "the network"),
    **dict.fromkeys(("input()", ".stdin"), "its user"),
}
"""What of Python makes an output that nobody can foretell: modules, attributes, a call."""
CLASS_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


@dataclass(frozen=True)
class Printed:
    """Something that a program might print, or the name of an exception."""

    text: str
    spot: Spot = field(compare=False)


@dataclass(frozen=True)
class NearMiss:
    """A wrong output that has something to tell."""

    id: str
    text: str
    credit: Decimal
    feedback: str
    misconception: str | None
    spot: Spot = field(compare=False)


def comparable(text: str, *, exact: bool) -> str:
    """Leave out of an output what does not count: a form sends every line end as CR and LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if exact:
        return text
    return "\n".join(line.rstrip() for line in text.split("\n")).removesuffix("\n")


def read_program(reading: Reading[Any]) -> Fence | None:
    """Read the fence of the section Program, and name what is wrong with it."""
    fence = _only_fence(reading, "Program")
    fault = _program_fault(fence) if fence else ""
    if fence and fault:
        reading.add("Q070", f"program: {fault}", fence.spot)
    return fence


def read_output(reading: Reading[Any], *, exception: bool) -> Printed | None:
    """Read the fence of the section Output."""
    fence = _only_fence(reading, "Output")
    return _printed(reading, fence, "output", exception=exception) if fence else None


def read_near_misses(reading: Reading[Any], *, exception: bool) -> tuple[NearMiss, ...]:
    """Read the section Near misses: a heading, a fence and a block quote for each."""
    parts = reading.parts("Near misses", "Q070", "begin a near miss with ### and its id")
    found = (_near_miss(reading, part, exception=exception) for part in parts)
    return tuple(near for near in found if near)


def _only_fence(reading: Reading[Any], title: str) -> Fence | None:
    """Return the fence that fills a section; an empty one is named where the section begins."""
    section = reading.sections.get(title)
    if section is None:
        return None
    demand = f"write one fence below ## {title}, and nothing else"
    return reading.only_fence(section, "Q070", demand)


def _program_fault(fence: Fence) -> str:
    fault = form_fault(fence)
    if fault:
        return fault
    if len(fence.lines) > MAX_LINES:
        return f"{len(fence.lines)} lines; at most {MAX_LINES}"
    parse = PARSERS.get(fence.language)
    broken = parse(fence.code) if parse else None
    if broken:
        return f"{broken.message} in line {broken.line}"
    unsteady = _unsteady(fence.code) if fence.language == "python" else ()
    return next((f"it asks {UNSTEADY[name]} ({name})" for name in unsteady), "")


def _unsteady(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        names: list[str] = []
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module)):
                names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
            case ast.Call(func=ast.Name(id=name)):
                names = [f"{name}()"]
            case ast.Attribute(attr=name):
                names = [f".{name}"]
            case _:
                pass
        yield from (name for name in names if name in UNSTEADY)


def _printed(reading: Reading[Any], fence: Fence, what: str, *, exception: bool) -> Printed | None:
    """Read an output. A near miss is one as well."""
    fault = form_fault(fence)
    if not fault and fence.language != "text":
        fault = f"language '{fence.language}'; write text"
    if not fault and len(fence.code) > MAX_OUTPUT:
        fault = f"{len(fence.code):,} characters; at most {MAX_OUTPUT:,}"
    if not fault and not fence.code.strip():
        fault = "is empty"
    if not fault and exception and not CLASS_NAME.fullmatch(fence.code.strip()):
        fault = "write the name of the exception's class alone"
    if fault:
        reading.add("Q070", f"{what}: {fault}", fence.spot)
        return None
    return Printed(fence.code, fence.spot)


def _near_miss(reading: Reading[Any], part: Section, *, exception: bool) -> NearMiss | None:
    start = Spot(part.spot.line, len("### ") + 1)
    name, attributes = read_attributes(part.title, start, ATTRIBUTES, reading.add)
    key = reading.part_id(name, start)
    feedback, rest = split_quote(part)
    demand = f"near miss '{key}' needs one text fence, and feedback after >"
    fence = reading.only_fence(rest, "Q070", demand)
    if not feedback:
        reading.add("Q062", "near miss without feedback", part.spot)
    credit = _credit(reading, attributes.get("credit"))
    belief = attributes.get("misconception")
    if belief:
        reading.check_key(belief.value, belief.spot)
    printed = _printed(reading, fence, "near miss", exception=exception) if fence else None
    if printed is None:
        return None
    slug = belief.value if belief else None
    return NearMiss(key, printed.text, credit, feedback, slug, printed.spot)


def _credit(reading: Reading[Any], written: Attribute | None) -> Decimal:
    """Read what a near miss earns: less than the answer."""
    if written is None:
        return Decimal(0)
    with suppress(ValueError):
        credit = read_decimal(written.value.strip('"'))
        if 0 <= credit < 1:
            return credit
    reading.add("C012", '\'credit\' must be at least "0" and less than "1"', written.spot)
    return Decimal(0)
