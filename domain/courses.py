"""All files of one course, read: what only the whole can tell is checked against this.

Every part is small and can be pickled: files that did not change are not read again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from domain.course_files import CourseFile
from domain.documents import Document
from domain.facts import Fact
from domain.glossary import Term
from domain.lessons import Lesson
from domain.markup import Uses
from domain.misconceptions import Misconception
from domain.outcomes import Outcome
from domain.problems import Spot
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

    @cached_property
    def number(self) -> int:
        """The number in the name of its folder; -1 if there is none."""
        digits = self.folder.partition("-")[0]
        return int(digits) if digits.isdigit() else -1

    @cached_property
    def folder(self) -> str:
        """Name of the folder it lies in."""
        return self.head.path.split("/")[-2]

    @property
    def misplaced(self) -> bool:
        """Whether its folder is not named by a number and its id."""
        return self.number < 0 or self.folder.partition("-")[2] != self.lesson.id


@dataclass(frozen=True)
class Part:
    """A choice, row or step of a question."""

    text: str
    """Markdown."""
    spot: Spot
    named: bool
    """Whether its author gave it the id; otherwise its position did."""


@dataclass(frozen=True)
class QuestionFile:
    """A question and where its values stand."""

    head: Document
    question: Question
    uses: Uses
    key_words: str
    """What its title, prompt and choices speak of, in lower case and sorted: words in one text."""
    published: bool
    """Not retired: a retired question keeps its file so that its id is never used again."""
    beliefs: Mapping[str, Spot] = field(default_factory=dict)
    """Misconceptions that its answers name, and where each is named first."""
    formula_facts: Mapping[str, Spot] = field(default_factory=dict)
    """Facts that its formulas name, and where each formula stands."""
    parts: Mapping[str, Part] = field(default_factory=dict)
    """Its choices, rows and steps, by id."""

    @property
    def place(self) -> str:
        """The folder it lies in: a lesson's, or 'prerequisites' or 'interview'."""
        return self.head.path.split("/")[-2]

    @property
    def live(self) -> bool:
        """Whether learners meet it."""
        return self.question.status == "live"

    @property
    def listed_facts(self) -> list[str]:
        """Facts that its front matter names; those of formulas are in the question alone."""
        found = self.head.meta.get("facts", [])
        return found if isinstance(found, list) else []

    @property
    def main_outcome(self) -> str:
        """The outcome that it counts for; '' if it measures none."""
        return self.question.outcomes[0] if self.question.outcomes else ""


@dataclass(frozen=True)
class QuizFile:
    """A quiz and where its values stand."""

    head: Document
    quiz: Quiz
    uses: Uses = field(default_factory=Uses)
    """What its introduction refers to."""


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
    figures: frozenset[str] = frozenset()
    """Paths of the pictures beside the lessons."""
    unread: frozenset[str] = frozenset()
    """Ids of what could not be read: of files, as far as their names tell, and of entries."""
    unread_text: str = ""
    """What stands in files that could not be read."""

    @cached_property
    def _excused(self) -> frozenset[str]:
        named = {row.folder.partition("-")[2] for row in self.lessons}
        named |= {stem_of(row.head) for row in self.questions}
        named |= {stem_of(row.head) for row in self.quizzes}
        return self.unread | named

    def excuses(self, key: str) -> bool:
        """Whether something of this name was told of already, as unread or under another id."""
        return key in self._excused

    def may_use(self, key: str) -> bool:
        """Whether a file that could not be read may have used an id."""
        if key not in self.unread_text:
            return False
        return re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", self.unread_text) is not None

    @cached_property
    def lesson_by_id(self) -> Mapping[str, LessonFile]:
        """Lessons by id; where two have the same, the first."""
        return {row.lesson.id: row for row in reversed(self.lessons)}

    @cached_property
    def lesson_by_folder(self) -> Mapping[str, LessonFile]:
        """Lessons by the name of their folder."""
        return {row.folder: row for row in self.lessons}

    @cached_property
    def question_by_id(self) -> Mapping[str, QuestionFile]:
        """Questions by id; where two have the same, the first."""
        return {row.question.id: row for row in reversed(self.questions)}

    @cached_property
    def fact_by_id(self) -> Mapping[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def term_by_id(self) -> Mapping[str, Term]:
        """Terms by id."""
        return {term.id: term for term in self.terms}

    @property
    def complete(self) -> bool:
        """Whether the files that all others refer to could be read."""
        files = (self.outcomes_file, self.misconceptions_file, self.facts_file, self.glossary_file)
        return self.course is not None and all(files)

    def lacks_outcome(self, key: str) -> bool:
        """Whether the outcomes are known, and this is none of them."""
        unknown = self.outcomes_file is not None and key not in self.outcome_ids
        return unknown and not self.excuses(key)

    def lacks_fact(self, key: str) -> bool:
        """Whether the facts are known, and this is none of them."""
        unknown = self.facts_file is not None and key not in self.fact_by_id
        return unknown and not self.excuses(key)

    @cached_property
    def outcome_ids(self) -> frozenset[str]:
        """Ids of the outcomes."""
        return frozenset(outcome.id for outcome in self.outcomes)

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


def stem_of(head: Document) -> str:
    """Return the id that the name of a file promises."""
    return head.path.rpartition("/")[2].removesuffix(".md")


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
