"""Writes the versions of lessons, questions and quizzes, and the HTML derived from them."""

from collections.abc import Mapping
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
from courses.publishing.identities import (
    BATCH,
    identities,
    known_versions,
    next_number,
)
from courses.rendering import Renderer, practice_minutes
from domain.courses import LessonFile, QuestionFile
from domain.digests import file_digest, lesson_digest, question_digest


class VersionWriter:
    """Writes what is new; a file whose digest is known keeps its version."""

    def __init__(self, course: Course, content: Content, made: Renderer) -> None:
        self.course, self.content, self.made, self.tree = course, content, made, content.tree
        self.seconds = {row.question.id: row.question.seconds for row in self.tree.questions}
        self.rendered = 0
        """Versions whose HTML was made."""

    def lessons(self) -> dict[str, LessonVersion]:
        """Return the version of every lesson, by key."""
        wanted = {row.lesson.id: row for row in self.tree.lessons}
        digests = {key: self._lesson_digest(row) for key, row in wanted.items()}
        rows = identities(Lesson.objects, self.course, wanted)
        known = known_versions(
            LessonVersion.objects.select_related("lesson"), "lesson", self.course
        )
        new = [
            self._lesson_version(row, rows[key], digests[key], next_number(known, key))
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

    def questions(self, lessons: Mapping[str, Lesson]) -> dict[str, QuestionVersion]:
        """Return the version of every question that is not retired, by key."""
        wanted = {row.question.id: row for row in self.tree.questions if row.published}
        digests = {key: self._question_digest(row) for key, row in wanted.items()}
        kinds = {key: {"kind": row.question.kind} for key, row in wanted.items()}
        rows = identities(Question.objects, self.course, wanted, kinds)
        known = known_versions(QuestionVersion.objects, "question", self.course)
        new = [
            self._question_version(row, rows[key], digests[key], next_number(known, key), lessons)
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
        return versions

    def quizzes(self) -> dict[str, QuizVersion]:
        """Return the version of every quiz, by key."""
        wanted = {row.quiz.id: row for row in self.tree.quizzes}
        sources = {key: self.content.sources[row.head.path] for key, row in wanted.items()}
        rows = identities(Quiz.objects, self.course, wanted)
        known = known_versions(QuizVersion.objects, "quiz", self.course)
        new = [
            QuizVersion(
                quiz=rows[key],
                number=next_number(known, key),
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
        self.rendered += len(stale)


def _loose(row: QuestionFile) -> dict[str, Any]:
    """Return what may change without a new version."""
    question = row.question
    return {
        "title": question.title,
        "difficulty": question.difficulty,
        "seconds": question.seconds,
        "teaches": list(question.teaches),
    }
