"""Every page that a newcomer finds: accessible, within its width, and silent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.order import assert_in_order

pytestmark = pytest.mark.browser
LESSON = "/courses/aws-finance/data-transfer/"
PAGES = {
    "catalogue": "/",
    "no course": "/?q=zzzz",
    "course": "/courses/aws-finance/",
    "lesson": LESSON,
    "glossary": "/glossary/aws-finance/",
    "question": "/questions/aws-finance/nightly-join/",
    "quiz": "/quizzes/aws-finance/core-services/",
    "no progress": "/progress/",
    "no progress in a course": "/progress/aws-finance/",
    "no reason why": "/progress/aws-finance/estimate-transfer/why/",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "reset": "/accounts/password/reset/",
    "reset sent": "/accounts/password/reset/done/",
    "reset by an old link": "/accounts/password/reset/key/1-old/",
    "reset done": "/accounts/password/reset/key/done/",
    "confirmation sent": "/accounts/confirm-email/",
    "confirmation by an old link": "/accounts/confirm-email/old/",
    "account closed": "/accounts/inactive/",
    "not found": "/nowhere/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_in_order(arrive: Callable[..., Page], name: str) -> None:
    assert_in_order(arrive(PAGES[name]))
