"""What every page owes its readers: nothing that axe finds, and no scrolling sideways."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

WIDTHS = (360, 768, 1440)
SCRIPT = Axe().axe_script
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}
"""All that a theme can change."""
LOOKS = ((360, "dark", EVERYTHING), (1440, "light", EVERYTHING))
"""Each width and each theme once. What happens on a page changes what it says, not its rules."""
OTHER_LOOKS = ((360, "light", COLOURS), (1440, "dark", COLOURS))


def assert_in_order(page: Page, *, every_look: bool = False) -> None:
    """Look at a page at each width, in each theme; then leave it light and wide."""
    expect(page.locator(":root:active-view-transition")).to_have_count(0)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    for width, scheme, options in (*(OTHER_LOOKS if every_look else ()), *LOOKS):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = AxeResults(page.evaluate("options => axe.run(options)", options))
        assert found.violations_count == 0, (page.url, width, scheme, found.generate_report())
