"""web/sessions.py: whom a session stands for, as it is at this moment."""

from datetime import timedelta

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, load_backend
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from web.sessions import Accounts, SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client) -> User:
    user = User.objects.create_user("ada", email="ada@example.org")
    client.force_login(user)
    return user


def held(key: str | None) -> dict[str, object]:
    return dict(SessionStore(key).items())


def email_shown(client: Client) -> bool:
    return "ada@example.org" in client.get("/progress/").content.decode()


def test_a_session_holds_what_was_put_in() -> None:
    session = SessionStore()
    session["seen"] = ["lesson", 3]
    session.save()

    assert held(session.session_key) == {"seen": ["lesson", 3]}


def test_sessions_of_before_are_still_good() -> None:
    session = db.SessionStore()
    session["seen"] = True
    session.save()

    assert held(session.session_key) == {"seen": True}


def test_a_session_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    session = SessionStore()
    session.save()

    with django_assert_num_queries(1):
        held(session.session_key)


def test_a_session_that_is_over_holds_nothing_and_keeps_no_key() -> None:
    session = SessionStore()
    session["seen"] = True
    session.save()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    found = SessionStore(session.session_key)

    assert not found.items()
    assert found.session_key is None


def test_an_unknown_key_is_not_taken_on() -> None:
    found = SessionStore("k" * 32)
    found["seen"] = True
    found.save()

    assert found.session_key != "k" * 32


def test_a_session_stands_for_its_account(client: Client, ada: User) -> None:
    assert isinstance(client.session, SessionStore)
    assert client.session[SESSION_KEY] == str(ada.pk)
    assert isinstance(load_backend(client.session[BACKEND_SESSION_KEY]), Accounts)
    assert Accounts().get_user(ada.pk) == ada
    assert email_shown(client)


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!other"}])
def test_a_closed_or_changed_account_is_signed_out_at_once(
    client: Client, ada: User, change: dict[str, object]
) -> None:
    assert email_shown(client)

    User.objects.update(**change)

    assert not email_shown(client)


def test_a_deleted_account_is_nobody(client: Client, ada: User) -> None:
    pk = ada.pk
    ada.delete()

    assert Accounts().get_user(pk) is None
    assert not email_shown(client)


def test_an_account_is_found_as_it_is_now(ada: User) -> None:
    User.objects.update(email="ada@example.com")

    found = Accounts().get_user(ada.pk)

    assert found is not None
    assert found.email == "ada@example.com"
    assert set(vars(found)) == set(vars(ada)) - {"backend"}
