"""From files to rows: read all, check all, then write all or nothing. The only writer here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from courses.content import Content, ContentError, read_content
from courses.models import (
    Course,
    Fact,
    Lesson,
    LessonVersion,
    Misconception,
    Outcome,
    Question,
    QuestionVersion,
    Quiz,
    QuizVersion,
    Release,
    ReleaseEntry,
    Term,
    Version,
)
from courses.outlines import outline_of
from courses.rendering import Renderer, figure_name, practice_minutes
from domain.courses import LessonFile, QuestionFile, rests_from
from domain.digests import digest_of, file_digest, lesson_digest, question_digest
from web.markdown import render_inline

BATCH = 500  # rows a statement


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


def publish(root: Path, *, by: By, today: date, cache: Path | None = None) -> Published:
    """Publish a course folder, or raise ContentError and leave everything as it was.

    A file that did not change makes no new version; if none did there is no new release.
    """
    content = read_content(root, today=today, cache=cache)
    if content.faulty:
        raise ContentError(content.problems)
    with transaction.atomic():
        return _Publisher(content, by).run()


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
    _set_outcomes(course, [row.question_version for row in _questions(new)])
    course.current = new
    course.save(update_fields=["current"])
    return new


def _questions(release: Release) -> Iterable[ReleaseEntry]:
    found = release.entries.filter(question_version__isnull=False)
    return found.select_related("question_version__question")


def _next_number(course: Course) -> int:
    newest = course.releases.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _set_outcomes(course: Course, versions: Iterable[QuestionVersion | None]) -> None:
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


class _Publisher:
    """One publish, inside its transaction and under the lock of the course."""

    def __init__(self, content: Content, by: By) -> None:
        self.content, self.by, self.tree = content, by, content.tree
        assert self.tree.course is not None, "checked"
        title = self.tree.course[1].meta.title
        Course.objects.get_or_create(key=content.key, defaults={"title": title})
        self.course = Course.objects.select_for_update().get(key=content.key)
        self.made = Renderer(content)
        self.done = Published()
        self.seconds = {row.question.id: row.question.seconds for row in self.tree.questions}

    def run(self) -> Published:
        """Write versions, rows of the data files, HTML, and the release if there is a new one."""
        self._rows()
        lessons = self._lessons()
        questions = self._questions({v.lesson.key: v.lesson for v in lessons.values()})
        quizzes = self._quizzes()
        self._figures()
        self._release(lessons, questions, quizzes)
        return self.done

    def _lessons(self) -> dict[str, LessonVersion]:
        wanted = {row.lesson.id: row for row in self.tree.lessons}
        digests = {key: self._lesson_digest(row) for key, row in wanted.items()}
        identities = _identities(Lesson.objects, self.course, wanted)
        known = _known(LessonVersion.objects.select_related("lesson"), "lesson", self.course)
        new = [
            self._lesson_version(row, identities[key], digests[key], _next(known, key))
            for key, row in wanted.items()
            if (key, digests[key]) not in known
        ]
        LessonVersion.objects.bulk_create(new, batch_size=BATCH)
        known |= {(version.lesson.key, version.digest): version for version in new}
        versions = {key: known[key, digests[key]] for key in wanted}
        stale = []
        for key, version in versions.items():
            inputs = self.made.lesson_inputs(wanted[key])
            if version.rendered != inputs:
                self._render_lesson(version, wanted[key], inputs)
                stale.append(version)
        fields = ["html", "rendered", "facts_due", "minutes", "practice_minutes"]
        self._save_html(LessonVersion, stale, fields)
        return versions

    def _questions(self, lessons: Mapping[str, Lesson]) -> dict[str, QuestionVersion]:
        wanted = {row.question.id: row for row in self.tree.questions if row.published}
        digests = {key: self._question_digest(row) for key, row in wanted.items()}
        kinds = {key: {"kind": row.question.kind} for key, row in wanted.items()}
        identities = _identities(Question.objects, self.course, wanted, kinds)
        manager = QuestionVersion.objects.select_related("question")
        known = _known(manager, "question", self.course)
        new = [
            self._question_version(row, identities[key], digests[key], _next(known, key), lessons)
            for key, row in wanted.items()
            if (key, digests[key]) not in known
        ]
        QuestionVersion.objects.bulk_create(new, batch_size=BATCH)
        known |= {(version.question.key, version.digest): version for version in new}
        versions = {key: known[key, digests[key]] for key in wanted}
        stale = []
        for key, version in versions.items():
            row = wanted[key]
            inputs = self.made.question_inputs(row)
            loose = _loose(row)
            if version.rendered != inputs or any(
                getattr(version, n) != v for n, v in loose.items()
            ):
                version.html, version.rendered = dict(self.made.question(row)), inputs
                version.about = self.made.about(row)
                for name, value in loose.items():
                    setattr(version, name, value)
                stale.append(version)
        fields = ["html", "rendered", "about", "title", "difficulty", "seconds", "teaches"]
        self._save_html(QuestionVersion, stale, fields)
        _set_outcomes(self.course, versions.values())
        return versions

    def _quizzes(self) -> dict[str, QuizVersion]:
        wanted = {row.quiz.id: row for row in self.tree.quizzes}
        sources = {key: self.content.sources[row.head.path] for key, row in wanted.items()}
        identities = _identities(Quiz.objects, self.course, wanted)
        known = _known(QuizVersion.objects.select_related("quiz"), "quiz", self.course)
        new = [
            QuizVersion(
                quiz=identities[key],
                number=_next(known, key),
                digest=file_digest(sources[key]),
                path=row.head.path,
                source=sources[key],
                title=row.quiz.title,
                mode=row.quiz.mode,
                html=dict(self.made.quiz(row)),
            )
            for key, row in wanted.items()
            if (key, file_digest(sources[key])) not in known
        ]
        QuizVersion.objects.bulk_create(new, batch_size=BATCH)
        known |= {(version.quiz.key, version.digest): version for version in new}
        return {key: known[key, file_digest(sources[key])] for key in wanted}

    def _lesson_digest(self, row: LessonFile) -> str:
        facts = {use.id for use in row.lesson.uses.facts}
        terms = {use.id for use in row.lesson.uses.terms}
        by_id = self.tree.fact_by_id
        shown = {
            "facts": {key: [by_id[key].value, by_id[key].unit] for key in sorted(facts)},
            "terms": {key: self.tree.term_by_id[key].definition for key in sorted(terms)},
        }
        return lesson_digest(self.content.sources[row.head.path], shown)

    def _question_digest(self, row: QuestionFile) -> str:
        facts = {key: [fact.value, fact.unit] for key, fact in self._facts_of(row).items()}
        return question_digest(self.content.sources[row.head.path], facts)

    def _facts_of(self, row: QuestionFile) -> dict[str, Any]:
        keys = {use.id for use in row.uses.facts} | set(row.question.facts)
        source = self.content.sources[row.head.path]
        keys |= {fact.id for fact in self.tree.facts if f"{{{fact.id}}}" in source}
        return {key: self.tree.fact_by_id[key] for key in sorted(keys)}

    def _lesson_version(
        self, row: LessonFile, lesson: Lesson, digest: str, number: int
    ) -> LessonVersion:
        return LessonVersion(
            lesson=lesson,
            number=number,
            digest=digest,
            path=row.head.path,
            source=self.content.sources[row.head.path],
            title=row.lesson.title,
            summary=row.lesson.summary.strip(),
            minutes=row.lesson.minutes,
            practice_minutes=practice_minutes(row.lesson, self.seconds),
            outcomes=list(row.lesson.outcomes),
        )

    def _question_version(
        self,
        row: QuestionFile,
        question: Question,
        digest: str,
        number: int,
        lessons: Mapping[str, Lesson],
    ) -> QuestionVersion:
        own = self.tree.lesson_of(row)
        numbers = {key: f.value for key, f in self._facts_of(row).items() if f.number is not None}
        return QuestionVersion(
            question=question,
            number=number,
            digest=digest,
            path=row.head.path,
            source=self.content.sources[row.head.path],
            facts=numbers,
            grading_digest=row.question.grading_digest,
            outcomes=list(row.question.outcomes),
            lesson=lessons[own.lesson.id] if own else None,
            **_loose(row),
        )

    def _render_lesson(self, version: LessonVersion, row: LessonFile, inputs: str) -> None:
        version.html, version.rendered = dict(self.made.lesson(row)), inputs
        dues = [self.tree.fact_by_id[use.id].due for use in row.lesson.uses.facts]
        version.facts_due = min((due for due in dues if due), default=None)
        version.minutes = row.lesson.minutes
        version.practice_minutes = practice_minutes(row.lesson, self.seconds)

    def _save_html(
        self,
        model: type[LessonVersion] | type[QuestionVersion],
        stale: list[Any],
        fields: list[str],
    ) -> None:
        model.objects.bulk_update(stale, fields, batch_size=100)
        self.done.rendered += len(stale)

    def _figures(self) -> None:
        for path, data in self.content.figures.items():
            name = f"figures/{figure_name(path, data)}"
            if not path.endswith(".svg") and not default_storage.exists(name):
                default_storage.save(name, ContentFile(data))

    def _rows(self) -> None:
        """Bring outcomes, beliefs, facts and terms up to date; what is gone is retired."""
        tree = self.tree
        outcomes = [
            Outcome(
                course=self.course,
                key=row.id,
                can=row.can,
                why=row.why,
                importance=row.importance,
                requires=list(row.requires),
                position=place,
            )
            for place, row in enumerate(tree.outcomes, start=1)
        ]
        beliefs = [
            Misconception(
                course=self.course,
                key=row.id,
                belief=row.belief,
                correction=row.correction,
                see=row.see,
            )
            for row in tree.misconceptions
        ]
        facts = [
            Fact(
                course=self.course,
                key=row.id,
                value=row.value,
                unit=row.unit,
                note=row.note,
                source=row.source,
                url=row.url,
                verified=row.verified,
                due=row.due,
                jurisdiction=row.jurisdiction,
            )
            for row in tree.facts
        ]
        for model, rows in ((Outcome, outcomes), (Misconception, beliefs), (Fact, facts)):
            _upsert(model, self.course, rows)
        _upsert(Term, self.course, self._terms())

    def _terms(self) -> list[Term]:
        setting = self.made.setting()
        return [
            Term(
                course=self.course,
                key=row.id,
                term=row.term,
                also=list(row.also),
                definition=render_inline(row.definition, setting),
                taught_in=row.taught_in,
                card=row.card,
                used_in=self.made.used_in[row.id],
            )
            for row in self.tree.terms
        ]

    def _release(
        self,
        lessons: Mapping[str, LessonVersion],
        questions: Mapping[str, QuestionVersion],
        quizzes: Mapping[str, QuizVersion],
    ) -> None:
        """Write a manifest of everything that is current, if it differs from the last one."""
        entries = self._entries(lessons, questions, quizzes)
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
            return
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

    def _entries(
        self,
        lessons: Mapping[str, LessonVersion],
        questions: Mapping[str, QuestionVersion],
        quizzes: Mapping[str, QuizVersion],
    ) -> list[ReleaseEntry]:
        order = self.tree.order
        facts = self.tree.fact_by_id
        entries = [
            ReleaseEntry(lesson_version=lessons[key])
            for key in sorted(lessons, key=order.__getitem__)
        ]
        for row in sorted(self.tree.questions, key=lambda row: row.head.path):
            if row.published:
                entries.append(
                    ReleaseEntry(
                        question_version=questions[row.question.id],
                        live=row.live,
                        rests_from=rests_from(row.question, facts),
                    )
                )
        entries += [ReleaseEntry(quiz_version=quizzes[key]) for key in sorted(quizzes)]
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


def _loose(row: QuestionFile) -> dict[str, Any]:
    """Return what may change without a new version."""
    question = row.question
    return {
        "title": question.title,
        "difficulty": question.difficulty,
        "seconds": question.seconds,
        "teaches": list(question.teaches),
    }


def _differs(row: Any, values: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _identities(
    manager: Any, course: Course, keys: Iterable[str], more: Mapping[str, Mapping[str, Any]] = {}
) -> dict[str, Any]:
    """Return the identity row of each key, made where there is none."""
    found = {row.key: row for row in manager.filter(course=course)}
    new = [
        manager.model(course=course, key=key, **more.get(key, {}))
        for key in keys
        if key not in found
    ]
    manager.bulk_create(new, batch_size=BATCH)
    return found | {row.key: row for row in new}


def _known(manager: Any, name: str, course: Course) -> dict[tuple[str, str], Any]:
    """Return every version of a course by key and digest, oldest first."""
    rows = manager.filter(**{f"{name}__course": course}).order_by("number")
    return {(getattr(row, name).key, row.digest): row for row in rows}


def _next(known: Mapping[tuple[str, str], Any], key: str) -> int:
    return 1 + max((row.number for (name, _), row in known.items() if name == key), default=0)


def _upsert(model: Any, course: Course, rows: list[Any]) -> None:
    """Write rows by their key, if any of them differs, and retire the rest."""
    fields = [
        field.name
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
        if not field.primary_key and field.name not in ("course", "key")
    ]
    have = {row.key: row for row in model.objects.filter(course=course)}
    changed = [
        row
        for row in rows
        if row.key not in have
        or _differs(row, {name: getattr(have[row.key], name) for name in fields})
    ]
    if changed:
        model.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["course", "key"],
            update_fields=fields,
            batch_size=BATCH,
        )
    gone = have.keys() - {row.key for row in rows}
    model.objects.filter(course=course, key__in=gone).update(retired=True)
