"""Pages of what is published, as a visitor without a session sees them."""

# ruff: noqa: E501 - a table reads better with a message on one line

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from courses.models import Course
from courses.publishing import By, publish
from tests.bakery import FILES, TODAY, Change, changed, write_course

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


# Every page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_a_whole_document(course: None, client: Client, path: str) -> None:
    page = text_of(client, path)

    assert page.startswith("<!doctype html>")
    assert page.count("<h1") == 1
    assert page.rstrip().endswith("</html>")


@pytest.mark.parametrize("path", [*PAGES, "/sitemap.xml", "/robots.txt"])
def test_a_page_may_be_looked_at_and_nothing_else(course: None, client: Client, path: str) -> None:
    assert client.head(path).status_code == 200
    assert client.head(path).content == b""
    if path not in ("/sitemap.xml", "/robots.txt"):
        origin = {"HTTP_ORIGIN": "http://testserver"}
        assert client.post(path, **origin).status_code == 405  # type: ignore[arg-type]
        assert client.put(path, **origin).status_code == 405  # type: ignore[arg-type]


@pytest.mark.parametrize("path", PAGES)
def test_reading_sets_no_cookie(course: None, client: Client, path: str) -> None:
    assert client.get(path).cookies.output() == ""


@pytest.mark.parametrize(
    "path",
    [
        "/courses/cakes/",
        "/courses/cakes/oven/",
        "/courses/bakery/cold/",
        "/courses/bakery/warm-up/",
        "/courses/bakery/which-heat/",
        "/courses/Bakery/",
        "/glossary/cakes/",
        "/figures/nothing.png",
        "/courses/bakery/oven/more/",
    ],
)
def test_what_is_not_published_is_not_found(course: None, client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_a_course_without_a_release_is_not_found(client: Client) -> None:
    Course.objects.create(key="bakery", title="Bread")

    assert [client.get(path).status_code for path in PAGES] == [200, 404, 404, 404]


def test_a_lesson_that_has_left_the_course_is_not_found(tmp_path: Path, client: Client) -> None:
    statuses = []
    for lessons in (2, 1):
        root = write_course(tmp_path / str(lessons), many(lessons))
        publish(root, by=By("ira", NOW), today=TODAY)
        statuses.append([client.get(f"/courses/bakery/more-{n}/").status_code for n in (0, 1)])

    assert statuses == [[200, 200], [200, 404]]


def test_a_draft_stands_on_no_page(put: Put, client: Client) -> None:
    put(
        (f"{DOUGH}/lesson.md", "/// check | count-yeast\n\n///\n\n", ""),
        (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: draft"),
        **{f"{DOUGH}/count-salt.md": FILES[f"{DOUGH}/count-yeast.md"].replace("count-yeast", "count-salt")},
    )  # fmt: skip

    assert client.get("/questions/bakery/count-yeast/").status_code == 404
    assert client.get("/questions/bakery/count-salt/").status_code == 200
    assert "How many grams" not in text_of(client, "/courses/bakery/dough/")


def test_a_retired_question_stands_on_no_page(put: Put, client: Client) -> None:
    put()
    assert client.get("/questions/bakery/can-count/").status_code == 200

    put(
        ("quizzes/warm-up.md", "fixed: [can-count]", "fixed: [count-yeast]"),
        ("prerequisites/can-count.md", "answer:", "status: retired\nanswer:"),
    )

    assert client.get("/questions/bakery/can-count/").status_code == 404


# A course


def test_a_course_shows_lessons_outcomes_and_what_comes_before(put: Put, client: Client) -> None:
    put(
        ("course.md", "  - text: Counting", "  - text: Counting\n    further: Sums\n  - text: Bread\n    lesson: oven"),
        ("course.md", "  - title: Sourdough", "  - title: Sourdough\n  - title: More\n    course: more"),
    )  # fmt: skip

    page = text_of(client, "/courses/bakery/")

    assert '<a href="/courses/bakery/dough/"' in page
    assert "xplain how long a dough is kneaded" in page
    assert 'Counting <span class="dim sm">else: Sums</span>' in page
    assert '<a href="/courses/bakery/oven/">Bread</a>' in page
    assert 'Sourdough <span class="dim sm">not written yet</span>' in page
    assert '<a href="/courses/more/">More</a>' in page
    assert "<strong>Cakes</strong>" in page
    assert "<p>For those who rise early.</p>" in page
    assert '<a class="btn wide" href="/quizzes/bakery/warm-up/">' in page


def test_a_course_may_lead_nowhere_and_ask_nothing_before(put: Put, client: Client) -> None:
    put(
        ("course.md", "readiness: warm-up\nprerequisites:\n  - text: Counting\n", ""),
        ("course.md", "further_study:\n  - title: Sourdough\n", ""),
        ("course.md", "keep_reading:\n  - title: Cakes\n    category: crafts\n", ""),
    )

    page = text_of(client, "/courses/bakery/")

    for heading in (
        "Before you start",
        "Further study",
        "Keep reading",
        "Check that you are ready",
    ):
        assert heading not in page


# A lesson


def test_a_lesson_shows_text_checks_and_what_stands_beside(course: None, client: Client) -> None:
    page = text_of(client, "/courses/bakery/oven/")

    assert '<h2 id="h-heat">' in page
    assert page.count("What does the baker say of yeast and heat?") == 2
    assert 'id="q-name-outside"' in page
    assert '<a href="#h-heat">Heat</a>' in page
    assert '<div popover id="g-crust" class="term-pop">' in page
    assert "The baker's book, page 40" in page
    assert "Lesson 2</li>" in page


def test_a_source_has_its_address_and_the_day_it_was_read(put: Put, client: Client) -> None:
    put((f"{OVEN}/lesson.md", "See ", "Take {{ fact:yeast-share }}. See "))

    page = text_of(client, "/courses/bakery/oven/")

    assert (
        '<li><a href="https://example.org/book" rel="noopener noreferrer nofollow">'
        "The baker's book, page 12</a> "
        '<span class="dim">checked 1 Nov 2026</span></li>'
    ) in page
    assert (
        '<li>The baker\'s book, page 40 <span class="dim">checked 1 Nov 2026</span></li>'
    ) in page


def test_a_lesson_leads_on_and_back(put: Put, client: Client) -> None:
    put(("quizzes/night.md", "after: oven", "after: dough"))

    first, last = (text_of(client, f"/courses/bakery/{key}/") for key in ("dough", "oven"))

    assert "<span>Course</span>Bread in a Night" in first
    assert '<a class="next" href="/quizzes/bakery/night/"><span>Next</span>Quiz:' in first
    assert '<a href="/courses/bakery/dough/"><span>Lesson 1</span>Dough</a>' in last
    assert 'class="next"' not in last


def test_a_lesson_leads_to_the_next_one(put: Put, client: Client) -> None:
    put(("quizzes/night.md", "after: oven\n", ""))

    page = text_of(client, "/courses/bakery/dough/")

    assert '<a class="next" href="/courses/bakery/oven/"><span>Lesson 2</span>Oven</a>' in page


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2027, 11, 1), "1 Nov 2026</time>"), (date(2027, 11, 2), "last checked 12 months ago</time>")],
)  # fmt: skip
def test_a_fact_ages_without_being_rendered_again(
    course: None, client: Client, monkeypatch: pytest.MonkeyPatch, day: date, shown: str
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: day)

    page = text_of(client, "/courses/bakery/oven/")

    assert page.count(shown) == 2  # beside the value, and in its popover


def test_a_reader_keeps_a_lesson_that_has_not_changed(course: None, client: Client) -> None:
    first = client.get("/courses/bakery/oven/")

    again = client.get("/courses/bakery/oven/", HTTP_IF_NONE_MATCH=first["ETag"])

    assert re.fullmatch(r'"[0-9a-f]{32}"', first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert again[name] == first[name]
    assert client.head("/courses/bakery/oven/")["ETag"] == first["ETag"]


def tag(client: Client) -> str:
    return str(client.get("/courses/bakery/oven/")["ETag"])


def test_a_lesson_is_sent_anew_once_something_in_it_changes(
    put: Put, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = []
    put()
    tags.append(tag(client))
    put((f"{OVEN}/which-heat.md", "Patience.\n", "Patience, again.\n"))
    tags.append(tag(client))
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 26))
    tags.append(tag(client))
    settings.BUILD = "next"
    tags.append(tag(client))

    assert len(set(tags)) == 4
    assert client.get("/courses/bakery/dough/")["ETag"] not in tags


def test_somebody_with_a_session_gets_a_lesson_fresh(course: None, client: Client) -> None:
    known = tag(client)
    session = client.session
    session["seen"] = True
    session.save()

    response = client.get("/courses/bakery/oven/", HTTP_IF_NONE_MATCH=known)

    assert response.status_code == 200
    assert "ETag" not in response
    assert response["Cache-Control"] == "private, no-store"


def test_an_unknown_lesson_has_no_tag(course: None, client: Client) -> None:
    response = client.get("/courses/bakery/cold/", HTTP_IF_NONE_MATCH='"abc"')

    assert response.status_code == 404
    assert "ETag" not in response


# The glossary


def test_the_glossary_defines_terms_and_says_where_they_are_used(put: Put, client: Client) -> None:
    put(
        ("glossary.yaml", "    term: Crust\n", "    term: Crust\n    also: [rind]\n"),
        (f"{OVEN}/lesson.md", "See ", "[[gluten]]. See "),
    )

    page = text_of(client, "/glossary/bakery/")

    assert re.findall(r'<div id="(g-[a-z]+)"><dt>([^<]+)', page) == [
        ("g-crust", "Crust"),
        ("g-gluten", "Gluten"),
    ]
    assert '<span class="dim">, rind</span>' in page
    assert "The hard outside of a loaf." in page
    assert (
        '<a href="/courses/bakery/dough/">Dough</a> · <a href="/courses/bakery/oven/">Oven</a>'
        in page
    )


def test_the_glossary_leaves_out_retired_terms(put: Put, client: Client) -> None:
    put()
    put(
        (f"{OVEN}/lesson.md", "[[crust]]", "crust"),
        (f"{OVEN}/name-outside.md", "[[crust]]", "crust"),
        ("glossary.yaml", FILES["glossary.yaml"][FILES["glossary.yaml"].index("  - id: crust") :], ""),
    )  # fmt: skip

    assert "g-crust" not in text_of(client, "/glossary/bakery/")


# Pictures


def test_a_picture_is_served_for_a_year(put: Put, client: Client, settings: Settings) -> None:
    folder = Path(settings.MEDIA_ROOT) / "figures"
    folder.mkdir(parents=True)
    for suffix in ("png", "webp"):
        (folder / f"{'a' * 32}.{suffix}").write_bytes(b"picture")

    for suffix in ("png", "webp"):
        response = client.get(f"/figures/{'a' * 32}.{suffix}")

        assert b"".join(response) == b"picture"
        assert response["Content-Type"] == f"image/{suffix}"
        assert set(response["Cache-Control"].split(", ")) == {
            "public", "max-age=31536000", "immutable",
        }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["..", ".", "a.png", f"{'a' * 32}.svg", f"{'b' * 32}.png", "%00", "..%2fdb", "A" * 32 + ".png"]
)  # fmt: skip
def test_nothing_but_pictures_is_served(client: Client, settings: Settings, name: str) -> None:
    folder = Path(settings.MEDIA_ROOT) / "figures"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(b"picture")

    assert client.get(f"/figures/{name}").status_code == 404


# For search engines


def test_the_sitemap_lists_every_public_page(course: None, client: Client) -> None:
    response = client.get("/sitemap.xml")

    page = response.content.decode()
    assert response["Content-Type"] == "application/xml"
    assert re.findall(r"<loc>(.*?)</loc>", page) == [
        "http://testserver/",
        "http://testserver/courses/bakery/",
        "http://testserver/glossary/bakery/",
        "http://testserver/courses/bakery/dough/",
        "http://testserver/courses/bakery/oven/",
    ]
    assert page.count("<lastmod>2026-11-25</lastmod>") == 2


def test_the_sitemap_of_an_empty_site_holds_the_catalogue(client: Client) -> None:
    assert client.get("/sitemap.xml").content.count(b"<loc>") == 1


def test_robots_are_told_where_not_to_go(client: Client) -> None:
    response = client.get("/robots.txt")

    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/plain")
    assert {"Disallow: /accounts/", "Disallow: /attempts/", "Disallow: /sittings/"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


# What pages cost


def many(lessons: int) -> dict[str, str]:
    """Write a course with so many lessons more, each of which uses a term."""
    files = dict(FILES)
    keys = [f"more-{n}" for n in range(lessons)]
    part = f"  - title: More\n    lessons: [{', '.join(keys)}]\n"
    files["course.md"] = files["course.md"].replace("readiness:", f"{part}readiness:")
    for n, key in enumerate(keys, start=3):
        files[f"lessons/{n:03d}-{key}/lesson.md"] = (
            f"---\nformat: 1\nid: {key}\ntitle: More {n}\nsummary: More.\n"
            "outcomes: [knead-dough]\n---\n\n## More {#more}\n\nMore [[crust]].\n"
        )
    return files


COSTS = {
    "/": 1,
    "/courses/bakery/": 1,
    "/courses/bakery/oven/": 1,
    "/glossary/bakery/": 2,
    "/sitemap.xml": 2,
    "/robots.txt": 0,
}
"""Statements of a page for a visitor, where the process has shown it before."""


def test_a_page_asks_as_much_at_ten_lessons_as_at_two_hundred(
    tmp_path: Path, client: Client
) -> None:
    for lessons in (10, 200):
        root = write_course(tmp_path / str(lessons), many(lessons))
        publish(root, by=By("ira", NOW), today=TODAY)

        costs = {}
        for path in COSTS:
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            costs[path] = len(queries)

        assert costs == COSTS


@pytest.mark.parametrize("path", [*PAGES, "/sitemap.xml"])
def test_a_page_selects_no_source_that_it_does_not_print(
    course: None, client: Client, path: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)

    sql = " ".join(query["sql"] for query in queries)
    assert '"courses_release"."files"' not in sql
    assert '"courses_lessonversion"."source"' not in sql
    if path != "/courses/bakery/oven/":
        assert '"source"' not in sql
        assert '"html"' not in sql
