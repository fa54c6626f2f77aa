"""What is logged: enough to find a request again, and nothing that somebody wrote."""

import json
import logging
import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from tests.published import make_check
from tests.quizzes.browser import open_tab
from tests.quizzes.conftest import ada, course, learner_in, signed_in
from web.logs import Lines
from web.requests import LogMiddleware

__all__ = ["ada", "course", "signed_in"]
CANARY = "canary-4711"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Write to memory what a site writes to its log."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Lines())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def lines(log: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_an_answer_is_one_line_without_the_answer(ada: Client, log: StringIO) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), "usage-type"))
    log.truncate(log.seek(0))

    response = tab.send({"answer": [CANARY]})

    (line,) = lines(log)
    assert line["request"] == response["X-Request-ID"]
    assert line["route"] == "/attempts/<uuid:key>/answer/"
    assert (line["method"], line["status"], line["level"]) == ("POST", 200, "INFO")
    assert isinstance(line["queries"], int)
    assert line["queries"] > 3
    assert re.fullmatch("[0-9a-f]{12}", str(line["learner"]))
    told = log.getvalue()
    for secret in (CANARY, "ada@", *(cookie.value for cookie in ada.cookies.values())):
        assert secret not in told


def test_a_path_with_a_token_is_named_by_its_route(client: Client, db: None, log: StringIO) -> None:
    client.get(f"/accounts/password/reset/key/1-{CANARY}/")

    assert "password/reset/key/" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_line_ends_and_colours_of_a_path_are_escaped(client: Client, log: StringIO) -> None:
    client.get("/%0d%0a%1b[31m{}")

    assert "\x1b" not in log.getvalue()
    assert all(line["level"] for line in lines(log))


def fail(fault: Exception) -> None:
    raise fault


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ValueError(f"odd: {CANARY}"), ""),
        (OperationalError(f"database is locked\n{CANARY}"), "database is locked"),
    ],
)
def test_a_fault_is_named_by_type_and_place(log: StringIO, fault: Exception, said: str) -> None:
    try:
        fail(fault)
    except (ValueError, OperationalError):
        logging.getLogger("blotter").exception("broke")

    (line,) = lines(log)
    assert isinstance(line["fault"], dict)
    assert line["fault"]["type"] == type(fault).__name__
    assert line["fault"]["said"] == said
    assert "test_requests.py" in line["fault"]["where"][0]
    assert CANARY not in log.getvalue()


def answered_with(request: HttpRequest) -> str:
    return LogMiddleware(lambda _: HttpResponse())(request)["X-Request-ID"]


@pytest.mark.parametrize(
    ("behind", "given", "taken"),
    [
        (True, "abcdef0123456789", True),
        (False, "abcdef0123456789", False),
        (True, "short", False),
        (True, "not;an;id;at;all", False),
    ],
)
def test_an_id_is_taken_from_our_own_proxy_only(
    settings: Settings, *, behind: bool, given: str, taken: bool
) -> None:
    settings.BEHIND_PROXY = behind

    found = answered_with(RequestFactory().get("/", headers={"x-request-id": given}))

    assert (found == given) is taken
    assert re.fullmatch("[A-Za-z0-9]{16,32}", found)


def test_static_files_and_probes_are_not_logged(client: Client, db: None, log: StringIO) -> None:
    client.get("/healthz/live")
    client.get("/static/css/app.css")

    assert "blotter.requests" not in log.getvalue()
