"""Writes the versions of lessons, questions and quizzes, and the HTML derived from them."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.content import Content
from courses.models import (
    Course,
    Lesson,
    LessonVersion,
    Question,
    QuestionVersion,
    Quiz,
    QuizVersion,
)
from courses.publishing.identities import BATCH, Kept, identities, known_versions
from courses.rendering import Renderer, practice_minutes
from domain.courses import LessonFile, QuestionFile
from domain.digests import digest_of

LOOSE = ("title", "difficulty", "seconds", "teaches")
"""Columns of a question's version that may change without a new one."""


class VersionWriter:
    """Writes what is new; a file whose digest is known keeps its version."""

    def __init__(self, course: Course, content: Content, made: Renderer) -> None:
        self.course, self.content, self.made, self.tree = course, content, made, content.tree
        self.seconds = {row.question.id: row.question.seconds for row in self.tree.questions}
        self.lesson_ids: Mapping[str, int] = {}
        self.rendered = 0
        """Versions whose HTML was made."""

    def lessons(self) -> dict[str, Kept]:
        """Return the version of every lesson, by key."""
        wanted = {row.lesson.id: row for row in self.tree.lessons}
        self.lesson_ids = identities(Lesson.objects, self.course, wanted)
        known = known_versions(LessonVersion.objects, "lesson", self.course, "rendered")
        kept, new = dict[str, Kept](), list[LessonVersion]()
        for key, row in wanted.items():
            digest, inputs = self._lesson_digest(row), self.made.lesson_inputs(row)
            have = known.rows.get((key, digest))
            if have is None:
                version = self._lesson_version(row, digest, known.next_number(key))
                new.append(self._rendered_lesson(version, row, inputs))
                continue
            kept[key] = Kept(have["pk"], row.head.path, digest)
            if have["rendered"] != inputs:
                stale = self._rendered_lesson(LessonVersion(pk=have["pk"]), row, inputs)
                stale.save(
                    update_fields=[
                        "html",
                        "rendered",
                        "facts_due",
                        "minutes",
                        "practice_minutes",
                    ]
                )
        LessonVersion.objects.bulk_create(new, batch_size=BATCH)
        return kept | _keep(new, {row.head.path: key for key, row in wanted.items()})

    def questions(self) -> dict[str, Kept]:
        """Return the version of every question that is not retired, by key."""
        wanted = {row.question.id: row for row in self.tree.questions if row.published}
        kinds = {key: {"kind": row.question.kind} for key, row in wanted.items()}
        ids = identities(Question.objects, self.course, wanted, kinds)
        columns = ("rendered", *LOOSE)
        known = known_versions(QuestionVersion.objects, "question", self.course, *columns)
        kept, new = dict[str, Kept](), list[QuestionVersion]()
        for key, row in wanted.items():
            digest, inputs = self._question_digest(row), self.made.question_inputs(row)
            have = known.rows.get((key, digest))
            if have is None:
                version = self._question_version(row, ids[key], digest, known.next_number(key))
                new.append(self._rendered_question(version, row, inputs))
                continue
            kept[key] = Kept(have["pk"], row.head.path, digest)
            if have["rendered"] != inputs or any(have[n] != v for n, v in _loose(row).items()):
                stale = self._rendered_question(QuestionVersion(pk=have["pk"]), row, inputs)
                stale.save(update_fields=["html", "rendered", "about", *LOOSE])
        QuestionVersion.objects.bulk_create(new, batch_size=BATCH)
        return kept | _keep(new, {row.head.path: key for key, row in wanted.items()})

    def quizzes(self) -> dict[str, Kept]:
        """Return the version of every quiz, by key."""
        wanted = {row.quiz.id: row for row in self.tree.quizzes}
        ids = identities(Quiz.objects, self.course, wanted)
        known = known_versions(QuizVersion.objects, "quiz", self.course)
        kept, new = dict[str, Kept](), list[QuizVersion]()
        for key, row in wanted.items():
            digest = self.content.digests[row.head.path]
            have = known.rows.get((key, digest))
            if have:
                kept[key] = Kept(have["pk"], row.head.path, digest)
                continue
            new.append(
                QuizVersion(
                    quiz_id=ids[key],
                    number=known.next_number(key),
                    digest=digest,
                    path=row.head.path,
                    source=self.content.source(row.head.path),
                    title=row.quiz.title,
                    mode=row.quiz.mode,
                    html=dict(self.made.quiz(row)),
                )
            )
        QuizVersion.objects.bulk_create(new, batch_size=BATCH)
        return kept | _keep(new, {row.head.path: key for key, row in wanted.items()})

    def _lesson_digest(self, row: LessonFile) -> str:
        """Name a lesson with the facts and terms that it shows."""
        facts = {use.id for use in row.lesson.uses.facts}
        terms = {use.id for use in row.lesson.uses.terms}
        by_id = self.tree.fact_by_id
        shown = {
            "facts": {key: [by_id[key].value, by_id[key].unit] for key in sorted(facts)},
            "terms": {key: self.tree.term_by_id[key].definition for key in sorted(terms)},
        }
        return digest_of([self.content.digests[row.head.path], shown])

    def _question_digest(self, row: QuestionFile) -> str:
        facts = {key: [fact.value, fact.unit] for key, fact in self._facts_of(row).items()}
        return digest_of([self.content.digests[row.head.path], facts])

    def _facts_of(self, row: QuestionFile) -> dict[str, Any]:
        keys = {use.id for use in row.uses.facts} | {*row.question.facts, *row.formula_facts}
        return {key: self.tree.fact_by_id[key] for key in sorted(keys)}

    def _lesson_version(self, row: LessonFile, digest: str, number: int) -> LessonVersion:
        return LessonVersion(
            lesson_id=self.lesson_ids[row.lesson.id],
            number=number,
            digest=digest,
            path=row.head.path,
            source=self.content.source(row.head.path),
            title=row.lesson.title,
            summary=row.lesson.summary.strip(),
            outcomes=list(row.lesson.outcomes),
        )

    def _question_version(
        self, row: QuestionFile, question_id: int, digest: str, number: int
    ) -> QuestionVersion:
        own = self.tree.lesson_of(row)
        numbers = {key: f.value for key, f in self._facts_of(row).items() if f.number is not None}
        return QuestionVersion(
            question_id=question_id,
            number=number,
            digest=digest,
            path=row.head.path,
            source=self.content.source(row.head.path),
            facts=numbers,
            grading_digest=row.question.grading_digest,
            outcomes=list(row.question.outcomes),
            lesson_id=self.lesson_ids[own.lesson.id] if own else None,
        )

    def _rendered_lesson(
        self, version: LessonVersion, row: LessonFile, inputs: str
    ) -> LessonVersion:
        version.html, version.rendered = dict(self.made.lesson(row)), inputs
        dues = [self.tree.fact_by_id[use.id].due for use in row.lesson.uses.facts]
        version.facts_due = min((due for due in dues if due), default=None)
        version.minutes = row.lesson.minutes
        version.practice_minutes = practice_minutes(row.lesson, self.seconds)
        self.rendered += 1
        return version

    def _rendered_question(
        self, version: QuestionVersion, row: QuestionFile, inputs: str
    ) -> QuestionVersion:
        version.html, version.rendered = dict(self.made.question(row)), inputs
        version.about = self.made.about(row)
        for name, value in _loose(row).items():
            setattr(version, name, value)
        self.rendered += 1
        return version


def _keep(
    versions: Iterable[LessonVersion | QuestionVersion | QuizVersion], keys: Mapping[str, str]
) -> dict[str, Kept]:
    return {keys[row.path]: Kept(row.pk, row.path, row.digest) for row in versions}


def _loose(row: QuestionFile) -> dict[str, Any]:
    """Return what may change without a new version."""
    question = row.question
    values = (question.title, question.difficulty, question.seconds, list(question.teaches))
    return dict(zip(LOOSE, values, strict=True))
