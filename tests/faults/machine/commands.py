"""Commands of the site, run as an operator runs them: in a process of their own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from tests.content import ROOT
from tests.published import FOLDER
from tests.served.site import settings_in


def site_in(folder: Path, database: str) -> dict[str, str]:
    """Return the variables of a site with a database, which keeps all else in a folder."""
    content = {"CONTENT_DIR": str(FOLDER.parent)}
    return settings_in(folder) | content | {"DATABASE_URL": database}


def address() -> str:
    """Return what DATABASE_URL says of the database that this test uses."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def manage(settings: Mapping[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of a site to its end, whichever that is."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def managed(settings: Mapping[str, str], *words: str) -> str:
    """Run a command that must succeed, and return what it said."""
    done = manage(settings, *words)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout
