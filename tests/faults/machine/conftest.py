"""The course, and somebody who answers while the machine fails."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from courses.models import Course
from tests.faults.machine.cluster import PROGRAMS, Cluster, programs
from tests.faults.machine.commands import address, site_in
from tests.published import make_check, publish_course
from tests.quizzes.browser import Tab, open_tab
from tests.quizzes.conftest import learner_in, signed_in
from tests.served.site import CONFIG, Site

__all__ = ["signed_in"]
collect_ignore = [] if connection.vendor == "sqlite" else ["test_outages.py"]
"""Another server is locked and filled in other ways: test_f04_server.py ends it."""


@pytest.fixture
def course(transactional_db: None) -> Course:
    return publish_course()


@pytest.fixture
def ada(signed_in: Callable[[str], Client]) -> Client:
    client = signed_in("ada")
    client.raise_request_exception = False  # a visitor sees no exception either
    return client


@pytest.fixture
def tab(ada: Client) -> Tab:
    """Open a page with a question while all is well."""
    return open_tab(ada, make_check(learner_in(ada), "usage-type"))


@contextmanager
def locked() -> Iterator[None]:
    """Let another process hold SQLite's one write lock; ours does not wait for it."""
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, isolation_level=None)) as other, pragma("busy_timeout", 0):
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full() -> Iterator[None]:
    """Let the database grow no further, as on a disk that is full."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what earlier tests have left free would be room
    with pragma("max_page_count", 1):  # it takes this for the pages that there are
        yield


@contextmanager
def pragma(name: str, value: int) -> Iterator[None]:
    """Change a setting of our own connection, for a while."""
    with connection.cursor() as cursor:
        (before,) = cursor.execute(f"PRAGMA {name}").fetchone()
        cursor.execute(f"PRAGMA {name} = {value}")
        yield
        cursor.execute(f"PRAGMA {name} = {before}")


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL server that is gone afterwards."""
    if programs() is None:
        pytest.skip(f"no PostgreSQL in {PROGRAMS}")
    server = Cluster.make()
    yield server
    server.remove()


@pytest.fixture
def other_engine(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database of the engine that the tests do not use."""
    if connection.vendor == "sqlite":
        cluster: Cluster = request.getfixturevalue("cluster")
        return cluster.url
    return f"sqlite:///{tmp_path / 'other.sqlite3'}"


@pytest.fixture
def serve(course: Course, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Serve the course from the database of the tests."""
    sites = []

    def start(config: str = CONFIG) -> Site:
        site = Site(site_in(tmp_path, address()), config=config)
        sites.append(site)
        site.start()
        return site

    yield start
    for site in sites:
        site.stop()


@pytest.fixture
def serve_at(cluster: Cluster, tmp_path: Path) -> Iterator[Site]:
    """Serve the course from a PostgreSQL server of its own."""
    site = Site(site_in(tmp_path, cluster.url))
    site.start()
    yield site
    site.stop()
