"""A lesson in which nothing is wrong, and ways to put one fault into it."""

from itertools import product

from courses.reading import yaml_fault
from domain.documents import Document
from domain.lesson_rules import lesson_problems
from domain.lessons import Lesson, read_lesson
from tests.documents import make_document

FRONT = """\
---
format: 1
id: bakery
title: A bakery at night
summary: Who bakes, who carries, and who counts.
outcomes: [bake-bread]
---
"""
FIRST = FRONT.count("\n") + 2
"""Line on which a fragment begins."""
PARTS = (
    ("baker", "clerk"),
    ("kneads", "weighs", "counts", "carries"),
    ("dough", "flour", "loaves"),
)


def _sections() -> str:
    said = [
        f"Before the shop opens, a {who} {does} {what} in the room behind the oven."
        for who, does, what in product(*PARTS)
    ]
    return "".join(
        f"## Part {number} {{#part-{number}}}\n\n"
        + "\n\n".join(said[number::4])
        + f"\n\n/// check | question-{number}\n\n///\n\n"
        for number in range(4)
    )


SECTIONS = _sections()


def lesson_with(fragment: str = "", *, front: str = FRONT, end: str = "") -> str:
    """Give the source of the good lesson, with something at its beginning or its end."""
    return f"{front}\n{fragment}\n\n{SECTIONS}{end}".rstrip("\n") + "\n"


def lesson_file(text: str) -> Document:
    """Take the file of a lesson apart."""
    return make_document(text, "lesson.md")


def make_lesson(text: str) -> Lesson:
    """Read a lesson whose front matter is right."""
    lesson = read_lesson(lesson_file(text))
    assert isinstance(lesson, Lesson), lesson
    return lesson


def problems_of(text: str) -> list[str]:
    """Give all problems of a lesson as an author sees them."""
    document = lesson_file(text)
    lesson = read_lesson(document)
    assert isinstance(lesson, Lesson), lesson
    return [str(problem) for problem in lesson_problems(document, lesson, yaml_fault)]


def faults(fragment: str, *, end: str = "") -> list[str]:
    """Give the problems of the good lesson with a fragment, lines counted from the fragment's."""
    found = []
    for problem in problems_of(lesson_with(fragment, end=end)):
        _, line, rest = problem.split(":", 2)
        found.append(f"{int(line) - FIRST + 1}:{rest}")
    return found
