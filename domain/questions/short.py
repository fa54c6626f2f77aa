"""One line of text, compared with what its author lists. Nothing is scored by likeness."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field

from domain.documents import Document
from domain.problems import Problem
from domain.questions.answers import only, typed_row
from domain.questions.base import (
    FactValues,
    Grade,
    Question,
    QuestionMeta,
    Reveal,
    Row,
    Sample,
    Submitted,
    Text,
    Unreadable,
)
from domain.questions.entries import Accepted, AnswerMeta, read_accepted
from domain.questions.patterns import MAX_TEXT
from domain.questions.reading import Reading
from domain.questions.wording import given_away


class ShortMeta(QuestionMeta):
    """Front matter of a question that is answered with a line of text."""

    answers: Annotated[list[AnswerMeta], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Short(Question):
    """Ask for a name or a phrase. The first entry that matches decides."""

    kind: ClassVar[str] = "short"
    fields: ClassVar[tuple[str, ...]] = ("answer",)
    titles: ClassVar[tuple[str, ...]] = ("Hints", "Explanation")
    shuffled: ClassVar[bool] = False
    default_seconds: ClassVar[int] = 45
    front_matter: ClassVar[type[QuestionMeta]] = ShortMeta

    accepted: Accepted

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the near misses stand for."""
        return self.accepted.misconceptions

    @property
    def instruction(self) -> str:
        """Say how long an answer is."""
        return "Write one line."

    def texts(self) -> dict[str, Text]:
        """Add ``key``, inline: the first right answer; ``near-<n>`` speaks to the n-th entry."""
        return super().texts() | self.accepted.feedback("near") | {"key": self.accepted.key}

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the entries from the front matter."""
        reading = Reading(document, cls, ShortMeta)
        accepted = read_accepted(reading.meta.answers if reading.meta else (), reading.add)
        reading.refuse_in_hints((entry.text for entry in accepted.right), "the answer")
        return reading.problems or cls(**reading.fields(), accepted=accepted)

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give the one row."""
        return (typed_row(only(submitted, "answer"), self.grade(submitted), reveal),)

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give the credit of the first entry that matches, else none."""
        return self.accepted.judged(only(submitted, "answer"), "near")

    def samples(self) -> list[Sample]:
        """Write each entry, then something else, too much and nothing."""
        known = [entry.text for entry in self.accepted.entries]
        wrong = self.accepted.wrong_text()
        return [
            *(Sample({"answer": [text]}, float(self.accepted.credit_of(text))) for text in known),
            *([Sample({"answer": [wrong]}, 0.0)] if wrong else []),
            Sample({"answer": ["?" * (MAX_TEXT + 1)]}, Unreadable),
            Sample({}, Unreadable),
        ]

    def key(self) -> Mapping[str, Any]:
        """Give the entries and what they earn."""
        return {"entries": self.accepted.plain()}

    def warnings(self, document: Document) -> list[Problem]:
        """Say where the title gives an answer away: Q004."""
        right = self.accepted.right
        repeats = (given_away(self.title, entry.text, [self.prompt]) for entry in right)
        repeated = next(filter(None, repeats), None)
        if repeated is None:
            return []
        return [document.problem("Q004", f"title repeats '{repeated}'", ("title",))]
