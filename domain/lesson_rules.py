"""Every rule that one lesson can be checked against without the rest of its course."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from domain.blocks import block_problems
from domain.code_samples import FindFault, code_problems
from domain.documents import Document, number_lines
from domain.figures import image_problems
from domain.lessons import ANCHOR, Lesson, LessonSection, heading_of
from domain.links import Around
from domain.literals import literal_problems
from domain.problems import START, Problem, Spot
from domain.prose import damage_problems, length_problems
from domain.suppressions import suppression_problems, unsuppressed
from domain.tables import table_problems
from domain.text_rules import common_problems
from domain.visible import text_of

WORDS = (300, 1500)
CHECKS = (4, 7)
WORDS_WITHOUT_CHECK = 400
DEEPEST = 3
INDENTED_HEADING = re.compile(r" {1,3}#{1,6}\s")
GLUED_HEADING = re.compile(r"#{1,6}[^#\s]")


def lesson_problems(
    document: Document, lesson: Lesson, yaml_fault: FindFault | None = None
) -> list[Problem]:
    """Say what is wrong with a lesson, apart from what its suppressions give a reason for.

    ``yaml_fault`` parses YAML samples; without it they are taken as they are.
    """
    text = text_of(document.lines)
    around = Around(lesson.id, lesson.anchors)
    found = [
        *_front_problems(document),
        *common_problems(document, text, around),
        *length_problems(document, text.shown),
        *literal_problems(document, text.shown),
        *block_problems(document),
        *_heading_problems(document),
        *image_problems(document, text.uses.links),
        *table_problems(document, text.passages),
        *code_problems(document, document.lines, yaml_fault),
        *_size_problems(document, lesson),
        *suppression_problems(document),
    ]
    return sorted(unsuppressed(document, found))


def _front_problems(document: Document) -> Iterator[Problem]:
    """Find damage in what the front matter says to readers: title and summary."""
    lines = [
        line
        for line in number_lines(document.front.split("\n"), first=2)
        if not line.text.startswith("#")
    ]
    yield from damage_problems(document, text_of(lines).shown)


def _heading_problems(document: Document) -> Iterator[Problem]:
    level, anchors = 1, dict[str, int]()
    for line in document.lines:
        if line.fenced or "#" not in line.text[:4]:
            continue
        spot = Spot(line.number, 1)
        heading = heading_of(line)
        if heading:
            fault = _level_fault(heading[1], level)
            if fault:
                yield document.problem("L003", fault, spot)
            yield from _anchor_problems(document, heading, line.number, anchors)
            level = min(len(heading[1]), DEEPEST)
        elif GLUED_HEADING.match(line.text):
            yield document.problem("L003", "leave a blank after the marks of a heading", spot)
        elif INDENTED_HEADING.match(line.text):
            yield document.problem("L003", "heading is indented; start it in column 1", spot)


def _level_fault(marks: str, level: int) -> str | None:
    if marks == "#":
        return "# is for the title, which stands in the front matter; start at ##"
    if len(marks) > level + 1:
        return f"{marks} after {'#' * level}" if level > 1 else f"{marks} before any ##"
    return f"{marks} is too deep; use ## and ###" if len(marks) > DEEPEST else None


def _anchor_problems(
    document: Document, heading: "re.Match[str]", line: int, anchors: dict[str, int]
) -> Iterator[Problem]:
    anchor = heading[3]
    if anchor is None:
        if heading[1] != "#":
            yield document.problem("L002", "heading has no {#anchor}", Spot(line, 1))
        return
    spot = Spot(line, heading.start(3) + 1)
    first = anchors.setdefault(anchor, line)
    if first != line:
        message = f"anchor '{anchor}' stands twice (first in line {first})"
        yield document.problem("L002", message, spot)
    elif not ANCHOR.fullmatch(anchor):
        message = f"anchor '{anchor}': use lower case, digits and single hyphens"
        yield document.problem("L002", message, spot)


def _size_problems(document: Document, lesson: Lesson) -> Iterator[Problem]:
    fewest, most = WORDS
    if lesson.words > most:
        yield document.problem("L030", f"{lesson.words:,} words; consider splitting", START)
    elif lesson.words < fewest:
        yield document.problem("L030", f"{lesson.words} words; at least {fewest}", START)
    checks = len(lesson.checks)
    if not CHECKS[0] <= checks <= CHECKS[1]:
        shown = f"{checks} {'check' if checks == 1 else 'checks'}"
        yield document.problem("L031", f"{shown}; aim for {CHECKS[0]} to {CHECKS[1]}", START)
    yield from _long_sections(document, lesson.sections)


def _long_sections(document: Document, sections: Sequence[LessonSection]) -> Iterator[Problem]:
    """Find sections that go on too long without a check (L032), their subsections included."""
    named = 0
    for place, section in enumerate(sections):
        below = takewhile(lambda part: part.level > section.level > 0, sections[place + 1 :])  # noqa: B023
        parts = [section, *below]
        long = sum(part.words for part in parts) > WORDS_WITHOUT_CHECK
        if long and place >= named and not any(part.checks for part in parts):
            name = (
                f"section '{section.anchor or section.title}'"
                if section.level
                else "text before the headings"
            )
            yield document.problem("L032", f"{name} has no check", section.spot)
            named = place + len(parts)
