"""What is left of a quiz that is over, and of beliefs: read, printed and practised."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.order import assert_in_order

pytestmark = pytest.mark.browser
QUESTION = "/questions/aws-finance/which-line/"
BELIEFS = "/progress/aws-finance/beliefs/"


@pytest.mark.parametrize("script", [True, False])
def test_a_review_prints_every_answer_and_starts_practice(
    arrive: Callable[..., Page], script: bool
) -> None:
    page = arrive("/quizzes/aws-finance/core-services/", script=script)
    page.get_by_role("button", name="Start").click()
    page.goto(f"{page.url.rsplit('/', 2)[0]}/finish/")
    page.get_by_role("button", name="Finish").click()
    reasons = page.locator(".review details > .body")

    expect(reasons.first).to_be_hidden()
    page.emulate_media(media="print")
    for reason in reasons.all():
        expect(reason).to_be_visible()
    expect(page.get_by_role("button", name="Practise only what I got wrong")).to_be_hidden()
    page.emulate_media(media="screen")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it as JSON").click()
    page.get_by_role("button", name="Practise only what I got wrong").click()

    assert download.value.suggested_filename.startswith("aws-finance-")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Practice")


def test_a_belief_that_was_surely_held_comes_back_and_can_be_practised(
    arrive: Callable[..., Page],
) -> None:
    page = arrive(QUESTION)
    page.get_by_text("are peered").click()
    page.get_by_text("Certain", exact=True).click()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Here it is again from another side.")).to_be_visible()
    assert_in_order(page)

    page.get_by_role("link", name="A different question").click()
    expect(page.get_by_role("button", name="Check answer")).to_be_visible()
    page.goto(BELIEFS)
    assert_in_order(page)
    page.get_by_role("button", name="Practise my open beliefs").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Practice")
    assert_in_order(page)
