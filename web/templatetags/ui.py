"""The small pieces that pages are drawn with: icons, bars, levels, dates and percentages.

Our templates get them from ``config.jinja``; those in Django's own language find the few that are
registered here among their builtins. Numbers are fractions from 0 to 1; only what is printed is a
percentage.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField, CheckboxInput
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from domain.markup import BLANK
from domain.times import zone_of

register = template.Library()

DRAWN = 256  # drawings kept: a page holds dozens of icons, and few that differ
LEVELS = ("Not started", "Learning", "Familiar", "Proficient", "Mastered")
LEVEL_LINES = (0.55, 0.70)
"""Where Familiar and Proficient begin with the standard mastery line."""

_RING = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0Z"
ICONS = {
    "alert": "M12 4 2.8 19.5h18.4ZM12 10v4.5m0 2.3v.2",
    "book": "M12 6.5C10 5 7 4.5 3.5 4.5v13.5c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2V4.5C17 4.5 14 5"
    " 12 6.5Zm0 0V20",
    "bulb": "M9 17.5h6M10 20.5h4M8.8 15C7 13.7 6 12 6 9.8a6 6 0 0 1 12 0c0 2.2-1 3.9-2.8 5.2v2.5"
    "H8.8Z",
    "chart": "M4 4v16h16M8.5 16v-4m4 4V8m4 8v-6",
    "check": "m5 12.5 4.5 4.5L19 7",
    "chev": "m6.5 9.5 5.5 5.5 5.5-5.5",
    "clock": f"{_RING}M12 7.5V12l3 2",
    "copy": "M10 8.5h8a1.5 1.5 0 0 1 1.5 1.5v8.5a1.5 1.5 0 0 1-1.5 1.5h-8a1.5 1.5 0 0 1-1.5-1.5V10"
    "a1.5 1.5 0 0 1 1.5-1.5ZM15.5 8V5.5A1.5 1.5 0 0 0 14 4H6a1.5 1.5 0 0 0-1.5 1.5V14"
    "A1.5 1.5 0 0 0 6 15.5h2",
    "dash": "M12 3.5A8.5 8.5 0 0 1 14.8 4M17 5.1A8.5 8.5 0 0 1 19 7.2M20.1 9.4A8.5 8.5 0 0 1 20.5"
    " 12.2M20.1 14.6A8.5 8.5 0 0 1 18.8 17.1M17 18.9A8.5 8.5 0 0 1 14.4 20.1M12 20.5A8.5 8.5 0 0 1"
    " 9.2 20M7 18.9A8.5 8.5 0 0 1 5 16.8M3.9 14.6A8.5 8.5 0 0 1 3.5 11.8M3.9 9.4A8.5 8.5 0 0 1 5.2"
    " 6.9M7 5.1A8.5 8.5 0 0 1 9.6 3.9",
    "down": "M12 5v13.5m-5.5-5L12 19l5.5-5.5",
    "file": "M6 3.5h8l4.5 4.5v12.5H6ZM14 3.5V8h4.5",
    "flag": "M6 20.5V4h11.5l-2.5 4 2.5 4H6",
    "half": _RING,
    "key": "M3.5 15a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0ZM11.2 11.8 20 3.5m-3 2.8 3 3",
    "lock": "M6.5 10h11a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-7"
    "A1.5 1.5 0 0 1 6.5 10ZM8.5 10V8a3.5 3.5 0 0 1 7 0v2",
    "no": f"{_RING}m5.5-3 6 6m0-6-6 6",
    "ok": f"{_RING}m4.7.3 2.6 2.6 5-5.4",
    "right": "M5 12h13.5m-5-5.5L19 12l-5.5 5.5",
    "ring": _RING,
    "search": "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0ZM15.5 15.5l5 5",
    "sun": "M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0ZM12 2.5v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4 1.4"
    "M6.7 17.3l-1.4 1.4m13.4 0-1.4-1.4M6.7 6.7 5.3 5.3",
    "up": "M12 19V5.5m-5.5 5L12 5l5.5 5.5",
    "x": "m6.5 6.5 11 11m0-11-11 11",
}
"""Outlines on a grid of 24 by 24. They stand in the page itself: the 13 of a lesson take 400 bytes
of its compressed page, less than a shared file with its request, and stored HTML may hold them."""
SOLID = {"half": "M12 3.5v17A8.5 8.5 0 0 1 12 3.5Z"}
"""Filled parts, drawn over the outline."""


@register.simple_tag
@lru_cache(maxsize=DRAWN)
def icon(name: str, cls: str = "", label: str = "") -> SafeString:
    """Draw an icon; without a label it is decoration, with one it is read out."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" {}><path d="{}"/>{}</svg>',
        f" {cls}" if cls else "",
        _named(label),
        ICONS[name],
        format_html_join("", '<path fill="currentColor" d="{}"/>', _solid(name)),
    )


@lru_cache(maxsize=DRAWN)
def mastery(level: int) -> SafeString:
    """Draw a level, 0 to 4, as four cells and its word."""
    return format_html(
        '<span class="mastery" data-l="{}"><i aria-hidden="true"><b></b><b></b><b></b><b></b></i>'
        "{}</span>",
        int(level),
        LEVELS[level],
    )


def ring(fraction: float, label: str, cls: str = "") -> SafeString:
    """Draw a share of a whole as a ring with its percentage; the label says of what."""
    shown = percent(fraction)
    return format_html(
        '<span class="ring-box"><svg class="ring{}" viewBox="0 0 100 100" role="img"'
        ' aria-label="{}"><circle cx="50" cy="50" r="44"/><circle class="v" cx="50" cy="50"'
        ' r="44" pathLength="100" stroke-dasharray="{} 100"/></svg>'
        '<span aria-hidden="true">{}</span></span>',
        f" {cls}" if cls else "",
        label,
        shown.removesuffix("%"),
        shown,
    )


def ci(
    low: float, estimate: float, high: float, label: str, lines: Sequence[float] = LEVEL_LINES
) -> SafeString:
    """Draw an estimate within its likely range; ``lines`` are notches where a level begins."""
    return format_html(
        '<svg class="ci" viewBox="0 0 100 20" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect class="t" y="7" width="100" height="6"/>'
        '<rect class="b" x="{}" y="5" width="{}" height="10"/>{}'
        '<rect class="p" x="{}" y="2" width="1.2" height="16"/></svg>',
        label,
        _hundredths(low),
        _hundredths(high - low),
        format_html_join(
            "",
            '<rect class="g" x="{}" y="7" width=".6" height="6"/>',
            ((_hundredths(line - 0.003),) for line in lines),
        ),
        _hundredths(min(max(estimate - 0.006, 0), 0.988)),
    )


def hbar(fraction: float, label: str = "", cls: str = "v") -> SafeString:
    """Draw a share as a bar. Without a label the number must stand beside it."""
    return format_html(
        '<svg class="hbar" viewBox="0 0 100 10" preserveAspectRatio="none" {}>'
        '<rect class="t" width="100" height="10"/><rect class="{}" width="{}" height="10"/></svg>',
        _named(label),
        cls,
        _hundredths(fraction),
    )


def notices(request: HttpRequest | None) -> list[Message]:
    """List what the last action has to say; a visitor without messages costs nothing."""
    return list(get_messages(request)) if request is not None else []


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw the control of a form field; a placeholder that only repeats the label is dropped."""
    widget = field.field.widget
    look = [widget.attrs.get("class", ""), "" if isinstance(widget, CheckboxInput) else "input"]
    classes = " ".join(filter(None, look))
    return field.as_widget(attrs={"class": classes or False, "placeholder": False})


@register.simple_tag
def relabel(form: BaseForm, **labels: str) -> str:
    """Say what the fields of somebody else's form are called here: it prints nothing."""
    for name, label in labels.items():
        if name in form.fields:
            form[name].label = label
    return ""


@register.simple_tag
def explain(form: BaseForm, **helps: str) -> str:
    """Say what helps to fill the fields of somebody else's form: it prints nothing."""
    for name, text in helps.items():
        if name in form.fields:
            form[name].help_text = text
    return ""


def plain(html: SafeString) -> SafeString:
    """Leave the tags out, for places that hold text alone, such as an option of a select."""
    return SafeString(strip_tags(html)) if "<" in html else html


def pieces(html: SafeString) -> list[SafeString]:
    """Cut a text at its blanks: one stands between each two pieces."""
    return [SafeString(piece) for piece in BLANK.split(html)[::2]]


@register.filter
def dt(when: date | datetime | None, form: str = "") -> str:
    """Write a date as 22 Nov 2026, with ``"time"`` as 22 Nov 2026, 18:42."""
    if when is None:
        return ""
    if isinstance(when, datetime) and timezone.is_aware(when):
        when = timezone.localtime(when)
    return date_format(when, "j M Y, H:i" if form == "time" else "j M Y")


def local(when: datetime, zone: str, form: str = "time") -> str:
    """Write a moment as the clocks of a zone show it: 22 Nov 2026, 18:42 (Europe/London).

    With ``"clock"`` without the day: 18:42 (Europe/London).
    """
    there = when.astimezone(zone_of(zone))
    said = date_format(there, "H:i" if form == "clock" else "j M Y, H:i")
    return f"{said} {zone}" if zone == "UTC" else f"{said} ({zone.replace('_', ' ')})"


def percent(fraction: float) -> str:
    """Write a fraction as 81%; only nothing is 0% and only the whole is 100%."""
    whole = round(fraction * 100)
    if 0 < fraction < 1:
        whole = min(max(whole, 1), 99)
    return f"{whole}%"


def level_word(level: int) -> str:
    """Name a level, 0 to 4."""
    return LEVELS[level]


def _named(label: str) -> SafeString:
    if label:
        return format_html('role="img" aria-label="{}"', label)
    return format_html('aria-hidden="{}"', "true")


def _solid(name: str) -> list[tuple[str]]:
    return [(SOLID[name],)] if name in SOLID else []


def _hundredths(fraction: float) -> str:
    return f"{fraction * 100:.1f}".removesuffix(".0")
