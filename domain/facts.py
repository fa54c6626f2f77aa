"""Prices, limits and rules with their source and the day somebody read it: ``facts.yaml``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.documents import Document, FrontMatter, Where
from domain.listings import Listing, read_entries
from domain.problems import Problem
from domain.questions.base import Format, Key

ValueType = Literal["number", "date", "text"]
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ADDRESS = re.compile(r"https://[^\s/]+\.[^\s]+")


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

    format: Format
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
        return due_after(self.verified, self.ttl_days) if self.verified else None

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


def due_after(verified: date, ttl_days: int) -> date:
    """Return the first day on which a check is too long ago."""
    return date.fromordinal(min(verified.toordinal() + ttl_days + 1, date.max.toordinal()))


def read_facts(document: Document, *, today: date) -> Listing[Fact]:
    """Read the file; a fact whose value is not of its type is left out."""
    entries = read_entries(document, "facts", FactsFile, FactMeta)
    bad = {entry.id for _, entry in entries.rows if _value_fault(entry)}
    facts = tuple(
        Fact(**entry.model_dump(), at=at) for at, entry in entries.rows if not _value_fault(entry)
    )
    return Listing(
        rows=facts,
        problems=(*entries.problems, *_problems(document, entries.rows, today)),
        broken=entries.broken | (bad - {fact.id for fact in facts}),
        readable=entries.readable,
    )


def _problems(
    document: Document, entries: Sequence[tuple[Where, FactMeta]], today: date
) -> Iterator[Problem]:
    for at, entry in entries:
        fault = _value_fault(entry)
        if fault:
            yield document.problem("F001", fault, (*at, "value"))
        if entry.url and not ADDRESS.fullmatch(entry.url):
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
    elif today >= due_after(entry.verified, entry.ttl_days):
        due = entry.verified + timedelta(days=entry.ttl_days)
        message = f"'{entry.id}' was last checked on {entry.verified}, due since {due}"
        yield document.problem("F003", message, at)


def _value_fault(entry: FactMeta) -> str | None:
    match entry.value_type:
        case "number":
            fine = NUMBER.fullmatch(entry.value)
            return None if fine else f"'{entry.value}' is not a number"
        case "date":
            fault = f"'{entry.value}' is not a date such as 2026-11-22"
            if not DATE.fullmatch(entry.value):
                return fault
            try:
                date.fromisoformat(entry.value)
            except ValueError:
                return fault
            return None
        case "text":
            return None if entry.value.strip() else "the value is empty"
