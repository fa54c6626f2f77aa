"""A lesson's Markdown as the segments of its page: prose, callouts, tabs, and places for checks.

Blocks (``/// kind | title`` to ``///``) are cut out before Markdown sees the text; each part is
rendered and cleaned alone, and stands in markup of ours afterwards.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from web.facts import fact_popover
from web.markdown import FACT, TERM, Setting, render
from web.templatetags.ui import icon

OPENING = re.compile(r"/// *([a-z-]+)(?: *\| *(.+?))? *$")
CLOSING = re.compile(r"/// *$")
TITLED_CALLOUT = re.compile(
    r"(?P<before>.*)(?P<heading><h2 id=\"(?P<id>h-[a-z0-9-]+)\">(?P<title>.*?)</h2>)\s*$", re.DOTALL
)
CALLOUTS = {
    "mental-model": ("model", "bulb", "Mental model"),
    "why": ("why", "flag", "Why this matters"),
    "mistakes": ("mistakes", "alert", "Common mistakes"),
    "note": ("note", "file", "Note"),
}


@dataclass(frozen=True)
class Block:
    """A part of a lesson's source. Kind '' is plain Markdown."""

    kind: str
    title: str
    body: str


@dataclass(frozen=True)
class Segment:
    """A part of a lesson's page: HTML, or the place of a question."""

    html: str = ""
    check: str = ""
    """Key of the question that stands here, or ''."""


def blocks_of(source: str) -> Iterator[Block]:
    """Cut a lesson's body into its blocks, in order."""
    kind, title, lines, fenced = "", "", list[str](), False
    for line in source.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        opening = None if fenced else OPENING.match(line)
        if opening:
            yield Block(kind, title, "\n".join(lines))
            kind, title, lines = opening[1], opening[2] or "", []
        elif not fenced and CLOSING.match(line):
            yield Block(kind, title, "\n".join(lines))
            kind, title, lines = "", "", []
        else:
            lines.append(line)
    yield Block(kind, title, "\n".join(lines))


def render_lesson(source: str, setting: Setting) -> list[Segment]:
    """Render a lesson to its segments, with the popovers of its terms and facts in the last."""
    found: list[Segment] = []
    html, tabs, numbers = SafeString(), list[Block](), count(1)
    for block in blocks_of(source):
        blank = not block.kind and not block.body.strip()
        if tabs and block.kind != "tab" and not blank:
            html += _tabs(tabs, next(numbers), setting)
            tabs = []
        if block.kind == "tab":
            tabs.append(block)
        elif block.kind == "check":
            found += [Segment(html=html), Segment(check=block.title)]
            html = SafeString()
        elif block.kind in CALLOUTS:
            html = _with_callout(html, block, next(numbers), setting)
        elif not blank:
            html += render(block.body, setting)
    if tabs:
        html += _tabs(tabs, next(numbers), setting)
    found.append(Segment(html=html))
    return [part for part in found if part.check or part.html.strip()]


def popovers(source: str, definitions: Mapping[str, SafeString], setting: Setting) -> SafeString:
    """Make what the terms and facts of a lesson open: each once, whatever their number.

    ``definitions`` holds the inner HTML of each term's popover, by id.
    """
    terms = dict.fromkeys(found[1] for found in re.finditer(TERM, source))
    facts = dict.fromkeys(found[1] for found in re.finditer(FACT, source))
    parts = [
        format_html('<div popover id="g-{}" class="term-pop">{}</div>', key, definitions[key])
        for key in terms
        if key in definitions
    ]
    parts += [fact_popover(key, setting.facts[key]) for key in facts if key in setting.facts]
    return mark_safe("".join(parts))  # noqa: S308 - made of escaped parts


def _with_callout(html: SafeString, block: Block, number: int, setting: Setting) -> SafeString:
    """Add a callout; a heading right before one becomes the callout's own title."""
    look, sign, title = CALLOUTS[block.kind]
    body = render(block.body, setting)
    titled = TITLED_CALLOUT.fullmatch(html)
    if titled and not block.title:
        before, anchor, inner = titled["before"], titled["id"], titled["title"]
    else:
        before, anchor, inner = html, f"c-{number}", format_html("{}", block.title or title)
    aside = (
        f'<aside class="callout {look}" aria-labelledby="{anchor}">'
        f'<h2 class="callout-title" id="{anchor}">{icon(sign)}{inner}</h2>{body}</aside>'
    )
    return mark_safe(f"{before}{aside}")  # noqa: S308 - made of cleaned and escaped parts


def _tabs(tabs: list[Block], number: int, setting: Setting) -> SafeString:
    """Lay tabs out so that they work without JavaScript: radio buttons that show their panel."""
    inputs = "".join(
        format_html(
            '<input type="radio" class="tab-pick" name="tabs-{0}" id="tab-{0}-{1}"{2}>'
            '<label for="tab-{0}-{1}">{3}</label>',
            number,
            place,
            SafeString(" checked") if place == 1 else "",
            tab.title,
        )
        for place, tab in enumerate(tabs, start=1)
    )
    panels = "".join(f'<div class="tab-panel">{render(tab.body, setting)}</div>' for tab in tabs)
    return mark_safe(  # noqa: S308 - made of cleaned and escaped parts
        '<div class="tabs"><div class="tab-bar" role="radiogroup" aria-label="Language">'
        f"{inputs}</div>{panels}</div>"
    )
