"""Dated facts age on the page."""

from dataclasses import replace
from datetime import date

from tests.web.test_markdown import FACT
from web.facts import dated, day, fact_chip, fact_note, fact_popover


def test_a_fact_in_date_says_when_it_was_checked() -> None:
    html = fact_note(FACT)

    assert dated(html, date(2027, 5, 21)) == html
    assert ">checked </span>22 Nov 2026" in html


def test_a_fact_past_its_date_says_how_long_ago_that_was() -> None:
    html = dated(fact_note(FACT), date(2027, 5, 22))

    assert "last checked 6 months ago" in html
    assert "22 Nov" not in html


def test_a_month_is_one_month() -> None:
    soon = replace(FACT, due=date(2026, 12, 1))

    assert "last checked 1 month ago" in dated(fact_note(soon), date(2026, 12, 22))


def test_a_fact_nobody_has_checked_says_so_and_never_ages() -> None:
    html = fact_note(replace(FACT, verified=None, due=None))

    assert "not yet checked" in html
    assert dated(html, date(2040, 1, 1)) == html


def test_the_popover_names_note_source_and_day() -> None:
    html = fact_popover("xfer", FACT)

    assert html.startswith('<div popover id="f-xfer" class="term-pop"><b>0.02 USD/GB</b>')
    assert "list price." in html
    assert '<a href="https://example.org/pricing" rel="noopener noreferrer nofollow">' in html


def test_a_source_without_address_is_plain_text() -> None:
    assert "<a " not in fact_popover("xfer", replace(FACT, url=""))


def test_values_are_escaped() -> None:
    hostile = replace(FACT, shown="<b>", source="<i>", note="<u>")

    for html in (fact_chip("x", hostile), fact_note(hostile), fact_popover("x", hostile)):
        assert "<b>&lt;b&gt;" in html or "&lt;b&gt;" in html
        assert "<i>" not in html
        assert "<u>" not in html


def test_days_are_written_as_people_do() -> None:
    assert day(date(2026, 3, 3)) == "3 Mar 2026"
