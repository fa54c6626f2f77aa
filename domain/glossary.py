"""The terms of a course: ``glossary.yaml``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from domain.documents import Document, FrontMatter, Where
from domain.problems import Problem
from domain.questions.base import Key

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

    format: Literal[1]
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


def read_glossary(document: Document) -> tuple[list[Term], list[Problem]]:
    """Read the file; what cannot be read at all gives no terms."""
    found = document.read_meta(GlossaryFile)
    if isinstance(found, list):
        return [], found
    terms = [
        Term(
            id=entry.id,
            term=entry.term,
            also=tuple(entry.also),
            definition=entry.definition.strip(),
            taught_in=entry.taught_in,
            card=entry.card,
            at=("terms", i),
        )
        for i, entry in enumerate(found.terms)
    ]
    return terms, list(_problems(document, terms))


def _problems(document: Document, terms: Sequence[Term]) -> Iterator[Problem]:
    for term in terms:
        at = (*term.at, "definition")
        words = len(term.definition.split())
        start = " ".join(term.definition.split()[: len(term.term.split()) + 1])
        if term.definition.casefold().startswith(f"{term.term.casefold()} "):
            yield document.problem("G004", f"definition repeats '{start}'", at)
        if words > MAX_WORDS:
            yield document.problem("G004", f"definition of {words} words; at most {MAX_WORDS}", at)
