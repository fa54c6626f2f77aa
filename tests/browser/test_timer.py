"""The time of a quiz as it is shown, and as it is read out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
QUIZ = "/quizzes/aws-finance/core-services/"
"""Of 25 minutes."""
LISTEN = """() => {
  window.heard = [];
  const told = document.querySelector("[data-told]");
  new MutationObserver(() => heard.push(told.textContent)).observe(told, { childList: true });
}"""


def test_it_is_read_out_four_times_and_shown_all_the_while(arrive: Callable[..., Page]) -> None:
    page = arrive(QUIZ)
    page.clock.install()
    page.get_by_role("button", name="Start").click()
    timer = page.locator(".timer")
    expect(timer).to_contain_text("until")
    page.evaluate(LISTEN)

    page.clock.run_for("19:55")
    expect(timer.locator("[data-time]")).to_have_text("5 min left")
    page.clock.run_for("05:10")

    expect(timer.locator("[data-time]")).to_have_text("Time is up: what is saved counts")
    expect(timer.locator("[data-end]")).to_have_count(0)
    assert page.evaluate("heard") == [
        "Half of the time is over: 12 min left",
        "5 min left",
        "1 min left",
        "Time is up: what is saved counts",
    ]


def test_without_javascript_the_page_says_when_it_ends(arrive: Callable[..., Page]) -> None:
    page = arrive(QUIZ, script=False)
    page.get_by_role("button", name="Start").click()

    expect(page.locator(".timer")).to_contain_text("24 min left")
    expect(page.locator(".timer [data-end]")).to_contain_text("UTC")
