"""A session that ends, a token that changes: what was typed survives, and the form saves it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.order import assert_in_order
from tests.browser.people import Letters, Records, press, sign_in, sign_up
from tests.faults.asked import KEY, PAGE, RIGHT, Typing, begun, second

pytestmark = pytest.mark.browser
OUT = "Not saved yet: you are signed out."


def test_f12_an_expired_session_asks_to_sign_in_and_the_same_form_then_saves(
    arrive: Callable[..., Page], letters: Letters, records: Records, said: list[str]
) -> None:
    page = arrive()
    sign_up(page, "expired@example.org", letters)
    page.goto(PAGE)
    tab = begun(page)
    records.end_sessions()

    tab.box.fill(RIGHT)
    tab.says(OUT)  # of the draft
    key = tab.key
    tab.check()
    dialog = page.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_be_visible()
    assert dialog.get_by_role("link", name="Sign in").get_attribute("target") == "_blank"
    assert page.locator("html, body, main").count() == 3  # no page within the page
    tab.holds(RIGHT)
    assert_in_order(page)

    other = page.context.new_page()
    sign_in(other, "expired@example.org")
    press(page, "Back to the page")
    assert tab.key == key
    tab.check()

    tab.is_right()
    assert records.answers_to(KEY)[-1] == (key, {"answer": [RIGHT]})
    assert any("401" in words for words in said)
    assert any("403" in words for words in said)  # of the token of before
    said.clear()


def test_f12_without_script_the_form_comes_back_to_be_sent_again(
    arrive: Callable[..., Page], letters: Letters, records: Records
) -> None:
    page = arrive(script=False)
    sign_up(page, "expired-plain@example.org", letters)
    page.goto(PAGE)
    tab = begun(page)
    key = tab.key
    records.end_sessions()
    tab.box.fill(RIGHT)
    tab.check()
    expect(page.get_by_role("main")).to_contain_text("You are signed out, so nothing was saved.")

    other = page.context.new_page()
    sign_in(other, "expired-plain@example.org")
    press(page, "Send it again")  # under the token of before
    press(page, "Send it again")

    tab.is_right()
    assert records.answers_to(KEY)[-1] == (key, {"answer": [RIGHT]})


def test_f12_another_try_asks_to_sign_in_as_well(
    arrive: Callable[..., Page], said: list[str]
) -> None:
    tab = begun(arrive(PAGE))
    tab.box.fill("7")
    tab.check()
    tab.is_wrong()
    tab.page.context.clear_cookies()

    tab.article.get_by_role("link", name="Try again").click()

    expect(tab.page.get_by_role("dialog", name="You are signed out")).to_be_visible()
    expect(tab.article.locator(".unsent")).to_have_count(0)
    assert any("401" in words for words in said)
    said.clear()


def test_f13_a_token_that_changed_in_another_tab_is_renewed_by_itself(
    arrive: Callable[..., Page], letters: Letters, records: Records, said: list[str]
) -> None:
    tab = begun(arrive(PAGE))
    sign_up(second(tab).page, "rotated@example.org", letters)
    before, statuses = len(records.answers_to(KEY)), list[int]()
    tab.page.on("response", lambda reply: statuses.append(reply.status))

    tab.box.fill(RIGHT)
    tab.check()

    tab.is_right()
    assert [status for status in statuses if status != 204][:2] == [403, 200]
    assert len(records.answers_to(KEY)) == before + 1
    assert all("403" in words for words in said)
    said.clear()


def test_f13_without_script_the_form_comes_back_filled(
    arrive: Callable[..., Page], letters: Letters, records: Records
) -> None:
    tab = begun(arrive(PAGE, script=False))
    sign_up(second(tab).page, "rotated-plain@example.org", letters)
    before = len(records.answers_to(KEY))

    tab.box.fill(RIGHT)
    tab.check()
    expect(tab.page.get_by_role("heading", name="Send it once more")).to_be_visible()
    press(tab.page, "Send it again")

    tab.is_right()
    assert len(records.answers_to(KEY)) == before + 1


def test_somebody_else_at_the_same_browser_finds_nothing(
    arrive: Callable[..., Page], letters: Letters, said: list[str]
) -> None:
    page = arrive()
    sign_up(page, "first@example.org", letters)
    page.goto(PAGE)
    page.context.set_offline(True)
    Typing(page).box.fill("a secret")
    page.context.set_offline(False)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()

    page.goto(PAGE)
    Typing(page).holds("")
    sign_up(page, "next@example.org", letters)
    page.goto(PAGE)
    Typing(page).holds("")
    said.clear()
