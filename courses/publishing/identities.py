"""Identities and their versions: found by key and digest, made where there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

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
    """Highest number, by key: of those whose digest is not current."""

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take rows in the order of their numbers."""
        for row in rows:
            self.rows[row["key"], row["digest"]] = row
            self.numbers[row["key"]] = row["number"]

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


def known_versions(
    manager: Any, name: str, course: Course, digests: Mapping[str, str], *columns: str
) -> Known:
    """Return the versions that have these digests, by the key of the identity ``name``.

    Most are current. Only where one is not, all versions of its identity are looked through.
    """
    known = Known()
    found = manager.annotate(key=F(f"{name}__key")).filter(**{f"{name}__course": course})
    rows = found.values("pk", "number", "digest", "key", *columns).order_by("number")
    known.add(rows.filter(entries__release=course.current_id or 0))
    others = [key for key, digest in digests.items() if (key, digest) not in known.rows]
    for first in range(0, len(others), BATCH):
        known.add(rows.filter(key__in=others[first : first + BATCH]))
    return known
