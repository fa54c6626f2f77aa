"""Passkeys and security keys, with an authenticator that Chromium plays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.order import assert_in_order
from tests.browser.people import Letters, press, prove, sign_up, write
from tests.makers import PASSWORD

pytestmark = pytest.mark.browser


def plug_in(page: Page) -> None:
    """Give a browser an authenticator, as a phone or a laptop has one built in."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    built_in = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": built_in})


def add_key(page: Page, name: str, *, passkey: bool) -> None:
    """Add a key to the account of somebody who has just said who it is."""
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Use it as a passkey").set_checked(passkey)
    press(page, "Add key")


@pytest.fixture
def owner(arrive: Callable[..., Page], letters: Letters) -> Callable[[str], Page]:
    """Bring somebody with an account and an authenticator."""

    def brought(email: str) -> Page:
        page = arrive()
        plug_in(page)
        sign_up(page, email, letters)
        page.goto("/accounts/2fa/webauthn/add/")
        prove(page)
        return page

    return brought


def test_a_passkey_signs_in_without_a_password(owner: Callable[[str], Page]) -> None:
    email = "fay@example.org"
    page = owner(email)
    add_key(page, "Laptop", passkey=True)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()

    page.goto("/accounts/login/")
    press(page, "Sign in with a passkey")

    expect(page.get_by_text(f"Account menu of {email}")).to_be_attached()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("listitem").filter(has_text="Laptop")).to_contain_text("last used")


def test_the_pages_of_a_key_are_in_order(owner: Callable[[str], Page]) -> None:
    page = owner("ida@example.org")
    assert_in_order(page)
    add_key(page, "Laptop", passkey=True)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    for action in ("Rename", "Remove"):
        page.goto("/accounts/2fa/webauthn/")
        expect(page.get_by_role("listitem").filter(has_text="Laptop")).to_contain_text("Passkey")
        page.get_by_role("link", name=f"{action} Laptop").click()
        expect(page.get_by_role("heading", name=f"{action} a key")).to_be_visible()
        assert_in_order(page)
    page.go_back()
    assert_in_order(page)
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("1 key.")).to_be_visible()
    assert_in_order(page)
    page.goto("/accounts/2fa/webauthn/reauthenticate/")
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert_in_order(page)


def test_a_key_is_a_second_step(owner: Callable[[str], Page]) -> None:
    email = "gus@example.org"
    page = owner(email)
    add_key(page, "Key ring", passkey=False)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()

    page.goto("/accounts/login/")
    write(page, {"E-mail": email, "Password": PASSWORD})
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    assert_in_order(page)
    press(page, "Use a passkey or security key")

    expect(page.get_by_text(f"Account menu of {email}")).to_be_attached()


def test_an_authenticator_that_refuses_leaves_the_other_ways(arrive: Callable[..., Page]) -> None:
    page = arrive("/accounts/login/")
    plug_in(page)

    press(page, "Sign in with a passkey")  # it holds none for this site

    expect(page.get_by_text("The passkey did not answer.")).to_be_visible()
    assert_in_order(page)
