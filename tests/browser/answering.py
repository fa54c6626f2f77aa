"""Answer a question in the browser as its own samples say, found by what a reader sees."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from playwright.sync_api import Locator, expect

from courses.content import read_content
from domain.courses import Tree
from domain.markup import plain
from domain.questions.base import Question, Reveal, Sample, Unreadable
from tests.content import COURSE

ONE_OF_EACH_KIND = {
    "choice": ("data-transfer", "which-line"),
    "choices": ("private-paths", "peering-bill"),
    "numeric": ("data-transfer", "nightly-join"),
    "short": ("rds", "retention-default"),
    "cloze": ("ec2", "read-the-name"),
    "matching": ("private-paths", "path-for-need"),
    "ordering": ("recovery", "ladder-order"),
    "predict": ("data-transfer", "calculator"),
    "command": ("vpc", "open-port"),
    "open": ("recovery", "halt-lesson"),
}
"""Kind: lesson and question of the real course."""


@cache
def tree() -> Tree:
    """Read the real course."""
    return read_content(COURSE, today=date(2026, 11, 25)).tree


def by_id() -> dict[str, Question]:
    """Return the questions of the real course."""
    return {row.question.id: row.question for row in tree().questions}


def checks() -> set[str]:
    """Return the questions that its lessons show."""
    return {check.question for row in tree().lessons for check in row.lesson.checks}


def questions() -> dict[str, Question]:
    """Return one question of each kind of the real course."""
    return {kind: by_id()[key] for kind, (_, key) in ONE_OF_EACH_KIND.items()}


def sample(question: Question, expected: float | type[Unreadable]) -> Sample:
    """Return a submission with a known result: full credit, none, or unreadable."""
    return next(s for s in question.samples() if s.expected == expected)


def fill(article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]) -> None:
    """Put a submission into the form of a question, in the place of what it holds."""
    match question.kind:
        case "choice" | "choices":
            for box in article.locator("input[type=checkbox]").all():
                box.uncheck()
            for key in submitted.get("choice", ()):
                choice(article, seen(question, f"choice-{key}")).check()
        case "numeric" | "short" | "predict" | "command" | "open":
            article.locator("[name=answer]").fill("".join(submitted.get("answer", ())))
        case "cloze":
            fill_blanks(article, question, submitted)
        case "matching":
            match_rows(article, question, submitted)
        case "ordering":
            place_steps(article, question, submitted)
        case kind:
            raise ValueError(kind)


def check(article: Locator) -> None:
    """Send what the form of a question holds."""
    article.get_by_role("button", name="Check answer").click()


def answer(article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]) -> None:
    """Answer a question, and mark the answer where that is its learner's to do."""
    fill(article, question, submitted)
    check(article)
    mark(article, question, submitted)


def mark(article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]) -> None:
    """Tick the points that a paragraph made, where the question is one that its learner marks."""
    if question.marks:
        for key in submitted["point"]:
            article.get_by_label(seen(question, f"point-{key}")).check()
        article.get_by_role("button", name="Save my marks").click()


def fill_blanks(
    article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]
) -> None:
    """Choose or type what each blank is filled with."""
    for name, filled in zip(submitted["blank"], submitted["fill"], strict=True):
        found = blank_of(article, question, name)
        if name not in listed(question):
            found.fill(filled)
        else:
            found.select_option(label=seen(question, f"choice-{filled}") if filled else "Choose")


def listed(question: Question) -> set[str]:
    """Return the rows that are filled from a list of their own."""
    return {option.row for option in question.options}


def blank_of(article: Locator, question: Question, name: str) -> Locator:
    """Find the control of a blank by its number."""
    names = [row.id for row in question.rows(None, Reveal.NOTHING)]
    return article.get_by_label(f"Blank {names.index(name) + 1}", exact=True)


def match_rows(
    article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]
) -> None:
    """Choose a match for each row."""
    for row, option in zip(submitted["row"], submitted["match"], strict=True):
        label = seen(question, f"option-{option}") if option else "Choose a match"
        found = row_of(article, "li", seen(question, f"row-{row}"))
        found.locator("select").select_option(label=label)


def place_steps(
    article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]
) -> None:
    """Give each step its place: by the buttons that script puts there, or else in a list."""
    rows = article.locator("ol > li")
    wanted = sorted(zip(submitted["place"], submitted["step"], strict=True))
    for at, (place, step) in enumerate(wanted):
        text = seen(question, f"step-{step}")
        row = row_of(article, "ol > li", text)
        if row.locator("select").is_visible():
            row.locator("select").select_option(place or "1")
            continue
        if (place == "out") != (row.locator("select").input_value() == "out"):
            row.get_by_role("button", name="Leave out").click()
        if place != "out":
            while row_of(article, f"ol > li:nth-child({at + 1})", text).count() == 0:
                row.get_by_role("button", name="Move up").click()
            expect(rows.nth(at)).to_contain_text(text)


def seen(question: Question, slot: str) -> str:
    """Return a text as a reader sees it."""
    return " ".join(plain(question.texts()[slot].markdown).split())


def choice(article: Locator, text: str) -> Locator:
    """Find the control of a choice by its text."""
    return row_of(article, "label.choice", text).locator("input")


def row_of(article: Locator, selector: str, text: str) -> Locator:
    """Find the row that begins with a text."""
    pattern = re.compile(rf"^\s*\d*\s*{re.escape(text)}".replace(r"\ ", r"\s+"))
    return article.locator(selector).filter(has_text=pattern)
