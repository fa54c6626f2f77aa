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
from domain.courses import LessonFile, QuestionFile, QuizFile
from domain.digests import digest_of, question_digest
from domain.markup import Uses

LOOSE = ("path", "lesson_id", "title", "difficulty", "seconds", "teaches")
"""Columns of a question's version that may change without a new one."""


RENDERED = ("path", "html", "rendered", "facts_due", "minutes", "practice_minutes")
"""Columns of a lesson's version that may change without a new one."""


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
        digests = {key: self._lesson_digest(row) for key, row in wanted.items()}
        columns = ("rendered", "path")
        known = known_versions(LessonVersion.objects, "lesson", self.course, digests, *columns)
        kept, new = dict[str, Kept](), list[LessonVersion]()
        for key, row in wanted.items():
            digest, inputs = digests[key], self.made.lesson_inputs(row)
            have = known.rows.get((key, digest))
            if have is None:
                version = self._lesson_version(row, digest, known.next_number(key))
                new.append(self._rendered_lesson(version, row, inputs))
                continue
            kept[key] = Kept(have["pk"], row.head.path, digest)
            if (have["rendered"], have["path"]) != (inputs, row.head.path):
                stale = LessonVersion(pk=have["pk"], path=row.head.path)
                self._rendered_lesson(stale, row, inputs).save(update_fields=RENDERED)
        LessonVersion.objects.bulk_create(new, batch_size=BATCH)
        return kept | _keep(new, {row.head.path: key for key, row in wanted.items()})

    def questions(self) -> dict[str, Kept]:
        """Return the version of every question that is not retired, by key."""
        wanted = {row.question.id: row for row in self.tree.questions if row.published}
        kinds = {key: {"kind": row.question.kind} for key, row in wanted.items()}
        ids = identities(Question.objects, self.course, wanted, kinds)
        digests = {key: self._question_digest(row) for key, row in wanted.items()}
        columns = ("rendered", *LOOSE)
        known = known_versions(QuestionVersion.objects, "question", self.course, digests, *columns)
        kept, new = dict[str, Kept](), list[QuestionVersion]()
        for key, row in wanted.items():
            digest, inputs = digests[key], self.made.question_inputs(row)
            have = known.rows.get((key, digest))
            if have is None:
                version = self._question_version(row, ids[key], digest, known.next_number(key))
                new.append(self._rendered_question(version, row, inputs))
                continue
            kept[key] = Kept(have["pk"], row.head.path, digest)
            loose = self._loose(row)
            if have["rendered"] != inputs or any(have[name] != loose[name] for name in LOOSE):
                stale = self._rendered_question(QuestionVersion(pk=have["pk"]), row, inputs)
                stale.save(
                    update_fields=[
                        "html",
                        "rendered",
                        "about",
                        *LOOSE,
                    ]
                )
        QuestionVersion.objects.bulk_create(new, batch_size=BATCH)
        return kept | _keep(new, {row.head.path: key for key, row in wanted.items()})

    def quizzes(self) -> dict[str, Kept]:
        """Return the version of every quiz, by key."""
        wanted = {row.quiz.id: row for row in self.tree.quizzes}
        ids = identities(Quiz.objects, self.course, wanted)
        digests = {key: self._quiz_digest(row) for key, row in wanted.items()}
        known = known_versions(QuizVersion.objects, "quiz", self.course, digests, "rendered")
        kept, new = dict[str, Kept](), list[QuizVersion]()
        for key, row in wanted.items():
            digest, inputs = digests[key], self.made.quiz_inputs(row)
            have = known.rows.get((key, digest))
            if have is None:
                version = self._quiz_version(row, ids[key], digest, known.next_number(key))
                new.append(self._rendered_quiz(version, row, inputs))
                continue
            kept[key] = Kept(have["pk"], row.head.path, digest)
            if have["rendered"] != inputs:
                stale = self._rendered_quiz(QuizVersion(pk=have["pk"]), row, inputs)
                stale.save(update_fields=["html", "rendered"])
        QuizVersion.objects.bulk_create(new, batch_size=BATCH)
        return kept | _keep(new, {row.head.path: key for key, row in wanted.items()})

    def _lesson_digest(self, row: LessonFile) -> str:
        """Name a lesson with the facts and terms that it shows."""
        return digest_of([self.content.digests[row.head.path], self._shown(row.lesson.uses)])

    def _quiz_digest(self, row: QuizFile) -> str:
        """Name a quiz with the facts and terms that its introduction shows."""
        return digest_of([self.content.digests[row.head.path], self._shown(row.uses)])

    def _shown(self, uses: Uses) -> dict[str, Any]:
        """Return the facts and terms of a text, those of the terms' definitions included."""
        terms = {key: self.tree.term_by_id[key] for key in sorted(uses.first_terms)}
        texts = [uses, *(term.uses for term in terms.values())]
        return {
            "facts": self._values({use.id for text in texts for use in text.facts}),
            "terms": {key: [term.term, term.definition] for key, term in terms.items()},
        }

    def _question_digest(self, row: QuestionFile) -> str:
        facts = self._values(self._facts_of(row))
        path = row.head.path
        return question_digest(self.content.source(path), facts) if facts else self._alone(path)

    def _alone(self, path: str) -> str:
        """Return the digest of a file that uses no fact: it was made when the file was read."""
        return self.content.digests[path]

    def _facts_of(self, row: QuestionFile) -> set[str]:
        return {use.id for use in row.uses.facts} | {*row.question.facts}

    def _values(self, keys: Iterable[str]) -> dict[str, list[str]]:
        facts = {key: self.tree.fact_by_id[key] for key in sorted(keys)}
        return {key: [fact.value, fact.unit] for key, fact in facts.items()}

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
        facts = [self.tree.fact_by_id[key] for key in self._facts_of(row)]
        return QuestionVersion(
            question_id=question_id,
            number=number,
            digest=digest,
            source=self.content.source(row.head.path),
            facts={fact.id: fact.value for fact in facts if fact.number is not None},
            grading_digest=row.question.grading_digest,
            outcomes=list(row.question.outcomes),
        )

    def _quiz_version(self, row: QuizFile, quiz_id: int, digest: str, number: int) -> QuizVersion:
        return QuizVersion(
            quiz_id=quiz_id,
            number=number,
            digest=digest,
            path=row.head.path,
            source=self.content.source(row.head.path),
            title=row.quiz.title,
            mode=row.quiz.mode,
        )

    def _loose(self, row: QuestionFile) -> dict[str, Any]:
        """Return what may change without a new version."""
        own, question = self.tree.lesson_of(row), row.question
        return {
            "path": row.head.path,
            "lesson_id": self.lesson_ids[own.lesson.id] if own else None,
            "title": question.title,
            "difficulty": question.difficulty,
            "seconds": question.seconds,
            "teaches": list(question.teaches),
        }

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
        for name, value in self._loose(row).items():
            setattr(version, name, value)
        self.rendered += 1
        return version

    def _rendered_quiz(self, version: QuizVersion, row: QuizFile, inputs: str) -> QuizVersion:
        version.html, version.rendered = dict(self.made.quiz(row)), inputs
        self.rendered += 1
        return version


def _keep(
    versions: Iterable[LessonVersion | QuestionVersion | QuizVersion], keys: Mapping[str, str]
) -> dict[str, Kept]:
    return {keys[row.path]: Kept(row.pk, row.path, row.digest) for row in versions}
