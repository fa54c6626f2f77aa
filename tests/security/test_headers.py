"""Headers of responses that no crawl meets: refusals, faults, and what is not there."""

from typing import Any

import pytest
from django.test import Client

from tests.quizzes.browser import HTMX
from tests.security.headers import faults_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("https")]
NOT_OURS = {"origin": "https://evil.example"}


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (404, {"path": "/nowhere/"}),
        (404, {"path": "/nowhere/", "headers": HTMX}),
        (404, {"path": "/static/nowhere.css"}),
        (400, {"path": "/", "headers": {"host": "evil.example"}}),
        (403, {"path": "/accounts/logout/", "method": "POST", "headers": NOT_OURS}),
        (403, {"path": "/accounts/logout/", "method": "POST", "headers": NOT_OURS | HTMX}),
        (405, {"path": "/", "method": "TRACE"}),
        (301, {"path": "/progress"}),
    ],
)
def test_a_refusal_carries_every_header(status: int, request_: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.generic(**{"method": "GET", "secure": True} | request_)

    assert response.status_code == status
    assert faults_of(response) == []


def test_a_fault_of_ours_carries_every_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("courses.views.published_courses")

    response = Client(raise_request_exception=False).get("/", secure=True)

    assert response.status_code == 500
    assert faults_of(response) == []
