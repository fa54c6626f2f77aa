"""What a question, a quiz and the pages of progress turn into: in order at every step."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from domain.questions.base import Question, Sample, Unreadable
from tests.browser.answering import (
    ONE_OF_EACH_KIND,
    answer,
    by_id,
    check,
    fill,
    mark,
    questions,
    sample,
)
from tests.browser.order import assert_in_order
from tests.browser.people import Records

pytestmark = pytest.mark.browser
QUESTIONS = questions()


def part(question: Question) -> Sample | None:
    """Return a submission that earns part of the credit, if the kind has any."""
    found = (s for s in question.samples() if isinstance(s.expected, float))
    return next((s for s in found if 0 < float(s.expected) < 1), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_a_question_is_in_order_in_every_state(arrive: Callable[..., Page], kind: str) -> None:
    question = QUESTIONS[kind]
    page = arrive(f"/questions/aws-finance/{question.id}/")
    article = page.locator("article.q")

    article.get_by_role("button", name="Show a hint").click()
    expect(article.locator(".hint")).to_be_visible()
    if kind != "ordering":  # with script, no two steps can share a place
        send_unreadable(article, question)
        assert_in_order(page)
    for word, given in (("wrong", sample(question, 0.0)), ("partial", part(question))):
        if given is None:
            continue
        fill(article, question, given.submitted)
        check(article)
        if question.marks:
            expect(article.get_by_role("checkbox").first).to_be_visible()
            assert_in_order(page)
        mark(article, question, given.submitted)
        expect(article.locator(f".feedback.{word}")).to_be_visible()
        assert_in_order(page)
        try_again(article)
    answer(article, question, sample(question, 1.0).submitted)
    expect(article.locator(".feedback.right")).to_be_visible()
    assert_in_order(page)


def test_a_draft_and_an_answer_of_every_kind_that_waits_for_the_end_are_in_order(
    arrive: Callable[..., Page],
) -> None:
    for page, article, question in asked_in(arrive(), "kinds-to-the-end"):
        fill(article, question, sample(question, 0.0).submitted)
        expect(article.get_by_text("Draft saved")).to_be_visible()
        assert_in_order(page)
        article.get_by_role("button", name="Save answer").click()
        expect(article.get_by_text("Saved.")).to_be_visible()
        expect(article.locator(".feedback")).to_have_count(0)
        assert_in_order(page)


def test_a_last_try_of_every_kind_tells_everything_and_is_in_order(
    arrive: Callable[..., Page],
) -> None:
    for page, article, question in asked_in(arrive(), "kinds-once"):
        assert_in_order(page)
        answer(article, question, sample(question, 0.0).submitted)
        expect(article.locator(".feedback.wrong")).to_be_visible()
        expect(article.get_by_role("button", name="Check answer")).to_have_count(0)
        assert_in_order(page)


def asked_in(page: Page, quiz: str) -> Iterator[tuple[Page, Locator, Question]]:
    """Start a quiz that asks a question of every kind, and open each in turn."""
    page.goto(f"/quizzes/aws-finance/{quiz}/")
    page.get_by_role("button", name="Start").click()
    sitting = page.url.rsplit("/", 2)[0]
    for place, kind in enumerate(ONE_OF_EACH_KIND, start=1):
        page.goto(f"{sitting}/{place}/")
        yield page, page.locator("article.q"), QUESTIONS[kind]


def test_a_quiz_with_feedback_at_the_end_is_in_order(
    arrive: Callable[..., Page], records: Records
) -> None:
    page = arrive("/quizzes/aws-finance/core-services/")
    page.get_by_role("button", name="Start").click()
    article = page.locator("article.q")
    assert_in_order(page)
    key = records.questions_of(UUID(page.url.split("/")[-3]))[0]

    fill(article, by_id()[key], sample(by_id()[key], 0.0).submitted)
    article.get_by_role("button", name="Save answer").click()
    expect(article.get_by_text("Saved.")).to_be_visible()
    assert_in_order(page)
    page.get_by_role("link", name="Leave quiz").click()
    expect(page.get_by_role("link", name="Resume")).to_be_visible()
    assert_in_order(page)
    page.get_by_role("link", name="Resume").click()
    page.goto(f"{page.url.rsplit('/', 2)[0]}/finish/")
    expect(page.get_by_text("11 of 12 questions have no answer")).to_be_visible()
    assert_in_order(page)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Not passed.")).to_be_visible()
    for row in page.locator(".review summary").all()[:2]:
        row.click()
    assert_in_order(page)
    page.goto("/quizzes/aws-finance/core-services/")
    expect(page.get_by_text("You have used all sittings of this quiz.")).to_be_visible()
    assert_in_order(page)


def test_a_quiz_with_feedback_at_once_counts_its_tries(arrive: Callable[..., Page]) -> None:
    question = by_id()["ready-cidr"]
    page = arrive("/quizzes/aws-finance/readiness/")
    assert_in_order(page)
    page.get_by_role("button", name="Start").click()
    page.goto(f"{page.url.rsplit('/', 2)[0]}/5/")
    article = page.locator("article.q")

    expect(article).to_contain_text("Try 1 of 3")
    send_unreadable(article, question)
    expect(article).to_contain_text("Try 1 of 3")
    assert_in_order(page)
    fill(article, question, sample(question, 0.0).submitted)
    check(article)
    expect(article.locator(".feedback")).to_contain_text("2 tries left")
    expect(page.locator(".steps li").last).to_contain_text("wrong")
    assert_in_order(page)
    try_again(article)
    fill(article, question, sample(question, 1.0).submitted)
    check(article)
    expect(page.locator(".steps li").last).to_contain_text("correct")
    assert_in_order(page)


def test_the_pages_of_somebody_who_has_answered_are_in_order(arrive: Callable[..., Page]) -> None:
    page = arrive()
    for kind, (_lesson, key) in ONE_OF_EACH_KIND.items():
        page.goto(f"/questions/aws-finance/{key}/")
        article, credit = page.locator(f"#q-{key}"), 0.0 if kind == "choice" else 1.0
        answer(article, QUESTIONS[kind], sample(QUESTIONS[kind], credit).submitted)
        expect(article.locator(".feedback")).to_be_visible()
    page.goto("/courses/aws-finance/data-transfer/")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.locator("#mark-read")).to_contain_text("Read on")

    assert_in_order(page)
    for path, words in FILLED.items():
        page.goto(path)
        expect(page.locator("main")).to_contain_text(words)
        assert_in_order(page)


def test_a_report_is_in_order_before_and_after_it_is_sent(arrive: Callable[..., Page]) -> None:
    question = QUESTIONS["choice"]
    page = arrive(f"/questions/aws-finance/{question.id}/")
    answer(page.locator("article.q"), question, sample(question, 1.0).submitted)
    page.get_by_role("link", name="Report a problem").click()
    assert_in_order(page)

    page.get_by_label("What is wrong?").fill("Another choice is right as well.")
    page.get_by_role("button", name="Send report").click()

    expect(page.get_by_role("heading", name="What you have sent")).to_be_visible()
    assert_in_order(page)


FILLED = {
    "/": "Resume lesson",
    "/courses/aws-finance/": "What your levels rest on",
    "/progress/": "1 of 13 lessons done",
    "/progress/aws-finance/": "Mastery by outcome",
    "/progress/aws-finance/estimate-transfer/why/": "Wrong on",
}


def send_unreadable(article: Locator, question: Question) -> None:
    """Send what cannot be read: a number or matches that are none, otherwise nothing at all."""
    if question.kind in ("numeric", "matching"):
        fill(article, question, sample(question, Unreadable).submitted)
    check(article)
    expect(article.locator(".field-error")).to_be_visible()


def try_again(article: Locator) -> None:
    """Ask for the form once more; where everything was told, begin anew."""
    again = article.get_by_role("link", name="Try again")
    again.or_(article.get_by_role("button", name="Practise this again")).click()
    expect(article.get_by_role("button", name="Check answer")).to_be_visible()
