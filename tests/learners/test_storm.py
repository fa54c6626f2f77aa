"""Ratings stay exact when many learners answer at the same moment."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.content import ROOT


@pytest.fixture
def own_database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give the address of an empty database, on the server that the tests use."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'storm.sqlite3'}"
        return
    name = f"storm_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize(
    ("answers", "pairs"),
    [(120, 30), pytest.param(10_000, 1_000, marks=pytest.mark.fault)],
)
def test_threads_leave_what_a_replay_makes(own_database: str, answers: int, pairs: int) -> None:
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-m", "tests.learners.storm", str(answers), str(pairs)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": own_database},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert "no difference" in done.stdout
