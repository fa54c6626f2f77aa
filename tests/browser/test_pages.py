"""Every page: accessible, within its width, without a word from the console."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

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
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "reset": "/accounts/password/reset/",
    "not found": "/nowhere/",
}
WIDTHS = (360, 768, 1440)


@pytest.fixture
def visit(browser: Browser, base_url: str) -> Callable[..., Page]:
    """Open a page as a new visitor, and keep what the console says."""

    def opened(path: str, *, width: int = 1440, scheme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type] # one of two words
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(path)
        return page

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Callable[..., Page], name: str, scheme: str) -> None:
    page = visit(PAGES[name], scheme=scheme)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_screen(visit: Callable[..., Page], name: str) -> None:
    for width in WIDTHS:
        page = visit(PAGES[name], width=width)

        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("name", PAGES)
def test_the_console_stays_silent(browser: Browser, base_url: str, name: str) -> None:
    page = browser.new_page(base_url=base_url)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")

    expected = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert said == (expected if name == "not found" else [])


def test_no_page_asks_another_host(browser: Browser, base_url: str) -> None:
    page = browser.new_page(base_url=base_url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for path in PAGES.values():
        page.goto(path)

    assert {url for url in asked if not url.startswith((base_url, "data:"))} == set()
