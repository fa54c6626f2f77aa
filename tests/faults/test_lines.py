"""The line or the site is away, a tab is closed, a browser dies: what was typed is sent, once."""

import os
import re
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Playwright, Route, expect

from tests.browser.answering import fill, sample
from tests.browser.people import Records
from tests.browser.test_states import asked_in
from tests.faults.asked import KEY, PAGE, RECONNECTING, RIGHT, WRONG, Typing, begun
from tests.served.site import Site

pytestmark = pytest.mark.browser
SAVED = "Draft saved"
PATIENCE = 60  # seconds
TOO_LONG = re.compile("too long|longer than 64 KiB")


@pytest.fixture
def given(records: Records) -> Callable[[], list[str]]:
    """Return what was answered during the test."""
    before = len(records.answers_to(KEY))

    def answers() -> list[str]:
        return [one.submitted["answer"][0] for one in records.answers_to(KEY)[before:]]

    return answers


def test_f04_what_is_typed_while_the_site_is_away_is_saved_when_it_is_back(
    arrive: Callable[..., Page], site: Site, said: list[str], given: Callable[[], list[str]]
) -> None:
    tab = begun(arrive(PAGE))
    site.kill()
    try:
        tab.box.fill(RIGHT)
        tab.says(RECONNECTING)  # of the draft
        tab.check()
        tab.says(RECONNECTING)
        tab.holds(RIGHT)
    finally:
        site.start()

    tab.is_right()
    assert given() == [RIGHT]
    assert any("ERR_CONNECTION" in complaint for complaint in said)
    said.clear()


def test_f04_a_site_that_says_it_is_away_is_asked_again_with_the_same_key(
    arrive: Callable[..., Page], said: list[str], given: Callable[[], list[str]]
) -> None:
    tab, sent = begun(arrive(PAGE)), []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fulfill(status=503, body="<p>Away.</p>", headers={"Retry-After": "5"})
        else:
            route.continue_()

    tab.page.route("**/answer/", answer)
    tab.box.fill(RIGHT)
    tab.check()

    tab.says(RECONNECTING)
    tab.holds(RIGHT)
    tab.is_right()
    assert sent[0] == sent[1]
    assert given() == [RIGHT]
    assert any("503" in complaint for complaint in said)
    said.clear()


def test_f04_an_answer_whose_reply_is_lost_is_not_counted_twice(
    arrive: Callable[..., Page], said: list[str], given: Callable[[], list[str]]
) -> None:
    tab, replies = begun(arrive(PAGE)), []

    def answer(route: Route) -> None:
        replies.append(route.fetch())
        if len(replies) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=replies[-1])

    tab.page.route("**/answer/", answer)
    tab.box.fill(WRONG)
    tab.check()

    tab.says(RECONNECTING)
    tab.is_wrong()
    assert given() == [WRONG]
    said.clear()


def test_f26_an_answer_that_met_no_network_is_sent_once_when_there_is_one(
    arrive: Callable[..., Page], said: list[str], given: Callable[[], list[str]]
) -> None:
    tab = Typing(arrive(PAGE))
    tab.box.fill(RIGHT)
    tab.page.context.set_offline(True)
    tab.check()

    tab.says(RECONNECTING)
    tab.holds(RIGHT)
    tab.page.context.set_offline(False)

    tab.is_right()
    assert given() == [RIGHT]
    assert any("ERR_INTERNET_DISCONNECTED" in complaint for complaint in said)
    said.clear()


@pytest.mark.parametrize("attempt", [True, False], ids=["an attempt", "nothing begun"])
def test_f26_a_tab_that_was_closed_without_network_leaves_its_text(
    arrive: Callable[..., Page], said: list[str], given: Callable[[], list[str]], attempt: bool
) -> None:
    page = arrive(PAGE)
    tab = begun(page) if attempt else Typing(page)
    page.context.set_offline(True)
    tab.box.fill(RIGHT)
    page.close()
    page.context.set_offline(False)

    again = Typing(page.context.new_page())
    again.page.goto(PAGE)

    again.holds(RIGHT)
    again.says("You typed this here before. It is not sent yet.")
    again.check()
    again.is_right()
    again.reload()
    again.is_right()
    assert given() == [RIGHT]
    assert again.kept == []
    said.clear()


def test_f26_a_newer_answer_from_elsewhere_stays_and_the_text_is_shown_beside_it(
    arrive: Callable[..., Page], said: list[str], given: Callable[[], list[str]]
) -> None:
    laptop = begun(arrive(PAGE))
    cookies = laptop.page.context.cookies()
    laptop.page.context.set_offline(True)
    laptop.box.fill(RIGHT)
    laptop.page.close()
    phone = Typing(arrive())
    phone.page.context.add_cookies(cookies)  # type: ignore[arg-type] # what it has given, it takes
    phone.page.goto(PAGE)
    phone.box.fill(WRONG)
    phone.check()
    phone.is_wrong()

    laptop.page.context.set_offline(False)
    again = Typing(laptop.page.context.new_page())
    again.page.goto(PAGE)
    again.is_wrong()
    again.article.get_by_role("link", name="Try again").click()

    again.says(f"You typed this here before, and it was not sent: {RIGHT}")
    again.holds(WRONG)
    assert given() == [WRONG]
    said.clear()


@pytest.mark.parametrize("online", [True, False], ids=["with a network", "without"])
def test_f26_a_browser_that_was_killed_leaves_its_text(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    base_url: str,
    tmp_path: Path,
    given: Callable[[], list[str]],
    online: bool,
) -> None:
    chromium, options = playwright.chromium, browser_type_launch_args | {"base_url": base_url}
    context = chromium.launch_persistent_context(tmp_path, **options)
    context.pages[0].goto(PAGE)
    tab = begun(context.pages[0])
    context.set_offline(not online)
    tab.box.fill(RIGHT)
    tab.says(SAVED if online else RECONNECTING)
    if not online:
        wait_for(lambda: is_written(tmp_path))
    cookies = context.cookies()  # a browser writes them down twice a minute
    kill_browser(tmp_path)
    (tmp_path / "SingletonLock").unlink(missing_ok=True)

    with chromium.launch_persistent_context(tmp_path, **options) as other:
        other.add_cookies(cookies)  # type: ignore[arg-type] # what it has given, it takes
        again = Typing(other.pages[0])
        again.page.goto(PAGE)
        again.holds(RIGHT)
        again.check()
        again.is_right()

    assert given() == [RIGHT]


def is_written(profile: Path) -> bool:
    """Whether a browser has put what it keeps for pages on the disk."""
    files = (profile / "Default" / "Local Storage" / "leveldb").glob("*.log")
    return any(f'"{RIGHT}"'.encode() in file.read_bytes() for file in files)


def kill_browser(profile: Path) -> None:
    """End the browser that a test has started with a profile of its own, at once."""
    own = f"--user-data-dir={profile}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if own in (process / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGKILL)


def wait_for(condition: Callable[[], bool]) -> None:
    """Look again until something has come about."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("length", [64 * 1024 + 1, 300_000, 1_000_000])
def test_f22_a_text_that_is_too_long_stays_in_the_box(
    arrive: Callable[..., Page], said: list[str], given: Callable[[], list[str]], length: int
) -> None:
    tab = begun(arrive(PAGE))
    put = "(box, length) => { box.value = '1'.repeat(length); }"
    tab.box.evaluate(put, length)

    tab.check()

    expect(tab.article.get_by_role("alert")).to_contain_text(TOO_LONG)
    assert tab.box.evaluate("(box) => box.value.length") == length
    tab.box.fill(RIGHT)
    tab.check()
    tab.is_right()
    assert given() == [RIGHT]
    assert all("413" in words for words in said)
    said.clear()


def test_drafts_are_two_seconds_apart(arrive: Callable[..., Page]) -> None:
    tab, sent = begun(arrive(PAGE)), list[float]()

    def draft(route: Route) -> None:
        sent.append(time.monotonic())
        route.continue_()

    tab.page.route("**/draft/", draft)
    tab.box.press_sequentially("one day, and then the rest of it", delay=160)
    tab.says(SAVED)

    assert 2 <= len(sent) <= 4
    assert all(after - before > 1.9 for before, after in pairwise(sent))


def test_a_draft_is_on_every_device_without_script_too(
    arrive: Callable[..., Page], given: Callable[[], list[str]]
) -> None:
    tab = begun(arrive(PAGE))
    tab.box.fill(WRONG)
    tab.says(SAVED)
    cookies = tab.page.context.cookies()

    phone = arrive(script=False)
    phone.context.add_cookies(cookies)  # type: ignore[arg-type] # what it has given, it takes
    phone.goto(PAGE)

    Typing(phone).holds(WRONG)
    Typing(phone).says("This is what you typed last.")
    assert given() == []


def test_a_draft_on_its_way_is_called_back_by_the_answer(
    arrive: Callable[..., Page], given: Callable[[], list[str]]
) -> None:
    tab, failures = begun(arrive(PAGE)), list[str | None]()
    tab.page.on("requestfailed", lambda request: failures.append(request.failure))
    tab.page.route("**/draft/", lambda route: None)  # the line is slow
    with tab.page.expect_request("**/draft/"):
        tab.box.fill(RIGHT)

    tab.check()

    tab.is_right()
    assert failures == ["net::ERR_ABORTED"]
    assert given() == [RIGHT]
    tab.page.unroute_all(behavior="ignoreErrors")


def test_what_is_filled_in_survives_the_way_to_the_next_question_in_every_kind(
    arrive: Callable[..., Page],
) -> None:
    for page, article, question in asked_in(arrive(), "kinds-to-the-end"):
        fill(article, question, sample(question, 0.0).submitted)
        filled, here = held(article), page.url
        page.locator("a.next").click()
        expect(page).not_to_have_url(here)

        page.go_back()

        expect(page).to_have_url(here)
        assert held(article) == filled


def held(article: Locator) -> list[str]:
    """Return what the form of a question would send, but for what names the form itself."""
    own = ("csrfmiddlewaretoken", "key", "sequence", "version", "back")
    read = "(form, own) => [...new FormData(form)].filter(([k]) => !own.includes(k)).map(String)"
    return article.locator("form[data-keep]").evaluate(read, own)  # type: ignore[no-any-return]
