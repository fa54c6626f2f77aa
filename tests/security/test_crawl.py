"""Whoever requests everything there is, in every form, finds no secret, and every header."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from config import settings as as_configured
from tests.quizzes.browser import open_tab
from tests.security.addresses import OBJECTS, addresses, all_names, pages_of_courses
from tests.security.answers import KINDS, right_answer, told_at_the_end
from tests.security.crawler import FRAGMENT, PAGE, Form, crawl, request, visit
from tests.security.finding import marks_in, said_by
from tests.security.headers import faults_of
from tests.security.kept import in_caches, in_files, in_logs, session_of
from tests.security.world import ROLES, World

pytestmark = pytest.mark.django_db


@dataclass
class Found:
    """What a crawl has come upon."""

    marks: dict[str, str] = field(default_factory=dict)
    """Each with the address that told it first."""
    faults: set[str] = field(default_factory=set)
    """Of headers."""
    statuses: Counter[int] = field(default_factory=Counter)


@pytest.fixture(autouse=True)
def as_in_use(https: None, settings: Settings) -> Iterator[None]:
    """Keep caches where a site in use has them."""
    settings.CACHES = as_configured.CACHES
    yield
    caches["process"].clear()


def found_in(responses: Iterable[Any]) -> Found:
    """Search responses."""
    found = Found()
    for response in responses:
        for mark in marks_in(said_by(response)):
            found.marks.setdefault(mark, response.request["PATH_INFO"])
        found.faults.update(faults_of(response))
        found.statuses[response.status_code] += 1
    return found


def seen_by(world: World, role: str, form: Form = PAGE) -> dict[str, str]:
    """Return the marks on everything that somebody can look at, but for the pages of accounts.

    The owner, who looks again and again, leaves out what is somebody else's.
    """
    others = ("guest", "other") if role == "owner" else ()
    pages = [one for one in pages_of_courses(world) if not one.object.startswith(others)]
    return found_in(visit(world.people[role].client, [one.url for one in pages], [form])).marks


def test_the_objects_of_every_url_are_known() -> None:
    assert sorted(all_names()) == sorted(OBJECTS)


@pytest.mark.parametrize("role", ROLES)
def test_before_an_answer_nobody_finds_a_secret(
    world: World, role: str, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    urls = [one.url for one in addresses(world)]

    found = found_in(crawl(world.people[role].client, urls))

    assert world.leaks(role, found.marks) == []
    assert found.faults == set()
    assert found.statuses.keys() >= {200, 302, 404, 405}
    session = dict.fromkeys(marks_in(session_of(world.people[role].client)), "session")
    assert world.leaks(role, session) == []
    assert marks_in(in_caches()) == set()
    assert marks_in(in_logs(caplog.records)) == set()
    files = in_files(Path(settings.MEDIA_ROOT))
    assert [name for name, content in files if marks_in(f"{name} {content}")] == []


def test_an_answer_opens_its_own_question_to_its_own_learner(world: World) -> None:
    owner, told = world.people["owner"], world.marks.of("owner")
    for key in KINDS:
        response = open_tab(owner.client, owner.attempts[key]).send(right_answer(world.marks, key))
        own = told_at_the_end(world.marks, key, right=True)
        told |= own

        assert marks_in(said_by(response)) == own
        assert seen_by(world, "owner").keys() == told

    assert seen_by(world, "owner", FRAGMENT).keys() == told
    for role in ("anonymous", "guest", "other"):
        assert world.leaks(role, seen_by(world, role)) == []


def test_collected_files_hold_no_secret_and_are_kept_for_ever(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.STORAGES, settings.STATIC_ROOT = as_configured.STORAGES, tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)

    response = request(Client(), staticfiles_storage.url("css/app.css"), PAGE)

    assert response.status_code == 200
    assert response["Cache-Control"].endswith(", public, immutable")
    assert faults_of(response) == []
    assert marks_in(said_by(response)) == set()
    files = [(name, marks_in(f"{name} {content}")) for name, content in in_files(tmp_path)]
    assert len(files) > 100
    assert [name for name, marks in files if marks] == []
