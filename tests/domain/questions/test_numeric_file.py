"""The file of a numeric question: every fault, with its spot, and what is worth a second look."""

from decimal import Decimal

import pytest

from tests.documents import changed, make_question, problems_of, warnings_in
from tests.sources import NIGHTLY_JOIN, numeric_file

FORMULA = 'formula: "5000 * 21 * 0.02"'
TOLERANCE = 'tolerance: {rel: "0.01"}\nnear'
UNITS = 'units: {kUSD: "1000"}'


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            FORMULA,
            "answer: 2100",
            "8:9: C012 'answer' must be a decimal in quotes, such as \"0.02\"",
        ),
        (FORMULA, "seconds: 60", "1:1: C010 key 'answer' or 'formula' is missing"),
        (
            FORMULA,
            f'answer: "2100"\n{FORMULA}',
            "9:10: C012 give 'answer' or 'formula', not both",
        ),
        (FORMULA, 'formula: "5000 ^ 21"', "8:10: Q021 formula: unexpected '^' at 6"),
        (
            FORMULA,
            'formula: "{prise}"',
            "8:10: Q021 formula: no number under fact 'prise'; did you mean 'price'?",
        ),
        (FORMULA, 'formula: "1 / {nothing}"', "8:10: Q021 formula: division by zero at 5"),
        (
            TOLERANCE,
            'tolerance: {rel: "-0.01"}\nnear',
            "11:18: Q020 tolerance must not be negative",
        ),
        (TOLERANCE, "tolerance: {}\nnear", "11:12: C012 'tolerance' must have 'abs' or 'rel'"),
        (
            TOLERANCE,
            "tolerance: {rel: 0.01}\nnear",
            "11:18: C012 'tolerance.rel' must be a decimal in quotes, such as \"0.02\"",
        ),
        (
            'formula: "5000 * 0.02"',
            'value: "2110"',
            "17:5: Q020 near miss 2,110 lies inside the tolerance of 2,100",
        ),
        (
            'formula: "5000 * 0.02"',
            'value: "2121"',  # the bound belongs to the answer
            "17:5: Q020 near miss 2,121 lies inside the tolerance of 2,100",
        ),
        ('formula: "5000 * 0.02"', 'formula: "5000 *"', "17:14: Q021 formula: it ends too early"),
        (
            '  - formula: "5000 * 0.02"\n    tolerance',
            "  - tolerance",
            "17:5: C010 key 'value' or 'formula' is missing",
        ),
        (
            "    feedback: That is one night. The month has 21 trading nights.\n",
            "",
            "17:5: Q062 near miss without feedback",
        ),
        (
            "    feedback: That is one",
            '    credit: "1.5"\n    feedback: One',
            '19:13: C012 \'near.1.credit\' must lie between "0" and "1"',
        ),
        (
            "    misconception: all-transfer",
            "    misconception: All-transfer",
            (
                "15:20: C014 id 'All-transfer-is-internet-egress': "
                "use lower case, digits and single hyphens"
            ),
        ),
        (UNITS, 'units: {kUSD: "0"}', "10:9: Q022 factor of 'kUSD' must be positive"),
        (UNITS, 'units: {kUSD: "-1"}', "10:9: Q022 factor of 'kUSD' must be positive"),
        (UNITS, 'units: {USD: "1"}', "10:9: Q022 unit 'USD' stands twice"),
        (UNITS, 'units: {$: "1"}', "10:9: Q022 unit '$' stands twice"),
        ("unit: USD\n", "", "1:1: C010 key 'unit' is missing"),
        (
            "1. How many gigabytes",
            "1. It is 2,100. How many",
            "27:1: Q050 hint 1 contains the answer",
        ),
        (
            "1. How many gigabytes",
            "1. It is 2.1 kUSD. How many",
            "27:1: Q050 hint 1 contains the answer",
        ),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problem: str) -> None:
    facts = {"price": Decimal("0.02"), "nothing": Decimal(0)}

    assert problems_of(changed(NIGHTLY_JOIN, old, new), facts) == [f"q.md:{problem}"]


def test_a_tolerance_that_near_misses_share_is_named_once() -> None:
    text = changed(NIGHTLY_JOIN, TOLERANCE, 'tolerance: {abs: "-1"}\nnear')
    text = text.replace('    tolerance: {rel: "0.01"}\n', "")

    assert problems_of(text) == ["q.md:11:18: Q020 tolerance must not be negative"]


def test_a_unit_can_only_be_required_where_there_is_one() -> None:
    assert problems_of(numeric_file("5", "unit_required: true\n")) == [
        "q.md:1:1: C010 key 'unit' is missing"
    ]


@pytest.mark.parametrize("hint", ["Use 21 nights.", "Not 2.1 GB.", "A factor of 2,10,0."])
def test_a_hint_may_say_other_numbers(hint: str) -> None:
    make_question(changed(NIGHTLY_JOIN, "1. How many", f"1. {hint} How many"))


def test_a_number_of_three_digits_in_a_hint_tells_the_answer() -> None:
    text = numeric_file("210").replace("1. How many", "1. It is 210. How many")

    assert [problem.split()[1] for problem in problems_of(text)] == ["Q050"]


def test_a_short_number_in_a_hint_may_mean_something_else() -> None:
    make_question(numeric_file("21").replace("1. How many", "1. There are 21 nights. How many"))


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            changed(NIGHTLY_JOIN, TOLERANCE, "near"),
            "q.md:8:1: Q023 computed answer without tolerance",
        ),
        (numeric_file("2100"), "q.md:8:1: Q023 money or time without 'unit'"),
    ],
)
def test_it_warns_of_an_answer_that_is_hard_to_hit(text: str, warning: str) -> None:
    assert warnings_in(text) == [warning]


def test_a_bare_number_needs_no_unit_where_nothing_is_paid() -> None:
    text = numeric_file("21").replace(
        "What does the transfer cost in the month?", "How many nights are that?"
    )

    assert warnings_in(text) == []
