"""Headers of responses that no crawl meets: refusals, faults, and what is not there."""

import pytest
from django.test import Client

from tests.quizzes.browser import HTMX
from tests.security.headers import faults_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("https")]
NOT_OURS = {"origin": "https://evil.example"}


@pytest.mark.parametrize(
    ("status", "method", "path", "headers"),
    [
        (404, "GET", "/nowhere/", {}),
        (404, "GET", "/nowhere/", HTMX),
        (404, "GET", "/static/nowhere.css", {}),
        (400, "GET", "/", {"host": "evil.example"}),
        (403, "POST", "/accounts/logout/", NOT_OURS),
        (403, "POST", "/accounts/logout/", NOT_OURS | HTMX),
        (405, "TRACE", "/", {}),
        (301, "GET", "/progress", {}),
    ],
)
def test_a_refusal_carries_every_header(
    status: int, method: str, path: str, headers: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.generic(method, path, secure=True, headers=headers)

    assert response.status_code == status
    assert faults_of(response) == []


def test_a_fault_of_ours_carries_every_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("courses.views.published_courses")

    response = Client(raise_request_exception=False).get("/", secure=True)

    assert response.status_code == 500
    assert faults_of(response) == []
