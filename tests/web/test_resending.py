"""What becomes of a form whose token is out of date, and of what stood in it."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_user
from tests.quizzes.browser import HTMX, forms_in, text_of, words_in

pytestmark = pytest.mark.django_db
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field
READ = "/progress/nowhere/lesson/read/"


@pytest.fixture
def ada() -> Client:
    """Sign somebody in whose page is older than that."""
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(make_user())
    return client


def sent(client: Client, fields: Mapping[str, Any], **headers: str) -> Any:
    return client.post(READ, fields, headers=headers)


def test_a_script_gets_a_fresh_token_and_nothing_else(ada: Client) -> None:
    refused = sent(ada, {"answer": "typed"}, **HTMX)

    assert refused.status_code == 403
    assert words_in(text_of(refused)) == ""
    [(name, token)] = forms_in(f"<form>{text_of(refused)}</form>")[0].fields
    assert name == TOKEN
    assert sent(ada, {TOKEN: token}, **HTMX).status_code == 404  # let through, to no such lesson


def test_a_reader_gets_everything_back_under_a_fresh_token(ada: Client) -> None:
    refused = sent(ada, {"answer": ['a "quoted" <word>', "two\nlines"], "key": "7", TOKEN: "old"})

    assert refused.status_code == 403
    assert "Send it once more" in words_in(text_of(refused))
    form = next(one for one in forms_in(text_of(refused)) if one.action == READ)
    assert form.values("answer") == ['a "quoted" <word>', "two\nlines"]
    assert form.values("key") == ["7"]
    assert len(form.values(TOKEN)) == 1
    assert sent(ada, dict(form.fields)).status_code == 404


@pytest.mark.parametrize("name", ["password", "password1", "oldpassword"])
def test_a_password_is_given_back_to_nobody(ada: Client, name: str) -> None:
    refused = sent(ada, {name: "correct horse"})

    assert refused.status_code == 403
    assert "correct horse" not in text_of(refused)
    assert "That form was out of date" in text_of(refused)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_what_another_site_has_sent_is_not_given_back(ada: Client, headers: dict[str, str]) -> None:
    refused = sent(ada, {"answer": "forged"}, origin="https://evil.example", **headers)

    assert refused.status_code == 403
    assert "forged" not in text_of(refused)
    assert TOKEN not in text_of(refused).partition("<main")[2]
