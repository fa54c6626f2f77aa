"""The tables of ratings: which of their columns are worked out, and what a book says of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from learners.models import (
    LearnerLevel,
    LearnerOutcome,
    LearnerQuestion,
    OutcomeStat,
    QuestionStat,
)
from learners.replay import Book, CourseBook
from learners.stored import COLUMNS, columns_of

Key = tuple[int, ...]
Values = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """One table: a key, the columns that follow from the answers, and the rows they make."""

    manager: Any
    key: tuple[str, ...]
    columns: tuple[str, ...]
    course: str
    """How the table knows its course, as a filter."""
    rows: Callable[[Any], Mapping[Key, Values]]
    """What a book says they hold."""
    idle: Values | None = None
    """What a row holds that no answer moves any more; None if there is no such row."""

    @property
    def name(self) -> str:
        """The name of its model."""
        return str(self.manager.model.__name__)


def _levels(book: Book) -> Mapping[Key, Values]:
    return {
        (learner, book.course_id): (level.g, level.vg, answers)
        for learner, (level, answers) in book.levels.items()
    }


def _held(book: Book) -> Mapping[Key, Values]:
    return {key: tuple(columns_of(held).values()) for key, held in book.held.items()}


def _repeats(book: Book) -> Mapping[Key, Values]:
    return {key: (repeats.ok, repeats.bad) for key, repeats in book.repeats.items()}


def _questions(book: CourseBook) -> Mapping[Key, Values]:
    return {
        (pk,): (scale.level.d, scale.level.vd, scale.answers, scale.digest)
        for pk, scale in book.questions.items()
    }


def _outcomes(book: CourseBook) -> Mapping[Key, Values]:
    return {(pk,): (easy.b, easy.vb) for pk, easy in book.easiness.items()}


OF_LEARNERS = (
    Table(
        LearnerLevel.objects, ("learner_id", "course_id"), ("g", "vg", "answers"), "course", _levels
    ),
    Table(
        LearnerOutcome.objects,
        ("learner_id", "outcome_id"),
        COLUMNS,
        "outcome__course",
        _held,
    ),
    Table(
        LearnerQuestion.objects,
        ("learner_id", "question_id"),
        ("ok", "bad"),
        "question__course",
        _repeats,
        idle=(0, 0),
    ),
)
OF_EVERYBODY = (
    Table(
        QuestionStat.objects,
        ("question_id",),
        ("d", "vd", "answers", "grading_digest"),
        "question__course",
        _questions,
    ),
    Table(OutcomeStat.objects, ("outcome_id",), ("b", "vb"), "outcome__course", _outcomes),
)
