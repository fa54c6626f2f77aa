"""The code fences of a text: closed, in a known language, parsed, and narrow enough to read."""

import ast
import json
import re
import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.documents import Document, Line, closes_fence, fence_mark
from domain.problems import Problem, Spot
from domain.samples import Fault, console_fault, hcl_fault, shell_fault

MAX_WIDTH = 88  # characters
LANGUAGES = (
    "bash", "console", "diff", "hcl", "http", "ini", "json", "promql", "python", "sql", "text",
    "toml", "yaml",
)  # fmt: skip
INFO = re.compile(r"([^\s{]*)\s*(.*?)\s*")
OPTIONS = re.compile(r"\{\s*hl_lines=\"\d+(?:-\d+)?(?: \d+(?:-\d+)?)*\"\s*\}")
ON_LINE = re.compile(r" statement on line (\d+)$")
TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

FindFault = Callable[[str], Fault | None]
"""Parses a sample, and says what is wrong with it."""


@dataclass(frozen=True)
class Fence:
    """A code fence, taken out of the indentation that it stands in."""

    mark: str
    language: str
    options: str
    spot: Spot
    """Of its opening marks."""
    lines: tuple[Line, ...]
    """Between the marks, with their indentation."""
    closed: bool

    @property
    def indent(self) -> int:
        """How far the whole fence is pushed to the right."""
        return self.spot.column - 1

    @property
    def code(self) -> str:
        """The sample, as a page shows it."""
        return "".join(f"{self.shown(line)}\n" for line in self.lines)

    def shown(self, line: Line) -> str:
        """Give a line of the sample without the fence's own indentation."""
        blanks = len(line.text) - len(line.text.lstrip(" "))
        return line.text[min(blanks, self.indent) :]


def fences_of(lines: Sequence[Line]) -> Iterator[Fence]:
    """Give the code fences of a text, in order; the last one may be left open."""
    mark, opening, inside = "", Line(0, "", fenced=True), list[Line]()
    for line in lines:
        if not line.fenced:
            continue
        if not mark:
            mark, opening, inside = fence_mark(line.text), line, []
        elif closes_fence(line.text, mark):
            yield _fence(opening, mark, inside, closed=True)
            mark = ""
        else:
            inside.append(line)
    if mark:
        yield _fence(opening, mark, inside, closed=False)


def _fence(opening: Line, mark: str, inside: list[Line], *, closed: bool) -> Fence:
    column = opening.text.index(mark) + 1
    info = INFO.fullmatch(opening.text, column - 1 + len(mark))
    language, options = (info[1], info[2]) if info else ("", "")
    return Fence(mark, language, options, Spot(opening.number, column), tuple(inside), closed)


def fenced(code: str, language: str, options: str = "") -> str:
    """Write a sample as Markdown, between marks that do not occur in it."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    mark = "`" * max(3, longest + 1)
    info = f"{language} {options}".rstrip()
    return f"{mark}{info}\n{code}{mark}"


def code_problems(
    document: Document, lines: Sequence[Line], yaml_fault: FindFault | None = None
) -> Iterator[Problem]:
    """Check the fences of a text (L010-L012).

    YAML needs a parser from outside; without one its samples are taken as they are.
    """
    parsers = {**PARSERS, "yaml": yaml_fault} if yaml_fault else PARSERS
    for fence in fences_of(lines):
        fault = form_fault(fence)
        if fault:
            yield document.problem("L010", fault, fence.spot)
            if not fence.closed:
                return
            continue
        parse = parsers.get(fence.language)
        yield from _parse_problems(document, fence, parse) if parse else ()
        yield from _wide_lines(document, fence)


def form_fault(fence: Fence) -> str | None:
    """Say what is wrong with a fence itself, whatever its language."""
    reopened = any(fence_mark(line.text).startswith(fence.mark) for line in fence.lines)
    if not fence.closed or reopened:
        return "fence is not closed"
    if not fence.language:
        return "fence without a language"
    if fence.language not in LANGUAGES:
        return f"language '{fence.language}' is not known; known: {', '.join(LANGUAGES)}"
    if fence.options and not OPTIONS.fullmatch(fence.options):
        return f"'{fence.options}' is not understood; only {{hl_lines=\"3 5\"}} may follow"
    return None


def _parse_problems(document: Document, fence: Fence, parse: FindFault) -> Iterator[Problem]:
    fault = parse(fence.code)
    if fault:
        row = min(fault.line, len(fence.lines))
        spot = Spot(fence.spot.line + max(row, 1), fence.indent + fault.column)
        yield document.problem("L011", f"{fence.language}: {fault.message}", spot)


def _wide_lines(document: Document, fence: Fence) -> Iterator[Problem]:
    for line in fence.lines:
        width = len(fence.shown(line))
        if width > MAX_WIDTH:
            spot = Spot(line.number, len(line.text) - width + MAX_WIDTH + 1)
            yield document.problem("L012", f"line of {width} characters", spot)


def python_fault(code: str) -> Fault | None:
    """Parse Python. A session with prompts is none: it cannot be copied and run."""
    for row, text in enumerate(code.split("\n"), start=1):
        if text.startswith(">>>"):
            return Fault("show the program without >>>, its output in a text fence", row, 1)
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(code)
    except SyntaxError as error:
        return Fault(ON_LINE.sub(r" in line \1", error.msg), error.lineno or 1, error.offset or 1)
    except (ValueError, MemoryError, RecursionError) as error:
        return Fault(str(error) or "too deeply nested")
    return None


def json_fault(code: str) -> Fault | None:
    """Parse JSON; NaN and Infinity are none."""
    try:
        json.loads(code, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return Fault(f"{error.msg[0].lower()}{error.msg[1:]}", error.lineno, error.colno)
    except (ValueError, RecursionError) as error:
        return Fault(str(error))
    return None


def toml_fault(code: str) -> Fault | None:
    """Parse TOML."""
    try:
        tomllib.loads(code)
    except tomllib.TOMLDecodeError as error:
        place = TOML_PLACE.search(str(error))
        message = TOML_PLACE.sub("", str(error))
        last = code.count("\n")
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (last, 1)
        return Fault(f"{message[0].lower()}{message[1:]}", line, column)
    return None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


PARSERS: Mapping[str, FindFault] = {
    "bash": shell_fault,
    "console": console_fault,
    "hcl": hcl_fault,
    "json": json_fault,
    "python": python_fault,
    "toml": toml_fault,
}
