"""How a dated fact looks in a text, and how it ages without the text being rendered again."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WHEN = re.compile(r'<time class="fact-when" datetime="([\d-]+)" data-due="([\d-]+)">.*?</time>')
DAYS_A_MONTH = 30.4375
SHORT = 24  # characters that a line always has room for


@dataclass(frozen=True)
class FactText:
    """What of a fact is printed."""

    value: str
    """Number or words alone."""
    shown: str
    """With the unit."""
    note: str
    source: str
    url: str
    verified: date | None
    """Day on which somebody read the source's own text."""
    due: date | None
    """First day on which that is too long ago."""


def day(value: date) -> str:
    """Write a date as 22 Nov 2026."""
    return f"{value.day} {value:%b %Y}"


def fact_value(shown: str) -> SafeString:
    """Print a fact alone; what is short stays on one line."""
    look = "fact short" if len(shown) <= SHORT else "fact"
    return format_html('<span class="{}">{}</span>', look, shown)


def fact_chip(key: str, fact: FactText) -> SafeString:
    """Print a fact in a lesson: its value, and a chip that opens where it comes from."""
    return format_html(
        '{} <button class="fact-chip" type="button" popovertarget="f-{}">'
        '{}<span class="vh">, source of {}</span></button>',
        fact_value(fact.shown),
        key,
        _when(fact),
        fact.shown,
    )


def fact_note(fact: FactText) -> SafeString:
    """Print a fact where no popover is at hand: its value, and when it was checked."""
    return format_html(
        '{} <small class="fact-note">({})</small>',
        fact_value(fact.shown),
        _when(fact),
    )


def fact_popover(key: str, fact: FactText) -> SafeString:
    """Print the popover of a chip: the fact, its note, its source and the day it was checked."""
    source = (
        format_html('<a href="{}" rel="noopener noreferrer nofollow">{}</a>', fact.url, fact.source)
        if fact.url
        else fact.source
    )
    return format_html(
        '<div popover id="f-{}" class="term-pop"><b>{}</b>{} <span class="fact-source">{}, {}.'
        "</span></div>",
        key,
        fact.shown,
        f"{fact.note}." if fact.note and not fact.note.endswith(".") else fact.note,
        source,
        _when(fact),
    )


def dated(html: str, today: date) -> SafeString:
    """Let the facts of a stored text say how long ago they were checked, where that is too long."""

    def aged(found: "re.Match[str]") -> str:
        if date.fromisoformat(found[2]) > today:
            return found[0]
        opening = found[0].partition(">")[0]
        return f"{opening}>last checked {_ago(date.fromisoformat(found[1]), today)}</time>"

    return mark_safe(WHEN.sub(aged, html))  # noqa: S308 - dates and plain words only


def _when(fact: FactText) -> SafeString:
    if fact.verified is None:
        return SafeString("not yet checked")
    return format_html(
        '<time class="fact-when" datetime="{}" data-due="{}">'
        '<span class="vh">checked </span>{}</time>',
        fact.verified.isoformat(),
        (fact.due or date.max).isoformat(),
        day(fact.verified),
    )


def _ago(then: date, today: date) -> str:
    months = round((today - then).days / DAYS_A_MONTH)
    return f"{months} months ago" if months != 1 else "1 month ago"
