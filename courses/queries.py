"""What is published, read back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet
from django.utils.safestring import SafeString

from courses.models import (
    Course,
    LessonVersion,
    QuestionVersion,
    QuizVersion,
    Release,
    ReleaseEntry,
)
from courses.reading import read_document
from domain.documents import Document
from domain.questions import read_question
from domain.questions.base import Question
from domain.quizzes import Quiz, read_quiz
from web.facts import WHEN, dated
from web.prepared import Given, Prepared

PARSED = 4096  # questions kept parsed in a process: a version never changes
ENTRIES = 256  # kept with their texts, some 40 KB each
VERSIONS = 1024  # kept with their texts, some 10 KB each
RELEASES = 16  # kept with their outlines, some 400 KB for a thousand lessons


@dataclass(frozen=True)
class LiveQuestion:
    """A question that learners may be asked."""

    version: QuestionVersion
    rests_from: date | None
    """From this day on no graded draw takes it; None for never."""


@dataclass(frozen=True)
class Place:
    """A lesson's place in the reading order of its course."""

    number: int
    of: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def question_of(version: QuestionVersion) -> Question:
    """Read the question as it was published: the source is the schema."""
    return _parsed(version.path, version.source, tuple(sorted(version.facts.items())))


@lru_cache(maxsize=PARSED)
def question_at(pk: int, digest: str) -> Question:
    """Read the question of a version, once in a process; the digest names it in any database."""
    return question_of(QuestionVersion.objects.get(pk=pk, digest=digest))


def html_of(version: QuestionVersion, *, today: date) -> Mapping[str, SafeString]:
    """Return the rendered texts of a question by slot, its facts aged to today."""
    return {
        slot: dated(text, today) if WHEN.search(text) else _clean(text)
        for slot, text in version.html.items()
    }


def segments_of(version: LessonVersion, *, today: date) -> list[dict[str, str]]:
    """Return a lesson's page in parts: 'html' to print, or the 'check' that stands there."""
    aged = version.facts_due is not None and version.facts_due <= today
    return [
        part
        if "check" in part
        else {"html": dated(part["html"], today) if aged else _clean(part["html"])}
        for part in version.html["segments"]
    ]


def popovers_of(version: LessonVersion, *, today: date) -> SafeString:
    """Return what the terms and facts of a lesson open."""
    return dated(version.html["popovers"], today)


def current_entries() -> QuerySet[ReleaseEntry]:
    """Return what is before learners now: the live entries of every course's newest release."""
    return ReleaseEntry.objects.filter(release=F("release__course__current"), live=True)


def lesson_entry(course_key: str, lesson_key: str) -> ReleaseEntry | None:
    """Find a lesson in the newest release of its course."""
    return _current_entry(course_key, "lesson", lesson_key)


def question_entry(course_key: str, question_key: str) -> ReleaseEntry | None:
    """Find a question in the newest release of its course."""
    return _current_entry(course_key, "question", question_key)


def quiz_entry(course_key: str, quiz_key: str) -> ReleaseEntry | None:
    """Find a quiz in the newest release of its course."""
    return _current_entry(course_key, "quiz", quiz_key)


def quiz_of(version: QuizVersion) -> Quiz:
    """Read the quiz as it was published."""
    return _parsed_quiz(version.path, version.source)


def intro_of(version: QuizVersion) -> SafeString:
    """Return the rendered words that introduce a quiz."""
    return _clean(version.html["intro"])


def live_questions(release: Release) -> dict[str, LiveQuestion]:
    """Return the questions that a release puts before learners, by key and without their texts."""
    found = ReleaseEntry.objects.filter(release=release, live=True).select_related(
        "question_version__question"
    )
    rows = found.defer("question_version__source", "question_version__html")
    return {
        row.question_version.question.key: LiveQuestion(row.question_version, row.rests_from)
        for row in rows.filter(question_version__isnull=False)
        if row.question_version
    }


def current_quizzes(release: Release, keys: Collection[str]) -> list[Quiz]:
    """Return the quizzes of a release that have one of the keys."""
    found = ReleaseEntry.objects.filter(release=release, quiz_version__quiz__key__in=keys)
    rows = found.select_related("quiz_version")
    return [quiz_of(row.quiz_version) for row in rows if row.quiz_version]


def lesson_questions(entry: ReleaseEntry) -> dict[str, QuestionVersion]:
    """Return the questions of a lesson's folder in its release, by key."""
    assert entry.lesson_version is not None, "of a lesson"
    return _lesson_questions(entry.release_id, entry.release.at, entry.lesson_version.lesson_id)


def place_of(outline: Mapping[str, Any], lesson_key: str) -> Place:
    """Say where a lesson stands, and what comes before and after it."""
    lessons = [lesson for part in outline["parts"] for lesson in part["lessons"]]
    at = next(i for i, lesson in enumerate(lessons) if lesson["key"] == lesson_key)
    return Place(
        number=at + 1,
        of=len(lessons),
        before=lessons[at - 1] if at else None,
        after=lessons[at + 1] if at + 1 < len(lessons) else None,
    )


def current_courses() -> QuerySet[Course]:
    """Return the courses that are published, each with its newest release."""
    found = Course.objects.filter(current__isnull=False)
    return found.select_related("current").defer("current__files")


def published_courses() -> list[Course]:
    """Return the published courses by title."""
    return list(current_courses().order_by("title"))


def fits(course: Course, *, words: str = "", category: str = "", level: str = "") -> bool:
    """Tell whether a course is what somebody searches for: every word stands somewhere in it."""
    assert course.current is not None, "of the catalogue"
    outline = course.current.outline
    if category not in ("", outline["category"]) or level not in ("", outline["level"]):
        return False
    lessons = [lesson for part in outline["parts"] for lesson in part["lessons"]]
    said = [outline["title"], outline["summary"], *(row["can"] for row in outline["outcomes"])]
    said += [text for lesson in lessons for text in (lesson["title"], lesson["summary"])]
    everything = " ".join(said).casefold()
    return all(word in everything for word in words.casefold().split())


def _current_entry(course_key: str, item: str, key: str) -> ReleaseEntry | None:
    """Find what is live in the newest release of a course.

    One statement says which release that is. What stands in it never changes, so that it is read
    once in a process and shared by its requests, which must not write to it. Its time is part of
    the key: a database that was put back from a copy may number another release the same.
    """
    current = _current.first(course=course_key)
    try:
        return _entry(*current, item, key) if current else None
    except ReleaseEntry.DoesNotExist:
        return None


class Current(NamedTuple):
    """The newest release of a course."""

    pk: int
    at: datetime


def _current_release(course: Given) -> QuerySet[Any, Any]:
    found = Release.objects.filter(course__key=course, course__current=F("pk"))
    return found.values_list(*Current._fields)


_current = Prepared(Current, _current_release, course=CharField())


@lru_cache(maxsize=RELEASES)
def release_of(pk: int, at: datetime) -> Release:
    """Read a release, without its files, once in a process."""
    release = Release.objects.select_related("course").defer("files").get(pk=pk, at=at)
    if release.course.current_id == pk:
        release.course.current = release  # known, and need not be asked for
    return release


@lru_cache(maxsize=ENTRIES)
def _entry(release_pk: int, at: datetime, item: str, key: str) -> ReleaseEntry:
    wanted = {f"{item}_version__{item}__key": key}
    live = ReleaseEntry.objects.filter(release=release_pk, live=True)
    found = live.select_related(f"{item}_version__{item}").defer("lesson_version__source")
    entry = found.get(**wanted)
    entry.release = release_of(release_pk, at)
    return entry


@lru_cache(maxsize=VERSIONS)
def question_version(pk: int, _release_pk: int, _at: datetime) -> QuestionVersion:
    """Read a version of a question, once in a process for each release that may have redrawn it.

    Publishing never changes what a version asks, but what its pages print of facts and titles.
    """
    return QuestionVersion.objects.select_related("question", "lesson").get(pk=pk)


@lru_cache(maxsize=VERSIONS)
def quiz_version(pk: int, _release_pk: int, _at: datetime) -> QuizVersion:
    """Read a version of a quiz in the same way."""
    return QuizVersion.objects.select_related("quiz").get(pk=pk)


@lru_cache(maxsize=ENTRIES)
def _lesson_questions(release_pk: int, at: datetime, lesson_pk: int) -> dict[str, QuestionVersion]:
    live = ReleaseEntry.objects.filter(release=release_pk, release__at=at, live=True)
    found = live.filter(question_version__lesson=lesson_pk)
    rows = found.select_related("question_version__question")
    versions = [row.question_version for row in rows if row.question_version]
    return {version.question.key: version for version in versions}


def _clean(text: str) -> SafeString:
    return SafeString(text)  # stored by publishing, cleaned by web.markdown


@lru_cache(maxsize=PARSED)
def _parsed(path: str, source: str, facts: tuple[tuple[str, str], ...]) -> Question:
    document = read_document(path, source)
    assert isinstance(document, Document), "published source was checked at publish"
    question = read_question(document, {key: Decimal(value) for key, value in facts})
    assert isinstance(question, Question), "published source was checked at publish"
    return question


@lru_cache(maxsize=PARSED)
def _parsed_quiz(path: str, source: str) -> Quiz:
    document = read_document(path, source)
    assert isinstance(document, Document), "published source was checked at publish"
    quiz = read_quiz(document)
    assert isinstance(quiz, Quiz), "published source was checked at publish"
    return quiz
