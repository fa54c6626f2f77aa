"""Figures: what their files may hold, and what a lesson has to say about them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.parsers import expat

from domain.documents import Document
from domain.markup import LinkUse
from domain.problems import START, Problem, Spot

MAX_FIGURE = 500 * 1024  # bytes
ALT = (10, 300)  # characters
KINDS: Mapping[str, re.Pattern[bytes]] = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}
"""How a file of each kind begins."""
NAMESPACE = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset(
    "svg title desc defs marker g rect line path circle ellipse polygon polyline text tspan".split()
)
ATTRIBUTES = frozenset(
    "viewBox x y x1 y1 x2 y2 dx dy width height d r cx cy rx ry points text-anchor class "
    "marker-end marker-start id refX refY markerWidth markerHeight markerUnits orient fill stroke "
    "stroke-width stroke-dasharray stroke-linecap stroke-linejoin opacity transform "
    "preserveAspectRatio role aria-label xmlns focusable".split()
)
WORDS_ONLY = frozenset({"title", "desc"})
"""A page reads their content as HTML: elements of the figure would change their meaning there."""
FREE = frozenset({"aria-label", "transform"})
"""Values in which parentheses are no reference."""
LOCAL = re.compile(r"\s*url\(#(?P<id>[A-Za-z][\w-]*)\)\s*")
DECLARATION = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def figure_problems(path: str, data: bytes) -> list[Problem]:
    """Check a figure's file: size (C005), kind by its first bytes, and SVG for safety (L008)."""
    if len(data) > MAX_FIGURE:
        message = f"{-(-len(data) // 1024)} KiB, limit {MAX_FIGURE // 1024} KiB"
        return [Problem(path, START, "C005", message)]
    suffix = path[path.rfind(".") :]
    if suffix == ".svg":
        try:
            return safe_svg(path, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            bad = f"byte 0x{data[error.start]:02X} at offset {error.start}"
            return [Problem(path, START, "C001", f"not UTF-8 ({bad})")]
    if suffix not in KINDS:
        return [Problem(path, START, "L008", "figure is neither .svg nor .png nor .webp")]
    if not KINDS[suffix].match(data):
        return [Problem(path, START, "L008", f"file does not begin like a {suffix[1:]} file")]
    return []


def safe_svg(path: str, text: str) -> list[Problem]:
    """Say what an SVG holds that may not stand in a page (L008), in the order of reading.

    The text goes into the page as it is, and a browser reads it there as HTML. So there is nothing
    in it that XML and HTML read differently: no declarations, sections or instructions.
    """
    declared = DECLARATION.search(text)
    if declared:
        line = text.count("\n", 0, declared.start()) + 1
        column = declared.start() - text.rfind("\n", 0, declared.start())
        return [Problem(path, Spot(line, column), "L008", f"SVG holds {declared[0].upper()}")]
    return _SvgReader(path).read(text)


def image_problems(document: Document, links: Sequence[LinkUse]) -> Iterator[Problem]:
    """Check the images of a lesson: words for who cannot see them (L007), kinds of file (L008)."""
    for image in links:
        if not image.image:
            continue
        fault = _alt_fault(image)
        if fault:
            yield document.problem("L007", fault, image.spot)
        name = image.target
        if "/" in name or ":" in name or not name.endswith((".svg", *KINDS)):
            message = f"figure '{name}' is no .svg, .png or .webp file beside the lesson"
            yield document.problem("L008", message, image.spot)


def _alt_fault(image: LinkUse) -> str | None:
    alt = image.text.strip()
    shortest, longest = ALT
    if not alt:
        return "image without alt text"
    if alt in (image.target, image.target.rpartition(".")[0]):
        return "alt text is the file name"
    if not shortest <= len(alt) <= longest:
        return f"alt text of {len(alt)} characters; write {shortest} to {longest}"
    return None


class _SvgReader:
    """Walk through an SVG, and note what is not on the lists."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.wanted: list[tuple[str, Spot]] = []
        self.parser: Final = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartCdataSectionHandler = self._section

    def read(self, text: str) -> list[Problem]:
        try:
            self.parser.Parse(text, True)  # noqa: FBT003 - the library takes it by position
        except expat.ExpatError as error:
            fault = expat.ErrorString(error.code)
            self._add(f"SVG is not well formed: {fault}", Spot(error.lineno, error.offset + 1))
        for name, spot in self.wanted:
            if name not in self.ids:
                self._add(f"SVG refers to #{name}, which is not there", spot)
        return sorted(self.problems)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        inside, root = self.open[-1] if self.open else "", not self.open
        self.open.append(name)
        if name not in ELEMENTS:
            self._add(f"SVG holds <{name}>")
        elif inside in WORDS_ONLY:
            self._add(f"<{inside}> holds <{name}>; write words only")
        elif root and (name != "svg" or attributes.get("xmlns") != NAMESPACE):
            self._add(f'figure does not begin with <svg xmlns="{NAMESPACE}">')
        for attribute, value in attributes.items():
            self._check(name, attribute, value)

    def _check(self, name: str, attribute: str, value: str) -> None:
        if attribute not in ATTRIBUTES:
            self._add(f"SVG holds attribute '{attribute}' on <{name}>")
        elif attribute == "xmlns" and value != NAMESPACE:
            self._add(f"SVG holds the namespace '{value}'")
        elif attribute == "id":
            self.ids.add(value)
        elif attribute not in FREE and any(sign in value for sign in "(\\"):
            local = LOCAL.fullmatch(value)
            if local:
                self.wanted.append((local["id"], self._here()))
            else:
                self._add(f"SVG holds {attribute}='{value}'; only url(#id) may be referred to")

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _comment(self, text: str) -> None:
        if "<" in text or ">" in text:
            self._add("SVG holds a comment with < or >")

    def _instruction(self, target: str, _data: str) -> None:
        self._add(f"SVG holds <?{target}>")

    def _section(self) -> None:
        self._add("SVG holds <![CDATA[")

    def _here(self) -> Spot:
        return Spot(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _add(self, message: str, spot: Spot | None = None) -> None:
        self.problems.append(Problem(self.path, spot or self._here(), "L008", message))
