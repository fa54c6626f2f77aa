"""Health: what a probe is told."""

import shutil
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from config import health
from courses.models import Course

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unasked() -> Iterator[None]:
    health._missing.cache_clear()
    yield
    health._missing.cache_clear()


def test_it_lives_without_a_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz/live")

    assert response.json() == {"live": True}
    assert "no-store" in response["Cache-Control"]


def test_it_is_ready_and_has_written_nothing(client: Client) -> None:
    response = client.get("/healthz/ready")

    assert (response.status_code, response.json()) == (200, {"ready": True, "missing": []})
    assert not Session.objects.exists()


def test_it_is_not_ready_before_the_last_migration(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="learners").order_by("-pk")[0].delete()

    response = client.get("/healthz/ready")

    assert (response.status_code, response.json()["missing"]) == (503, ["migrations"])


@pytest.mark.parametrize(("free", "missing"), [(4, ["disk"]), (5, [])])
def test_it_needs_room_on_the_disk(
    client: Client, monkeypatch: pytest.MonkeyPatch, free: int, missing: list[str]
) -> None:
    usage = SimpleNamespace(free=free, total=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    assert client.get("/healthz/ready").json()["missing"] == missing


def test_it_looks_once_however_often_it_is_asked(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 7.0)
    client.get("/healthz/ready")

    with django_assert_num_queries(0):
        client.get("/healthz/ready")


def test_it_names_code_and_releases_and_no_more(
    client: Client, course: Course, settings: Settings
) -> None:
    settings.BUILD = "abc"

    found = client.get("/healthz/version").json()

    assert found == {"version": "0.1.0", "commit": "abc", "releases": {"moving-data": 1}}


def test_a_probe_is_not_led_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz/live").status_code == 200
    assert client.get("/").status_code == 301
