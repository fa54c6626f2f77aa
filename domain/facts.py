"""Prices, limits and rules with their source and the day somebody read it: ``facts.yaml``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.documents import Document, FrontMatter, Where
from domain.problems import Problem
from domain.questions.base import Key

ValueType = Literal["number", "date", "text"]


class FactState(StrEnum):
    """Whether a fact may be relied on today."""

    CURRENT = "current"
    DUE = "due"
    """Checked once, and too long ago."""
    UNVERIFIED = "unverified"


class FactMeta(FrontMatter):
    """One entry of the file."""

    id: Key
    value: Annotated[str, Field(min_length=1, max_length=300)]
    value_type: ValueType = "number"
    unit: Annotated[str, Field(max_length=60)] = ""
    note: Annotated[str, Field(max_length=500)] = ""
    source: Annotated[str, Field(max_length=300)]
    url: Annotated[str, Field(max_length=500)] = ""
    verified: date | None
    ttl_days: Annotated[int, Field(ge=1, le=3650)]
    jurisdiction: Literal["US", "EU", "UK", "APAC", "global"] = "global"


class FactsFile(FrontMatter):
    """The file."""

    format: Literal[1]
    facts: list[FactMeta]


@dataclass(frozen=True)
class Fact:
    """A value with its source and date."""

    id: str
    value: str
    value_type: ValueType
    unit: str
    note: str
    source: str
    url: str
    verified: date | None
    ttl_days: int
    jurisdiction: str
    at: Where

    @property
    def shown(self) -> str:
        """Value and unit as a text prints them: 0.02 USD/GB."""
        return f"{self.value} {self.unit}".strip()

    @property
    def due(self) -> date | None:
        """First day on which the check is too long ago; None if there was none."""
        if self.verified is None:
            return None
        return self.verified + timedelta(days=self.ttl_days + 1)

    @property
    def rests_from(self) -> date:
        """First day on which no graded question may rest on it."""
        return self.due or date.min

    def state(self, today: date) -> FactState:
        """Say whether the fact may be relied on."""
        if self.due is None:
            return FactState.UNVERIFIED
        return FactState.DUE if today >= self.due else FactState.CURRENT

    @property
    def number(self) -> Decimal | None:
        """The value for formulas, if it is a number."""
        return Decimal(self.value) if self.value_type == "number" else None


def read_facts(document: Document, *, today: date) -> tuple[list[Fact], list[Problem]]:
    """Read the file; what cannot be read at all gives no facts."""
    found = document.read_meta(FactsFile)
    if isinstance(found, list):
        return [], found
    problems = list(_problems(document, found.facts, today))
    bad = {problem.spot for problem in problems if problem.code == "F001"}
    facts = [
        Fact(**entry.model_dump(), at=("facts", i))
        for i, entry in enumerate(found.facts)
        if document.spots[("facts", i, "value")] not in bad
    ]
    return facts, problems


def _problems(document: Document, entries: Sequence[FactMeta], today: date) -> Iterator[Problem]:
    for i, entry in enumerate(entries):
        at: Where = ("facts", i)
        fault = _value_fault(entry)
        if fault:
            yield document.problem("F001", fault, (*at, "value"))
        if entry.url and not entry.url.startswith("https://"):
            yield document.problem("F001", f"url '{entry.url}' is not https", (*at, "url"))
        if not entry.source.strip():
            yield document.problem("F001", "source is empty", (*at, "source"))
        yield from _date_problems(document, entry, (*at, "verified"), today)


def _date_problems(
    document: Document, entry: FactMeta, at: Where, today: date
) -> Iterator[Problem]:
    if entry.verified is None:
        yield document.problem("F002", f"'{entry.id}' is not verified yet", at)
    elif entry.verified > today:
        yield document.problem("F007", f"{entry.verified} is in the future", at)
    else:
        due = entry.verified + timedelta(days=entry.ttl_days)
        if today > due:
            message = f"'{entry.id}' was last checked on {entry.verified}, due since {due}"
            yield document.problem("F003", message, at)


def _value_fault(entry: FactMeta) -> str | None:
    match entry.value_type:
        case "number":
            try:
                fine = Decimal(entry.value).is_finite()
            except InvalidOperation:
                fine = False
            return None if fine else f"'{entry.value}' is not a number"
        case "date":
            try:
                date.fromisoformat(entry.value)
            except ValueError:
                return f"'{entry.value}' is not a date such as 2026-11-22"
            return None
        case "text":
            return None
