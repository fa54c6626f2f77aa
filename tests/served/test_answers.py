"""Answers over HTTP survive a crowd, and a server that is killed among them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.content import ROOT
from tests.published import FOLDER
from tests.served.site import settings_in


def storm(settings: Mapping[str, str], *words: str) -> str:
    """Let visitors loose on a site of their own, and return what is said of it."""
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-m", "tests.served.storm", *words],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def settings_of(folder: Path, database: str) -> dict[str, str]:
    """Return the variables of a site that serves the small course from a database."""
    own = {"DATABASE_URL": database, "CONTENT_DIR": str(FOLDER.parent)}
    return settings_in(folder) | own


@pytest.mark.parametrize(
    ("questions", "kills"),
    [(3, 0), (2, 1), pytest.param(6, 10, marks=pytest.mark.fault)],
    ids=["undisturbed", "killed", "killed again and again"],
)
def test_a_hundred_visitors_find_every_answer_once(
    own_database: str, tmp_path: Path, questions: int, kills: int
) -> None:
    """The long run takes a minute or so, on two quiet cores."""
    settings = settings_of(tmp_path, own_database)

    assert "answers kept" in storm(settings, "100", str(questions), str(kills))
