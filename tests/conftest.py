"""What every test needs: static files under their plain names, and nothing kept from before.

A database of their own for tests that run the site as a process. And for all tests in a browser one
site: fixtures that two folders import for themselves would be two sites, with one browser.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.cache import caches
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from config import jinja
from courses import beliefs, queries
from learners import difficulties
from quizzes import printing
from tests.browser.fixtures import (
    arrive,
    base_url,
    browser_type_launch_args,
    content,
    folder,
    letters,
    records,
    said,
    site,
)

__all__ = [
    "arrive",
    "base_url",
    "browser_type_launch_args",
    "content",
    "folder",
    "letters",
    "records",
    "said",
    "site",
]


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stand for the folder that a start collects static files in."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def plain_files(settings: Settings, static_root: Path, tmp_path: Path) -> None:
    """Name static files as they are, and keep pictures of a test with the test."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    settings.STATIC_ROOT = static_root
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in settings.CACHES
    }
    for name in settings.CACHES:
        caches[name].clear()
    settings.ANSWERS_PER_MINUTE = settings.ANSWERS_PER_MINUTE_OF_ADDRESS = 0
    settings.DRAFTS_PER_MINUTE = 0


@pytest.fixture(autouse=True)
def nothing_read_before() -> None:
    """Forget what was published in the database of another test, which numbers it the same.

    And how its static files were named.
    """
    for kept in (
        queries.question_at,
        queries.release_of,
        queries.question_version,
        queries.quiz_version,
        queries._entry,
        queries._lesson_questions,
        beliefs._versions,
        beliefs._questions,
        beliefs._beliefs,
        printing._fresh,
        difficulties._asked_in,
    ):
        kept.cache_clear()
    jinja.hashed.cache_clear()


@pytest.fixture
def own_database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give the address of an empty database, on the server that the tests use."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'own.sqlite3'}"
        return
    name = f"own_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
