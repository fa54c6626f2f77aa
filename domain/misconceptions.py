"""Beliefs that wrong answers reveal: ``misconceptions.yaml``."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from domain.documents import Document, FrontMatter, Where
from domain.listings import Listing, read_entries
from domain.questions.base import Format, Key


class MisconceptionMeta(FrontMatter):
    """One entry of the file."""

    id: Key
    belief: Annotated[str, Field(min_length=1, max_length=500)]
    correction: Annotated[str, Field(min_length=1, max_length=1000)]
    see: Annotated[str, Field(min_length=1, max_length=120)]


class MisconceptionsFile(FrontMatter):
    """The file."""

    format: Format
    misconceptions: list[MisconceptionMeta]


@dataclass(frozen=True)
class Misconception:
    """A belief, written as the learner would say it, and what is the case."""

    id: str
    belief: str
    correction: str
    see: str
    """lesson#anchor of the paragraph that corrects it."""
    at: Where


def read_misconceptions(document: Document) -> Listing[Misconception]:
    """Read the file."""
    entries = read_entries(document, "misconceptions", MisconceptionsFile, MisconceptionMeta)
    return entries.each(_misconception)


def _misconception(row: tuple[Where, MisconceptionMeta]) -> Misconception:
    at, entry = row
    return Misconception(
        id=entry.id,
        belief=entry.belief.strip(),
        correction=entry.correction.strip(),
        see=entry.see,
        at=at,
    )
