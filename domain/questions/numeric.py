"""A number within a tolerance of the key, in one of the units that the author lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any, ClassVar, Self

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
from domain.questions.formula import fact_ids
from domain.questions.numbers import (
    MAX_LENGTH,
    NumberFormat,
    Quantity,
    one_of,
    read_quantity,
    show_number,
    unknown_unit,
)
from domain.questions.quantities import (
    Band,
    DecimalText,
    NearMeta,
    NearMiss,
    QuantityReader,
    ToleranceMeta,
    Unit,
    exactly,
    shown,
)
from domain.questions.reading import Reading
from domain.questions.wording import asked, literal

MONEY_OR_TIME = re.compile(
    r"[$€£]|\b(USD|EUR|GBP|dollars?|euros?|pounds?|costs?|price|how long|seconds?|minutes?|hours?|"
    r"days?|milliseconds?|ms)\b",
    re.IGNORECASE,
)


class NumericMeta(QuestionMeta):
    """Front matter of a numeric question."""

    answer: DecimalText | None = None
    formula: str | None = None
    unit: str = ""
    units: dict[str, DecimalText] = {}
    unit_required: bool = False
    tolerance: ToleranceMeta | None = None
    near: list[NearMeta] = []


@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """Ask for a quantity, such as a month's bill."""

    kind: ClassVar[str] = "numeric"
    fields: ClassVar[tuple[str, ...]] = ("answer", "unit")
    titles: ClassVar[tuple[str, ...]] = ("Hints", "Explanation")
    shuffled: ClassVar[bool] = False
    default_seconds: ClassVar[int] = 120
    front_matter: ClassVar[type[QuestionMeta]] = NumericMeta

    answer: Band
    """In the first unit."""
    units: tuple[Unit, ...]
    """Those that are known, the question's own first; none where it is a bare number."""
    unit_required: bool
    near: tuple[NearMiss, ...]
    number_format: NumberFormat = NumberFormat.POINT
    """How 1,234 is read. It never depends on the key; ``replace`` sets that of a learner."""

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the near misses stand for."""
        return frozenset(miss.misconception for miss in self.near if miss.misconception)

    @property
    def instruction(self) -> str:
        """Name the units, if there are any."""
        if not self.units:
            return "Write one number."
        link = " and its unit:" if self.unit_required else ", in"
        return f"Write one number{link} {one_of(self._names)}."

    @property
    def details(self) -> Mapping[str, Any]:
        """Give ``unit``, which stands beside the field, and ``units``, to choose from."""
        names = self._names
        return {
            "unit": names[0] if names else "",
            "units": names,
            "unit_required": self.unit_required,
        }

    def texts(self) -> dict[str, Text]:
        """Add ``key``, inline: the right answer with its unit.

        ``near-<n>`` speaks to the n-th near miss, and ``unit-<fits>-<given>``, by positions in
        ``units``, to the right number in a wrong unit.
        """
        near = {
            f"near-{n}": Text(miss.feedback)
            for n, miss in enumerate(self.near, start=1)
            if miss.feedback
        }
        mixed = {
            f"unit-{n}-{m}": Text(literal(f"The number fits {fits}, not {given}."))
            for n, fits in enumerate(self._names)
            for m, given in enumerate(self._names)
            if n != m
        }
        key = f"{shown(self.answer.value, self.number_format)} {self.details['unit']}".strip()
        return super().texts() | near | mixed | {"key": Text(literal(key), inline=True)}

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read value, units and near misses from the front matter, and work formulas out."""
        reading = Reading(document, cls, NumericMeta)
        meta = reading.meta
        if meta is None:
            return reading.problems
        reader = QuantityReader(reading, facts)
        answer = reader.band("answer", meta.answer, meta.formula, meta.tolerance)
        reader.check_tolerance(meta.tolerance)
        units = reader.units(meta.unit, meta.units, required=meta.unit_required)
        near = reader.near_misses(meta.near, answer, meta.tolerance)
        if answer:
            reader.refuse_in_hints(answer.value, units)
        if answer is None or reading.problems:
            return reading.problems
        formulas = [meta.formula, *(miss.formula for miss in meta.near)]
        return cls(
            **reading.fields(*(key for one in formulas if one for key in fact_ids(one))),
            answer=answer,
            units=units,
            unit_required=meta.unit_required,
            near=near,
        )

    def read_as(self, text: str, unit: str = "") -> str:
        """Say how a typed answer is read, or how to write it: for the page, before it counts."""
        found = self._read({"answer": [text], "unit": [unit]})
        if isinstance(found, Unreadable):
            return found.hint
        return f"read as {show_number(found.value, self.number_format)} {found.unit}".rstrip()

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give the one row; a unit picked from the list is written behind the number."""
        text, picked = only(submitted, "answer"), only(submitted, "unit")
        bare = read_quantity(text, self._names, self.number_format)
        if isinstance(bare, Quantity) and not bare.unit and picked in self._names[1:]:
            text = f"{text.strip()} {picked}"
        return (typed_row(text, self.grade(submitted), reveal),)

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give full credit within the tolerance, and a near miss what its author says."""
        found = self._read(submitted)
        if isinstance(found, Unreadable):
            return found
        return self._grade_of(Fraction(found.value), found.unit)

    def samples(self) -> list[Sample]:
        """Sit on the bounds and outside them, in every unit, and on every near miss."""
        answer, slack = Fraction(self.answer.value), self.answer.slack
        wrong = next(
            number
            for number in (answer + slack + step for step in map(Fraction, count(1)))
            if not self._grade_of(number).feedback and self._grade_of(number).fraction == 0
        )
        return [
            *self._sample(answer, 1.0),
            *self._sample(answer - slack, 1.0),
            *self._sample(answer + slack, 1.0),
            *self._sample(wrong, 0.0),
            *(sample for miss in self.near for sample in self._near_sample(miss)),
            *(
                sample
                for unit in self.units
                for sample in self._sample(answer / Fraction(unit.factor), 1.0, unit.name)
            ),
            Sample({"answer": ["about a thousand"]}, Unreadable),
            Sample({}, Unreadable),
        ]

    def key(self) -> Mapping[str, Any]:
        """Give value, tolerance, units and what near misses earn."""
        return {
            "answer": self.answer.plain(),
            "units": {unit.name: str(Fraction(unit.factor)) for unit in self.units},
            "unit_required": self.unit_required,
            "near": [[*miss.band.plain(), str(Fraction(miss.credit))] for miss in self.near],
        }

    def warnings(self, document: Document) -> list[Problem]:
        """Say where an answer needs a unit or a tolerance: Q023."""
        found = []
        source = "formula" if "formula" in document.meta else "answer"
        at = document.names[source,]
        if source == "formula" and "tolerance" not in document.meta:
            found.append(document.problem("Q023", "computed answer without tolerance", at))
        if not self.units and MONEY_OR_TIME.search(asked(self.prompt)):
            found.append(document.problem("Q023", "money or time without 'unit'", at))
        return found

    @property
    def _names(self) -> list[str]:
        return [unit.name for unit in self.units]

    def _read(self, submitted: Submitted) -> Quantity | Unreadable:
        """Read the number and settle its unit: the one written with it, else the one picked."""
        picked = only(submitted, "unit")
        if picked and picked not in self._names:
            return unknown_unit(self._names)
        found = read_quantity(only(submitted, "answer"), self._names, self.number_format)
        if isinstance(found, Unreadable):
            return found
        # The question's own unit heads the list: it may be sent without having been picked.
        if found.unit and picked not in ("", found.unit, self._names[0]):
            return Unreadable(f"The text says {found.unit}, the list {picked}. Make them agree.")
        unit = found.unit or picked
        if self.unit_required and not unit:
            return Unreadable(f"Write the unit too: {one_of(self._names)}.")
        return Quantity(found.value, unit or self.details["unit"])

    def _grade_of(self, number: Fraction, unit: str = "") -> Grade:
        """Judge a number in a unit; '' is the question's own."""
        position = self._names.index(unit) if unit else 0
        worth = number * Fraction(self.units[position].factor) if unit else number
        if self.answer.holds(worth):
            return Grade(1.0)
        for n, miss in enumerate(self.near, start=1):
            if miss.band.holds(worth):
                slot = f"near-{n}" if miss.feedback else ""
                return Grade(float(miss.credit), slot, miss.misconception)
        for n, other in enumerate(self.units):
            if self.answer.holds(number * Fraction(other.factor)):
                return Grade(0.0, f"unit-{n}-{position}", headline="Right number, wrong unit")
        return Grade(0.0)

    def _near_sample(self, miss: NearMiss) -> list[Sample]:
        """Give the near miss itself; an earlier one may catch it."""
        number = Fraction(miss.band.value)
        caught = next(other for other in self.near if other.band.holds(number))
        return self._sample(number, float(caught.credit))

    def _sample(self, number: Fraction, credit: float, unit: str = "") -> list[Sample]:
        """Write a number as a learner would; one without an end cannot be written."""
        decimal = exactly(number)
        text = "" if decimal is None else f"{decimal:f}".replace(".", self.number_format.mark)
        if not text or len(text) > MAX_LENGTH:
            return []
        return [Sample({"answer": [text], "unit": [unit or self.details["unit"]]}, credit)]
