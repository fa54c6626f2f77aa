"""``manage.py new_question``: write the skeleton of a question beside its lesson."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from pydantic import TypeAdapter, ValidationError

from courses.reading import read_document, read_text
from courses.skeletons import skeleton
from domain.documents import Document
from domain.lessons import Lesson, read_lesson
from domain.problems import Problem
from domain.questions import KINDS
from domain.questions.base import Key


class Command(BaseCommand):
    """Write a draft that can be read; the author fills it in."""

    help = "Write the skeleton of a question beside its lesson, as a draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the file is named and begins with."""
        add = parser.add_argument
        add("course", help="id of the course: the name of its folder")
        add("lesson", help="id of the lesson")
        add("kind", choices=sorted(KINDS), help="what is asked for")
        add("id", help="of the question: lower case, digits and single hyphens; for ever")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or say why it cannot be written."""
        key = options["id"]
        _check_key(key)
        course: Path = settings.CONTENT_DIR / options["course"]
        folder = _lesson_folder(course, options["lesson"])
        for other in course.rglob(f"{key}.md"):
            raise CommandError(f"the id is taken: {_near(other)}")
        lesson = _read(folder / "lesson.md", course)
        anchor = next((part.anchor for part in lesson.sections if part.anchor), None)
        if anchor is None:
            raise CommandError(f"lesson '{lesson.id}' has no heading with an {{#anchor}} yet")
        path = folder / f"{key}.md"
        teaches = f"{lesson.id}#{anchor}"
        path.write_text(skeleton(options["kind"], key, outcome=lesson.outcomes[0], teaches=teaches))
        self.stdout.write(
            f"{_near(path)}: a draft. Fill it in, set 'teaches', remove 'status: draft', and show\n"
            f"it in the lesson:\n\n/// check | {key}\n\n///\n\n"
            "Then: manage.py publish --check"
        )


def _check_key(key: str) -> None:
    try:
        TypeAdapter(Key).validate_python(key)
    except ValidationError as fault:
        said = fault.errors(include_url=False)[0]["msg"]
        raise CommandError(f"'{key}' is no id of a question: {said}") from fault


def _lesson_folder(course: Path, lesson: str) -> Path:
    if not (course / "course.md").is_file():
        raise CommandError(f"there is no course.md in {_near(course)}")
    for folder in sorted((course / "lessons").glob("*-*")):
        if folder.name.partition("-")[2] == lesson and (folder / "lesson.md").is_file():
            return folder
    raise CommandError(f"the course has no lesson '{lesson}'")


def _read(path: Path, course: Path) -> Lesson:
    name = f"{course.name}/{path.relative_to(course).as_posix()}"
    text = read_text(name, path.read_bytes())
    found: Document | list[Problem] = text if isinstance(text, list) else read_document(name, text)
    lesson = found if isinstance(found, list) else read_lesson(found)
    if isinstance(lesson, list):
        raise CommandError("\n".join(["the lesson cannot be read:", *map(str, lesson)]))
    return lesson


def _near(path: Path) -> str:
    """Name a file so that an editor opens it from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
