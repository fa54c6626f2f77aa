"""What authored Markdown refers to: terms, facts, links and images, each with its spot.

Code means nothing here: fences are skipped, code spans are blanked out with their length kept, so
that columns stay true.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.documents import Line
from domain.problems import Spot

TERM = re.compile(r"\[\[([^\]|]*)(?:\\?\|([^\]]*))?\]\]")
FACT = re.compile(r"\{\{ *fact:([^ }]*)( +bare)? *\}\}")
LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]*(?:\([^()\s]*\))?[^()\s]*)(?: +\"([^\"]*)\")?\)"
)
CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
TABLE_ROW = re.compile(r"\s*\|")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True)
class TermUse:
    """``[[id]]`` or ``[[id|shown]]``."""

    id: str
    shown: str
    spot: Spot
    in_table: bool


@dataclass(frozen=True)
class FactUse:
    """``{{ fact:id }}`` or ``{{ fact:id bare }}``."""

    id: str
    bare: bool
    spot: Spot
    in_table: bool


@dataclass(frozen=True)
class LinkUse:
    """``[text](target)``, or an image with its title."""

    text: str
    target: str
    title: str
    spot: Spot
    image: bool


@dataclass(frozen=True)
class Uses:
    """Everything that a text refers to, in the order of reading."""

    terms: tuple[TermUse, ...] = ()
    facts: tuple[FactUse, ...] = ()
    links: tuple[LinkUse, ...] = ()


def without_code(text: str) -> str:
    """Blank out the code spans of a line, its length kept."""
    if "`" not in text:
        return text
    return CODE_SPAN.sub(lambda found: " " * len(found[0]), text)


def uses_of(lines: Iterable[Line]) -> Uses:
    """Find what a text refers to."""
    terms, facts, links = list[TermUse](), list[FactUse](), list[LinkUse]()
    for line in lines:
        if line.fenced or not ("[" in line.text or "{{" in line.text):
            continue
        text = without_code(line.text)
        table = bool(TABLE_ROW.match(text))
        for found in TERM.finditer(text):
            spot = Spot(line.number, found.start() + 1)
            terms.append(TermUse(found[1], found[2] or "", spot, table))
        for found in FACT.finditer(text):
            spot = Spot(line.number, found.start() + 1)
            facts.append(FactUse(found[1], bool(found[2]), spot, table))
        for found in LINK.finditer(text):
            if text.startswith("[[", found.start()):
                continue
            spot = Spot(line.number, found.start() + 1)
            links.append(LinkUse(found[2], found[3], found[4] or "", spot, bool(found[1])))
    return Uses(tuple(terms), tuple(facts), tuple(links))


def plain(text: str) -> str:
    """Return a line as a reader sees it: no marks, terms and links by what they show."""
    text = TERM.sub(lambda found: found[2] or found[1].replace("-", " "), text)
    text = FACT.sub("0", text)
    text = LINK.sub(lambda found: "" if found[1] else found[2], text)
    return text.replace("*", "").replace("`", "")


def words_in(text: str) -> list[str]:
    """Split a text into words, numbers included."""
    return WORD.findall(plain(text))
