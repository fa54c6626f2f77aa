"""One right choice out of several, each with the reason why it is right or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from domain.documents import Document
from domain.problems import Problem
from domain.questions.answers import only
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
from domain.questions.choice_list import (
    ListedChoice,
    choice_rows,
    choice_texts,
    list_warnings,
    read_choices,
    refuse_right_count,
)
from domain.questions.reading import Reading

COUNT = (2, 6)
"""Least and most choices."""


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """Ask for one pick. Full credit or none."""

    kind: ClassVar[str] = "choice"
    fields: ClassVar[tuple[str, ...]] = ("choice",)
    titles: ClassVar[tuple[str, ...]] = ("Choices", "Hints", "Explanation")
    default_seconds: ClassVar[int] = 60

    choices: tuple[ListedChoice, ...]

    @property
    def guess(self) -> float:
        """One in as many as there are."""
        return 1 / len(self.choices)

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the wrong choices stand for."""
        return frozenset(choice.misconception for choice in self.choices if choice.misconception)

    @property
    def instruction(self) -> str:
        """Say that one is wanted."""
        return "Choose one answer."

    def texts(self) -> dict[str, Text]:
        """Add ``choice-<id>``, inline, and ``reason-<id>``."""
        return super().texts() | choice_texts(self.choices)

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the choice list under Choices."""
        reading = Reading(document, cls, QuestionMeta)
        section = reading.sections.get("Choices")
        choices = read_choices(reading, section)
        right = [choice.text for choice in choices if choice.right]
        reading.refuse_alike((choice.name, choice.text, choice.spot) for choice in choices)
        reading.refuse_count(section, "choice", len(choices), COUNT)
        refuse_right_count(reading, section, len(right), most=1)
        reading.refuse_in_hints(right, "the right choice")
        return reading.problems or cls(**reading.fields(), choices=choices)

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give a row for each choice; ``given`` is 'on' where it was picked."""
        return tuple(choice_rows(self.choices, [only(submitted, "choice")], reveal))

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give full credit for the right choice."""
        picked = only(submitted, "choice")
        for choice in self.choices:
            if choice.id == picked:
                return Grade(float(choice.right), misconception=choice.misconception)
        return Unreadable("Choose one answer.")

    def samples(self) -> list[Sample]:
        """Pick each choice once, then none, then two."""
        ids = [choice.id for choice in self.choices]
        picks = [Sample({"choice": [choice.id]}, float(choice.right)) for choice in self.choices]
        return [*picks, Sample({}, Unreadable), Sample({"choice": ids[:2]}, Unreadable)]

    def key(self) -> Mapping[str, Any]:
        """Give the ids, and which of them is right."""
        return {choice.id: choice.right for choice in self.choices}

    def warnings(self, document: Document) -> list[Problem]:
        """Say what gives the right choice away."""
        return list_warnings(self, self.choices, document)
