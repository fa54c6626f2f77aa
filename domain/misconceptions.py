"""Beliefs that wrong answers reveal: ``misconceptions.yaml``."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from domain.documents import Document, FrontMatter, Where
from domain.problems import Problem
from domain.questions.base import Key


class MisconceptionMeta(FrontMatter):
    """One entry of the file."""

    id: Key
    belief: Annotated[str, Field(min_length=1, max_length=500)]
    correction: Annotated[str, Field(min_length=1, max_length=1000)]
    see: Annotated[str, Field(min_length=1, max_length=120)]


class MisconceptionsFile(FrontMatter):
    """The file."""

    format: Literal[1]
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


def read_misconceptions(document: Document) -> tuple[list[Misconception], list[Problem]]:
    """Read the file; what cannot be read at all gives none."""
    found = document.read_meta(MisconceptionsFile)
    if isinstance(found, list):
        return [], found
    read = [
        Misconception(
            id=entry.id,
            belief=entry.belief.strip(),
            correction=entry.correction.strip(),
            see=entry.see,
            at=("misconceptions", i),
        )
        for i, entry in enumerate(found.misconceptions)
    ]
    return read, []
