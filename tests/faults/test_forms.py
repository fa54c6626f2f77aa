"""One form sent twice, two tabs with one question, and the way back: in a browser."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.answering import answer, by_id, fill, sample
from tests.browser.people import Records
from tests.browser.test_journey import take_quiz
from tests.faults.asked import KEY, PAGE, RIGHT, WRONG, Typing, begun, second

pytestmark = pytest.mark.browser
QUIZ = "/quizzes/aws-finance/core-services/"
scripts = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@scripts
@pytest.mark.parametrize("way", ["double click", "Enter twice"])
def test_f07_a_form_that_is_sent_twice_is_one_answer(
    arrive: Callable[..., Page], records: Records, script: bool, way: str
) -> None:
    tab = begun(arrive(PAGE, script=script))
    before = len(records.answers_to(KEY))
    tab.box.fill(WRONG)

    if way == "double click":
        tab.article.get_by_role("button", name="Check answer").dblclick(no_wait_after=True)
    else:
        tab.box.focus()
        tab.page.keyboard.press("Enter")
        tab.page.keyboard.press("Enter")

    tab.is_wrong()
    tab.page.goto(PAGE)
    tab.is_wrong()
    assert len(records.answers_to(KEY)) == before + 1


@scripts
def test_f08_back_in_practice_offers_a_new_try(
    arrive: Callable[..., Page], records: Records, script: bool
) -> None:
    tab = begun(arrive(PAGE, script=script))
    before = len(records.answers_to(KEY))
    tab.box.fill(WRONG)
    tab.check()
    tab.is_wrong()
    tab.page.goto("/courses/aws-finance/")

    tab.page.go_back()
    tab.is_wrong()  # it is told, and not silently open again
    tab.article.get_by_role("link", name="Try again").click()
    tab.box.fill(RIGHT)
    tab.check()

    tab.is_right()
    given = [one.submitted["answer"] for one in records.answers_to(KEY)[before:]]
    assert given == [[WRONG], [RIGHT]]


@scripts
def test_f08_back_in_an_exam_the_latest_answer_counts(
    arrive: Callable[..., Page], records: Records, script: bool
) -> None:
    page = arrive(QUIZ, script=script)
    page.get_by_role("button", name="Start").click()
    question = by_id()[records.questions_of(UUID(page.url.split("/")[-3]))[0]]
    article, first = page.locator("article.q"), page.url

    for credit in (0.0, 1.0):
        fill(article, question, sample(question, credit).submitted)
        article.get_by_role("button", name="Save answer").click()
        expect(article.get_by_text("Saved. You can change it until you finish.")).to_be_visible()
        page.locator("a.next").click()
        expect(page.locator("h1")).to_contain_text("Question 2")
        page.go_back()
        expect(page.locator("h1")).to_contain_text("Question 1")
    page.goto(f"{first.rsplit('/', 2)[0]}/finish/")
    page.get_by_role("button", name="Finish").click()

    expect(page.locator(".score-line")).to_contain_text("1out of 12")


@scripts
@pytest.mark.parametrize("late", ["24 hours", ""], ids=["another answer", "blank"])
def test_f10_a_stale_tab_shows_both_texts_and_changes_nothing(
    arrive: Callable[..., Page], records: Records, said: list[str], script: bool, late: str
) -> None:
    tab = begun(arrive(PAGE, script=script))
    old = second(tab)
    before = len(records.answers_to(KEY))
    tab.box.fill(WRONG)
    tab.check()
    tab.is_wrong()

    old.box.fill(late)
    old.check()

    old.says("This question has moved on, in another tab perhaps.")
    old.says(f"What counts: {WRONG}")
    if late:
        old.says(f"You sent: {late}")
        old.holds(late)
    given = [one.submitted["answer"] for one in records.answers_to(KEY)[before:]]
    assert given == [[WRONG]]
    said.clear()


@pytest.mark.parametrize("days", [-1, 1])
def test_f17_the_clock_of_a_learner_changes_nothing(
    arrive: Callable[..., Page], records: Records, days: int
) -> None:
    page = arrive()
    page.clock.install(time=timezone.now() + timedelta(days=days))
    page.goto(QUIZ)
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".timer")).to_contain_text("24 min left")

    page.clock.fast_forward("10:00")
    expect(page.locator(".timer")).to_contain_text("14 min left")

    question = by_id()[records.questions_of(UUID(page.url.split("/")[-3]))[0]]
    article = page.locator("article.q")
    fill(article, question, sample(question, 1.0).submitted)
    article.get_by_role("button", name="Save answer").click()
    expect(article.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.locator(".timer")).to_contain_text("24 min left")


@pytest.mark.parametrize("missing", ["script", "htmx"])
def test_f34_a_quiz_is_sat_and_reviewed_with_plain_forms(
    arrive: Callable[..., Page], records: Records, said: list[str], missing: str
) -> None:
    page = arrive(script=missing != "script")
    page.route("**/htmx-2*.js", lambda route: route.abort())
    page.goto(f"{PAGE}")
    answer(page.locator("article.q"), by_id()[KEY], sample(by_id()[KEY], 1.0).submitted)
    expect(page.locator(".feedback.right")).to_be_visible()

    drawn = take_quiz(page, records)

    for row in page.locator(".review summary").all():
        row.click()
    expect(page.locator(".review .graded")).to_have_count(len(drawn))
    expect(page.locator(".review .graded").last).to_be_visible()
    assert missing == "script" or Typing(page).kept == []
    assert all("htmx" in words or "ERR_FAILED" in words for words in said)
    said.clear()
