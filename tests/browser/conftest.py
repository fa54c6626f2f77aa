"""The site as its users meet it: the production server with the real course, and a browser."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the real course."""
    served = Site(settings_in(tmp_path_factory.mktemp("site")))
    try:
        served.start()
        yield served
    finally:
        served.stop()


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """Return where the site is."""
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Take the system's Chromium."""
    path = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.fail(f"no browser at {path}: install chromium, or name one in BROWSER_PATH")
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM)}
