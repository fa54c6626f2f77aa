"""The course, and who answers its questions."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from courses.models import Course
from quizzes.models import Learner
from tests.makers import make_learner
from tests.published import publish_course
from web.sessions import SESSION_LEARNER


@pytest.fixture
def course(db: None) -> Course:
    return publish_course()


@pytest.fixture
def signed_in(course: Course) -> Callable[[str], Client]:
    """Sign somebody in who has answered before."""

    def sign_in(name: str) -> Client:
        client = Client()
        user = User.objects.create_user(name, email=f"{name}@example.org")
        client.force_login(user)
        session = client.session
        session[SESSION_LEARNER] = make_learner(user).pk
        session.save()
        return client

    return sign_in


@pytest.fixture
def ada(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("ada")


@pytest.fixture
def bob(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("bob")


def learner_in(client: Client) -> Learner:
    """Who a client's session stands for."""
    return Learner.objects.get(pk=client.session[SESSION_LEARNER])
