"""A visitor's whole way: guest, account, second device. No answer is lost, none is there twice."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import ONE_OF_EACH_KIND, answer, by_id, checks, fill, sample
from tests.browser.people import Letters, Records, sign_in, sign_up

pytestmark = pytest.mark.browser
COURSE = "/courses/aws-finance/"
PROGRESS = "/progress/aws-finance/"
WRONG = "which-line"
"""The question of a lesson that is answered wrongly."""
scripts = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@scripts
def test_a_guest_finds_everything_again_in_a_second_browser(
    arrive: Callable[..., Page], letters: Letters, records: Records, script: bool
) -> None:
    email = f"journey-{script}@example.org".lower()
    laptop = arrive("/", script=script)
    read_lesson(laptop)
    for kind in ONE_OF_EACH_KIND:
        answer_check(laptop, kind)
    told = [key for _lesson, key in ONE_OF_EACH_KIND.values()]
    halfway = progress(laptop)
    assert halfway["Answers that count"] == str(len(ONE_OF_EACH_KIND))
    assert halfway["Checks answered"].startswith(f"{len(ONE_OF_EACH_KIND)} of")
    assert halfway["Lessons done"].startswith("1 of")
    drawn = take_quiz(laptop, records)
    kept = progress(laptop)
    assert kept["Answers that count"] == str(len(ONE_OF_EACH_KIND) + 12)
    assert kept["Checks answered"].startswith(f"{len(checks() & {*told, *drawn})} of")

    sign_up(laptop, email, letters)
    phone = arrive("/", script=script)
    sign_in(phone, email)

    for page in (laptop, phone):
        assert progress(page) == kept
        for lesson, key in ONE_OF_EACH_KIND.values():
            page.goto(f"{COURSE}{lesson}/")
            word = "wrong" if key == WRONG else "right"
            expect(page.locator(f"#q-{key} .feedback.{word}")).to_be_visible()
        page.goto("/quizzes/aws-finance/core-services/")
        expect(page.get_by_role("row", name="Passed")).to_contain_text("10 / 12")
    assert records.answers_of(email) == [*told, *drawn]


def test_two_devices_that_answered_apart_become_one(
    arrive: Callable[..., Page], letters: Letters, records: Records
) -> None:
    email = "apart@example.org"
    laptop, phone = arrive(), arrive()
    for kind in ("choice", "numeric"):
        answer_check(laptop, kind)
    for kind in ("numeric", "short", "ordering"):
        answer_check(phone, kind)
    sign_up(laptop, email, letters)
    people = records.learners()

    sign_in(phone, email)

    assert records.learners() == people - 1
    assert sorted(records.answers_of(email)) == [
        "ladder-order",
        "nightly-join",
        "nightly-join",
        "retention-default",
        "which-line",
    ]
    for page in (laptop, phone):
        kept = progress(page)
        assert kept["Answers that count"] == "5"
        assert kept["Checks answered"].startswith("4 of")
        assert outcomes(page)["Estimate a data-transfer bill"] == 3


def test_signing_out_and_in_again_adds_nothing(
    arrive: Callable[..., Page], letters: Letters, records: Records
) -> None:
    email = "again@example.org"
    page = arrive()
    answer_check(page, "choice")
    sign_up(page, email, letters)

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(PROGRESS)
    expect(page.get_by_role("heading", name="No answers yet")).to_be_visible()
    sign_in(page, email)

    assert progress(page)["Answers that count"] == "1"
    assert records.answers_of(email) == ["which-line"]


def read_lesson(page: Page) -> None:
    """Go from the catalogue to the first lesson, and mark it as read."""
    page.locator(".course-list").get_by_role("link").first.click()
    page.locator(".lessons").get_by_role("link").first.click()
    expect(page.locator("article h1")).to_be_visible()
    page.get_by_role("button", name="Mark as read").click()
    expect(page.locator("#mark-read")).to_contain_text("Read on")


def answer_check(page: Page, kind: str) -> None:
    """Answer a question of a lesson, once."""
    lesson, key = ONE_OF_EACH_KIND[kind]
    page.goto(f"{COURSE}{lesson}/")
    article = page.locator(f"#q-{key}")
    word, credit = ("wrong", 0.0) if key == WRONG else ("right", 1.0)
    answer(article, by_id()[key], sample(by_id()[key], credit).submitted)
    expect(article.locator(f".feedback.{word}")).to_be_visible()


def take_quiz(page: Page, records: Records) -> list[str]:
    """Take a quiz from its first page to its result, with the last two answers wrong.

    Return the questions that were drawn.
    """
    page.goto("/quizzes/aws-finance/core-services/")
    page.get_by_role("button", name="Start").click()
    drawn = records.questions_of(UUID(page.url.split("/")[-3]))
    for number, key in enumerate(drawn, start=1):
        expect(page.locator("h1")).to_contain_text(f"Question {number}")
        article, credit = page.locator("article.q"), 1.0 if number <= 10 else 0.0
        fill(article, by_id()[key], sample(by_id()[key], credit).submitted)
        article.get_by_role("button", name="Save answer").click()
        expect(article.get_by_text("Saved.")).to_be_visible()
        page.locator("a.next").click()
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".score-line")).to_contain_text("10out of 12 points, 83%")
    expect(page.get_by_text("Passed.")).to_be_visible()
    expect(page.get_by_role("table", name="Points by outcome").locator("tbody tr")).to_have_count(6)
    return drawn


def progress(page: Page) -> dict[str, str]:
    """Return what the page of progress counts, and the answers by outcome."""
    page.goto(PROGRESS)
    names = page.locator("dl dt").all_inner_texts()
    counts = dict(zip(names, page.locator("dl dd").all_inner_texts(), strict=True))
    return counts | {name: str(count) for name, count in outcomes(page).items()}


def outcomes(page: Page) -> dict[str, int]:
    """Return the answers for each outcome, by the first words of what one can do."""
    rows = page.locator("table.outcomes tbody tr").all_inner_texts()
    return {row.split(" from ")[0].split("\n")[0]: int(re.findall(r"\d+", row)[-1]) for row in rows}
