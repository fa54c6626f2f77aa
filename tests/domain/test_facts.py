"""facts.yaml: values with their source, and the day on which somebody read it."""

# ruff: noqa: E501 - a table reads better with a message on one line

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from courses.reading import read_data
from domain.documents import Document
from domain.facts import Fact, FactState, read_facts
from domain.listings import Listing

TODAY = date(2026, 11, 25)
GOOD = """\
format: 1
facts:
  - id: oven-heat
    value: "230"
    unit: degrees
    note: for a loaf of a kilogram
    source: The baker's book, page 40
    url: https://example.org/book
    verified: 2026-11-01
    ttl_days: 365
    jurisdiction: EU
  - id: bakers-day
    value: "2026-05-05"
    value_type: date
    source: The guild
    verified: 2026-11-25
    ttl_days: 1
  - id: kneading
    value: until it shines
    value_type: text
    source: The guild
    verified: 2026-11-01
    ttl_days: 30
"""


def read(text: str = GOOD, *, today: date = TODAY) -> Listing[Fact]:
    document = read_data("facts.yaml", text)
    assert isinstance(document, Document), document
    return read_facts(document, today=today)


def problems(old: str, new: str, *, today: date = TODAY) -> list[str]:
    assert GOOD.count(old) == 1
    return [str(one) for one in read(GOOD.replace(old, new), today=today).problems]


def make_fact(**values: Any) -> Fact:
    heat = read().rows[0]
    return Fact(**{**vars(heat), **values})


def test_it_reads_every_entry_with_its_place() -> None:
    listing = read()

    assert listing.problems == ()
    assert listing.rows[0] == Fact(
        id="oven-heat",
        value="230",
        value_type="number",
        unit="degrees",
        note="for a loaf of a kilogram",
        source="The baker's book, page 40",
        url="https://example.org/book",
        verified=date(2026, 11, 1),
        ttl_days=365,
        jurisdiction="EU",
        at=("facts", 0),
    )
    assert [fact.jurisdiction for fact in listing.rows] == ["EU", "global", "global"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format: 1", "format: 9", "1:9: C013 format 9 is not known; this reader knows 1"),
        ('"230"', "230", "4:12: C012 'facts.0.value' must be a valid string"),
        ("verified: 2026-11-25", "verified: today", "16:15: C012 'facts.1.verified' must be a valid date"),
        ("    verified: 2026-11-25\n", "", "12:5: C010 key 'facts.1.verified' is missing"),
        ("ttl_days: 365", "ttl_days: 0", "10:15: C012 'facts.0.ttl_days' must be greater than or equal to 1"),
        ("unit: degrees", "units: degrees", "5:5: C011 unknown key 'units'; did you mean 'unit'?"),
        ("id: kneading", "id: kneading-", "18:9: C014 id 'kneading-': use lower case, digits and single hyphens"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_an_entry(old: str, new: str, problem: str) -> None:
    assert f"facts.yaml:{problem}" in problems(old, new)


@pytest.mark.parametrize("value", ["0.02", "-3", "+4.50", "1000000"])
def test_it_takes_a_number(value: str) -> None:
    assert problems('"230"', f'"{value}"') == []


@pytest.mark.parametrize(
    "value", ["abc", "1,000", "1_000", " 230", "230 ", "NaN", "Infinity", "1e3", ".5", "٣", ""]
)
def test_it_refuses_what_is_no_number(value: str) -> None:
    said = [line for line in problems('"230"', f'"{value}"') if " F001 " in line]

    assert said == ([f"facts.yaml:4:12: F001 '{value}' is not a number"] if value else [])


@pytest.mark.parametrize("value", ["2026-02-30", "20260505", "2026-W19-2", "May 2026", "2026-5-5"])
def test_it_refuses_what_is_no_date(value: str) -> None:
    assert problems('"2026-05-05"', f'"{value}"') == [
        f"facts.yaml:13:12: F001 '{value}' is not a date such as 2026-11-22"
    ]


def test_it_refuses_empty_words() -> None:
    assert problems("until it shines", '"  "') == ["facts.yaml:19:12: F001 the value is empty"]


@pytest.mark.parametrize(
    "url", ["http://example.org/", "example.org", "https://", "https://no-dot", "https://a.b/c d"]
)
def test_it_refuses_an_address_that_is_not_https(url: str) -> None:
    assert problems("https://example.org/book", f'"{url}"') == [
        f"facts.yaml:8:10: F001 url '{url}' is not https"
    ]


def test_it_refuses_an_empty_source() -> None:
    assert problems("The baker's book, page 40", '" "') == ["facts.yaml:7:13: F001 source is empty"]


def test_a_fact_without_a_sound_value_is_left_out_alone() -> None:
    listing = read(GOOD.replace('"230"', '"warm"'))

    assert [fact.id for fact in listing.rows] == ["bakers-day", "kneading"]
    assert listing.broken == {"oven-heat"}


def test_it_says_which_fact_nobody_has_verified() -> None:
    assert problems("verified: 2026-11-25", "verified: null") == [
        "facts.yaml:16:15: F002 'bakers-day' is not verified yet"
    ]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 12, 1), []),  # the thirtieth day
        (
            date(2026, 12, 2),
            [
                (
                    "facts.yaml:22:15: F003 'kneading' was last checked on 2026-11-01, due since "
                    "2026-12-01"
                )
            ],
        ),
    ],
)
def test_it_says_which_check_is_too_long_ago(today: date, said: list[str]) -> None:
    document = GOOD.replace("ttl_days: 1\n", "ttl_days: 99\n")

    assert [str(problem) for problem in read(document, today=today).problems] == said


@pytest.mark.parametrize("verified", ["2026-11-26", "9999-12-31"])
def test_nothing_is_verified_in_the_future(verified: str) -> None:
    assert problems("verified: 2026-11-25", f"verified: {verified}") == [
        f"facts.yaml:16:15: F007 {verified} is in the future"
    ]


@pytest.mark.parametrize(
    ("verified", "today", "state"),
    [
        (None, TODAY, FactState.UNVERIFIED),
        (date(2026, 11, 1), date(2026, 11, 11), FactState.CURRENT),  # its last good day
        (date(2026, 11, 1), date(2026, 11, 12), FactState.DUE),
    ],
)
def test_a_fact_holds_until_its_check_is_due(
    verified: date | None, today: date, state: FactState
) -> None:
    fact = make_fact(verified=verified, ttl_days=10)

    assert fact.state(today) is state
    assert fact.due == (date(2026, 11, 12) if verified else None)


def test_questions_rest_from_the_day_a_check_is_due_or_always() -> None:
    assert make_fact(verified=date(2026, 11, 1), ttl_days=10).rests_from == date(2026, 11, 12)
    assert make_fact(verified=None).rests_from == date.min


def test_a_check_at_the_end_of_time_is_never_due() -> None:
    assert make_fact(verified=date(9999, 12, 1), ttl_days=3650).due == date.max


@pytest.mark.parametrize(
    ("values", "shown"),
    [({}, "230 degrees"), ({"unit": ""}, "230"), ({"value": "0.02", "unit": "USD/GB"}, "0.02 USD/GB")],
)  # fmt: skip
def test_a_fact_is_shown_with_its_unit(values: dict[str, str], shown: str) -> None:
    assert make_fact(**values).shown == shown


def test_only_a_number_may_stand_in_a_formula() -> None:
    assert [fact.number for fact in read().rows] == [Decimal(230), None, None]
