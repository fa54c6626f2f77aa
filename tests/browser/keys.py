"""Use a page with the keyboard alone, seeing all the time where one is."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page

from domain.questions.base import Question
from tests.browser.answering import blank_of, choice, listed, row_of, seen

FAR = 120  # presses of Tab: more than any page of a question has stops
RING = """element => {
    for (let box = element; box.matches("body *"); box = box.parentElement) {
        const style = getComputedStyle(box), rect = box.getBoundingClientRect();
        if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
            return rect.width > 0 && rect.top < innerHeight && rect.bottom > 0;
        if (box.matches("article, form, main")) return false;
    }
}"""
"""Whether the focused element, or the row it stands in, is ringed and on the screen."""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until a control has the focus, and see it."""
    for _ in range(FAR):
        if wanted.evaluate("element => element === document.activeElement"):
            assert wanted.evaluate(RING), f"no ring around {wanted}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


def type_in(
    page: Page, article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]
) -> None:
    """Put a submission into the form of a question."""
    match question.kind:
        case "choice" | "choices":
            for key in submitted["choice"]:
                _pick(page, article, choice(article, seen(question, f"choice-{key}")))
        case "numeric" | "short" | "predict" | "command" | "open":
            tab_to(page, article.locator("[name=answer]"))
            page.keyboard.type("".join(submitted["answer"]))
        case "cloze":
            _fill_blanks(page, article, question, submitted)
        case "matching":
            for row, option in zip(submitted["row"], submitted["match"], strict=True):
                found = row_of(article, "li", seen(question, f"row-{row}")).locator("select")
                tab_to(page, found)
                _select(page, found, seen(question, f"option-{option}"))
        case "ordering":
            _move(page, article, question, submitted)
        case kind:
            raise ValueError(kind)


def _fill_blanks(
    page: Page, article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]
) -> None:
    for name, filled in zip(submitted["blank"], submitted["fill"], strict=True):
        found = blank_of(article, question, name)
        tab_to(page, found)
        if name in listed(question):
            _select(page, found, seen(question, f"choice-{filled}"))
        else:
            page.keyboard.type(filled)


def mark_by_keys(
    page: Page, article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]
) -> None:
    """Tick the points that a paragraph made, where the question is one that its learner marks."""
    if question.marks:
        for key in submitted["point"]:
            tab_to(page, article.get_by_label(seen(question, f"point-{key}")))
            page.keyboard.press("Space")
        tab_to(page, article.get_by_role("button", name="Save my marks"))
        page.keyboard.press("Enter")


def _pick(page: Page, article: Locator, wanted: Locator) -> None:
    """Arrows lead through radio buttons, and pick; Tab leads through boxes, and Space ticks."""
    if wanted.get_attribute("type") == "checkbox":
        tab_to(page, wanted)
        page.keyboard.press("Space")
        return
    tab_to(page, article.locator("input[name=choice]").first)
    page.keyboard.press("Space")
    while not wanted.is_checked():
        page.keyboard.press("ArrowDown")
    assert wanted.evaluate(RING)


def _select(page: Page, found: Locator, label: str) -> None:
    while found.locator("option:checked").inner_text().strip() != label:
        before = found.input_value()
        page.keyboard.press("ArrowDown")
        assert found.input_value() != before, f"the list has no {label}"


def _move(
    page: Page, article: Locator, question: Question, submitted: Mapping[str, Sequence[str]]
) -> None:
    wanted = sorted(zip(submitted["place"], submitted["step"], strict=True))
    for at, (place, step) in enumerate(wanted):
        text = seen(question, f"step-{step}")
        row = row_of(article, "ol > li", text)
        name = "Leave out" if place == "out" else "Move up"
        tab_to(page, row.get_by_role("button", name=name))
        if place == "out":
            page.keyboard.press("Enter")
        else:
            while row_of(article, f"ol > li:nth-child({at + 1})", text).count() == 0:
                page.keyboard.press("Enter")
