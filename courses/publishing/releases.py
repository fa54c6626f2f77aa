"""Writes releases: a manifest of every version that is current, and the way back to one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from courses.content import Content, read_content
from courses.models import Course, Outcome, Question, Release, ReleaseEntry
from courses.outlines import outline_of
from courses.publishing.identities import BATCH, Kept
from courses.publishing.rows import write_rows
from courses.rendering import Renderer
from domain.courses import rests_from
from domain.digests import digest_of, file_digest

VERSIONS = ("lesson_version", "question_version", "quiz_version")
"""What an entry of a release may point at."""


@dataclass(frozen=True)
class By:
    """Who publishes, when and why."""

    name: str
    at: datetime
    message: str = ""
    commit: str = ""


@dataclass
class Published:
    """What one publish changed: paths of files."""

    release: int = 0
    """Number of the release that is current now."""
    digest: str = ""
    """Its digest."""
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0
    rendered: int = 0
    """Versions whose HTML was made."""

    @property
    def anything(self) -> bool:
        """Whether learners see something new."""
        return bool(self.added or self.changed or self.retired)


class NoSuchRelease(Exception):
    """The release that was asked for does not exist."""


@dataclass(frozen=True)
class Versions:
    """Every version that is current, by key."""

    lessons: Mapping[str, Kept]
    questions: Mapping[str, Kept]
    quizzes: Mapping[str, Kept]

    @property
    def digests(self) -> dict[str, str]:
        """Digests by path."""
        groups = (self.lessons, self.questions, self.quizzes)
        return {row.path: row.digest for group in groups for row in group.values()}


@transaction.atomic
def roll_back(course: Course, number: int, *, by: By) -> Release:
    """Put an earlier release before learners again, as a new release. Nothing is deleted."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    old = Release.objects.filter(course=course, number=number).first()
    if old is None:
        raise NoSuchRelease(f"{course} has no release {number}")
    new = Release.objects.create(
        course=course,
        number=_next_number(course),
        at=by.at,
        by=by.name,
        message=by.message or f"Back to release {number}",
        changes={"rolled_back_to": number},
        files=old.files,
        digest=old.digest,
        outline=old.outline,
    )
    entries = list(old.entries.all())
    for entry in entries:
        entry.pk, entry.release = None, new
    ReleaseEntry.objects.bulk_create(entries, batch_size=BATCH)
    _restore_rows(course, old, today=by.at.date())
    set_outcomes(course, _outcomes_of(new))
    _show(course, new)
    return new


def _show(course: Course, release: Release) -> None:
    """Put a release before learners."""
    outline = release.outline
    course.current, course.title = release, outline["title"]
    course.time_zone = outline.get("time_zone", "UTC")  # releases before 2026-11 name none
    course.save(update_fields=["current", "title", "time_zone"])


def _restore_rows(course: Course, release: Release, *, today: date) -> None:
    """Bring outcomes, beliefs, facts and terms back to what the files of a release say."""
    with TemporaryDirectory() as folder:
        for path, text in _sources_of(release):
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        content = read_content(Path(folder) / course.key, today=today)
        if content.tree.complete:
            write_rows(course, content.tree, Renderer(content))


def _sources_of(release: Release) -> Iterator[tuple[str, str]]:
    yield from release.files.items()
    for name in VERSIONS:
        rows = release.entries.filter(**{f"{name}__isnull": False})
        yield from rows.values_list(f"{name}__path", f"{name}__source")


def _outcomes_of(release: Release) -> dict[str, list[str]]:
    rows = release.entries.filter(question_version__isnull=False)
    return dict(rows.values_list("question_version__question__key", "question_version__outcomes"))


def _next_number(course: Course) -> int:
    newest = course.releases.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def set_outcomes(course: Course, outcomes: Mapping[str, Sequence[str]]) -> None:
    """Let every question, by key, count for the outcomes that its current version names."""
    ids = dict(Outcome.objects.filter(course=course).values_list("key", "pk"))
    questions = dict(Question.objects.filter(course=course).values_list("key", "pk"))
    link = Question.outcomes.through
    wanted = {(questions[key], ids[name]) for key, names in outcomes.items() for name in names}
    rows = link.objects.filter(question__course=course)
    have = set(rows.values_list("question_id", "outcome_id"))
    for question_id, outcome_id in have - wanted:
        rows.filter(question_id=question_id, outcome_id=outcome_id).delete()
    link.objects.bulk_create(
        [link(question_id=q, outcome_id=o) for q, o in sorted(wanted - have)], batch_size=BATCH
    )


class ReleaseWriter:
    """Writes a release, if anything is other than in the one before."""

    def __init__(self, course: Course, content: Content, made: Renderer, by: By) -> None:
        self.course, self.content, self.made, self.by = course, content, made, by
        self.tree = content.tree
        self.done = Published()

    def write(self, found: Versions) -> Published:
        """Write a manifest of everything that is current, if it differs from the last one."""
        versions = found.digests
        files = self.content.loose_files()
        drafts = sorted(row.head.path for row in self.tree.questions if not row.live)
        digest = digest_of([versions, {p: file_digest(t) for p, t in files.items()}, drafts])
        old = Release.objects.filter(pk=self.course.current_id or 0).defer("outline").first()
        outline = outline_of(self.made)
        self.done.digest = digest
        if old and old.digest == digest:
            self.done.release = old.number
            self.done.unchanged = len(versions) + len(files)
            if old.outline != outline:
                old.outline = outline
                old.save(update_fields=["outline"])
            return self.done
        self._compare(old, versions, files)
        release = Release.objects.create(
            course=self.course,
            number=_next_number(self.course),
            at=self.by.at,
            by=self.by.name,
            message=self.by.message,
            commit=self.by.commit,
            changes={
                "added": self.done.added,
                "changed": self.done.changed,
                "retired": self.done.retired,
            },
            files=files,
            digest=digest,
            outline=outline,
        )
        entries = [
            ReleaseEntry(release_id=release.pk, position=place, **columns)
            for place, columns in enumerate(self._entries(found), start=1)
        ]
        ReleaseEntry.objects.bulk_create(entries, batch_size=BATCH)
        self.done.release = release.number
        _show(self.course, release)
        return self.done

    def _entries(self, found: Versions) -> Iterator[dict[str, Any]]:
        """Give the columns of every entry in the order of reading."""
        order, facts = self.tree.order, self.tree.fact_by_id
        for key in sorted(found.lessons, key=order.__getitem__):
            yield {"lesson_version_id": found.lessons[key].pk}
        for row in sorted(self.tree.questions, key=lambda row: row.head.path):
            if row.published:
                yield {
                    "question_version_id": found.questions[row.question.id].pk,
                    "live": row.live,
                    "rests_from": rests_from(row.question, facts),
                }
        for key in sorted(found.quizzes):
            yield {"quiz_version_id": found.quizzes[key].pk}

    def _compare(
        self, old: Release | None, versions: Mapping[str, str], files: Mapping[str, str]
    ) -> None:
        now = dict(versions) | {path: file_digest(text) for path, text in files.items()}
        was = _digests_of(old) if old else {}
        self.done.added = sorted(now.keys() - was.keys())
        self.done.retired = sorted(was.keys() - now.keys())
        same = now.keys() & was.keys()
        self.done.changed = sorted(path for path in same if now[path] != was[path])
        self.done.unchanged = len(same) - len(self.done.changed)


def _digests_of(release: Release) -> dict[str, str]:
    """Return the digest of every file of a release, by path."""
    found = {path: file_digest(text) for path, text in release.files.items()}
    for name in VERSIONS:
        rows = release.entries.filter(**{f"{name}__isnull": False})
        found |= dict(rows.values_list(f"{name}__path", f"{name}__digest"))
    return found
