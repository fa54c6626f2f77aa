"""Writes releases: a manifest of every version that is current, and the way back to one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from courses.content import Content
from courses.models import (
    Course,
    LessonVersion,
    Outcome,
    Question,
    QuestionVersion,
    QuizVersion,
    Release,
    ReleaseEntry,
    Version,
)
from courses.outlines import outline_of
from courses.publishing.identities import BATCH
from courses.rendering import Renderer
from domain.courses import rests_from
from domain.digests import digest_of, file_digest


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

    lessons: Mapping[str, LessonVersion]
    questions: Mapping[str, QuestionVersion]
    quizzes: Mapping[str, QuizVersion]


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
    set_outcomes(course, [row.question_version for row in _questions(new)])
    course.current = new
    course.save(update_fields=["current"])
    return new


def _questions(release: Release) -> Iterable[ReleaseEntry]:
    found = release.entries.filter(question_version__isnull=False)
    return found.select_related("question_version__question")


def _next_number(course: Course) -> int:
    newest = course.releases.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def set_outcomes(course: Course, versions: Iterable[QuestionVersion | None]) -> None:
    """Let every question count for the outcomes that its current version names."""
    ids = dict(Outcome.objects.filter(course=course).values_list("key", "pk"))
    link = Question.outcomes.through
    wanted = {
        (version.question_id, ids[key])
        for version in versions
        if version
        for key in version.outcomes
    }
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
        entries = self._entries(found)
        versions = {_version(entry).path: _version(entry).digest for entry in entries}
        loose = {path for path in self.content.sources if path not in versions}
        files = {path: self.content.sources[path] for path in sorted(loose)}
        live = {_version(entry).path: entry.live for entry in entries}
        digest = digest_of([versions, {p: file_digest(t) for p, t in files.items()}, live])
        old = Release.objects.filter(pk=self.course.current_id or 0).first()
        outline = outline_of(self.made)
        self._compare(old, versions, files)
        if old and old.digest == digest:
            self.done.release = old.number
            if old.outline != outline:
                old.outline = outline
                old.save(update_fields=["outline"])
            return self.done
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
        for place, entry in enumerate(entries, start=1):
            entry.release, entry.position = release, place
        ReleaseEntry.objects.bulk_create(entries, batch_size=BATCH)
        self.done.release = release.number
        self.course.current, self.course.title = release, outline["title"]
        self.course.save(update_fields=["current", "title"])
        return self.done

    def _entries(self, found: Versions) -> list[ReleaseEntry]:
        order = self.tree.order
        facts = self.tree.fact_by_id
        entries = [
            ReleaseEntry(lesson_version=found.lessons[key])
            for key in sorted(found.lessons, key=order.__getitem__)
        ]
        entries += [
            ReleaseEntry(
                question_version=found.questions[row.question.id],
                live=row.live,
                rests_from=rests_from(row.question, facts),
            )
            for row in sorted(self.tree.questions, key=lambda row: row.head.path)
            if row.published
        ]
        entries += [ReleaseEntry(quiz_version=found.quizzes[key]) for key in sorted(found.quizzes)]
        return entries

    def _compare(
        self, old: Release | None, versions: Mapping[str, str], files: Mapping[str, str]
    ) -> None:
        now = dict(versions) | {path: file_digest(text) for path, text in files.items()}
        was: dict[str, str] = {}
        if old:
            rows = old.entries.select_related("lesson_version", "question_version", "quiz_version")
            was = {_version(row).path: _version(row).digest for row in rows}
            was |= {path: file_digest(text) for path, text in old.files.items()}
        self.done.added = sorted(now.keys() - was.keys())
        self.done.retired = sorted(was.keys() - now.keys())
        same = now.keys() & was.keys()
        self.done.changed = sorted(path for path in same if now[path] != was[path])
        self.done.unchanged = len(same) - len(self.done.changed)


def _version(entry: ReleaseEntry) -> Version:
    found = entry.lesson_version or entry.question_version or entry.quiz_version
    assert found is not None, "an entry is one thing"
    return found
