"""Several right choices out of a list, each with the reason why it is right or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from domain.documents import Document
from domain.problems import Problem
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
from domain.questions.wording import NUMBERS

COUNT = (3, 8)
"""Least and most choices."""

Credit = Literal["exact", "balanced", "each"]


class ChoicesMeta(QuestionMeta):
    """Front matter of a question with several right choices."""

    credit: Credit = "balanced"
    count: bool = False


@dataclass(frozen=True, kw_only=True)
class Choices(Question):
    """Ask for every right choice. ``credit`` says what a part of them is worth."""

    kind: ClassVar[str] = "choices"
    fields: ClassVar[tuple[str, ...]] = ("choice",)
    titles: ClassVar[tuple[str, ...]] = ("Choices", "Hints", "Explanation")
    default_seconds: ClassVar[int] = 75
    front_matter: ClassVar[type[QuestionMeta]] = ChoicesMeta

    choices: tuple[ListedChoice, ...]
    credit: Credit
    count: bool
    """Whether the page tells how many choices are right."""

    @property
    def guess(self) -> float:
        """Ticking at random hits one set of all; partial credit pays nothing for it on average."""
        return 0.5 ** len(self.choices) if self.credit == "exact" else 0.0

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the wrong choices stand for."""
        return frozenset(choice.misconception for choice in self.choices if choice.misconception)

    @property
    def instruction(self) -> str:
        """Say that there may be several, and how many if the author wants that told."""
        if not self.count:
            return "Select all that apply."
        right = len(self._right)
        verb = "answer is" if right == 1 else "answers are"
        return f"Select all that apply. {NUMBERS[right].capitalize()} {verb} right."

    def texts(self) -> dict[str, Text]:
        """Add ``choice-<id>``, inline, and ``reason-<id>``."""
        return super().texts() | choice_texts(self.choices)

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the choice list under Choices."""
        reading = Reading(document, cls, ChoicesMeta)
        section = reading.sections.get("Choices")
        choices = read_choices(reading, section)
        right = [choice.text for choice in choices if choice.right]
        reading.refuse_alike((choice.name, choice.text, choice.spot) for choice in choices)
        reading.refuse_count(section, "choice", len(choices), COUNT)
        refuse_right_count(reading, section, len(right), most=None)
        reading.refuse_in_hints(right, "a right choice")
        meta = reading.meta
        if meta is None or reading.problems:
            return reading.problems
        return cls(**reading.fields(), choices=choices, credit=meta.credit, count=meta.count)

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give a row for each choice; ``given`` is 'on' where it was ticked."""
        return tuple(choice_rows(self.choices, submitted.get("choice", ()), reveal))

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give credit as the author chose; an empty answer is none."""
        ticked = set(submitted.get("choice", ()))
        picked = [choice for choice in self.choices if choice.id in ticked]
        if not picked or len(picked) < len(ticked):
            return Unreadable("Select at least one answer.")
        hits = sum(choice.right for choice in picked)
        extras = len(picked) - hits
        beliefs = (choice.misconception for choice in picked if choice.misconception)
        return Grade(
            float(self._credit(hits, extras)),
            misconception=next(beliefs, None),
            headline=self._headline(hits, extras),
        )

    def samples(self) -> list[Sample]:
        """Tick the right ones, all but one of them, the wrong ones, everything and nothing."""
        right = [choice.id for choice in self.choices if choice.right]
        wrong = [choice.id for choice in self.choices if not choice.right]
        sets = [right, right[1:], wrong, right + wrong, right + wrong[:1]]
        samples = [
            Sample({"choice": ids}, float(self._credit(len(set(ids) & set(right)), extras)))
            for ids in sets
            if ids
            for extras in [len(set(ids) & set(wrong))]
        ]
        return [*samples, Sample({}, Unreadable), Sample({"choice": ["no such"]}, Unreadable)]

    def key(self) -> Mapping[str, Any]:
        """Give the ids, which of them are right, and what a part is worth."""
        right = {choice.id: choice.right for choice in self.choices}
        return {"choices": right, "credit": self.credit}

    def warnings(self, document: Document) -> list[Problem]:
        """Say what gives the right choices away."""
        return list_warnings(self, self.choices, document)

    @property
    def _right(self) -> tuple[ListedChoice, ...]:
        return tuple(choice for choice in self.choices if choice.right)

    def _credit(self, hits: int, extras: int) -> Fraction:
        right, wrong = len(self._right), len(self.choices) - len(self._right)
        match self.credit:
            case "exact":
                return Fraction(hits == right and extras == 0)
            case "balanced":
                lost = Fraction(extras, wrong) if wrong else Fraction(0)
                return max(Fraction(0), Fraction(hits, right) - lost)
            case "each":
                return Fraction(hits + wrong - extras, right + wrong)

    def _headline(self, hits: int, extras: int) -> str:
        """Say what was hit. How many are right stays untold where nothing else tells it."""
        right = len(self._right)
        if hits == right and not extras:
            return ""
        if not hits:
            return "None of these"
        extra = f", {NUMBERS[extras]} extra" if extras else ""
        if self.credit == "exact" and not self.count:
            return f"{NUMBERS[hits].capitalize()} right{extra or ', and not all'}"
        return f"{NUMBERS[hits].capitalize()} of {NUMBERS[right]}{extra}"
