"""All files of one course, read: what only the whole can tell is checked against this.

Every part is small and can be pickled: files that did not change are not read again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from domain.course_files import CourseFile
from domain.documents import Document
from domain.facts import Fact
from domain.glossary import Term
from domain.lessons import Lesson
from domain.markup import Uses
from domain.misconceptions import Misconception
from domain.outcomes import Outcome
from domain.questions.base import Question
from domain.quizzes import Candidate, Quiz

PREREQUISITES = "prerequisites"
INTERVIEW = "interview"


@dataclass(frozen=True)
class LessonFile:
    """A lesson and where its values stand."""

    head: Document
    """The document without its body."""
    lesson: Lesson

    @property
    def number(self) -> int:
        """The number in the name of its folder; -1 if there is none."""
        digits = self.folder.partition("-")[0]
        return int(digits) if digits.isdigit() else -1

    @property
    def folder(self) -> str:
        """Name of the folder it lies in."""
        return self.head.path.split("/")[-2]


@dataclass(frozen=True)
class QuestionFile:
    """A question and where its values stand."""

    head: Document
    question: Question
    uses: Uses
    vocabulary: frozenset[str]
    """Words of prompt, choices and explanation, in lower case."""
    published: bool
    """Not retired: a retired question keeps its file so that its id is never used again."""
    formula_facts: tuple[str, ...] = ()
    """Facts that its formulas name."""

    @property
    def place(self) -> str:
        """The folder it lies in: a lesson's, or 'prerequisites' or 'interview'."""
        return self.head.path.split("/")[-2]

    @property
    def live(self) -> bool:
        """Whether learners meet it."""
        return self.question.status == "live"

    @property
    def main_outcome(self) -> str:
        """The outcome that it counts for; '' if it measures none."""
        return self.question.outcomes[0] if self.question.outcomes else ""


@dataclass(frozen=True)
class QuizFile:
    """A quiz and where its values stand."""

    head: Document
    quiz: Quiz


@dataclass(frozen=True)
class Tree:
    """A course folder. What could not be read is missing here and has its problems already."""

    key: str
    today: date
    course: tuple[Document, CourseFile] | None = None
    outcomes_file: Document | None = None
    outcomes: tuple[Outcome, ...] = ()
    misconceptions_file: Document | None = None
    misconceptions: tuple[Misconception, ...] = ()
    facts_file: Document | None = None
    facts: tuple[Fact, ...] = ()
    glossary_file: Document | None = None
    terms: tuple[Term, ...] = ()
    lessons: tuple[LessonFile, ...] = ()
    questions: tuple[QuestionFile, ...] = ()
    quizzes: tuple[QuizFile, ...] = ()
    figures: frozenset[str] = field(default=frozenset())
    """Paths of the pictures beside the lessons."""
    unread: frozenset[str] = field(default=frozenset())
    """Ids, as far as file names tell, of files that could not be read: no one is told twice."""

    @cached_property
    def lesson_by_id(self) -> Mapping[str, LessonFile]:
        """Lessons by id."""
        return {row.lesson.id: row for row in self.lessons}

    @cached_property
    def lesson_by_folder(self) -> Mapping[str, LessonFile]:
        """Lessons by the name of their folder."""
        return {row.folder: row for row in self.lessons}

    @cached_property
    def question_by_id(self) -> Mapping[str, QuestionFile]:
        """Questions by id."""
        return {row.question.id: row for row in self.questions}

    @cached_property
    def fact_by_id(self) -> Mapping[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def term_by_id(self) -> Mapping[str, Term]:
        """Terms by id."""
        return {term.id: term for term in self.terms}

    @cached_property
    def requires(self) -> Mapping[str, tuple[str, ...]]:
        """What each lesson requires, by id."""
        return {row.lesson.id: row.lesson.requires for row in self.lessons}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Place of each lesson in reading order, from 0."""
        listed = self.course[1].order if self.course else []
        return {key: place for place, key in enumerate(dict.fromkeys(listed))}

    def lesson_of(self, row: QuestionFile) -> LessonFile | None:
        """Return the lesson whose folder a question lies in."""
        return self.lesson_by_folder.get(row.place)

    def live_questions(self) -> Iterator[QuestionFile]:
        """Give the questions that learners meet."""
        return (row for row in self.questions if row.live)

    def candidates(self) -> Iterator[Candidate]:
        """Give what a graded draw may take today."""
        for row in self.live_questions():
            rests = rests_from(row.question, self.fact_by_id)
            if rests is None or rests > self.today:
                yield candidate_of(row.question)


def candidate_of(question: Question) -> Candidate:
    """Return what a draw needs to know of a question."""
    main = question.outcomes[0] if question.outcomes else ""
    return Candidate(question.id, question.kind, main, question.difficulty)


def rests_from(question: Question, facts: Mapping[str, Fact]) -> date | None:
    """Return the first day on which a fact that the key rests on no longer holds; None for never.

    ``date.min`` stands for a fact that nobody has verified yet.
    """
    found = [facts[key].rests_from for key in question.facts if key in facts]
    return min(found, default=None)


def meant(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' for a word close to a known one, or nothing."""
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
