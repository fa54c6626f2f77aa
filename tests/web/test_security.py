"""How pages may be kept, and proof that a post comes from our own pages."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from web.htmx import is_htmx

pytestmark = pytest.mark.django_db


def test_a_mere_reader_gets_no_cookie_and_may_keep_the_page(client: Client) -> None:
    response = client.get("/")

    assert not response.cookies
    assert response["Cache-Control"] == "private, no-cache"
    for name in ("Cookie", "HX-Request", "HX-Boosted", "HX-History-Restore-Request"):
        assert name in response["Vary"]


def test_a_page_with_a_session_is_kept_nowhere(client: Client) -> None:
    client.force_login(User.objects.create_user("ada", email="ada@example.org"))

    assert client.get("/")["Cache-Control"] == "private, no-store"


def test_what_is_no_page_but_somebodys_own_is_kept_nowhere(client: Client) -> None:
    client.force_login(User.objects.create_user("ada", email="ada@example.org"))

    response = client.get("/accounts/email/", headers={"accept": "application/json"})

    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "private, no-store"


def posts(client: Client, **headers: str) -> Any:
    return client.post("/accounts/logout/", headers=headers)


def test_a_visitors_post_needs_our_own_origin() -> None:
    client = Client(enforce_csrf_checks=True)

    assert posts(client, origin="http://testserver").status_code != 403
    assert posts(client, origin="https://evil.example").status_code == 403
    assert posts(client, origin="null").status_code == 403
    assert posts(client).status_code == 403


def test_an_accounts_post_needs_the_token_as_well() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("ada", email="ada@example.org"))

    refused = posts(client, origin="http://testserver")

    assert refused.status_code == 403
    assert b"</html>" in refused.content


def test_a_forged_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_only_a_plain_htmx_request_gets_a_fragment(
    rf: RequestFactory, headers: dict[str, str], fragment: bool
) -> None:
    assert is_htmx(rf.get("/", headers=headers)) is fragment


def test_a_fragment_that_needs_an_account_gets_a_dialog_not_a_page(client: Client) -> None:
    response = client.get("/accounts/email/", headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert b"<html" not in response.content
    assert b"/accounts/login/" in response.content
