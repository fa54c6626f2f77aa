"""F1, F3, F25 and F32: a crowd answers while servers die, the database dies, or both are fine.

LEDGER holds after each: everything acknowledged is stored, once, and ratings are what it leads to.
"""

from pathlib import Path

import pytest
from django.db import connection

from tests.faults.machine.cluster import Cluster
from tests.served.test_answers import settings_of, storm

pytestmark = pytest.mark.fault


@pytest.mark.parametrize("seed", range(1, 6))
def test_f01_the_web_processes_are_killed(own_database: str, tmp_path: Path, seed: int) -> None:
    settings = settings_of(tmp_path, own_database)

    assert "3 times kill" in storm(settings, "50", "4", "3", "--seed", str(seed))


def test_f03_the_database_crashes(cluster: Cluster, tmp_path: Path) -> None:
    """Everybody who is not served is told to wait, and nothing but the database is at fault."""
    settings, folder = settings_of(tmp_path, cluster.url), str(cluster.folder)

    said = storm(settings, "50", "4", "3", "--kind", "crash", "--cluster", folder)

    assert "0 replies lost" in said


def test_f25_many_submit_at_once(own_database: str, tmp_path: Path) -> None:
    """A hundred on SQLite, five hundred on PostgreSQL."""
    visitors = 100 if connection.vendor == "sqlite" else 500

    said = storm(settings_of(tmp_path, own_database), str(visitors), "3", "0", "--crowd", "500")

    assert "0 replies lost, 0 told to wait" in said


def test_f32_the_server_is_restarted_again_and_again(own_database: str, tmp_path: Path) -> None:
    """Whoever connects meanwhile waits at the socket, which outlives the server."""
    settings = settings_of(tmp_path, own_database)

    said = storm(settings, "50", "6", "20", "--kind", "roll")

    assert "20 times roll, 0 replies lost, 0 told to wait" in said
