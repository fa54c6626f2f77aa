"""The site as its users meet it: the production server with the real course, and a browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.browser.answering import ONE_OF_EACH_KIND
from tests.browser.people import Letters, Records
from tests.content import COURSE
from tests.served.site import Site, settings_in

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUIZ = """\
---
format: 1
id: {name}
title: {title}
mode: practice
questions:
  fixed: [{keys}]
rules:
  {rules}
  shuffle_questions: false
---

A question of every kind.
"""
EVERY_KIND = {
    "kinds-to-the-end": ("Every kind, told at the end", "feedback: end"),
    "kinds-once": ("Every kind, one try", "tries: 1"),
}
"""Quiz: its title, and the rule that it is about."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the site keeps everything that it makes."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def letters(folder: Path) -> Letters:
    """Find what the site has written to its users."""
    return Letters(folder / "letters")


@pytest.fixture(scope="session")
def records(folder: Path) -> Records:
    """Look into the database of the site."""
    return Records(folder / "site.sqlite3")


@pytest.fixture(scope="session")
def content(folder: Path) -> Path:
    """Copy the real course, and add the quizzes that ask a question of every kind."""
    copied = folder / "content"
    shutil.copytree(COURSE.parent, copied)
    for name, (title, rules) in EVERY_KIND.items():
        keys = ", ".join(key for _, key in ONE_OF_EACH_KIND.values())
        text = QUIZ.format(name=name, title=title, keys=keys, rules=rules)
        (copied / COURSE.name / "quizzes" / f"{name}.md").write_text(text)
    return copied


@pytest.fixture(scope="session")
def site(folder: Path, letters: Letters, records: Records, content: Path) -> Iterator[Site]:
    """Serve the course; an address of mail has to be confirmed."""
    settings = {
        "CONTENT_DIR": str(content),
        "DATABASE_URL": f"sqlite:///{records.database}",
        "EMAIL_URL": f"file:///{letters.folder}",
    }
    served = Site(settings_in(folder) | settings)
    try:
        served.start()
        yield served
    finally:
        served.stop()


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """Return where the site is: a browser gives passkeys to names, and to no number."""
    return f"http://localhost:{site.port}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Take the system's Chromium."""
    path = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.fail(f"no browser at {path}: install chromium, or name one in BROWSER_PATH")
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM)}


@pytest.fixture
def said() -> Iterator[list[str]]:
    """Collect what pages complain of, and what they ask of other hosts: nothing may be left.

    A test that provokes something compares it and clears the list.
    """
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def arrive(
    new_context: Callable[..., BrowserContext], base_url: str, said: list[str]
) -> Callable[..., Page]:
    """Let somebody arrive at a page with a browser of their own, and hear what it says."""

    def on_console(message: ConsoleMessage) -> None:
        page = message.page
        if page is None or message.location["url"] != page.url or "status of" not in message.text:
            said.append(message.text)  # the status of the page itself is what a test looks at

    def on_request(request: Request) -> None:
        if not request.url.startswith((base_url, "data:")):
            said.append(f"{request.url}: another host")

    def on_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before
            said.append(f"{request.url}: {request.failure}")

    def arrived(path: str = "/", *, script: bool = True) -> Page:
        context = new_context(java_script_enabled=script, reduced_motion="reduce")
        context.on("console", on_console)
        context.on("weberror", lambda error: said.append(str(error.error)))
        context.on("request", on_request)
        context.on("requestfailed", on_failure)
        page = context.new_page()
        page.goto(path)
        return page

    return arrived
