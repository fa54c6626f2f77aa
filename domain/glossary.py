"""The terms of a course: ``glossary.yaml``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from domain.documents import Document, FrontMatter, Where, number_lines
from domain.listings import Listing, read_entries
from domain.markup import Uses, uses_of
from domain.problems import Problem
from domain.questions.base import Format, Key

MAX_WORDS = 40


class TermMeta(FrontMatter):
    """One entry of the file."""

    id: Key
    term: Annotated[str, Field(min_length=1, max_length=120)]
    also: list[str] = []
    definition: Annotated[str, Field(min_length=1, max_length=1000)]
    taught_in: Annotated[str, Field(min_length=1, max_length=120)]
    card: bool = False


class GlossaryFile(FrontMatter):
    """The file."""

    format: Format
    terms: list[TermMeta]


@dataclass(frozen=True)
class Term:
    """A term and what it means, in a sentence."""

    id: str
    term: str
    also: tuple[str, ...]
    definition: str
    taught_in: str
    """lesson#anchor of the first lesson that explains it."""
    card: bool
    at: Where
    uses: Uses = field(default_factory=Uses)
    """What the definition refers to, in lines of its own."""


def read_glossary(document: Document) -> Listing[Term]:
    """Read the file."""
    listing = read_entries(document, "terms", GlossaryFile, TermMeta).each(_term)
    return listing.adding(_problems(document, listing.rows))


def _term(row: tuple[Where, TermMeta]) -> Term:
    at, entry = row
    definition = entry.definition.strip()
    return Term(
        id=entry.id,
        term=entry.term,
        also=tuple(entry.also),
        definition=definition,
        taught_in=entry.taught_in,
        card=entry.card,
        uses=uses_of(number_lines(definition.split("\n"), first=1)),
        at=at,
    )


def _problems(document: Document, terms: Sequence[Term]) -> Iterator[Problem]:
    for term in terms:
        at = (*term.at, "definition")
        words = term.definition.split()
        if re.match(rf"{re.escape(term.term)}(?!\w)", term.definition, re.IGNORECASE):
            start = " ".join(words[: len(term.term.split()) + 1])
            yield document.problem("G004", f"definition repeats '{start}'", at)
        if len(words) > MAX_WORDS:
            message = f"definition of {len(words)} words; at most {MAX_WORDS}"
            yield document.problem("G004", message, at)
