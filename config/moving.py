"""A site as text: every row of it as a line of JSON, whichever engine it came from.

The first line says what the rows were written by, the last how many there were and what all events
come to. Rows keep their numbers, so everything that points at them still does.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, groupby, islice
from typing import Any, TextIO

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from quizzes.ledger import ledger_hash

FORMAT = 1
BATCH = 1000  # rows in memory at a time
MADE_BY_MIGRATIONS = ("contenttypes.ContentType", "auth.Permission")
BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ"}


class Refused(Exception):
    """Nothing was taken; the message says why."""


@contextmanager
def one_moment() -> Iterator[Any]:
    """Read the database as it was when this began; nobody waits for it. Give a cursor."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield cursor
        finally:
            cursor.execute("ROLLBACK")


def export_to(file: TextIO) -> Counter[str]:
    """Write every row, as of one moment; return how many there are of each model."""
    counts: Counter[str] = Counter()
    with one_moment():
        _write(file, {"blotter": FORMAT, "migrations": migrations()})
        for label, rows in tables().items():
            for row in rows.order_by("pk").iterator(chunk_size=BATCH):
                counts[label] += 1
                serializers.serialize("jsonl", [row], stream=file, cls=_Exact)
        _write(file, {"rows": counts, "ledger": ledger_hash()})
    return counts


def import_from(file: TextIO) -> str:
    """Fill an empty database with what was exported; return what its events come to.

    All rows or none. Raise Refused for a database that holds something, for an export by other
    migrations, and for one that is not whole.
    """
    lines = iter(file)
    head = json.loads(next(lines, "null"))
    if not isinstance(head, dict) or head.get("blotter") != FORMAT:
        raise Refused("This is not an export of Blotter.")
    if head["migrations"] != migrations():
        raise Refused("It was exported by another version: bring both to the same one first.")
    if not is_empty():
        raise Refused("The database is not empty.")
    with transaction.atomic():
        for label in MADE_BY_MIGRATIONS:
            tables()[label].all().delete()
        counts, end = _insert(lines)
        if counts != end.get("rows") or ledger_hash() != end["ledger"]:
            raise Refused("The export is not whole: its last line does not fit the others.")
        _advance_sequences()
    ContentType.objects.clear_cache()
    return str(end["ledger"])


def tables() -> dict[str, Any]:
    """Return the rows of every model, by its label."""
    return {
        model._meta.label: model._base_manager  # noqa: SLF001 - Django's documented interface
        for model in apps.get_models()
    }


def is_empty() -> bool:
    """Say whether the database holds nothing but what migrations make."""
    ours = (rows for label, rows in tables().items() if label not in MADE_BY_MIGRATIONS)
    return not any(rows.exists() for rows in ours)


def migrations() -> list[list[str]]:
    """Name the migrations that the database has seen."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


class _Exact(DjangoJSONEncoder):
    """Django's encoder, to the microsecond."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _write(file: TextIO, line: dict[str, Any]) -> None:
    file.write(json.dumps(line) + "\n")


def _insert(lines: Iterator[str]) -> tuple[Counter[str], dict[str, Any]]:
    """Insert the rows; return how many there were of each model, and the last line."""
    counts: Counter[str] = Counter()
    end: dict[str, Any] = {}

    def rows() -> Iterator[str]:
        for line in lines:
            if line.startswith('{"rows": '):
                end.update(json.loads(line))
                return
            yield line

    known, found = tables(), serializers.deserialize("jsonl", rows())
    for label, same in groupby(found, key=lambda row: row.object._meta.label):  # noqa: SLF001 - documented
        for batch in _batches(same):
            known[label].bulk_create([row.object for row in batch])
            counts[label] += len(batch)
            for row in batch:
                for field, keys in (row.m2m_data or {}).items():
                    getattr(row.object, field).set(keys)
    return counts, end


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    for first in rows:
        yield list(chain([first], islice(rows, BATCH - 1)))


def _advance_sequences() -> None:
    """Let the next new row have a number that none has yet."""
    models = [rows.model for rows in tables().values()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
