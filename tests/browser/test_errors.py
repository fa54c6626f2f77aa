"""What somebody sees when a request is refused or fails: a page in order that says what is safe."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect

from tests.browser.order import assert_in_order
from tests.browser.people import Letters, Records, press, sign_up, write
from tests.content import ROOT

pytestmark = pytest.mark.browser
QUESTION = "/questions/aws-finance/nightly-join/"
PASTE = """(form, length) => {
    form.answer.value = "1".repeat(length);
    HTMLFormElement.prototype.submit.call(form);
}"""
"""Sends a long answer as a page without script does."""


@pytest.mark.parametrize("length", [70_000, 300_000])
def test_an_answer_that_is_too_long_is_refused(arrive: Callable[..., Page], length: int) -> None:
    page = arrive(QUESTION)

    page.locator("article.q form").evaluate(PASTE, length)

    expect(page.get_by_role("heading", level=1)).to_have_text("That was too long to take")
    expect(page.get_by_role("main")).to_contain_text("what you typed is still in the form")
    assert_in_order(page)


def test_a_form_that_is_sent_too_often_says_how_long_to_wait(arrive: Callable[..., Page]) -> None:
    page = arrive()

    for _ in range(6):  # five a minute for each address
        page.goto("/accounts/password/reset/")
        write(page, {"E-mail": "often@example.org"})
        press(page, "Send the link")

    expect(page.get_by_role("main")).to_contain_text("Wait five minutes")
    assert_in_order(page)


def test_a_form_that_is_out_of_date_says_how_to_go_on(
    arrive: Callable[..., Page], letters: Letters
) -> None:
    page = arrive()
    sign_up(page, "hal@example.org", letters)
    page.goto("/accounts/password/change/")
    page.context.clear_cookies(name="csrftoken")

    for box in page.locator("main form input[type=password]").all():
        box.fill("correct horse")
    press(page, "Change password")

    expect(page.get_by_role("heading", name="That form was out of date")).to_be_visible()
    assert_in_order(page)


def test_a_form_of_an_older_page_comes_back_to_be_sent_again(
    arrive: Callable[..., Page], letters: Letters
) -> None:
    page = arrive()
    sign_up(page, "hob@example.org", letters)
    page.goto("/accounts/email/")
    page.context.clear_cookies(name="csrftoken")
    write(page, {"E-mail": "hob2@example.org"})
    press(page, "Add address")
    expect(page.get_by_role("heading", name="Send it once more")).to_be_visible()
    assert_in_order(page)

    press(page, "Send it again")

    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()


def test_a_page_of_somebody_else_is_in_order(arrive: Callable[..., Page]) -> None:
    """No address of ours is refused like that: the page is printed here."""
    html = render_to_string("403.html", request=RequestFactory().get("/"))
    page = arrive()

    def static(route: Route) -> None:
        file = ROOT / "static" / route.request.url.partition("/static/")[2]
        if file.exists():
            route.fulfill(path=file)
        else:  # of the page before, which knows its files by their hashed names
            route.continue_()

    page.route("**/static/**", static)
    page.route("**/refused/", lambda route: route.fulfill(status=403, body=html))
    page.goto("/refused/")

    expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()
    assert_in_order(page)


def test_a_mistake_of_ours_says_that_answers_are_safe(
    arrive: Callable[..., Page], records: Records
) -> None:
    page = arrive("/courses/aws-finance/data-transfer/")
    press(page, "Mark as read")
    expect(page.locator("#mark-read")).to_contain_text("Read on")

    with without("learners_lessonmark", records):
        page.goto("/progress/")

    expect(page.get_by_role("heading", name="Something broke on our side")).to_be_visible()
    assert_in_order(page)
    page.goto("/progress/")
    expect(page.get_by_role("heading", name="Your courses")).to_be_attached()


@contextmanager
def without(table: str, records: Records) -> Iterator[None]:
    """Take a table away from the site for a while."""
    names = [table, f"{table}_away"]
    with closing(sqlite3.connect(records.database, timeout=20)) as connection:
        connection.execute("ALTER TABLE {} RENAME TO {}".format(*names))
        try:
            yield
        finally:
            connection.execute("ALTER TABLE {1} RENAME TO {0}".format(*names))


def test_a_session_that_is_lost_asks_to_sign_in_and_keeps_the_answer(
    arrive: Callable[..., Page], said: list[str]
) -> None:
    page = arrive(QUESTION)
    article = page.locator("article.q")
    article.locator("input[name=answer]").fill("1")
    press(page, "Check answer")
    article.get_by_role("link", name="Try again").click()
    page.context.clear_cookies()

    article.locator("input[name=answer]").fill("2100")
    press(page, "Check answer")

    expect(page.get_by_role("dialog", name="You are signed out")).to_be_visible()
    expect(article.locator("input[name=answer]")).to_have_value("2100")
    assert any("401" in complaint for complaint in said)
    said.clear()
    assert_in_order(page)
