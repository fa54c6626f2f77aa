"""Read what numeric answers are judged by: values, tolerances, units and near misses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from domain.documents import FrontMatter, Where
from domain.questions.base import FactValues, Key, Unreadable
from domain.questions.formula import BadFormula, evaluate
from domain.questions.numbers import (
    NumberFormat,
    read_decimal,
    read_quantity,
    show_number,
    spelt_unit,
)
from domain.questions.reading import Reading

NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
TELLING_DIGITS = 3
"""A hint that says a shorter number, without its unit, may mean something else by it."""
SHOWN_DIGITS = 10
"""Digits of a value without an end when it is shown."""


def _checked_share(share: Decimal) -> Decimal:
    if not 0 <= share <= 1:
        raise ValueError('must lie between "0" and "1"')
    return share


DecimalText = Annotated[Decimal, BeforeValidator(read_decimal)]
"""An exact decimal, in quotes."""
CreditText = Annotated[DecimalText, AfterValidator(_checked_share)]
"""A share of the credit, from 0 to 1, in quotes."""


class ToleranceMeta(FrontMatter):
    """How far off an answer may be; either suffices where both are given."""

    abs: DecimalText | None = None
    rel: DecimalText | None = None


class NearMeta(FrontMatter):
    """A wrong number that has something to tell."""

    value: DecimalText | None = None
    formula: str | None = None
    tolerance: ToleranceMeta | None = None
    credit: CreditText = Decimal(0)
    feedback: str = ""
    misconception: Key | None = None


@dataclass(frozen=True)
class Band:
    """A value, and everything near enough to it; the bounds belong to it."""

    value: Decimal
    slack: Fraction
    """Largest accepted distance from the value."""

    def holds(self, number: Fraction) -> bool:
        """Whether a number is near enough."""
        return abs(number - Fraction(self.value)) <= self.slack

    def plain(self) -> list[str]:
        """Give the value and the slack as data."""
        return [str(Fraction(self.value)), str(self.slack)]


@dataclass(frozen=True)
class Unit:
    """A unit that an answer may come in."""

    name: str
    factor: Decimal
    """How many of the question's own unit it is worth."""


@dataclass(frozen=True)
class NearMiss:
    """A wrong number that earns its own words, and perhaps some credit."""

    band: Band
    credit: Decimal
    feedback: str
    misconception: str | None


def exactly(number: Fraction) -> Decimal | None:
    """Give a number as a decimal, or None where it has no end."""
    context = Context(prec=300, traps=[Inexact])
    try:
        return context.divide(Decimal(number.numerator), Decimal(number.denominator))
    except Inexact:
        return None


def shown(value: Decimal, number_format: NumberFormat) -> str:
    """Write a value for a reader; one with very many digits is rounded, and says so."""
    short = Context(prec=SHOWN_DIGITS).plus(value)
    if len(value.as_tuple().digits) > 2 * SHOWN_DIGITS and short != value:
        return f"about {show_number(short, number_format)}"
    return show_number(value, number_format)


class QuantityReader:
    """Turn the front matter of a numeric question into what judges its answers."""

    def __init__(self, reading: Reading[Any], facts: FactValues) -> None:
        self.reading = reading
        self.facts = facts

    def band(
        self,
        name: str,
        number: Decimal | None,
        formula: str | None,
        tolerance: ToleranceMeta | None,
        at: Where = (),
    ) -> Band | None:
        """Settle a value with its tolerance; ``name`` is the key that gives it as a number."""
        value = self._value(name, number, formula, at)
        if value is None:
            return None
        absolute = Fraction(tolerance.abs or 0) if tolerance else Fraction(0)
        relative = Fraction(tolerance.rel or 0) if tolerance else Fraction(0)
        return Band(value, max(absolute, relative * abs(Fraction(value))))

    def check_tolerance(self, tolerance: ToleranceMeta | None, at: Where = ()) -> None:
        """Name bounds that nothing can lie within, and a tolerance without any."""
        given = {"abs": tolerance.abs, "rel": tolerance.rel} if tolerance else {}
        for name, bound in given.items():
            if bound is not None and bound < 0:
                message = "tolerance must not be negative"
                self.reading.add("Q020", message, (*at, "tolerance", name))
        if given and not any(bound is not None for bound in given.values()):
            message = "'tolerance' must have 'abs' or 'rel'"
            self.reading.add("C012", message, (*at, "tolerance"))

    def units(
        self, unit: str, others: Mapping[str, Decimal], *, required: bool
    ) -> tuple[Unit, ...]:
        """Settle the units: the question's own first."""
        seen = {spelt_unit(unit)}
        for name, factor in others.items():
            at = self.reading.document.names["units", name]
            if factor <= 0:
                self.reading.add("Q022", f"factor of '{name}' must be positive", at)
            if spelt_unit(name) in seen:
                self.reading.add("Q022", f"unit '{name}' stands twice", at)
            seen.add(spelt_unit(name))
        if (others or required) and not unit:
            self.reading.add("C010", "key 'unit' is missing")
        own = [Unit(unit, Decimal(1))] if unit else []
        return (*own, *(Unit(name, factor) for name, factor in others.items()))

    def near_misses(
        self, near: Sequence[NearMeta], answer: Band | None, default: ToleranceMeta | None
    ) -> tuple[NearMiss, ...]:
        """Settle the near misses; none may lie where the answer is right."""
        found = []
        for n, miss in enumerate(near):
            at = ("near", n)
            band = self.band("value", miss.value, miss.formula, miss.tolerance or default, at)
            self.check_tolerance(miss.tolerance, at)
            if miss.credit < 1 and not miss.feedback.strip():
                self.reading.add("Q062", "near miss without feedback", at)
            if band and answer and answer.holds(Fraction(band.value)):
                values = [shown(one.value, NumberFormat.POINT) for one in (band, answer)]
                message = "near miss {} lies inside the tolerance of {}".format(*values)
                self.reading.add("Q020", message, at)
            if band:
                found.append(NearMiss(band, miss.credit, miss.feedback, miss.misconception))
        return tuple(found)

    def refuse_in_hints(self, answer: Decimal, units: Sequence[Unit]) -> None:
        """Name the hints that say the answer."""
        for n, hint in enumerate(self.reading.hints, start=1):
            if any(_tells(found, answer, units) for found in NUMBER.finditer(hint.text)):
                self.reading.add("Q050", f"hint {n} contains the answer", hint.spot)

    def _value(
        self, name: str, number: Decimal | None, formula: str | None, at: Where
    ) -> Decimal | None:
        if number is not None and formula is not None:
            self.reading.add("C012", f"give '{name}' or 'formula', not both", (*at, "formula"))
        elif number is None and formula is None:
            self.reading.add("C010", f"key '{name}' or 'formula' is missing", at)
        elif formula is not None:
            try:
                return evaluate(formula, self.facts)
            except BadFormula as fault:
                self.reading.add("Q021", f"formula: {fault}", (*at, "formula"))
        return number


def _tells(found: re.Match[str], answer: Decimal, units: Sequence[Unit]) -> bool:
    """Whether a number in a hint is the answer: with a unit behind it, or told by its length."""
    number = read_quantity(found[0], (), NumberFormat.POINT)
    if isinstance(number, Unreadable):
        return False
    if number.value == answer and len(re.findall(r"\d", found[0])) >= TELLING_DIGITS:
        return True
    behind = found.string[found.end() :].lstrip()
    return any(
        behind.startswith(unit.name) and number.value * unit.factor == answer for unit in units
    )
