"""Terms of the glossary that stand in a lesson without their mark at their first use (G005).

Only names that cannot be everyday words are looked for:

* names of several words, such as ``cold start`` or ``NAT gateway``, written as in the glossary;
  its capital at the beginning of a name is optional, others ("Object Lock") are part of it;
* abbreviations and names with inner capitals, such as ``VPC`` or ``CloudTrail``;
* a single capitalised word, such as ``Region``, only where ordinary words have no capital: not at
  the start of a sentence, a cell or a quotation, and not beside another capitalised word.

``key``, ``event`` or ``role`` in small letters are never taken for the term. Headings, code and
the texts of links cannot carry a mark, so they count as nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.documents import Document
from domain.glossary import Term
from domain.markup import Uses
from domain.passages import CODE, Kind, passages_of
from domain.problems import Problem, Spot
from domain.visible import without_uses

TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
INNER_CAPITAL = re.compile(r"(?<=.)[A-Z0-9]")


@dataclass(frozen=True)
class Name:
    """One way to write a term, by its words."""

    term: str
    words: tuple[str, ...]

    @property
    def lone_word(self) -> bool:
        """Whether it is one word whose only capital is its first letter."""
        only = len(self.words) == 1 and "-" not in self.words[0]
        return only and not INNER_CAPITAL.search(self.words[0])

    @property
    def first_words(self) -> set[str]:
        """How its first word may be written."""
        first = self.words[0]
        if self.lone_word or not first[:1].isupper() or INNER_CAPITAL.search(first):
            return {first}
        return {first, first[0].lower() + first[1:]}


Names = Mapping[str, Sequence[Name]]
"""The names of terms by how their first word may be written, longest first."""


def names_of(terms: Iterable[Term]) -> Names:
    """Prepare the terms of a course for ``unmarked_terms``."""
    names: dict[str, list[Name]] = {}
    for term in terms:
        for written in (term.term, *term.also):
            name = Name(term.id, tuple(TOKEN.findall(written)))
            everyday = not name.words or (name.lone_word and not written[0].isupper())
            for first in () if everyday else name.first_words:
                for form in {first} if len(name.words) > 1 else {first, f"{first}s"}:
                    names.setdefault(form, []).append(name)
    return {
        first: sorted(group, key=lambda name: -len(name.words)) for first, group in names.items()
    }


def unmarked_terms(document: Document, uses: Uses, names: Names) -> list[Problem]:
    """Find terms whose first use in a text is not marked with ``[[…]]`` (G005).

    Give the names of the terms that the lesson may use: those taught in it or before.
    """
    marked = {id_: use.spot for id_, use in uses.first_terms.items()}
    found = dict[str, tuple[Spot, str]]()
    for passage in passages_of(document.lines):
        if passage.kind not in (Kind.HEADING, Kind.MARK):
            for name, start, shown in _names_in(without_uses(passage.text), names):
                found.setdefault(name.term, (passage.spot(start), shown))
    return [
        document.problem("G005", f"first use of '{shown}' is not marked", spot)
        for term, (spot, shown) in found.items()
        if term not in marked or spot < marked[term]
    ]


def _names_in(text: str, names: Names) -> Iterator[tuple[Name, int, str]]:
    """Give the names in a text, where they begin, and how they are written there."""
    tokens = list(TOKEN.finditer(text))
    place = 0
    while place < len(tokens):
        first = tokens[place]
        for name in names.get(first[0], ()):
            last = place + len(name.words) - 1
            if last < len(tokens) and _stands(text, tokens, place, name):
                start, end = first.start(), tokens[last].end()
                yield name, start, " ".join(text[start:end].split())
                place = last
                break
        place += 1


def _stands(text: str, tokens: Sequence["re.Match[str]"], place: int, name: Name) -> bool:
    """Whether the words from a token on are the name, its first one being right."""
    if name.lone_word:
        pair = tokens[place : place + 2]
        titled = len(pair) == 2 and _capital(pair[1]) and not _between(text, *pair)
        return not titled and _needless_capital(text, tokens, place)
    rest = tokens[place + 1 : place + len(name.words)]
    for word, before, token in zip(name.words[1:], tokens[place:], rest, strict=False):
        plural = token is rest[-1] and token[0] == f"{word}s"
        if not (token[0] == word or plural) or _between(text, before, token):
            return False
    return True


def _needless_capital(text: str, tokens: Sequence["re.Match[str]"], place: int) -> bool:
    """Whether a capitalised word would have a small letter if it were an ordinary one."""
    if not _goes_on(text, tokens[place]):
        return False
    return not (place and _capital(tokens[place - 1]) and _goes_on(text, tokens[place - 1]))


def _goes_on(text: str, token: "re.Match[str]") -> bool:
    """Whether a word goes on with a sentence: a word, a comma or code stands before it."""
    said = text[: token.start()].rstrip()
    return said[-1:].isalnum() or said.endswith((",", ")", CODE))


def _capital(token: "re.Match[str]") -> bool:
    return token[0][:1].isupper()


def _between(text: str, before: "re.Match[str]", after: "re.Match[str]") -> str:
    """Give what stands between two words, apart from blanks."""
    return text[before.end() : after.start()].strip()
