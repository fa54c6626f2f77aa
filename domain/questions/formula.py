"""Work out the arithmetic that authors write instead of a number: ``5000 * 21 * {price}``.

Known are ``+ - * / ( )``, decimals, and facts by id in braces. Nothing is handed to ``eval``. The
arithmetic is exact; only a result without an end, such as 100 / 3, is rounded.
"""

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from difflib import get_close_matches
from fractions import Fraction
from operator import add, mul, sub

MAX_LENGTH = 500  # characters of a formula
MAX_DEPTH = 30  # parentheses and signs inside each other
DIGITS = Context(prec=60)
"""How far a result without an end is written out."""
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<fact>\{[^{}]*\})|(?P<sign>[-+*/()])|(?P<end>$)|(?P<odd>.))",
    re.ASCII | re.DOTALL,
)
FACT = re.compile(r"\{([^{}]*)\}")


class BadFormula(Exception):
    """A formula that has no value; the message is for its author."""


def fact_ids(formula: str) -> tuple[str, ...]:
    """Give the ids of the facts that a formula names, each once."""
    return tuple(dict.fromkeys(FACT.findall(formula)))


def evaluate(formula: str, facts: Mapping[str, Decimal]) -> Decimal:
    """Give the value of a formula, or raise BadFormula."""
    if len(formula) > MAX_LENGTH:
        raise BadFormula(f"{len(formula)} characters; at most {MAX_LENGTH}")
    value = _Evaluation(formula, facts).result()
    numerator, denominator = Decimal(value.numerator), Decimal(value.denominator)
    return numerator if denominator == 1 else DIGITS.divide(numerator, denominator)


class _Evaluation:
    """Read a formula from left to right: sums of products of signed factors."""

    def __init__(self, formula: str, facts: Mapping[str, Decimal]) -> None:
        self.facts = facts
        self.tokens = list(TOKEN.finditer(formula))
        self.depth = 0

    def result(self) -> Fraction:
        value = self._sum()
        if self._next["end"] is None:
            raise self._unexpected()
        return value

    @property
    def _next(self) -> re.Match[str]:
        return self.tokens[0]

    def _take(self, signs: str) -> str:
        """Step over the next token if it is one of these signs, and give it."""
        sign = self._next["sign"] or ""
        if sign and sign in signs:
            self.tokens.pop(0)
            return sign
        return ""

    def _sum(self) -> Fraction:
        value = self._product()
        while sign := self._take("+-"):
            value = (add if sign == "+" else sub)(value, self._product())
        return value

    def _product(self) -> Fraction:
        value = self._factor()
        while sign := self._take("*/"):
            at = self._position
            factor = self._factor()
            if sign == "*":
                value = mul(value, factor)
            elif factor == 0:
                raise BadFormula(f"division by zero at {at}")
            else:
                value /= factor
        return value

    def _factor(self) -> Fraction:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BadFormula(f"nested too deep at {self._position}")
        value = self._signed()
        self.depth -= 1
        return value

    def _signed(self) -> Fraction:
        if sign := self._take("+-"):
            value = self._factor()
            return -value if sign == "-" else value
        if self._take("("):
            value = self._sum()
            if not self._take(")"):
                raise self._unexpected()
            return value
        return self._operand()

    def _operand(self) -> Fraction:
        token = self._next
        if token["number"] is not None:
            self.tokens.pop(0)
            return Fraction(token["number"])
        if token["fact"] is not None:
            self.tokens.pop(0)
            return self._fact(token["fact"][1:-1])
        raise self._unexpected()

    def _fact(self, key: str) -> Fraction:
        if key not in self.facts:
            close = get_close_matches(key, self.facts, n=1)
            meant = f"; did you mean '{close[0]}'?" if close else ""
            raise BadFormula(f"no number under fact '{key}'{meant}")
        return Fraction(self.facts[key])

    @property
    def _position(self) -> int:
        """Where the next token begins, counted from 1."""
        group = self._next.lastgroup
        assert group is not None, "every token is of one sort"
        return self._next.start(group) + 1

    def _unexpected(self) -> BadFormula:
        if self._next["end"] is not None:
            return BadFormula("it ends too early")
        return BadFormula(f"unexpected '{self._next[0].strip()}' at {self._position}")
