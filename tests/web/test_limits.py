"""How often somebody may answer, and what whoever goes over it is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from quizzes.models import AttemptEvent
from tests.published import make_check
from tests.quizzes.browser import Tab, open_tab, text_of, words_in
from tests.quizzes.conftest import ada, bob, course, learner_in, signed_in
from web import limits

__all__ = ["ada", "bob", "course", "signed_in"]
NOON = datetime(2026, 11, 25, 12, 0, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def few(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WORKERS = 2
    settings.ANSWERS_PER_MINUTE, settings.ANSWERS_PER_MINUTE_OF_ADDRESS = 4, 6
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def tab_for(client: Client) -> Tab:
    return open_tab(client, make_check(learner_in(client), "usage-type"))


def statuses(tab: Tab, times: int) -> list[int]:
    return [tab.send({"answer": [str(n)]}, key=str(n)).status_code for n in range(times)]


def test_a_process_grants_its_share_of_a_learners_answers(ada: Client) -> None:
    assert statuses(tab_for(ada), 3)[2] == 429


def test_learners_behind_one_address_share_its_limit(ada: Client, bob: Client) -> None:
    assert 429 not in statuses(tab_for(ada), 2)

    assert [status == 429 for status in statuses(tab_for(bob), 2)] == [False, True]


def test_another_address_has_a_limit_of_its_own(ada: Client, bob: Client) -> None:
    statuses(tab_for(ada), 3)
    bob.defaults["REMOTE_ADDR"] = "192.0.2.7"

    assert 429 not in statuses(tab_for(bob), 2)


def test_a_visitor_without_a_cookie_counts_for_the_address(client: Client, ada: Client) -> None:
    found = [client.post("/questions/moving-data/usage-type/answer/") for _ in range(4)]

    assert [reply.status_code == 429 for reply in found] == [False, False, False, True]


def test_the_next_minute_is_a_new_one(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = tab_for(ada)
    statuses(tab, 3)

    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=45))

    assert 429 not in statuses(tab, 2)


@pytest.mark.parametrize("htmx", [True, False], ids=["fragment", "page"])
def test_a_refusal_says_when_to_try_again(ada: Client, *, htmx: bool) -> None:
    tab = tab_for(ada)
    tab.htmx = htmx
    statuses(tab, 2)

    response = tab.send({"answer": ["typed"]})

    assert (response.status_code, response["Retry-After"]) == (429, "45")
    assert "too often" in words_in(text_of(response))
    assert ("<html" in text_of(response)) is not htmx
    assert "typed" not in [event.data["submitted"]["answer"][0] for event in events()]


def events() -> list[AttemptEvent]:
    return list(AttemptEvent.objects.all())


def test_counting_writes_nothing(
    ada: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = ada.get("/").wsgi_request

    with django_assert_num_queries(0):
        assert limits.ADDRESS.wait(request, now=timezone.now()) == 0


def test_no_limit_is_no_limit(ada: Client, settings: Settings) -> None:
    settings.ANSWERS_PER_MINUTE = settings.ANSWERS_PER_MINUTE_OF_ADDRESS = 0

    assert 429 not in statuses(tab_for(ada), 9)
