"""Every page that a newcomer finds: accessible, within its width, and silent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.order import assert_in_order

pytestmark = pytest.mark.browser
LOOK = "Look at your e-mail"
OLD = "That link no longer works"
PAGES = {
    "/": "Courses",
    "/?q=zzzz": "Courses",
    "/courses/aws-finance/": "AWS Essentials for Financial Services",
    "/courses/aws-finance/data-transfer/": "What leaves costs",
    "/glossary/aws-finance/": "Glossary",
    "/errata/aws-finance/data-transfer/": "Corrections",
    "/questions/aws-finance/nightly-join/": "A month of nightly reads",
    "/quizzes/aws-finance/core-services/": "Core services",
    "/progress/": "Progress",
    "/progress/aws-finance/": "AWS Essentials for Financial Services",
    "/progress/aws-finance/beliefs/": "Beliefs",
    "/progress/aws-finance/estimate-transfer/why/": "Estimate a data-transfer bill",
    "/accounts/login/": "Sign in",
    "/accounts/signup/": "Create an account",
    "/accounts/password/reset/": "Reset your password",
    "/accounts/password/reset/done/": LOOK,
    "/accounts/password/reset/key/1-old/": OLD,
    "/accounts/password/reset/key/done/": "Your password is changed",
    "/accounts/confirm-email/": LOOK,
    "/accounts/confirm-email/old/": OLD,
    "/accounts/inactive/": "This account is closed",
    "/nowhere/": "There is no page at this address",
}
"""What can be opened without an account, and its heading."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_order(arrive: Callable[..., Page], path: str) -> None:
    page = arrive(path)

    expect(page.get_by_role("heading", level=1)).to_contain_text(PAGES[path])
    assert_in_order(page, every_look=True)
