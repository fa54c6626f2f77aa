"""Identities and their versions: found by key and digest, made where there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.models import Course

BATCH = 500  # rows a statement


@dataclass(frozen=True)
class Kept:
    """A version that is current: what a release needs to know of it."""

    pk: int
    path: str
    digest: str


@dataclass
class Known:
    """The versions of a kind that a course has, without their texts."""

    rows: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """By key and digest: the columns that were asked for, and the primary key."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Highest number, by key."""

    def next_number(self, key: str) -> int:
        """Return the number of the next version of an identity."""
        return self.numbers.get(key, 0) + 1


def differs(row: Any, values: Mapping[str, Any]) -> bool:
    """Say whether a row has other values than these."""
    return any(getattr(row, name) != value for name, value in values.items())


def identities(
    manager: Any, course: Course, keys: Iterable[str], more: Mapping[str, Mapping[str, Any]] = {}
) -> dict[str, int]:
    """Return the primary key of each identity, made where there is none."""
    found = dict(manager.filter(course=course).values_list("key", "pk"))
    new = [
        manager.model(course=course, key=key, **more.get(key, {}))
        for key in keys
        if key not in found
    ]
    manager.bulk_create(new, batch_size=BATCH)
    return found | {row.key: row.pk for row in new}


def known_versions(manager: Any, name: str, course: Course, *columns: str) -> Known:
    """Return every version of a course by the identity ``name``, with these columns."""
    known = Known()
    rows = manager.filter(**{f"{name}__course": course}).values(
        "pk", "number", "digest", f"{name}__key", *columns
    )
    for row in rows.order_by("number"):
        key = row[f"{name}__key"]
        known.rows[key, row["digest"]] = row
        known.numbers[key] = row["number"]
    return known
