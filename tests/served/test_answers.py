"""Answers over HTTP survive a crowd, and a server that is killed among them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content import ROOT
from tests.published import FOLDER
from tests.served.site import settings_in


@pytest.mark.parametrize(
    ("questions", "kills"),
    [(3, 0), (2, 1), pytest.param(6, 10, marks=pytest.mark.fault)],
    ids=["undisturbed", "killed", "killed again and again"],
)
def test_a_hundred_visitors_find_every_answer_once(
    own_database: str, tmp_path: Path, questions: int, kills: int
) -> None:
    """The long run takes a minute or so, on two quiet cores."""
    settings = {"DATABASE_URL": own_database, "CONTENT_DIR": str(FOLDER.parent)}

    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-m", "tests.served.storm", "100", str(questions), str(kills)],
        cwd=ROOT,
        env=os.environ | settings_in(tmp_path) | settings,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-4000:]
    assert "answers kept" in done.stdout
