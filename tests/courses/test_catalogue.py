"""The list of courses, and the search in it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from courses.publishing import By, publish
from tests.bakery import TODAY, Change, changed, write_course

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
DOUGH, OVEN = "lessons/01-dough", "lessons/02-oven"
HTMX = {"HTTP_HX_REQUEST": "true"}
PAGES = ("/", "/courses/bakery/", "/courses/bakery/oven/", "/glossary/bakery/")
Put = Callable[..., None]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Publish the course with something changed in it, under its key or another."""

    def published(*changes: Change, key: str = "bakery", **more: str) -> None:
        files = changed(*changes)
        for path, text in more.items():
            files[path] = text
        files["course.md"] = files["course.md"].replace("id: bakery", f"id: {key}")
        root = write_course(tmp_path, files)
        root.rename(tmp_path / key)
        publish(tmp_path / key, by=By("ira", NOW), today=TODAY)
        (tmp_path / key).rename(root)

    return published


@pytest.fixture
def course(put: Put) -> None:
    put()


def text_of(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, **headers)  # type: ignore[arg-type]
    assert response.status_code == 200
    return unescape(response.content.decode())


def titles(page: str) -> list[str]:
    """Return the courses that a page of the catalogue lists."""
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', page)


def test_an_empty_catalogue_says_so(client: Client) -> None:
    page = text_of(client, "/")

    assert "No course is published yet" in page
    assert "Courses appear here once their files are published." in page


def test_the_catalogue_lists_courses_by_title(put: Put, client: Client) -> None:
    put()
    put(("course.md", "title: Bread in a Night", "title: Art of Cakes"), key="cakes")

    page = text_of(client, "/")

    assert titles(page) == ["Art of Cakes", "Bread in a Night"]
    assert "From flour to the counter." in page
    assert "Introductory" in page
    assert "2 lessons" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=", ["Art of Cakes", "Bread in a Night"]),
        ("q=bread", ["Art of Cakes", "Bread in a Night"]),  # both teach to explain a dough
        ("q=NIGHT", ["Bread in a Night"]),
        ("q=night bread", ["Bread in a Night"]),
        ("q=art", ["Art of Cakes"]),
        ("q=patience", ["Art of Cakes", "Bread in a Night"]),  # the summary of a lesson
        ("q=kneaded", ["Art of Cakes", "Bread in a Night"]),  # an outcome
        ("q=naïve", ["Art of Cakes"]),
        ("q=cakes night", []),
        ("q=%", []),
        ("q=_", []),
        ("q=key", []),  # nothing but words is searched, no names of our own
        ("q=practice_minutes", []),
        ("category=pastry", ["Art of Cakes"]),
        ("category=crafts", ["Bread in a Night"]),
        ("category=nothing", []),
        ("level=advanced", ["Art of Cakes"]),
        ("level=introductory", ["Bread in a Night"]),
        ("q=art&category=crafts", []),
        ("q=art&category=pastry&level=advanced", ["Art of Cakes"]),
        ("q=a" + "a" * 500, []),
        ("q=%00", []),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_search_lists_what_fits(
    put: Put, client: Client, query: str, found: list[str], headers: dict[str, str]
) -> None:
    put()
    put(
        ("course.md", "title: Bread in a Night", "title: Art of Cakes"),
        ("course.md", "From flour to the counter.", "A naïve beginning with bread."),
        ("course.md", "category: crafts\nlevel", "category: pastry\nlevel"),
        ("course.md", "level: introductory", "level: advanced"),
        key="cakes",
    )

    assert titles(text_of(client, f"/?{query}", **headers)) == found


def test_a_search_keeps_what_was_typed_and_offers_every_track(put: Put, client: Client) -> None:
    put()
    put(("course.md", "category: crafts\nlevel", "category: pastry\nlevel"), key="cakes")

    page = text_of(client, '/?q="nothing"&category=crafts&level=advanced')

    assert 'name="q" type="search" value=""nothing""' in page
    assert '<option value="crafts" selected>Crafts</option>' in page
    assert '<option value="pastry">Pastry</option>' in page
    assert '<option value="advanced" selected>Advanced</option>' in page


def test_a_search_without_result_says_what_to_do(course: None, client: Client) -> None:
    page = text_of(client, "/?q=cakes")

    assert "No course fits" in page
    assert '<a href="/">show all courses</a>' in page


def test_htmx_gets_the_list_alone(course: None, client: Client) -> None:
    response = client.get("/?q=bread", **HTMX)  # type: ignore[arg-type]

    page = response.content.decode().strip()
    assert page.startswith('<div class="course-list" id="course-list">')
    assert page.endswith("</div>")
    assert "<html" not in page
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("header", ["HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST"])
def test_a_boosted_link_gets_the_whole_page(course: None, client: Client, header: str) -> None:
    page = text_of(client, "/", **HTMX, **{header: "true"})

    assert page.startswith("<!doctype html>")
