"""From files to rows: read all, check all, then write all or nothing. The only writer here."""

from datetime import date
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from courses.content import Content, ContentError, read_content
from courses.models import Course
from courses.publishing.releases import (
    By,
    NoSuchRelease,
    Published,
    ReleaseWriter,
    Versions,
    roll_back,
    set_outcomes,
)
from courses.publishing.rows import write_rows
from courses.publishing.versions import VersionWriter
from courses.rendering import Renderer, figure_name

__all__ = ["By", "ContentError", "NoSuchRelease", "Published", "publish", "roll_back"]


def publish(root: Path, *, by: By, today: date, cache: Path | None = None) -> Published:
    """Publish a course folder, or raise ContentError and leave everything as it was.

    A file that did not change makes no new version; if none did there is no new release.
    """
    content = read_content(root, today=today, cache=cache)
    if content.faulty:
        raise ContentError(content.problems)
    with transaction.atomic():
        return write(content, by=by)


def write(content: Content, *, by: By) -> Published:
    """Write a course that was checked, under its lock, in the transaction of the caller."""
    assert content.tree.course is not None, "checked"
    title = content.tree.course[1].meta.title
    Course.objects.get_or_create(key=content.key, defaults={"title": title})
    course = Course.objects.select_for_update().get(key=content.key)
    made = Renderer(content)
    write_rows(course, content.tree, made)
    writer = VersionWriter(course, content, made)
    lessons = writer.lessons()
    questions = writer.questions({key: row.lesson for key, row in lessons.items()})
    set_outcomes(course, questions.values())
    _keep_figures(content)
    done = ReleaseWriter(course, content, made, by).write(
        Versions(lessons, questions, writer.quizzes())
    )
    done.rendered = writer.rendered
    return done


def _keep_figures(content: Content) -> None:
    """Keep pictures under the digest of what they hold: one that is left over harms nobody."""
    for path, data in content.figures.items():
        name = f"figures/{figure_name(path, data)}"
        if not path.endswith(".svg") and not default_storage.exists(name):
            default_storage.save(name, ContentFile(data))
