"""Constructs of Markdown that texts do without, because pages or forges show them differently."""

import re
from collections.abc import Iterator, Sequence

from domain.documents import Document, Line
from domain.markup import LINK
from domain.passages import ITEM, Kind, Passage
from domain.problems import Problem, Spot

TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>")
OTHER_HTML = re.compile(r"<!--|<![A-Z]+|<\?|<!\[CDATA\[")
FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
DEFINITION = re.compile(r"^[ >]*(\[[^\]^\n][^\]\n]*\]:)\s+\S", re.MULTILINE)
UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
CODE_INDENT = 4  # columns, counted from where the text of a list item may begin


def construct_problems(
    document: Document, lines: Sequence[Line], passages: Sequence[Passage]
) -> Iterator[Problem]:
    """Find raw HTML, footnotes, link definitions, underlined headings and indented code (L020)."""
    for passage in passages:
        if "<" in passage.text:
            yield from _html(document, passage)
        if "[" in passage.text:
            yield from _brackets(document, passage)
        if passage.kind in (Kind.TEXT, Kind.ITEM) and "\n" in passage.text:
            yield from _underlined(document, passage)
    for number in _indented_code(lines):
        message = "indented code; put it into a fence"
        yield document.problem("L020", message, Spot(number, 1))


def _html(document: Document, passage: Passage) -> Iterator[Problem]:
    opened = set[str]()
    for tag in TAG.finditer(passage.text):
        name = tag["name"].lower()
        if tag["close"] and name in opened:
            continue
        opened.add(name)
        shown = f"<{tag['close']}{tag['name']}>"
        yield document.problem("L020", f"raw HTML {shown}", passage.spot(tag.start()))
    for found in OTHER_HTML.finditer(passage.text):
        yield document.problem("L020", f"raw HTML {found[0]}", passage.spot(found.start()))


def _brackets(document: Document, passage: Passage) -> Iterator[Problem]:
    text = passage.text
    for footnote in FOOTNOTE.finditer(text):
        message = f"footnote {footnote[0]}; say it in the text"
        yield document.problem("L020", message, passage.spot(footnote.start()))
    for definition in DEFINITION.finditer(text):
        label = passage.written[definition.start(1) : definition.end(1)]
        message = f"link definition {label} write the address into the link"
        yield document.problem("L020", message, passage.spot(definition.start(1)))
    for image in LINK.finditer(text) if "![" in text else ():
        if image[1] and text.strip() != image[0]:
            message = "image inside a text; give it a paragraph of its own"
            yield document.problem("L020", message, passage.spot(image.start()))


def _underlined(document: Document, passage: Passage) -> Iterator[Problem]:
    for place, text in enumerate(passage.text.split("\n")[1:], start=1):
        if UNDERLINE.fullmatch(text):
            message = "underlined heading; write ## before it, or a blank line above the rule"
            yield document.problem("L020", message, Spot(passage.first + place, 1))


def _indented_code(lines: Sequence[Line]) -> Iterator[int]:
    """Give the first line of each run that is indented so far that it would show as code."""
    base, after_blank, running = 0, True, False
    for line in lines:
        text = line.text.expandtabs(4)
        bare = text.lstrip(" ")
        if line.fenced or not bare:
            after_blank, running = True, running and not line.fenced
            continue
        indent = len(text) - len(bare)
        if indent >= base + CODE_INDENT and (after_blank or running):
            if not running:
                yield line.number
            running = True
        else:
            running = False
            base = _base(bare, indent, base, after_blank=after_blank)
        after_blank = bare.startswith(("#", "///"))


def _base(bare: str, indent: int, base: int, *, after_blank: bool) -> int:
    """Say from which column on a text is no code: items push it to the right."""
    if ITEM.match(bare):
        return indent + CODE_INDENT
    return min(base, indent) if after_blank else base
