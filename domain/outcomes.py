"""What learners will be able to do: ``outcomes.yaml``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from domain.documents import Document, FrontMatter, Where
from domain.graphs import circles
from domain.listings import Listing, read_entries
from domain.problems import Problem
from domain.questions.base import Format, Key

MAX_OUTCOMES = 14
WORDS = range(5, 26)
TESTABLE = tuple(
    "calculate choose classify compare configure correct decide defend derive design diagnose "
    "estimate evaluate explain identify justify lay list locate match order plan predict propose "
    "prove rank repair rewrite select sketch state trace translate write".split()
)
"""Verbs that a question can test. 'lay' stands for 'lay out'."""


class OutcomeMeta(FrontMatter):
    """One entry of the file."""

    id: Key
    can: Annotated[str, Field(min_length=1, max_length=300)]
    why: Annotated[str, Field(max_length=500)] = ""
    importance: Annotated[int, Field(ge=1, le=3)] = 2
    requires: list[Key] = []


class OutcomesFile(FrontMatter):
    """The file."""

    format: Format
    outcomes: list[OutcomeMeta]


@dataclass(frozen=True)
class Outcome:
    """Something a learner can do afterwards; ``can`` completes 'The learner can …'."""

    id: str
    can: str
    why: str
    importance: int
    """1 to 3."""
    requires: tuple[str, ...]
    at: Where


def read_outcomes(document: Document) -> Listing[Outcome]:
    """Read the file."""
    listing = read_entries(document, "outcomes", OutcomesFile, OutcomeMeta).each(_outcome)
    return listing.adding(_problems(document, listing.rows)) if listing.readable else listing


def _outcome(row: tuple[Where, OutcomeMeta]) -> Outcome:
    at, entry = row
    return Outcome(
        id=entry.id,
        can=entry.can.strip(),
        why=entry.why.strip(),
        importance=entry.importance,
        requires=tuple(entry.requires),
        at=at,
    )


def _problems(document: Document, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    count = len(document.meta["outcomes"])
    if count > MAX_OUTCOMES:
        message = f"{count} outcomes; at most {MAX_OUTCOMES}"
        yield document.problem("O001", message, ("outcomes", MAX_OUTCOMES))
    if not count:
        yield document.problem("O001", "0 outcomes; at least 1", ("outcomes",))
    said: dict[str, str] = {}
    for outcome in outcomes:
        at = (*outcome.at, "can")
        first = outcome.can.split()[0].strip(",;:").lower() if outcome.can else ""
        if first not in TESTABLE:
            hint = "for example 'explain' or 'choose'"
            yield document.problem("O002", f"'{first}' cannot be tested; {hint}", at)
        words = len(outcome.can.split())
        if words not in WORDS:
            yield document.problem("O003", f"{words} words; write 5 to 25", at)
        same = said.setdefault(outcome.can.casefold(), outcome.id)
        if same != outcome.id:
            yield document.problem("O001", f"same text as outcome '{same}'", at)
    where = {outcome.id: (*outcome.at, "requires") for outcome in outcomes}
    for circle in circles({outcome.id: outcome.requires for outcome in outcomes}):
        yield document.problem("O004", f"cycle: {' > '.join(circle)}", where[circle[0]])
