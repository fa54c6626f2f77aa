"""The marked course, and everybody on it."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.published import publish_course
from tests.security.canaries import Marks, marked_course
from tests.security.world import World, make_world


@pytest.fixture(scope="session")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Marks]:
    """Mark the course, once."""
    return marked_course(tmp_path_factory.mktemp("marked"))


@pytest.fixture
def marks(db: None, marked: tuple[Path, Marks]) -> Marks:
    """Put the marked course before learners."""
    root, marks = marked
    publish_course(root)
    return Marks(dict(marks.known))


@pytest.fixture
def world(marks: Marks, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> World:
    """Let everybody begin; the owner's security key is one in name only."""
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return make_world(marks)


@pytest.fixture
def https(settings: Settings) -> None:
    """Be a site that is reached by https alone."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
