"""The one number that all events come to: two databases that have it have the same answers."""

import json
from hashlib import sha256

from django.db import DEFAULT_DB_ALIAS

from quizzes.models import AttemptEvent

READ = 2000  # events in memory at a time
COLUMNS = ("pk", "attempt__key", "sequence", "key", "kind", "at", "data")


def ledger_hash(using: str = DEFAULT_DB_ALIAS) -> str:
    """Return SHA-256, in hex, over every event in the order of their numbers.

    It does not depend on the engine: what a database adds to JSON or to a time is not in it.
    """
    found = sha256()
    events = AttemptEvent.objects.using(using).order_by("pk").values_list(*COLUMNS)
    for pk, attempt, sequence, key, kind, at, data in events.iterator(chunk_size=READ):
        event = [pk, str(attempt), sequence, str(key), kind, at.timestamp(), data]
        found.update(json.dumps(event, sort_keys=True).encode() + b"\n")
    return found.hexdigest()
