"""From authored Markdown to clean HTML: the only producer of authored HTML on the site.

Python-Markdown renders, nh3 keeps what is allowed, and only then are heading ids, terms, facts,
captions and figures put in, from values that were checked at publish. No request comes here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString
from pygments.token import STANDARD_TYPES

from web.facts import FactText, fact_chip, fact_note, fact_value
from web.templatetags.ui import icon

RENDERER = 1
"""Raised when the same source would now give other HTML: stored HTML is then made anew."""

LINES_NUMBERED_FROM = 8
LANGUAGES = {
    "bash": "Shell",
    "console": "Terminal",
    "diff": "Diff",
    "hcl": "Terraform",
    "http": "HTTP",
    "ini": "INI",
    "json": "JSON",
    "promql": "PromQL",
    "python": "Python",
    "sql": "SQL",
    "text": "Text",
    "toml": "TOML",
    "yaml": "YAML",
}
TAGS = set(
    "p br hr h2 h3 h4 h5 h6 strong em del s sub sup kbd mark ins abbr blockquote ul ol li dl dt dd "
    "table thead tbody tr th td caption pre code span div a img".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
    "abbr": {"title"},
}
CLASSES = {
    "span": {short for short in STANDARD_TYPES.values() if short} | {"hll", "linenos"},
    "div": {"highlight", *(f"language-{name}" for name in LANGUAGES)},
}
OPEN, PART, CLOSE = "\ue000", "\ue001", "\ue002"
"""Private characters around what is put in after cleaning; a source that holds one loses it."""
PRIVATE = re.compile(f"[{OPEN}{PART}{CLOSE}]")
TERM = r"\[\[([a-z0-9-]+)(?:\\?\|([^\]|]+))?\]\]"
FACT = r"\{\{ *fact:([a-z0-9-]+)( +bare)? *\}\}"
SLOT = re.compile(f"{OPEN}([a-z]+){PART}([a-z0-9-]+){PART}([^{CLOSE}<>]*){CLOSE}")
HEADING = re.compile(r"^(#{2,4}) +(.*?) *\{#([a-z0-9-]+)\} *$", re.MULTILINE)
CODE = re.compile(
    r'<div class="(?:language-([a-z]+) )?highlight">(<pre>.*?</pre>)</div>', re.DOTALL
)
TABLE = re.compile(r"(?:<p>Table: ((?:(?!</p>).)*)</p>\s*)?<table>(.*?)</table>", re.DOTALL)
ROW = re.compile(r"<tr>\s*<td([^>]*)>(.*?)</td>", re.DOTALL)
FIGURE = re.compile(r"<p>(<img [^>]*>)</p>|<img [^>]*>")
"""A picture alone in its paragraph is a figure; any other is dropped."""
IMAGE = re.compile(r'(src|alt|title)="([^"]*)"')
TAG = re.compile(r'<[a-z][a-z0-9]*(?: [a-z-]+="[^"]*")*>')
"""A tag as the cleaner writes it: values in double quotes, which it escapes inside them."""
NOWHERE = re.compile(r' href="(?!https?://|mailto:|#|/)[^"]*"')
"""An address that is none: what remains is plain text."""
LESSON = re.compile(r'href="lesson:([a-z0-9-]*)(?:#([a-z0-9-]+))?"')
TABLE_LINE = re.compile(r"^\|.*$", re.MULTILINE)
ONE_PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>", re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """A picture beside a lesson: its own clean SVG of role img, or where its file is served."""

    svg: str = ""
    url: str = ""


@dataclass(frozen=True)
class Setting:
    """What texts may refer to: everything here was checked before."""

    course_url: str
    """Where the lessons of the course begin, with a slash at the end."""
    glossary_url: str
    facts: Mapping[str, FactText] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    """Names of the glossary's terms by id."""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    popovers: bool = False
    """Whether the page carries the popovers of its terms and facts: lessons do."""


class _Slot(InlineProcessor):
    """Keep a term or a fact as a private mark until the text has been cleaned."""

    def __init__(self, pattern: str, kind: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.kind = kind

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self, m: "re.Match[str]", data: str
    ) -> tuple[Element | str, int, int]:
        mark = f"{OPEN}{self.kind}{PART}{m[1]}{PART}{(m[2] or '').strip()}{CLOSE}"
        return AtomicString(mark), m.start(0), m.end(0)


def _engine() -> Markdown:
    engine = Markdown(
        extensions=["tables", "sane_lists", "pymdownx.highlight", "pymdownx.superfences"],
        extension_configs={
            "tables": {"use_align_attribute": True},
            "pymdownx.highlight": {
                "css_class": "highlight",
                "pygments_lang_class": True,
                "guess_lang": False,
            },
        },
    )
    engine.inlinePatterns.register(_Slot(TERM, "term", engine), "term", 175)
    engine.inlinePatterns.register(_Slot(FACT, "fact", engine), "fact", 176)
    engine.preprocessors.deregister("html_block")
    engine.inlinePatterns.deregister("html")
    return engine


_ENGINE = _engine()


def render(source: str, setting: Setting) -> SafeString:
    """Render a text. Its constructs were checked before; what is not allowed is dropped."""
    return _finish(_clean(source, setting), source, setting)


def render_inline(source: str, setting: Setting) -> SafeString:
    """Render a text that stands inside a label or a cell: a lone paragraph loses its tags."""
    html = render(source, setting)
    lone = ONE_PARAGRAPH.fullmatch(html)
    return SafeString(lone[1]) if lone else html


def _clean(source: str, setting: Setting) -> str:
    text = HEADING.sub(r"\1 \2", PRIVATE.sub("", source))
    text = TABLE_LINE.sub(lambda found: _named(found[0], setting), text)
    html = nh3.clean(
        _ENGINE.reset().convert(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"https", "http", "mailto", "lesson"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return TAG.sub(lambda found: _settled(found[0]), html)


def _named(line: str, setting: Setting) -> str:
    """Write the terms of a table row as the glossary does: cells begin, sentences do not."""
    return re.sub(
        r"\[\[([a-z0-9-]+)\]\]",
        lambda found: (
            f"{OPEN}term{PART}{found[1]}{PART}{setting.terms.get(found[1], found[1])}{CLOSE}"
        ),
        line,
    )


def _settled(tag: str) -> str:
    """Make a tag unable to look like two, and nothing be put into its values."""
    inner = _words(tag[1:-1]).replace("<", "&lt;").replace(">", "&gt;")
    return f"<{inner}>"


def _words(text: str) -> str:
    """Write a text without anything to be put in: terms and facts by what they show."""
    return PRIVATE.sub("", SLOT.sub(lambda found: found[3] or found[2], text))


def _finish(html: str, source: str, setting: Setting) -> SafeString:
    html = _with_heading_ids(html, source)
    html = TABLE.sub(_table, html)
    html = CODE.sub(_code, html)
    html = FIGURE.sub(lambda found: _figure(found, setting), html)
    html = LESSON.sub(lambda found: _lesson_link(found, setting), html)
    html = NOWHERE.sub("", html)
    html = PRIVATE.sub("", SLOT.sub(lambda found: _slot(found, setting), html))
    return mark_safe(html)  # noqa: S308 - cleaned above; what was put in is escaped


def _with_heading_ids(html: str, source: str) -> str:
    anchors = iter([found[3] for found in HEADING.finditer(source)])

    def opened(found: "re.Match[str]") -> str:
        anchor = next(anchors, None)
        if anchor is None:
            return found[0]
        level, text = found[1], found[2]
        link = format_html(
            '<a class="anchor" href="#h-{}" aria-label="Link to {}">#</a>',
            anchor,
            SafeString(nh3.clean(_words(text), tags=set()).replace('"', "&quot;")),
        )
        return f'<h{level} id="h-{anchor}">{link}{text}</h{level}>'

    return re.sub(r"<h([234])>(.*?)</h\1>", opened, html, flags=re.DOTALL)


def _table(found: "re.Match[str]") -> str:
    caption, inner = found[1] or "Table", found[2]
    inner = ROW.sub(r'<tr><th scope="row"\1>\2</th>', inner)
    inner = inner.replace("<th>", '<th scope="col">').replace("<th align", '<th scope="col" align')
    inner = inner.replace('align="right"', 'class="n"')
    label = format_html("Table: {}", nh3.clean(_words(caption), tags=set()))
    return (
        f'<div class="scroll-x" tabindex="0" role="group" aria-label="{label}">'
        f'<table class="ledger"><caption>{caption}</caption>{inner}</table></div>'
    )


def _code(found: "re.Match[str]") -> str:
    name = LANGUAGES.get(found[1] or "text", "Text")
    pre = found[2].replace("<pre>", f'<pre tabindex="0" role="group" aria-label="{name} code">', 1)
    numbered = " numbered" if pre.count("\n") >= LINES_NUMBERED_FROM else ""
    copy = '<button class="btn sm js-only copy" type="button" data-copy>'
    return (
        f'<div class="code{numbered}"><div class="code-bar"><span>{name}</span>'
        f"{copy}{icon('copy')}<span data-copy-label>Copy</span></button></div>"
        f'<div class="highlight">{pre}</div></div>'
    )


def _figure(found: "re.Match[str]", setting: Setting) -> str:
    image = dict(IMAGE.findall(found[1] or ""))
    figure = setting.figures.get(image.get("src", ""))
    if figure is None:
        return ""
    if figure.svg:
        picture = figure.svg.replace("<svg ", f'<svg aria-label="{image.get("alt", "")}" ', 1)
    else:
        picture = format_html(
            '<img src="{}" alt="{}" loading="lazy">', figure.url, SafeString(image.get("alt", ""))
        )
    label = image.get("title", "Figure")
    caption = f"<figcaption>{image['title']}</figcaption>" if image.get("title") else ""
    return (
        f'<figure><div class="figure scroll-x" tabindex="0" role="group" aria-label="{label}">'
        f"{picture}</div>{caption}</figure>"
    )


def _lesson_link(found: "re.Match[str]", setting: Setting) -> str:
    where = f"{setting.course_url}{found[1]}/" if found[1] else ""
    return f'href="{where}#h-{found[2]}"' if found[2] else f'href="{where}"'


def _slot(found: "re.Match[str]", setting: Setting) -> str:
    kind, key, extra = found[1], found[2], SafeString(found[3])
    if kind == "fact":
        return _fact(key, bare=bool(extra), setting=setting)
    shown = extra or _in_a_sentence(setting.terms.get(key, key))
    if setting.popovers:
        return format_html(
            '<button class="term" type="button" popovertarget="g-{}">{}</button>', key, shown
        )
    return format_html('<a class="term" href="{}#g-{}">{}</a>', setting.glossary_url, key, shown)


def _in_a_sentence(term: str) -> str:
    """Write a term small, unless it holds a name or an acronym: egress, but VPC peering."""
    return term if term[1:] != term[1:].lower() else term.lower()


def _fact(key: str, *, bare: bool, setting: Setting) -> str:
    fact = setting.facts.get(key)
    if fact is None:
        return key
    if bare:
        return fact_value(fact.value)
    return fact_chip(key, fact) if setting.popovers else fact_note(fact)
