"""Identities and their versions: found by key and digest, made where there is none."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.models import Course

BATCH = 500  # rows a statement


def differs(row: Any, values: Mapping[str, Any]) -> bool:
    """Say whether a row has other values than these."""
    return any(getattr(row, name) != value for name, value in values.items())


def identities(
    manager: Any, course: Course, keys: Iterable[str], more: Mapping[str, Mapping[str, Any]] = {}
) -> dict[str, Any]:
    """Return the identity row of each key, made where there is none."""
    found = {row.key: row for row in manager.filter(course=course)}
    new = [
        manager.model(course=course, key=key, **more.get(key, {}))
        for key in keys
        if key not in found
    ]
    manager.bulk_create(new, batch_size=BATCH)
    return found | {row.key: row for row in new}


def known_versions(manager: Any, name: str, course: Course) -> dict[tuple[str, str], Any]:
    """Return every version of a course by key and digest, without its texts."""
    rows = manager.select_related(name).filter(**{f"{name}__course": course})
    rows = rows.defer("source", "html").order_by("number")
    return {(getattr(row, name).key, row.digest): row for row in rows}


def next_number(known: Mapping[tuple[str, str], Any], key: str) -> int:
    """Return the number of the next version of an identity."""
    return 1 + max((row.number for (name, _), row in known.items() if name == key), default=0)
