"""What authored Markdown refers to: terms, facts, links and images, each with its spot.

Code means nothing here: fences are skipped, code spans are blanked out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.documents import Line
from domain.passages import Kind, Passage, passages_of
from domain.problems import Spot

TERM = re.compile(r"\[\[([^\[\]|\\]*)(?:\\?\|([^\[\]]*))?\]\]")
FACT = re.compile(r"\{\{ *fact:([^ }]*)( +bare)? *\}\}")
BLANK = re.compile(r"\{\{ *blank:([^ }]*) *\}\}")
"""A blank in the prompt of a cloze, by its name."""
LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]*(?:\([^()\s]*\))?[^()\s]*)(?:\s+\"([^\"]*)\")?\)"
)
ADDRESS = re.compile(r"<([a-z][a-z0-9+.-]*:[^<>\s]*)>")
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
    """``[text](target)``, or an image with its title; an address in angle brackets is its text."""

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

    @property
    def first_terms(self) -> dict[str, TermUse]:
        """The first use of each term, by the term's id."""
        return {use.id: use for use in reversed(self.terms)}


def uses_of(lines: Iterable[Line]) -> Uses:
    """Find what a text refers to."""
    return uses_in(passages_of(lines))


def uses_in(passages: Iterable[Passage]) -> Uses:
    """Find what passages refer to."""
    terms, facts, links = list[TermUse](), list[FactUse](), list[LinkUse]()
    for passage in passages:
        text, table = passage.text, passage.kind is Kind.ROW
        for found in TERM.finditer(text) if "[[" in text else ():
            spot = passage.spot(found.start())
            terms.append(TermUse(found[1], _one_line(found[2] or ""), spot, table))
        for found in FACT.finditer(text) if "{{" in text else ():
            facts.append(FactUse(found[1], bool(found[2]), passage.spot(found.start()), table))
        links.extend(sorted(_links(passage), key=lambda link: link.spot))
    return Uses(tuple(terms), tuple(facts), tuple(links))


def _links(passage: Passage) -> Iterator[LinkUse]:
    text = passage.text
    for found in LINK.finditer(text) if "](" in text else ():
        if not text.startswith("[[", found.start()):
            shown = _one_line(passage.written[found.start(2) : found.end(2)])
            title, spot = _one_line(found[4] or ""), passage.spot(found.start())
            yield LinkUse(shown, found[3], title, spot, bool(found[1]))
    for found in ADDRESS.finditer(text) if "<" in text else ():
        yield LinkUse(found[1], found[1], "", passage.spot(found.start()), image=False)


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text else text


def plain(text: str) -> str:
    """Return a line as a reader sees it: no marks, terms and links by what they show."""
    text = TERM.sub(lambda found: found[2] or found[1].replace("-", " "), text)
    text = BLANK.sub("", FACT.sub("0", text))
    text = LINK.sub(lambda found: "" if found[1] else found[2], text)
    return text.replace("*", "").replace("`", "")


def words_in(text: str) -> list[str]:
    """Split a text into words, numbers included."""
    return WORD.findall(plain(text))
