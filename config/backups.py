"""A site in one file that proves itself: the database, the pictures, and what they come to.

The file is a tar archive. Its manifest holds the hash of each part and the hash of all events, as
of the moment that the copy shows; restoring works all of them out again.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from config.moving import Refused, is_empty, migrations, one_moment, tables
from quizzes.ledger import ledger_hash

FORMAT = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media"
COPY = "copy"
"""Alias under which a copy of the database is opened, while it is looked at."""
CHUNK = 1 << 20  # bytes
PG_RESTORE = ("--clean", "--if-exists", "--no-owner", "--single-transaction")


def write_backup(path: Path, *, now: datetime) -> dict[str, Any]:
    """Write a backup of the running site, and return its manifest; an existing file is kept."""
    if path.exists():
        raise Refused(f"{path} exists: choose another name.")
    with TemporaryDirectory(dir=path.parent, prefix=".blotter-") as folder:
        copy = Path(folder, DATABASE)
        counted = COPIES[connection.vendor](copy)
        parts = {DATABASE: copy} | dict(_pictures())
        manifest = {
            "blotter": FORMAT,
            "at": now.isoformat(),
            "engine": connection.vendor,
            **counted,
            "parts": {name: hash_of(file) for name, file in parts.items()},
        }
        described = Path(folder, MANIFEST)
        described.write_text(json.dumps(manifest, indent=1))
        whole = Path(folder, "whole")
        with tarfile.open(whole, "w") as archive:
            archive.add(described, MANIFEST)
            for name, file in parts.items():
                archive.add(file, name)
        os.link(whole, path)  # all of it at once, and never over another
    return manifest


def read_backup(path: Path) -> dict[str, Any]:
    """Put a backup where nothing is, and return its manifest.

    Raise Refused for a file that is no backup, is of another engine or is damaged, and for a
    database that holds something: nothing is changed then. Raise it as well where what was
    restored does not come to what the manifest says.
    """
    with TemporaryDirectory() as folder, tarfile.open(path) as archive:
        _unpack(archive, Path(folder))
        manifest = json.loads(Path(folder, MANIFEST).read_text())
        _check(manifest, Path(folder))
        RESTORES[connection.vendor](Path(folder, DATABASE))
        if ledger_hash() != manifest["ledger"]:
            raise Refused("The events do not come to the hash of the manifest.")
        _put_pictures(Path(folder, MEDIA))
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return dict(manifest)


def hash_of(path: Path) -> str:
    """Return SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        found = sha256()
        while chunk := file.read(CHUNK):
            found.update(chunk)
        return found.hexdigest()


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Take out files and nothing else, and none that leads elsewhere.

    Python has a filter for that since 3.11.4, and distributions an earlier one.
    """
    for member in archive:
        target = (folder / member.name).resolve()
        content = archive.extractfile(member) if member.isfile() else None
        if content is None or not target.is_relative_to(folder.resolve()):
            raise Refused(f"{member.name} does not belong into a backup.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _check(manifest: dict[str, Any], folder: Path) -> None:
    if manifest.get("blotter") != FORMAT:
        raise Refused("This is not a backup that this version can read.")
    if manifest["engine"] != connection.vendor:
        raise Refused(f"It is of {manifest['engine']}. Between engines: manage.py export, import.")
    for name, digest in manifest["parts"].items():
        if hash_of(folder / name) != digest:
            raise Refused(f"{name} is damaged.")
    if set(connection.introspection.table_names()) and _holds_rows():
        raise Refused("The database is not empty.")


def _holds_rows() -> bool:
    """Look only at tables that there are: an empty database may not be migrated yet."""
    there = set(connection.introspection.table_names())
    needed = {rows.model._meta.db_table for rows in tables().values()}  # noqa: SLF001 - documented
    return needed <= there and not is_empty()


def _pictures() -> Iterator[tuple[str, Path]]:
    for path in sorted(settings.MEDIA_ROOT.rglob("*")):
        if path.is_file():
            yield f"{MEDIA}/{path.relative_to(settings.MEDIA_ROOT)}", path


def _put_pictures(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            target = settings.MEDIA_ROOT / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())


def _counted(using: str = "default") -> dict[str, Any]:
    """Say what a database holds."""
    releases = tables()["courses.Course"].using(using).values_list("key", "current__number")
    return {
        "migrations": migrations(),
        "releases": dict(releases),
        "rows": {label: rows.using(using).count() for label, rows in tables().items()},
        "ledger": ledger_hash(using),
    }


def _copy_sqlite(path: Path) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    with _opened(path):
        return _counted(COPY)


@contextmanager
def _opened(path: Path) -> Iterator[None]:
    """Open a copy beside the database in use."""
    connections.databases[COPY] = {**connections.databases["default"], "NAME": str(path)}
    try:
        yield
        with connections[COPY].cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = DELETE")  # all in one file again
    finally:
        connections[COPY].close()
        del connections.databases[COPY]
        del connections[COPY]


def _restore_sqlite(path: Path) -> None:
    """Copy page by page into the database, under its own locks."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Refused("The copy of the database is damaged.")
        copy.backup(connection.connection)
    connection.close()


def _copy_postgresql(path: Path) -> dict[str, Any]:
    with one_moment() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", f"--snapshot={moment}", f"--file={path}")
        return _counted()


def _restore_postgresql(path: Path) -> None:
    connection.close()
    _run("pg_restore", *PG_RESTORE, f"--dbname={connection.settings_dict['NAME']}", str(path))


def _run(*command: str) -> None:
    """Run a program of PostgreSQL's; how to reach the server is told in its environment."""
    given = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    reach = {name: str(given[key]) for key, name in names.items() if given.get(key)}
    environment = os.environ | reach | {"PGDATABASE": str(given["dbname"])}
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 - ours
    except subprocess.CalledProcessError as fault:
        raise Refused(f"{command[0]}: {fault.stderr.decode().strip()}") from fault


COPIES = {"sqlite": _copy_sqlite, "postgresql": _copy_postgresql}
RESTORES = {"sqlite": _restore_sqlite, "postgresql": _restore_postgresql}
