"""Reading typed numbers: the nine steps of the format, and their edges."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.questions.base import Unreadable
from domain.questions.numbers import (
    NO_NUMBER,
    NumberFormat,
    Quantity,
    one_of,
    read_decimal,
    read_quantity,
    show_number,
    unknown_unit,
)

UNITS = ["USD", "kUSD", "USD/GB", "m²", "µs"]
POINT, COMMA = NumberFormat.POINT, NumberFormat.COMMA


@pytest.mark.parametrize("number_format", NumberFormat)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        # 1: spaces, look-alikes, and what stands between digits
        ("  2100 ", "2100"),
        ("５００", "500"),
        ("−5", "-5"),
        ("+5", "5"),
        ("-0", "0"),
        ("1 234 567", "1234567"),
        ("1\u2009234", "1234"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1'234'567", "1234567"),
        ("1’234", "1234"),
        ("10_000", "10000"),
        ("1 234,5", "1234.5"),
        ("007", "7"),
        # 4: two marks, the last one is the decimal mark
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("12,345,678.90", "12345678.90"),
        ("12.345.678,90", "12345678.90"),
        # 5: one mark, more than once
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        # 6 does not apply: a leading 0, four digits before, two or four behind
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("012,345", "12.345"),
        ("1234,567", "1234.567"),
        # 7: one mark, once
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("1,2345", "1.2345"),
        ("12,34", "12.34"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("5.", "5"),
        # 8: powers of ten; a mark beside one never groups
        ("1e3", "1000"),
        ("1.5E-3", "0.0015"),
        ("1,5e+2", "150"),
        ("1.234e3", "1234"),
        ("1,234e3", "1234"),
        ("1e99", "1e99"),
        ("1" * 100, "1" * 100),
    ],
)
def test_it_reads_a_number_that_can_be_read_in_one_way(
    text: str, value: str, number_format: NumberFormat
) -> None:
    assert read_quantity(text, UNITS, number_format) == Quantity(Decimal(value), "")


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1,234", "1234", "1.234"),
        ("1.234", "1.234", "1234"),
        ("12,345", "12345", "12.345"),
        ("999.999", "999.999", "999999"),
        ("-1,000", "-1000", "-1.000"),
    ],
)
def test_the_format_of_the_learner_decides_what_is_ambiguous(
    text: str, point: str, comma: str
) -> None:
    assert read_quantity(text, UNITS, POINT) == Quantity(Decimal(point), "")
    assert read_quantity(text, UNITS, COMMA) == Quantity(Decimal(comma), "")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$5", "5", "USD"),
        ("5$", "5", "USD"),
        ("5 $", "5", "USD"),
        ("-$5", "-5", "USD"),
        ("$-5", "-5", "USD"),
        ("$5 USD", "5", "USD"),
        ("USD 5", "5", "USD"),
        ("USD5", "5", "USD"),
        ("2.1 kUSD", "2.1", "kUSD"),
        ("2.1kUSD", "2.1", "kUSD"),
        ("1e3USD", "1000", "USD"),
        ("$0.02/GB", "0.02", "USD/GB"),
        ("0.02 USD / GB", "0.02", "USD/GB"),
        ("12 m²", "12", "m²"),
        ("12 m2", "12", "m²"),
        ("3 μs", "3", "µs"),  # Greek mu for the micro sign
    ],
)
def test_it_reads_the_unit(text: str, value: str, unit: str) -> None:
    assert read_quantity(text, UNITS, POINT) == Quantity(Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["$2.1k", "5%", "€5", "5 usd", "5 GB", "about 5", "1e", "5 USD$ k"]
)
def test_it_says_which_units_are_known(text: str) -> None:
    assert read_quantity(text, ["USD", "kUSD"], POINT) == Unreadable(
        "This unit is not known here. Use USD or kUSD."
    )


def test_a_percent_sign_is_a_unit_where_it_is_listed() -> None:
    assert read_quantity("5 %", ["%"], POINT) == Quantity(Decimal(5), "%")


def test_where_no_unit_is_known_it_asks_for_the_number_alone() -> None:
    assert unknown_unit([]) == Unreadable("This unit is not known here. Write the number alone.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "-",
        ".",
        "USD",
        "a thousand",
        "NaN",
        "Infinity",
        "0x10",
        "1/2",
        "½",
        "5*3",
        "about 5*3",
        "5000×21",
        "2^3",
        "10³",  # not 103
        "10₃",
        "5 to 6",
        "+-5",
        "-$-5",
        "1e100",
        "1e-100",
        "1e9999999999",
        "٣",
        "1,23,4",
        "1.23.4",
        "0,123,456",
        "1,2345.6",
        "1234,567.8",
        "1,234.567,8",
        "1,234.",
        "12 USD 3",
        "1" * 101,
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert read_quantity(text, UNITS, POINT) == NO_NUMBER
    assert NO_NUMBER.hint == "Write one number, such as 1250 or 1.25e3."


@pytest.mark.parametrize(
    ("value", "point", "comma"),
    [
        ("2100", "2,100", "2.100"),
        ("2.1e3", "2,100", "2.100"),
        ("-1234567.50", "-1,234,567.5", "-1.234.567,5"),
        ("0.02", "0.02", "0,02"),
        ("0.00", "0", "0"),
        ("1e15", "1,000,000,000,000,000", "1.000.000.000.000.000"),
        ("1e16", "1e16", "1e16"),
        ("1.5e-16", "1.5e-16", "1,5e-16"),
    ],
)
def test_it_shows_numbers_as_the_learner_writes_them(value: str, point: str, comma: str) -> None:
    assert show_number(Decimal(value), POINT) == point
    assert show_number(Decimal(value), COMMA) == comma


@settings(max_examples=30, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.sampled_from(NumberFormat))
def test_what_it_shows_it_reads_as_the_same_number(
    value: Decimal, number_format: NumberFormat
) -> None:
    shown = show_number(value, number_format)

    assert read_quantity(shown, [], number_format) == Quantity(value, "")


@settings(max_examples=50, deadline=None)
@given(
    st.text("0159.,-+−eE $€£%'’_kUSD/µ²½٣５٪\u2009\n\x00\ud800", max_size=12),
    st.lists(st.sampled_from(["USD", "kUSD", "%", "m²", "", "5", "-", "."]), max_size=3),
    st.sampled_from(NumberFormat),
)
def test_it_never_raises(text: str, units: list[str], number_format: NumberFormat) -> None:
    assert isinstance(read_quantity(text, units, number_format), Quantity | Unreadable)


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["USD"], "USD"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_it_lists_in_words(names: list[str], words: str) -> None:
    assert one_of(names) == words


@pytest.mark.parametrize("text", ["0.02", "-5", "+5", "1e3", "1.5E-3", "2100"])
def test_an_author_writes_a_decimal_in_quotes(text: str) -> None:
    assert read_decimal(text) == Decimal(text)


@pytest.mark.parametrize(
    "text", [0.02, 2100, True, None, "", "1,5", ".5", "5.", "1e100", "NaN", "٣"]
)
def test_an_author_writes_nothing_else(text: object) -> None:
    with pytest.raises(ValueError, match=r'must be a decimal in quotes, such as "0\.02"'):
        read_decimal(text)
