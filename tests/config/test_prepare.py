"""manage.py prepare: what every start does."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_resolver
from django.utils import timezone
from pytest_django import Settings

from courses.models import Course, Release
from tests.bakery import TODAY, change, write_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    settings.VAR_DIR, settings.CONTENT_DIR = tmp_path / "var", tmp_path / "content"
    assert get_resolver().url_patterns  # as they are in use: they are made once in a process
    settings.DEBUG = True  # nothing is collected
    return write_course(settings.CONTENT_DIR)


def prepare() -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("prepare", stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def test_a_start_publishes_the_content(root: Path) -> None:
    said, fault = prepare()

    assert said.splitlines() == [
        "==> Publishing content/",
        "bakery: 16 new, 0 changed, 0 retired, 0 unchanged (release 1)",
        "==> To become an instructor: .venv/bin/python manage.py instructor EMAIL",
    ]
    assert fault == ""
    assert Course.objects.get().current == Release.objects.get()


def test_a_second_start_publishes_nothing(root: Path) -> None:
    prepare()

    assert "bakery: 0 new, 16 unchanged (release 1)" in prepare()[0]
    assert Release.objects.count() == 1


def test_a_first_start_stops_at_an_error(root: Path) -> None:
    change(root, "course.md", "level: introductory", "level: easy")

    with pytest.raises(CommandError, match="not published: bakery"):
        prepare()


def test_a_later_start_goes_on_with_what_was_published(root: Path) -> None:
    prepare()
    change(root, "course.md", "level: introductory", "level: easy")

    said, fault = prepare()

    assert f"{root / 'course.md'}:7:8: C012 'level' must be" in said
    assert fault == (
        "1 error, 5 warnings; not published: bakery. Learners see what was there before.\n"
    )
    assert Course.objects.get().current == Release.objects.get()
