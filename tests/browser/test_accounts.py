"""The pages of an account, from its first letter to its last: in order, and of use."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

from tests.browser.order import assert_in_order
from tests.browser.people import Letters, press, prove, sign_in, sign_up, write
from tests.makers import PASSWORD

pytestmark = pytest.mark.browser
OTHER = "wrong battery horse 8"
SECOND_STEP = {
    "": "Two-step sign-in",
    "totp/deactivate/": "Turn off the authenticator app",
    "recovery-codes/generate/": "Make new recovery codes",
    "reauthenticate/": "Confirm that it is you",
}
"""The pages of a second step that is on, and their headings."""


def test_an_account_is_made_by_letter(arrive: Callable[..., Page], letters: Letters) -> None:
    email = "ada@example.org"
    page = arrive("/accounts/signup/")

    write(page, {"E-mail": email, "Password": "short"})
    press(page, "Create account")
    expect(page.get_by_text("It must contain at least 12 characters.")).to_be_visible()
    assert_in_order(page)
    write(page, {"Password": PASSWORD})
    press(page, "Create account")
    expect(page.get_by_role("heading", name="Look at your e-mail")).to_be_visible()
    page.goto(letters.link_to(email))
    expect(page.get_by_text("Is ada@example.org yours?")).to_be_visible()
    assert_in_order(page)
    press(page, "Confirm")
    expect(page.get_by_text("ada@example.org is confirmed.")).to_be_visible()
    assert_in_order(page)
    write(page, {"E-mail": email, "Password": OTHER})
    press(page, "Sign in")
    expect(page.get_by_role("alert").first).to_contain_text("We could not sign you in")
    assert_in_order(page)
    sign_in(page, email)
    expect(page.get_by_role("heading", name="No answers yet")).to_be_visible()
    page.locator(".menu summary").click()
    assert_in_order(page)
    press(page, "Sign out")
    expect(page.get_by_text("Every answer you have sent is saved.")).to_be_visible()
    assert_in_order(page)


def test_addresses_come_and_go(arrive: Callable[..., Page], letters: Letters) -> None:
    page = arrive()
    sign_up(page, "bob@example.org", letters)

    page.goto("/accounts/email/")
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)
    assert_in_order(page)
    write(page, {"E-mail": "bob2@example.org"})
    press(page, "Add address")
    prove(page)
    expect(page.get_by_text("Not confirmed")).to_be_visible()
    assert_in_order(page)
    page.get_by_label("bob2@example.org").check()
    press(page, "Make primary")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_in_order(page)
    page.goto(letters.link_to("bob2@example.org"))
    press(page, "Confirm")
    page.goto("/accounts/email/")
    page.get_by_label("bob2@example.org").check()
    press(page, "Make primary")
    page.get_by_label("bob@example.org").check()
    press(page, "Remove")

    expect(page.get_by_text("bob@example.org is removed from your account.")).to_be_visible()
    expect(page.get_by_text("bob2@example.org")).to_have_count(3)  # in the menu too, twice


def test_a_password_is_changed_and_forgotten(arrive: Callable[..., Page], letters: Letters) -> None:
    email = "cora@example.org"
    page = arrive()
    sign_up(page, email, letters)

    page.goto("/accounts/password/change/")
    assert_in_order(page)
    write(page, {"Current password": OTHER, "New password": OTHER, "New password again": "other"})
    press(page, "Change password")
    expect(page.locator(".field-error")).to_have_count(2)
    assert_in_order(page)
    write(page, {"Current password": PASSWORD, "New password": OTHER, "New password again": OTHER})
    press(page, "Change password")
    expect(page.get_by_role("status")).to_be_visible()
    page.goto("/accounts/logout/")
    assert_in_order(page)
    press(page, "Sign out")
    page.goto("/accounts/password/reset/")
    write(page, {"E-mail": email})
    press(page, "Send the link")
    link = letters.link_to(email)
    page.goto(link)
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    assert_in_order(page)
    write(page, {"New password": PASSWORD, "New password again": PASSWORD})
    press(page, "Change password")
    expect(page.get_by_role("heading", name="Your password is changed")).to_be_visible()
    sign_in(page, email)
    expect(page.get_by_text(f"Account menu of {email}")).to_be_attached()


def test_a_second_step_is_set_up(arrive: Callable[..., Page], letters: Letters) -> None:
    page = arrive()
    sign_up(page, "dan@example.org", letters)

    page.goto("/accounts/2fa/")
    assert_in_order(page)
    page.get_by_role("link", name="Set up").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert_in_order(page)
    prove(page)
    write(page, {"Code that the app shows": "1"})
    press(page, "Turn on")
    expect(page.locator(".field-error")).to_be_visible()
    assert_in_order(page)
    turn_on(page)
    expect(page.locator(".codes li")).to_have_count(10)
    assert_in_order(page)
    for path, heading in SECOND_STEP.items():
        page.goto(f"/accounts/2fa/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_in_order(page)


def test_a_second_step_is_asked_for(arrive: Callable[..., Page], letters: Letters) -> None:
    email = "eve@example.org"
    page = arrive()
    sign_up(page, email, letters)
    page.goto("/accounts/2fa/totp/activate/")
    prove(page)
    turn_on(page)
    recovery = page.locator(".codes li").first.inner_text()
    page.context.clear_cookies()

    page.goto("/accounts/login/")
    write(page, {"E-mail": email, "Password": PASSWORD})
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    write(page, {"Code": "000000"})
    press(page, "Sign in")
    expect(page.locator(".field-error").first).to_be_visible()
    assert_in_order(page)
    write(page, {"Code": recovery})
    press(page, "Sign in")

    expect(page.get_by_text(f"Account menu of {email}")).to_be_attached()


def turn_on(page: Page) -> None:
    """Type the code that an authenticator app shows for the secret of the page."""
    secret = page.locator(".secret").inner_text()
    _last, counter, _next = yield_hotp_counters_from_time()
    write(page, {"Code that the app shows": format_hotp_value(hotp_value(secret, counter))})
    press(page, "Turn on")
