"""What a site keeps besides its tables of courses and answers: sessions, caches, logs, files."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test import Client


def session_of(client: Client) -> str:
    """Return what the site remembers of a browser."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return ""
    return str(Session.objects.get(session_key=cookie.value).get_decoded())


def in_caches() -> str:
    """Return every entry of the cache that all processes share, and of that of this process."""
    table, process = settings.CACHES["default"]["LOCATION"], caches["process"]
    assert isinstance(process, LocMemCache)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {table}")  # noqa: S608 - our own setting
        return f"{cursor.fetchall()} {process._cache}"  # type: ignore[attr-defined] # not in stubs


def in_logs(records: Sequence[logging.LogRecord]) -> str:
    """Return everything that was logged, whether a line would show it or not."""
    return "\n".join(f"{record.getMessage()} {vars(record)}" for record in records)


def in_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the name and the content of every file in a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes().decode("latin-1")
