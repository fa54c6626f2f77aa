"""F33: what limits are counted in is emptied or down. Learning goes on; nobody signs in unseen."""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.test import Client
from pytest_django import Settings

from quizzes.models import AttemptEvent
from tests.quizzes.browser import Tab, text_of, words_in

SECRET = "correct horse battery"  # noqa: S105 - of this test
LOGIN = {"login": "bob@example.org", "password": SECRET}


class Down(BaseCache):
    """A cache whose server takes no connection."""

    def __init__(self, *args: Any) -> None:
        super().__init__({})

    def get(self, *args: Any, **named: Any) -> Any:
        raise ConnectionRefusedError

    add = set = touch = delete = clear = get


@pytest.fixture
def bob(course: object) -> Client:
    """Somebody who has an account, and is not signed in."""
    User.objects.create_user("bob", email=LOGIN["login"], password=SECRET)
    return Client(raise_request_exception=False)


@pytest.fixture
def down(settings: Settings) -> None:
    """Let the shared cache take no connection."""
    backend = {"BACKEND": f"{__name__}.Down"}
    settings.CACHES = {**settings.CACHES, "default": backend}


def test_f33_learning_goes_on_with_an_emptied_cache(tab: Tab, bob: Client) -> None:
    for name in ("default", "process"):
        caches[name].clear()

    assert tab.send({"answer": ["x"]}).status_code == 200
    assert bob.post("/accounts/login/", LOGIN).status_code == 302


def test_f33_learning_goes_on_without_the_cache(tab: Tab, ada: Client, down: None) -> None:
    assert ada.get("/courses/moving-data/data-transfer/").status_code == 200
    assert tab.send({"answer": ["x"]}).status_code == 200
    assert AttemptEvent.objects.count() == 1


def test_f33_nobody_signs_in_whose_tries_cannot_be_counted(bob: Client, down: None) -> None:
    response = bob.post("/accounts/login/", LOGIN)

    assert response.status_code == 503
    assert "Nothing is lost" in words_in(text_of(response))
    assert SESSION_KEY not in bob.session
