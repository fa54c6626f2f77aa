"""A content file taken apart: front matter with the spot of every value, then sections."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from domain.packing import packing
from domain.problems import START, Problem, Spot, meant
from domain.rules import RULES

SUBJECT = re.compile(r"^\w+ should(?= )")
"""How pydantic begins what it asks for: "Input should be a valid string"."""
COUNTED = re.compile(r" after validation, not \d+$")
"""How it ends where a list is too short or too long."""

DATA = ("answers",)
"""Languages of fences that hold a list in YAML, read as front matter is."""

FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")

Where = tuple[str | int, ...]
"""The way to a value in the front matter: ("points", 2, "text")."""


class FrontMatter(BaseModel):
    """Base of every front matter: exact types, no unknown names, no infinity."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


Meta = TypeVar("Meta", bound=FrontMatter)


@dataclass(frozen=True)
class Line:
    """One line of the body, with its number in the file."""

    number: int
    text: str
    fenced: bool
    """Inside a code fence, fence lines included: no mark-up has a meaning there."""


@dataclass(frozen=True)
class Section:
    """What stands under one ``##`` heading; the lead is the section without a title."""

    title: str
    spot: Spot
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The Markdown of the section, without its heading."""
        return "\n".join(line.text for line in self.lines).strip()

    def parts(self) -> tuple["Section", ...]:
        """Split at ``###`` headings; the first part, without a title, stands above them all."""
        return tuple(_cut(self.lines, "### "))


@packing("meta", "names", "spots")
@dataclass(frozen=True)
class Document:
    """A content file before anything in it has been given a meaning."""

    path: str
    meta: Mapping[str, Any]
    lines: tuple[Line, ...]
    names: Mapping[Where, Spot] = field(default_factory=dict)
    """Where the name of each value stands."""
    spots: Mapping[Where, Spot] = field(default_factory=dict)
    """Where each value stands."""
    front: str = ""
    """The front matter as written: suppressions stand in its comments."""
    fenced: Mapping[int, "Document"] = field(default_factory=dict)
    """The YAML of fences in the body, each by the line that it opens on: a list of ``DATA``."""

    def without_body(self) -> "Document":
        """Return what is small: the values of the front matter, and where they stand."""
        return replace(self, lines=(), front="", fenced={})

    def problem(self, code: str, message: str, at: Spot | Where = ()) -> Problem:
        """Name a fault at a spot, or at a value: if that is missing, at the nearest above it."""
        return Problem(self.path, at if isinstance(at, Spot) else self.spot_of(at), code, message)

    def spot_of(self, where: Where) -> Spot:
        """Say where a value stands: if it is missing, the nearest above it."""
        while where and where not in self.spots:
            where = where[:-1]
        return self.spots[where] if where else START

    def read_meta(self, model: type[Meta]) -> Meta | list[Problem]:
        """Check the front matter against its model; every fault comes with its spot."""
        try:
            return model.model_validate(self.meta)
        except ValidationError as error:
            return [self._fault(fault, model) for fault in error.errors(include_url=False)]

    def _fault(self, fault: Any, model: type[FrontMatter]) -> Problem:
        kind, where, name = fault["type"], fault["loc"], ".".join(map(str, fault["loc"]))
        if kind == "missing":
            return self.problem("C010", f"key '{name}' is missing", where)
        if kind == "extra_forbidden":
            key, spot = str(where[-1]), self.names.get(where, START)
            hint = meant(key, _names_in(model, where[:-1]))
            return self.problem("C011", f"unknown key '{key}'{hint}", spot)
        if kind in RULES:
            return self.problem(kind, fault["msg"], where)
        return self.problem("C012", f"'{name}' {_demand(fault['msg'])}", where)

    def sections(self) -> dict[str, Section]:
        """Split the body at its ``##`` headings; the text before the first has the title ''."""
        found: dict[str, Section] = {}
        for section in _cut(self.lines, "## "):
            found.setdefault(section.title, section)
        return found


def _cut(lines: Iterable[Line], marks: str) -> Iterator[Section]:
    """Split lines at the headings that begin with these marks."""
    title, spot, gathered = "", START, list[Line]()
    for line in lines:
        if line.text.startswith(marks) and not line.fenced:
            yield Section(title, spot, tuple(gathered))
            title, spot, gathered = line.text[len(marks) :].strip(), Spot(line.number, 1), []
        else:
            gathered.append(line)
    yield Section(title, spot, tuple(gathered))


def _names_in(model: type[FrontMatter], where: Where) -> list[str]:
    """Return the names that a mapping of the front matter may hold."""
    for step in where:
        if isinstance(step, str):
            field = _fields(model).get(step)
            inner = _model_in(field.annotation) if field else None
            if inner is None:
                return []
            model = inner
    return list(_fields(model))


def _fields(model: type[FrontMatter]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> type[FrontMatter] | None:
    """Find the model in the type of a value: as it is, or as one of a list."""
    if isinstance(annotation, type) and issubclass(annotation, FrontMatter):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _demand(message: str) -> str:
    """Turn what pydantic says of a value into what the author has to write."""
    return COUNTED.sub("", SUBJECT.sub("must", message.removeprefix("Value error, ")))


def number_lines(texts: Iterable[str], *, first: int) -> tuple[Line, ...]:
    """Give the lines of a body their numbers, and mark what code fences hold."""
    lines, mark = [], ""
    for number, text in enumerate(texts, start=first):
        opening = "" if mark else fence_mark(text)
        lines.append(Line(number, text, bool(mark or opening)))
        if opening:
            mark = opening
        elif mark and closes_fence(text, mark):
            mark = ""
    return tuple(lines)


def fence_mark(text: str) -> str:
    """Give the marks that open a code fence on this line, or ''."""
    found = FENCE.match(text)
    return found[1] if found else ""


def closes_fence(text: str, mark: str) -> bool:
    """Whether a line inside a fence ends it: the same marks, at least as many, nothing else."""
    bare = text.strip()
    return len(bare) >= len(mark) and not bare.strip(mark[0])
