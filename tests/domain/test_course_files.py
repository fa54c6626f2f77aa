"""course.md: the name of a course, the order of its lessons, and what surrounds it."""

# ruff: noqa: E501 - a table reads better with a message on one line

import pytest

from domain.course_files import CourseFile, read_course
from tests.bakery import COURSE
from tests.documents import make_document


def problems(old: str, new: str) -> list[str]:
    assert COURSE.count(old) == 1
    found = read_course(make_document(COURSE.replace(old, new), "course.md"))
    assert isinstance(found, list), found
    return [str(problem) for problem in found]


def read(text: str = COURSE) -> CourseFile:
    found = read_course(make_document(text, "course.md"))
    assert isinstance(found, CourseFile), [str(problem) for problem in found]
    return found


def test_it_reads_what_stands_in_front_of_the_body() -> None:
    course = read()

    assert course.meta.title == "Bread in a Night"
    assert course.order == ["dough", "oven"]
    assert course.meta.readiness == "warm-up"
    assert course.meta.prerequisites[0].text == "Counting"
    assert course.meta.further_study[0].course is None


def test_it_reads_the_body_and_what_it_refers_to() -> None:
    course = read(COURSE.replace("rise early.", "rise [[dawn]] at {{ fact:dawn }}."))

    assert course.body == "For those who rise [[dawn]] at {{ fact:dawn }}."
    assert [use.id for use in course.uses.terms] == ["dawn"]
    assert course.uses.facts[0].spot.line == 25


def test_its_clocks_are_those_of_utc_unless_it_says_otherwise() -> None:
    zoned = COURSE.replace("format: 1", "format: 1\ntime_zone: America/New_York")

    assert read().meta.time_zone == "UTC"
    assert read(zoned).meta.time_zone == "America/New_York"


@pytest.mark.parametrize("key", ["readiness: warm-up", "licence: MIT"])
def test_some_keys_may_be_left_out(key: str) -> None:
    assert read(COURSE.replace(f"{key}\n", "")).meta.licence == ""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format: 1", "format: 3", "2:9: C013 format 3 is not known; this reader knows 1"),
        ("title: Bread in a Night\n", "", "1:1: C010 key 'title' is missing"),
        ("category: crafts\nlevel", "categorie: crafts\nlevel", "6:1: C011 unknown key 'categorie'; did you mean 'category'?"),
        ("- title: Cakes", "- titel: Cakes", "21:5: C011 unknown key 'titel'; did you mean 'title'?"),
        ("level: introductory", "level: easy", "7:8: C012 'level' must be 'introductory', 'intermediate' or 'advanced'"),
        ("language: en-GB", "language: English", "8:11: C012 'language' must match pattern '^[a-z]{2}(-[A-Z]{2})?$'"),
        ("jurisdiction: global", "jurisdiction: DE", "9:15: C012 'jurisdiction' must be 'US', 'EU', 'UK', 'APAC' or 'global'"),
        ("id: bakery", "id: Bakery", "3:5: C014 id 'Bakery': use lower case, digits and single hyphens"),
        ("id: bakery", f"id: {'b' * 41}", "3:5: C012 'id' must have at most 40 characters"),
        ("jurisdiction: global", "jurisdiction: global\ntime_zone: Europe/Londn", "10:12: C012 'time_zone' must be a zone of the IANA list, such as Europe/London; did you mean 'Europe/London'?"),
        ("jurisdiction: global", "jurisdiction: global\ntime_zone: Moon", "10:12: C012 'time_zone' must be a zone of the IANA list, such as Europe/London"),
        ("jurisdiction: global", "jurisdiction: global\ntime_zone: ../../etc/passwd", "10:12: C012 'time_zone' must be a zone of the IANA list, such as Europe/London"),
        ("jurisdiction: global", "jurisdiction: global\ntime_zone: 1", "10:12: C012 'time_zone' must be a valid string"),
        ("lessons: [oven]", "lessons: [the_oven]", "14:15: C014 id 'the_oven': use lower case, digits and single hyphens"),
        ("lessons: [oven]", "lessons: []", "14:14: C012 'parts.1.lessons' must have at least 1 item"),
        ("- title: Sourdough", "- title: Sourdough\n    course: Sour Dough", "20:13: C014 id 'Sour Dough': use lower case, digits and single hyphens"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong(old: str, new: str, problem: str) -> None:
    assert f"course.md:{problem}" in problems(old, new)
