"""F27: a command is killed half-way and run again: it does its work once.

There is no background worker. What works for minutes are commands, each in one transaction.
"""

from pathlib import Path

import pytest

from learners.models import Evidence, LearnerOutcome
from tests.faults.machine.commands import address, manage, managed, site_in
from tests.learners.histories import give, history, make_varied_course
from tests.makers import make_learner

DIES = """
import os
from django.core.management import call_command
from learners import rebuild
write = rebuild._upsert
def dying(*args):
    write(*args)
    os._exit(9)
rebuild._upsert = dying
call_command("rebuild")
"""


@pytest.fixture
def damaged(transactional_db: None) -> None:
    """Three learners gave answers; then what they lead to was damaged."""
    made = make_varied_course(3)
    for given in history(made, [make_learner() for _ in range(3)], 12, seed=3):
        give(made, given)
    LearnerOutcome.objects.update(theta=9.9)


def test_f27_a_rebuild_that_was_killed_leaves_nothing_and_is_run_again(
    damaged: None, tmp_path: Path
) -> None:
    settings, before = site_in(tmp_path, address()), list(Evidence.objects.values())

    killed = manage(settings, "shell", "--no-imports", "--command", DIES)

    assert killed.returncode == 9, killed.stderr[-2000:]
    assert set(LearnerOutcome.objects.values_list("theta", flat=True)) == {9.9}

    managed(settings, "rebuild")

    assert ": 0 differ" in managed(settings, "rebuild", "--check")
    assert list(Evidence.objects.values()) == before
