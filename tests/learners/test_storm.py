"""Ratings stay exact when many learners answer at the same moment."""

import os
import subprocess
import sys

import pytest

from tests.content import ROOT


@pytest.mark.parametrize(
    ("answers", "pairs"),
    [(120, 30), pytest.param(5_000, 1_000, marks=pytest.mark.fault)],
)
def test_threads_leave_what_a_replay_makes(own_database: str, answers: int, pairs: int) -> None:
    """The long run takes two minutes on SQLite and three on PostgreSQL, on two quiet cores."""
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-m", "tests.learners.storm", str(answers), str(pairs)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": own_database},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert "no difference" in done.stdout
