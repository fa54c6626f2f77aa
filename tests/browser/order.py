"""What every page owes its readers: nothing that axe finds, and no scrolling sideways."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

WIDTHS = (360, 768, 1440)
AXE = Axe()
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}
"""All that a theme can change."""


def assert_in_order(page: Page) -> None:
    """Look at a page at each width, in each theme; then leave it light and wide."""
    expect(page.locator(":root:active-view-transition")).to_have_count(0)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            found = AXE.run(page, options=EVERYTHING if scheme == "light" else COLOURS)
            assert found.violations_count == 0, (page.url, width, scheme, found.generate_report())
