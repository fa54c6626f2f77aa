"""``course.md``: the name of a course, the order of its lessons, and what surrounds it."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from domain.documents import Document, FrontMatter
from domain.lessons import LessonKey
from domain.markup import Uses, uses_of
from domain.problems import Problem
from domain.questions.base import Format, Key
from domain.times import Zone

Title = Annotated[str, Field(min_length=1, max_length=200)]


class PartMeta(FrontMatter):
    """A group of lessons."""

    title: Title
    lessons: Annotated[list[LessonKey], Field(min_length=1)]


class PrerequisiteMeta(FrontMatter):
    """What a learner should bring, and where to learn it otherwise."""

    text: Title
    further: str = ""
    course: LessonKey | None = None
    lesson: LessonKey | None = None


class FurtherMeta(FrontMatter):
    """A course to read before or after; without an id it is not written yet."""

    title: Title
    category: str = ""
    course: LessonKey | None = None
    lesson: LessonKey | None = None


class CourseMeta(FrontMatter):
    """Front matter of ``course.md``."""

    format: Format
    id: LessonKey
    title: Title
    summary: Annotated[str, Field(min_length=1, max_length=500)]
    category: Key
    level: Literal["introductory", "intermediate", "advanced"]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    jurisdiction: Literal["US", "EU", "UK", "APAC", "global"]
    licence: str = ""
    time_zone: Zone = "UTC"
    parts: Annotated[list[PartMeta], Field(min_length=1)]
    readiness: Key | None = None
    prerequisites: list[PrerequisiteMeta] = []
    further_study: list[FurtherMeta] = []
    keep_reading: list[FurtherMeta] = []


@dataclass(frozen=True)
class CourseFile:
    """The file, read."""

    meta: CourseMeta
    body: str
    uses: Uses
    """What the body refers to."""

    @property
    def order(self) -> list[str]:
        """Lesson ids in reading order."""
        return [lesson for part in self.meta.parts for lesson in part.lessons]


def read_course(document: Document) -> CourseFile | list[Problem]:
    """Read the file, or say why it cannot be read."""
    meta = document.read_meta(CourseMeta)
    if isinstance(meta, list):
        return meta
    body = "\n".join(line.text for line in document.lines).strip()
    return CourseFile(meta, body, uses_of(document.lines))
