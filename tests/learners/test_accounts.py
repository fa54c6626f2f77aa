"""Signing up, in and out, with answers given before."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from learners.models import Evidence, LearnerLevel
from quizzes.models import Learner, Sitting
from tests.makers import (
    PASSWORD,
    Made,
    answer,
    make_attempt,
    make_course,
    make_learner,
    make_user,
)
from web.sessions import SESSION_LEARNER

pytestmark = pytest.mark.django_db


def guest_in(client: Client) -> Learner:
    """Let a browser be a guest's."""
    guest = make_learner()
    session = client.session
    session[SESSION_LEARNER] = guest.pk
    session.save()
    return guest


def sign_in(client: Client, user: User) -> None:
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


@pytest.fixture
def made() -> Made:
    return make_course()


def test_signing_up_keeps_the_answers_and_moves_nothing(client: Client, made: Made) -> None:
    guest = guest_in(client)
    answer(guest, made)

    client.post("/accounts/signup/", {"email": "ada@example.org", "password1": PASSWORD})

    guest.refresh_from_db()
    assert guest.user == User.objects.get(email="ada@example.org")
    assert Evidence.objects.get().revision == 0
    assert client.session[SESSION_LEARNER] == guest.pk


def test_signing_in_on_a_second_browser_brings_its_answers(client: Client, made: Made) -> None:
    user = make_user()
    ada = make_learner(user)
    answer(ada, made, "q1")
    guest = guest_in(client)
    answer(guest, made, "q2")

    sign_in(client, user)

    assert Learner.objects.get() == ada
    assert LearnerLevel.objects.get(learner=ada).answers == 2
    assert client.session[SESSION_LEARNER] == ada.pk


def test_signing_in_again_changes_nothing(client: Client, made: Made) -> None:
    user = make_user()
    ada = make_learner(user)
    answer(ada, made)
    answer(guest_in(client), made, "q2")
    sign_in(client, user)
    rows = list(Evidence.objects.values())

    client.post("/accounts/logout/")
    sign_in(client, user)

    assert list(Evidence.objects.values()) == rows
    assert client.session[SESSION_LEARNER] == ada.pk


def test_an_account_without_answers_takes_the_guest_over(client: Client, made: Made) -> None:
    user, guest = make_user(), guest_in(client)
    answer(guest, made)

    sign_in(client, user)

    guest.refresh_from_db()
    assert guest.user == user


def test_an_account_without_answers_needs_no_learner(client: Client) -> None:
    sign_in(client, make_user())

    assert SESSION_LEARNER not in client.session
    assert not Learner.objects.exists()


def test_signing_out_leaves_nobody_behind(client: Client, made: Made) -> None:
    user = make_user()
    answer(make_learner(user), made)
    sign_in(client, user)

    client.post("/accounts/logout/")

    assert SESSION_LEARNER not in client.session


def test_nobody_signs_in_in_the_middle_of_an_exam(client: Client, made: Made) -> None:
    user = make_user()
    make_learner(user)
    guest = guest_in(client)
    sitting = make_attempt(guest, made).sitting
    sitting.rules["mode"] = "exam"
    sitting.save()

    response = client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD}, follow=True
    )

    assert "in the middle of an exam" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert Sitting.objects.get().learner == guest


def test_a_session_of_another_account_is_not_a_guest(client: Client, made: Made) -> None:
    bob = make_learner(make_user("bob"))
    answer(bob, made)
    session = client.session
    session[SESSION_LEARNER] = bob.pk
    session.save()
    user = make_user()

    sign_in(client, user)

    bob.refresh_from_db()
    assert bob.user != user
    assert client.session.get(SESSION_LEARNER) is None
