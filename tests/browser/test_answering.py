"""A visitor answers every kind: right, wrong and unreadably, with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from domain.questions.base import Unreadable
from tests.browser.answering import ONE_OF_EACH_KIND, answer, check, fill, questions, sample
from tests.browser.keys import mark_by_keys, tab_to, type_in

pytestmark = pytest.mark.browser
QUESTIONS = questions()
KINDS = list(ONE_OF_EACH_KIND)
scripts = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest.fixture
def opened(arrive: Callable[..., Page]) -> Callable[..., tuple[Page, Locator]]:
    """Open a lesson as a new visitor, and find the question of a kind in it."""

    def found(kind: str, *, script: bool = True) -> tuple[Page, Locator]:
        lesson, key = ONE_OF_EACH_KIND[kind]
        page = arrive(f"/courses/aws-finance/{lesson}/", script=script)
        return page, page.locator(f"#q-{key}")

    return found


@scripts
@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_is_told_right_with_its_reason(
    opened: Callable[..., tuple[Page, Locator]], kind: str, script: bool
) -> None:
    page, article = opened(kind, script=script)

    answer(article, QUESTIONS[kind], sample(QUESTIONS[kind], 1.0).submitted)

    expect(article.locator(".feedback.right .score")).to_have_text("1 / 1")
    expect(article.locator(".feedback a").first).to_contain_text("Reread")
    assert "/courses/" in page.url


@scripts
@pytest.mark.parametrize("kind", [kind for kind in KINDS if not QUESTIONS[kind].marks])
def test_a_wrong_answer_may_be_tried_again(
    opened: Callable[..., tuple[Page, Locator]], kind: str, script: bool
) -> None:
    page, article = opened(kind, script=script)

    fill(article, QUESTIONS[kind], sample(QUESTIONS[kind], 0.0).submitted)
    check(article)
    expect(article.locator(".feedback.wrong .score")).to_have_text("0 / 1")
    article.get_by_role("link", name="Try again").click()
    again = page.locator(f"#q-{ONE_OF_EACH_KIND[kind][1]}")

    expect(again.get_by_role("button", name="Check answer")).to_be_visible()


@scripts
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ordering"])
def test_an_unreadable_answer_says_how_to_write_it_and_costs_nothing(
    opened: Callable[..., tuple[Page, Locator]], kind: str, script: bool
) -> None:
    _page, article = opened(kind, script=script)

    if kind in ("numeric", "matching"):  # the other kinds are left empty
        fill(article, QUESTIONS[kind], sample(QUESTIONS[kind], Unreadable).submitted)
    check(article)

    assert_unreadable(article)
    answer(article, QUESTIONS[kind], sample(QUESTIONS[kind], 1.0).submitted)
    expect(article.locator(".feedback.right .score")).to_have_text("1 / 1")


@scripts
def test_a_paragraph_is_marked_by_whoever_wrote_it(
    opened: Callable[..., tuple[Page, Locator]], script: bool
) -> None:
    _page, article = opened("open", script=script)
    fill(article, QUESTIONS["open"], sample(QUESTIONS["open"], 0.0).submitted)
    check(article)
    expect(article.get_by_role("heading", name="Judge your answer")).to_be_visible()
    expect(article).not_to_contain_text("Model answer")

    article.get_by_role("checkbox").first.check()
    article.get_by_role("button", name="Save my marks").click()

    expect(article.locator(".feedback.partial")).to_contain_text("1 of")
    expect(article.locator(".feedback.partial")).to_contain_text("Model answer")
    expect(article.locator(".points li").first).to_contain_text("Covered")
    expect(article.locator(".points li").last).to_contain_text("Missed")


def test_steps_in_one_place_are_unreadable(
    opened: Callable[..., tuple[Page, Locator]],
) -> None:
    _page, article = opened("ordering", script=False)  # with script, no two can share a place

    for list_ in article.locator("ol > li select").all():
        list_.select_option("1")
    check(article)

    assert_unreadable(article)


def assert_unreadable(article: Locator) -> None:
    """Find what to do, tied to the controls that it speaks of."""
    fault = article.locator(".field-error")
    expect(fault).to_contain_text("did not count as a try")
    expect(article.get_by_role("button", name="Check answer")).to_be_visible()
    controls = article.locator("[aria-invalid=true]")
    assert controls.count() > 0
    name = fault.get_attribute("id")
    for control in controls.all():
        owner = control.locator(f"xpath=ancestor-or-self::*[contains(@aria-describedby, '{name}')]")
        expect(owner).to_have_count(1)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_needs_no_mouse(arrive: Callable[..., Page], kind: str) -> None:
    _lesson, key = ONE_OF_EACH_KIND[kind]
    page = arrive(f"/questions/aws-finance/{key}/")
    article = page.locator(f"#q-{key}")

    type_in(page, article, QUESTIONS[kind], sample(QUESTIONS[kind], 1.0).submitted)
    tab_to(page, article.get_by_role("button", name="Check answer"))
    page.keyboard.press("Enter")
    expect(article.locator(".feedback :is(h2, h3)")).to_be_focused()
    mark_by_keys(page, article, QUESTIONS[kind], sample(QUESTIONS[kind], 1.0).submitted)

    expect(article.locator(".feedback.right")).to_be_visible()
    expect(article.locator(".feedback :is(h2, h3)")).to_be_focused()


def test_a_step_moves_by_its_buttons_and_says_where_it_is(
    opened: Callable[..., tuple[Page, Locator]],
) -> None:
    _page, article = opened("ordering")
    second = article.locator("ol li").nth(1).locator("[data-name]").inner_text()

    article.locator("ol li").nth(1).get_by_role("button", name="Move up").focus()
    article.page.keyboard.press("Enter")

    assert article.locator("ol li").first.locator("[data-name]").inner_text() == second
    expect(article.locator("[data-order-status]")).to_contain_text("place 1 of")


def test_a_hint_keeps_what_was_chosen(opened: Callable[..., tuple[Page, Locator]]) -> None:
    _page, article = opened("choice")
    article.locator("label.choice").nth(2).click()

    article.get_by_role("button", name="Show a hint").click()

    expect(article.locator(".hint")).to_be_visible()
    expect(article.locator("label.choice").nth(2).locator("input")).to_be_checked()


def test_what_is_too_long_is_said_beside_the_form_and_stays_in_it(
    opened: Callable[..., tuple[Page, Locator]], said: list[str]
) -> None:
    """F22: the note is the server's, and the form is the one that was sent."""
    _, article = opened("open")
    typed = "too long " * 8000
    box = article.locator("textarea").first

    box.evaluate("box => box.removeAttribute('maxlength')")  # as a browser that knows none
    box.fill(typed)
    check(article)

    expect(article.locator(".unsent")).to_contain_text("longer than 64 KiB")
    expect(article.locator(".unsent")).to_contain_text("Request ")
    expect(box).to_have_value(typed)
    assert [line for line in said if "413" not in line] == []
    said.clear()
