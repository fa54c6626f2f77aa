"""From files to rows: read all, check all, then write all or nothing. The only writer here."""

from datetime import date
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from courses.content import Content, ContentError, read_content
from courses.filecache import Stamp, stats_of, without_collecting
from courses.models import Course, Question, Release
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
from domain.courses import Tree

__all__ = ["By", "ContentError", "NoSuchRelease", "Published", "publish", "roll_back"]


@without_collecting()
def publish(root: Path, *, by: By, today: date, cache: Path | None = None) -> Published:
    """Publish a course folder, or raise ContentError and leave everything as it was.

    A file that did not change makes no new version; if none did there is no new release. ``cache``
    is a folder that may be emptied at any time: it spares reading again what did not change.
    """
    stats = stats_of(root)
    stamp = Stamp.of(root, stats, today=today, cache=cache)
    unchanged = _unchanged(root.name, stamp)
    if unchanged:
        return unchanged
    content = read_content(root, stats, today=today, cache=cache)
    if content.faulty:
        raise ContentError(content.problems)
    made = Renderer(content)
    made.prepare()
    with transaction.atomic():
        done = write(made, by=by)
    stamp.keep(done.digest, done.unchanged + len(done.added) + len(done.changed))
    return done


def _unchanged(key: str, stamp: Stamp) -> Published | None:
    """Say so if the files are just those of the release that learners see."""
    if not stamp.known:
        return None
    current = Release.objects.filter(pk=F("course__current"), course__key=key, digest=stamp.known)
    number = current.values_list("number", flat=True).first()
    if not number:
        return None
    return Published(release=number, digest=stamp.known, unchanged=stamp.counted)


def write(made: Renderer, *, by: By) -> Published:
    """Write a course that was checked, under its lock, in the transaction of the caller."""
    content = made.content
    assert content.tree.course is not None, "checked"
    title = content.tree.course[1].meta.title
    Course.objects.get_or_create(key=content.key, defaults={"title": title})
    course = Course.objects.select_for_update().get(key=content.key)
    refuse_other_kinds(course, content.tree)
    write_rows(course, content.tree, made)
    writer = VersionWriter(course, content, made)
    found = Versions(writer.lessons(), writer.questions(), writer.quizzes())
    set_outcomes(
        course,
        {r.question.id: r.question.outcomes for r in content.tree.questions if r.published},
    )
    _keep_figures(content)
    done = ReleaseWriter(course, content, made, by).write(found)
    done.rendered = writer.rendered
    return done


def refuse_other_kinds(course: Course, tree: Tree) -> None:
    """See that no key of a question has come to mean another kind: its history would not fit."""
    was = dict(Question.objects.filter(course=course).values_list("key", "kind"))
    problems = [
        row.head.problem("R002", f"was {was[row.question.id]} when it was published", ("kind",))
        for row in tree.questions
        if row.published and row.question.kind != was.get(row.question.id, row.question.kind)
    ]
    if problems:
        raise ContentError(problems)


def _keep_figures(content: Content) -> None:
    """Keep pictures under the digest of what they hold: one that is left over harms nobody."""
    for path, data in content.figures.items():
        name = f"figures/{figure_name(path, data)}"
        if not path.endswith(".svg") and not default_storage.exists(name):
            default_storage.save(name, ContentFile(data))
