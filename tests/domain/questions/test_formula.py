"""Working formulas out: exactly, safely, and with the place of a fault."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.questions.formula import BadFormula, evaluate, fact_ids

FACTS = {"xfer-inter-region": Decimal("0.02"), "nothing": Decimal(0)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("5000 * 21 * 0.02", "2100"),
        ("5000*21*{xfer-inter-region}", "2100"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 2 - 3", "5"),
        ("100 / 10 / 2", "5"),
        ("100 / (10 / 2)", "20"),
        ("-(2 + 3) * -2", "10"),
        ("--2", "2"),
        ("+5", "5"),
        (" 5 ", "5"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3 * 3", "1"),
        ("7 / 8", "0.875"),
    ],
)
def test_it_works_a_formula_out_exactly(formula: str, value: str) -> None:
    assert evaluate(formula, FACTS) == Decimal(value)


def test_a_result_without_an_end_has_sixty_digits() -> None:
    assert evaluate("100 / 3", {}) == Decimal("33." + "3" * 58)


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("2 ^ 3", "unexpected '^' at 3"),
        ("5000 *^ 21", "unexpected '^' at 7"),
        ("2 ** 3", "unexpected '*' at 4"),
        ("1 2", "unexpected '2' at 3"),
        ("1)", "unexpected ')' at 2"),
        (".5", "unexpected '.' at 1"),
        ("1,5", "unexpected ',' at 2"),
        ("2 * {price", "unexpected '{' at 5"),
        ("__import__('os')", "unexpected '_' at 1"),
        ("", "it ends too early"),
        ("2 *", "it ends too early"),
        ("(2", "it ends too early"),
        ("1 / 0", "division by zero at 5"),
        ("1 / (2 - 2)", "division by zero at 5"),
        ("1 / {nothing}", "division by zero at 5"),
        ("{price}", "no number under fact 'price'"),
        (
            "{xfer-interregion}",
            "no number under fact 'xfer-interregion'; did you mean 'xfer-inter-region'?",
        ),
        ("(" * 31 + "1" + ")" * 31, "nested too deep at 31"),
        ("1" * 501, "501 characters; at most 500"),
    ],
)
def test_it_says_what_is_wrong_and_where(formula: str, fault: str) -> None:
    with pytest.raises(BadFormula) as raised:
        evaluate(formula, FACTS)

    assert str(raised.value) == fault


def test_what_is_nested_thirty_deep_is_fine() -> None:
    assert evaluate("(" * 29 + "1" + ")" * 29, {}) == 1


def test_many_parts_beside_each_other_are_not_deep() -> None:
    assert evaluate("+".join(["(1)"] * 100), {}) == 100


def test_it_lists_the_facts_it_names_once() -> None:
    assert fact_ids("{a-b} * {c} + {a-b}") == ("a-b", "c")
    assert fact_ids("2 + 3") == ()


@settings(max_examples=30, deadline=None)
@given(st.text("0123456789.+-*/(){} nothig", max_size=20))
def test_it_gives_a_value_or_refuses(formula: str) -> None:
    with suppress(BadFormula):
        assert evaluate(formula, FACTS).is_finite()
