"""Read the numbers that learners type, and write numbers the way they read them.

Everything is an exact decimal; a binary float would turn 0.1 + 0.2 into a wrong answer.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

from domain.questions.base import Unreadable

MAX_LENGTH = 100  # characters of a typed number
MAX_EXPONENT = 99
SHORT = 15
"""Largest power of ten, up or down, of a number that is shown without an exponent."""
EXACT = Context(prec=2 * MAX_LENGTH)
"""Room enough that no number of ours is rounded."""
NO_NUMBER = Unreadable("Write one number, such as 1250 or 1.25e3.")

AUTHORED = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d{1,2})?", re.ASCII)
RAISED = re.compile(r"\d[⁰¹²³⁴-⁹₀-₉]")
"""NFKC would read 10³ as 103."""
SPACES = re.compile(r"(?<=\d)[\s'’_]+(?=\d)")
QUANTITY = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<before>[^\d.,+-]*?)\s*(?P<inner>[-+]?)"
    r"(?P<digits>[\d.,]*\d[\d.,]*)(?P<exponent>[eE][-+]?\d+)?\s*(?P<after>.*)",
    re.ASCII,
)
GROUPS = {",": re.compile(r"[1-9]\d{0,2}(,\d{3})+"), ".": re.compile(r"[1-9]\d{0,2}(\.\d{3})+")}
UNIT_LIKE = re.compile(r"(?=.*(?:[^\W\d_]|[%$€£°]))[^\d*+=^()<>~×÷]+")
CURRENCIES = str.maketrans({"$": "USD", "€": "EUR", "£": "GBP", " ": None})


class NumberFormat(StrEnum):
    """Which mark stands before the decimals, where a text can be read both ways: 1,234."""

    POINT = "point"
    COMMA = "comma"

    @property
    def mark(self) -> str:
        """The decimal mark."""
        return "." if self is NumberFormat.POINT else ","

    @property
    def grouping(self) -> str:
        """The mark between thousands."""
        return "," if self is NumberFormat.POINT else "."


@dataclass(frozen=True)
class Quantity:
    """A number, and the unit written beside it; '' where there is none."""

    value: Decimal
    unit: str


def read_decimal(text: object) -> Decimal:
    """Read a quantity of the front matter, which stands in quotes. ValueError says the form."""
    if not isinstance(text, str) or not AUTHORED.fullmatch(text) or len(text) > MAX_LENGTH:
        raise ValueError('must be a decimal in quotes, such as "0.02"')
    return Decimal(text)


def read_quantity(
    text: str, units: Iterable[str], number_format: NumberFormat
) -> Quantity | Unreadable:
    """Read a typed number with or without one of ``units``; never raises."""
    units = list(units)
    text = text.strip()
    if len(text) > MAX_LENGTH or RAISED.search(text):
        return NO_NUMBER
    text = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    parts = QUANTITY.fullmatch(SPACES.sub("", text))
    if parts is None or (parts["sign"] and parts["inner"]):
        return NO_NUMBER
    value = _value(parts["digits"], parts["exponent"] or "", number_format)
    if value is None:
        return NO_NUMBER
    unit = _unit(parts["before"], parts["after"], units)
    if isinstance(unit, Unreadable):
        return unit
    negative = "-" in (parts["sign"], parts["inner"])
    return Quantity(value.copy_negate() if negative else value, unit)


def unknown_unit(units: Iterable[str]) -> Unreadable:
    """Say which units are known."""
    known = one_of(units)
    advice = f"Use {known}." if known else "Write the number alone."
    return Unreadable(f"This unit is not known here. {advice}")


def one_of(names: Iterable[str]) -> str:
    """List names in words: USD, kUSD or MUSD."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} or {last}" if most else last


def show_number(value: Decimal, number_format: NumberFormat) -> str:
    """Write a number with its thousands grouped; a very long one as a power of ten."""
    plain = value.normalize(EXACT) if value else Decimal(0)
    long = abs(plain.adjusted()) > SHORT
    text = f"{plain:e}".replace("e+", "e") if long else f"{plain:,f}"
    marks = str.maketrans({",": number_format.grouping, ".": number_format.mark})
    return text.translate(marks)


def _value(digits: str, exponent: str, number_format: NumberFormat) -> Decimal | None:
    plain = _plain(digits, number_format if not exponent else None)
    if plain is None or abs(int(exponent[1:] or "0")) > MAX_EXPONENT:
        return None
    return Decimal(plain + exponent)


def _plain(digits: str, number_format: NumberFormat | None) -> str | None:
    """Give the digits with a point before the decimals. Without a format no mark groups."""
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return digits
    if len(set(marks)) == 2:
        return _grouped(digits, marks[-1])
    mark = marks[0]
    if len(marks) > 1:
        return digits.replace(mark, "") if GROUPS[mark].fullmatch(digits) else None
    if number_format and number_format.grouping == mark and GROUPS[mark].fullmatch(digits):
        return digits.replace(mark, "")
    return digits.replace(mark, ".")


def _grouped(digits: str, decimal: str) -> str | None:
    """Read digits with both marks: ``decimal`` is the last, the other one groups thousands."""
    grouping = "," if decimal == "." else "."
    whole, _, rest = digits.partition(decimal)
    if not GROUPS[grouping].fullmatch(whole) or not rest.isdecimal():
        return None
    return f"{whole.replace(grouping, '')}.{rest}"


def _unit(before: str, after: str, units: list[str]) -> str | Unreadable:
    """Settle which unit is meant; what stands before and after may be halves of it: $5/GB."""
    written = [part for part in (before, after) if part.strip()]
    if not written:
        return ""
    known = {spelt_unit(unit): unit for unit in units}
    spelt = dict.fromkeys(map(spelt_unit, written))  # $5 USD says the same twice
    found = known.get("".join(spelt))
    if found is None:
        return unknown_unit(units) if all(map(UNIT_LIKE.fullmatch, written)) else NO_NUMBER
    return found


def spelt_unit(unit: str) -> str:
    """Give what two ways to write one unit have in common: $ and USD, µs and μs."""
    return unicodedata.normalize("NFKC", unit).translate(CURRENCIES)
