"""F4 and F5 on SQLite: it is locked or full. What is said then, and that nothing is half done."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from quizzes.models import AttemptEvent
from tests.faults.machine.conftest import full, locked
from tests.quizzes.browser import Tab, text_of, words_in

SECRETS = ("Traceback", "OperationalError", "sqlite", "Django", "0.1.0", ".py")
LONG = {"answer": ["USE1-USW2-AWS-Out-Bytes " * 2500]}  # more than the free pages hold


def told(response: Any, *words: str) -> None:
    """Hold a refusal to what it must say, and to what it must not."""
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "private, no-store"
    for word in (*words, response["X-Request-ID"]):
        assert word in words_in(text_of(response)), word
    for secret in SECRETS:
        assert secret not in text_of(response)


def test_f04_a_locked_database_is_said_on_a_page(tab: Tab) -> None:
    tab.htmx = False

    with locked():
        response = tab.send({"answer": ["x"]})

    told(response, "Nothing is lost", "what you typed is still in the form")
    assert text_of(response).count("<html") == 1


def test_f04_a_locked_database_is_said_beside_the_form(tab: Tab) -> None:
    with locked():
        response = tab.send({"answer": ["x"]})

    told(response, "Nothing is lost", "what you typed is kept here")
    assert "<html" not in text_of(response)
    assert response["HX-Reswap"] == "none"


def test_f04_what_was_typed_is_saved_later(tab: Tab) -> None:
    with locked():
        tab.send({"answer": ["x"]})
    assert not AttemptEvent.objects.exists()

    assert tab.send({"answer": ["x"]}).status_code == 200
    assert AttemptEvent.objects.count() == 1


def test_f04_pages_are_read_while_nobody_can_write(ada: Client, tab: Tab) -> None:
    with locked():
        assert ada.get("/courses/moving-data/data-transfer/").status_code == 200


def test_f04_the_site_lives_but_is_not_ready(ada: Client, tab: Tab) -> None:
    with locked():
        live, ready = ada.get("/healthz/live"), ada.get("/healthz/ready")

    assert (live.status_code, ready.status_code) == (200, 503)
    assert ready.json() == {"ready": False, "missing": ["database"]}


@pytest.mark.parametrize("htmx", [True, False], ids=["fragment", "page"])
def test_f05_a_full_disk_is_named(tab: Tab, *, htmx: bool) -> None:
    tab.htmx = htmx

    with full():
        response = tab.send(LONG)

    told(response, "storage is full", "Nothing is lost")


def test_f05_nothing_is_half_written_and_later_all_is_well(tab: Tab) -> None:
    with full():
        assert tab.send(LONG).status_code == 503
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not AttemptEvent.objects.exists()

    assert tab.send(LONG).status_code == 200


def test_our_own_mistake_is_not_called_an_outage(ada: Client, tab: Tab) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE quizzes_attemptevent RENAME TO elsewhere")

    response = tab.send({"answer": ["x"]})

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE elsewhere RENAME TO quizzes_attemptevent")
    assert response.status_code == 500
    assert response["X-Request-ID"] in text_of(response)
    assert not any(secret in text_of(response) for secret in SECRETS)
