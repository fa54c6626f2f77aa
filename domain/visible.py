"""What a reader sees of a passage: the words that rules about wording look at."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.documents import Line
from domain.markup import ADDRESS, BLANK, FACT, LINK, TERM, Uses, uses_in
from domain.passages import CODE, Kind, Passage, filled, passages_of

NOTHING = "\u2060"
"""Stands for each character of mark-up: a reader does not see it at all."""
MARKER = re.compile(r"^[ >]*(?:(?:[-*+]|\d{1,3}[.)]) (?:\[[ xX]\] )?)?", re.MULTILINE)
ATTRIBUTES = re.compile(r"\{(?:#|[a-z_]+=)[^{}]*\}")
WORD = re.compile(rf"[^\W_]+(?:['’.,:/-][^\W_]+)*|{CODE}+")
"""Code, a figure, a fact or a term counts as one word."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as a reader sees it."""

    passage: Passage
    text: str
    """Every character in its place. Mark-up became ``NOTHING``; code, facts, figures and terms
    that are shown by their name became ``CODE``."""


@dataclass(frozen=True, slots=True)
class Text:
    """A Markdown text, taken apart once for all rules."""

    lines: tuple[Line, ...]
    passages: tuple[Passage, ...]
    shown: tuple[Shown, ...]
    uses: Uses


def text_of(lines: Iterable[Line]) -> Text:
    """Take a text apart."""
    lines = tuple(lines)
    passages = tuple(passages_of(lines))
    return Text(lines, passages, tuple(shown_of(passages)), uses_in(passages))


def shown_of(passages: Iterable[Passage]) -> list[Shown]:
    """Give what a reader sees; the marks of blocks are not seen."""
    return [
        Shown(passage, _visible(passage.text))
        for passage in passages
        if passage.kind is not Kind.MARK
    ]


def without_uses(text: str) -> str:
    """Blank out everything that refers to something else: what is left is plain words."""
    if "[" in text:
        text = LINK.sub(_opaque, TERM.sub(_opaque, text))
    if "{{" in text:
        text = FACT.sub(_opaque, text)
    return ADDRESS.sub(_opaque, text) if "<" in text else text


def _visible(text: str) -> str:
    if "[[" in text:
        text = TERM.sub(_term, text)
    if "{{" in text:
        text = BLANK.sub(_opaque, FACT.sub(_opaque, text))
    if "](" in text:
        text = LINK.sub(_link, text)
    if "<" in text:
        text = ADDRESS.sub(_opaque, text)
    if "{" in text:
        text = ATTRIBUTES.sub(lambda found: filled(found[0], NOTHING), text)
    text = MARKER.sub(lambda found: " " * len(found[0]), text)
    return text.replace("*", NOTHING)


def _opaque(found: "re.Match[str]") -> str:
    return filled(found[0], CODE)


def _term(found: "re.Match[str]") -> str:
    if not found[2]:
        return filled(found[0], CODE)
    return NOTHING * (found.start(2) - found.start()) + found[2] + NOTHING * 2


def _link(found: "re.Match[str]") -> str:
    if found[1]:
        return filled(found[0], CODE)
    rest = found[0][found.end(2) - found.start() :]
    return NOTHING + found[2] + filled(rest, NOTHING)
