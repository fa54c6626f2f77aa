"""One question of the real course, as the tests of faults meet it: a line to be typed."""

from dataclasses import dataclass
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from tests.browser.answering import by_id, sample

KEY = "retention-default"
PAGE = f"/questions/aws-finance/{KEY}/"
RIGHT, WRONG = (sample(by_id()[KEY], credit).submitted["answer"][0] for credit in (1.0, 0.0))
RECONNECTING = "Not saved yet: reconnecting, nothing is lost."


@dataclass(frozen=True)
class Typing:
    """The question in a tab."""

    page: Page

    @property
    def article(self) -> Locator:
        """All of it."""
        return self.page.locator(f"#q-{KEY}")

    @property
    def box(self) -> Locator:
        """Where the answer is typed."""
        return self.article.locator("[name=answer]")

    @property
    def key(self) -> UUID:
        """What the form goes by."""
        return UUID(self.article.locator("[name=key]").first.input_value())

    @property
    def kept(self) -> list[str]:
        """Return what the browser remembers as not sent."""
        names: list[str] = self.page.evaluate("Object.keys(localStorage)")
        return [name for name in names if name.startswith("unsent")]

    def check(self) -> None:
        """Send what stands in the box."""
        self.article.get_by_role("button", name="Check answer").click()

    def says(self, words: str) -> None:
        """Wait until it says that."""
        expect(self.article).to_contain_text(words, timeout=20_000)

    def is_right(self) -> None:
        """Wait until the answer is told right."""
        expect(self.article.locator(".feedback.right")).to_be_visible(timeout=20_000)

    def is_wrong(self) -> None:
        """Wait until the answer is told wrong."""
        expect(self.article.locator(".feedback.wrong")).to_be_visible()

    def holds(self, text: str) -> None:
        """Wait until the box holds a text."""
        expect(self.box).to_have_value(text)

    def reload(self) -> None:
        """Open the page anew."""
        self.page.reload()


def begun(page: Page) -> Typing:
    """Begin the question without an answer, by a hint: from here on there is an attempt."""
    tab = Typing(page)
    tab.article.get_by_role("button", name="Show a hint").click()
    expect(tab.article.locator(".hint")).to_be_visible()
    page.goto(PAGE)  # without script the hint led to the lesson
    return tab


def second(tab: Typing) -> Typing:
    """Open the question in another tab of the same browser."""
    page = tab.page.context.new_page()
    page.goto(PAGE)
    return Typing(page)
