"""A number: tolerances on both sides, units, near misses, and every fault of its file."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.questions.base import Grade, Mark, Reveal, Row, Sample, Text, Unreadable
from domain.questions.numbers import NumberFormat
from domain.questions.numeric import Numeric
from tests.documents import changed, make_question
from tests.sources import NIGHTLY_JOIN, numeric_file

FORMULA = 'formula: "5000 * 21 * 0.02"'
TOLERANCE = 'tolerance: {rel: "0.01"}\nnear'
UNITS = 'units: {kUSD: "1000"}'


def make_numeric(text: str = NIGHTLY_JOIN) -> Numeric:
    question = make_question(text, {"price": Decimal("0.02"), "nothing": Decimal(0)})
    assert isinstance(question, Numeric)
    return question


def fraction(question: Numeric, text: str, unit: str = "") -> float:
    result = question.grade({"answer": [text], "unit": [unit]})
    assert isinstance(result, Grade), result
    return result.fraction


@pytest.mark.parametrize(
    ("given", "credit"),
    [
        ("2100", 1),
        ("2,100", 1),
        ("$2100", 1),
        ("2.1e3", 1),
        ("2.1 kUSD", 1),
        ("2121", 1),  # exactly 1 % over: still inside
        ("2121.000001", 0),
        ("2079", 1),
        ("2078.999999", 0),
        ("-2100", 0),
    ],
)
def test_it_accepts_a_share_of_the_answer(given: str, credit: float) -> None:
    assert fraction(make_numeric(), given) == credit


@pytest.mark.parametrize(
    ("tolerance", "given", "credit"),
    [
        ("", "0.3", 1),
        ("", "0.30000000000000000001", 0),  # where a binary float would be equal
        ('tolerance: {abs: "0.1"}\n', "0.4", 1),
        ('tolerance: {abs: "0.1"}\n', "0.2", 1),
        ('tolerance: {abs: "0.1"}\n', "0.41", 0),
        ('tolerance: {abs: "0.1"}\n', "0.19", 0),
        ('tolerance: {abs: "0.01", rel: "0.5"}\n', "0.45", 1),  # either suffices
        ('tolerance: {abs: "0.01", rel: "0.5"}\n', "0.451", 0),
        ('tolerance: {abs: "0.2", rel: "0.5"}\n', "0.5", 1),
        ('tolerance: {abs: "0.2", rel: "0.5"}\n', "0.501", 0),
    ],
)
def test_it_accepts_an_absolute_or_a_relative_distance(
    tolerance: str, given: str, credit: float
) -> None:
    assert fraction(make_numeric(numeric_file("0.3", tolerance)), given) == credit


def test_a_negative_answer_has_its_tolerance_on_both_sides() -> None:
    question = make_numeric(numeric_file("-100", 'tolerance: {rel: "0.1"}\n'))

    assert [fraction(question, text) for text in ("-110", "-90", "-110.1", "-89.9")] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("given", "result"),
    [
        ("9450", Grade(0.0, "near-1", "all-transfer-is-internet-egress")),
        ("9544.5", Grade(0.0, "near-1", "all-transfer-is-internet-egress")),  # 1 % of 9,450
        ("9544.51", Grade(0.0)),
        ("9.45 kUSD", Grade(0.0, "near-1", "all-transfer-is-internet-egress")),
        ("100", Grade(0.0, "near-2")),
        ("2.1", Grade(0.0, "unit-1-0", headline="Right number, wrong unit")),
        ("2.1 USD", Grade(0.0, "unit-1-0", headline="Right number, wrong unit")),
        ("2100 kUSD", Grade(0.0, "unit-0-1", headline="Right number, wrong unit")),
        ("77", Grade(0.0)),
    ],
)
def test_it_has_words_for_a_near_miss(given: str, result: Grade) -> None:
    assert make_numeric().grade({"answer": [given]}) == result


def test_a_near_miss_may_earn_credit_and_has_the_tolerance_of_the_answer() -> None:
    text = changed(
        NIGHTLY_JOIN,
        '    tolerance: {rel: "0.01"}\n    feedback: That is one',
        '    credit: "0.25"\n    feedback: That is one',
    )

    assert make_numeric(text).grade({"answer": ["101"]}) == Grade(0.25, "near-2")
    assert make_numeric(text).grade({"answer": ["101.01"]}) == Grade(0.0)


def test_the_first_near_miss_that_fits_decides() -> None:
    near = (
        '  - value: "9400"\n    tolerance: {abs: "100"}\n    credit: "0.25"\n'
        "    feedback: Earlier.\n"
    )
    text = changed(NIGHTLY_JOIN, "near:\n", f"near:\n{near}")

    question = make_numeric(text)

    assert question.grade({"answer": ["9450"]}) == Grade(0.25, "near-1")
    assert Sample({"answer": ["9450"], "unit": ["USD"]}, 0.25) in question.samples()


def test_a_formula_takes_facts_and_the_question_rests_on_them() -> None:
    text = changed(NIGHTLY_JOIN, FORMULA, 'formula: "5000 * 21 * {price}"')

    question = make_numeric(text)

    assert fraction(question, "2100") == 1
    assert question.facts == ("price",)


@pytest.mark.parametrize(
    ("submitted", "result"),
    [
        ({"answer": ["2.1"], "unit": ["kUSD"]}, Grade(1.0)),
        ({"answer": ["2100"], "unit": ["USD"]}, Grade(1.0)),
        ({"answer": ["2.1 kUSD"], "unit": ["kUSD"]}, Grade(1.0)),
        # The question's own unit heads the list, so it need not have been picked.
        ({"answer": ["2.1 kUSD"], "unit": ["USD"]}, Grade(1.0)),
        (
            {"answer": ["2100 USD"], "unit": ["kUSD"]},
            Unreadable("The text says USD, the list kUSD. Make them agree."),
        ),
        (
            {"answer": ["2.1"], "unit": ["MUSD"]},
            Unreadable("This unit is not known here. Use USD or kUSD."),
        ),
        (
            {"answer": ["$2.1k"]},
            Unreadable("This unit is not known here. Use USD or kUSD."),
        ),
        ({}, Unreadable("Write one number, such as 1250 or 1.25e3.")),
        (
            {"answer": ["2100", "2100"]},
            Unreadable("Write one number, such as 1250 or 1.25e3."),
        ),
    ],
)
def test_the_unit_may_be_typed_or_picked(
    submitted: dict[str, list[str]], result: Grade | Unreadable
) -> None:
    assert make_numeric().grade(submitted) == result


def test_where_the_unit_is_required_a_bare_number_is_unreadable() -> None:
    question = make_numeric(changed(NIGHTLY_JOIN, UNITS, f"{UNITS}\nunit_required: true"))

    assert question.grade({"answer": ["2100"]}) == Unreadable("Write the unit too: USD or kUSD.")
    assert question.grade({"answer": ["2100"], "unit": ["USD"]}) == Grade(1.0)
    assert question.grade({"answer": ["2.1 kUSD"]}) == Grade(1.0)
    assert question.instruction == "Write one number and its unit: USD or kUSD."
    assert Sample({"answer": ["2100"], "unit": ["USD"]}, 1.0) in question.samples()


def test_it_says_how_it_reads_a_text() -> None:
    question = make_numeric()

    assert question.read_as("1234") == "read as 1,234 USD"
    assert question.read_as("2.1", "kUSD") == "read as 2.1 kUSD"
    assert question.read_as("a lot") == "Write one number, such as 1250 or 1.25e3."
    assert make_numeric(numeric_file("5")).read_as("1e3") == "read as 1,000"


def test_the_format_of_the_learner_can_be_set() -> None:
    question = replace(make_numeric(), number_format=NumberFormat.COMMA)

    assert fraction(question, "2.100") == 1
    assert question.read_as("2.100") == "read as 2.100 USD"
    assert question.texts()["key"].markdown == "2.100 USD"


def test_it_tells_the_page_its_units() -> None:
    question = make_numeric()

    assert question.instruction == "Write one number, in USD or kUSD."
    assert question.details == {
        "unit": "USD",
        "units": ["USD", "kUSD"],
        "unit_required": False,
    }
    assert make_numeric(numeric_file("5")).instruction == "Write one number."
    assert make_numeric(numeric_file("5")).details["units"] == []
    assert question.misconceptions == {"all-transfer-is-internet-egress"}
    assert (question.guess, question.seconds) == (0, 120)


def test_its_texts_are_the_key_and_the_near_misses() -> None:
    texts = make_numeric().texts()

    assert texts["key"] == Text("2,100 USD", inline=True)
    assert texts["near-2"] == Text("That is one night. The month has 21 trading nights.")
    assert texts["unit-1-0"] == Text("The number fits kUSD, not USD.")
    assert texts["unit-0-1"] == Text("The number fits USD, not kUSD.")


def test_a_key_without_an_end_is_rounded_in_words() -> None:
    text = numeric_file("1").replace('answer: "1"', 'formula: "100 / 3"\ntolerance: {abs: "1"}')

    assert make_numeric(text).texts()["key"].markdown == "about 33.33333333"


@pytest.mark.parametrize(
    ("given", "reveal", "row"),
    [
        ("2100", Reveal.NOTHING, Row("answer", given="2100")),
        ("2100", Reveal.OWN, Row("answer", given="2100", mark=Mark.RIGHT)),
        ("77", Reveal.OWN, Row("answer", given="77", mark=Mark.WRONG)),
        ("77", Reveal.ALL, Row("answer", given="77", mark=Mark.WRONG, wanted="key")),
        ("a lot", Reveal.OWN, Row("answer", given="a lot")),
        ("", Reveal.ALL, Row("answer", mark=Mark.MISSED, wanted="key")),
    ],
)
def test_it_shows_what_was_typed(given: str, reveal: Reveal, row: Row) -> None:
    assert make_numeric().rows({"answer": [given]}, reveal) == (row,)


@pytest.mark.parametrize(
    ("typed", "picked", "given"),
    [
        ("2.1", "kUSD", "2.1 kUSD"),
        ("2.1", "USD", "2.1"),  # the page shows it anyway
        ("2.1 kUSD", "kUSD", "2.1 kUSD"),
        ("a lot", "kUSD", "a lot"),
        ("2.1", "MUSD", "2.1"),
    ],
)
def test_a_picked_unit_is_shown_behind_the_number(typed: str, picked: str, given: str) -> None:
    rows = make_numeric().rows({"answer": [typed], "unit": [picked]}, Reveal.NOTHING)

    assert rows == (Row("answer", given=given),)


def test_partly_right_has_no_mark() -> None:
    text = changed(
        NIGHTLY_JOIN, "    feedback: That is one", '    credit: "0.5"\n    feedback: One'
    )

    assert make_numeric(text).rows({"answer": ["100"]}, Reveal.OWN) == (Row("answer", given="100"),)


def test_its_key_is_all_that_decides() -> None:
    question = make_numeric()

    assert question.key() == {
        "answer": ["2100", "21"],
        "units": {"USD": "1", "kUSD": "1000"},
        "unit_required": False,
        "near": [["9450", "189/2", "0"], ["100", "1", "0"]],
    }
    wider = make_numeric(changed(NIGHTLY_JOIN, TOLERANCE, 'tolerance: {rel: "0.02"}\nnear'))
    assert question.grading_digest != wider.grading_digest


@settings(max_examples=30, deadline=None)
@given(st.decimals(min_value=-10, max_value=10, places=3))
def test_it_is_right_just_where_the_distance_is_small_enough(value: Decimal) -> None:
    question = make_numeric(numeric_file("3", 'tolerance: {abs: "0.5"}\n'))

    assert fraction(question, f"{value:f}") == (Decimal("2.5") <= value <= Decimal("3.5"))
