"""The site as its users meet it: the production server with the real course, and a browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.content import ROOT

START = 60  # seconds that a start may take
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait_for(url: str) -> None:
    """Wait until a page answers."""
    end = time.monotonic() + START
    while True:
        try:
            urllib.request.urlopen(url)  # noqa: S310 - our own server
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the site keeps what it makes."""
    var = tmp_path_factory.mktemp("site")
    settings = {"BLOTTER_VAR": str(var), "SECRET_KEY": "browser-" * 8, "PORT": str(free_port())}
    return {**os.environ, **settings}


@pytest.fixture(scope="session")
def base_url(environment: dict[str, str]) -> Iterator[str]:
    """Serve the real course; return where."""
    run: dict[str, Any] = {"cwd": ROOT, "env": environment}
    subprocess.run([sys.executable, "manage.py", "prepare"], check=True, **run)
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
    server = subprocess.Popen(command, **run)  # noqa: S603 - our own server
    url = f"http://127.0.0.1:{environment['PORT']}"
    try:
        wait_for(f"{url}/robots.txt")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Take the system's Chromium."""
    path = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.fail(f"no browser at {path}: install chromium, or name one in BROWSER_PATH")
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM)}
