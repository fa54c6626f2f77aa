"""F30: a site moves from one engine to the other with every row, and goes on from there."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quizzes.ledger import ledger_hash
from quizzes.models import AttemptEvent
from tests.faults.machine.commands import manage, managed, site_in
from tests.quizzes.browser import Tab

NEW = """
from django.contrib.auth.models import Group
from django.utils import timezone
from quizzes.models import Learner
print(Learner.objects.create(created_at=timezone.now()).pk, Group.objects.get().user_set.count())
"""


@pytest.fixture
def moved(tab: Tab, tmp_path: Path) -> Path:
    """Export a site in which somebody has answered, and which has an instructor."""
    tab.send({"answer": ["\u00fcn\u00efcode \u202e\u200f"]})
    call_command("instructor", "ira@example.org", stdout=StringIO())
    call_command("export", tmp_path / "site.jsonl", stdout=StringIO())
    return tmp_path / "site.jsonl"


@pytest.fixture
def site(other_engine: str, tmp_path: Path) -> dict[str, str]:
    """Give a migrated site without a row, on the other engine."""
    folder = tmp_path / "other"
    folder.mkdir()
    settings = site_in(folder, other_engine)
    managed(settings, "migrate", "--verbosity=0")
    return settings


def test_f30_every_row_moves_and_the_next_one_has_a_number_of_its_own(
    moved: Path, site: dict[str, str], tmp_path: Path
) -> None:
    managed(site, "import", str(moved))

    assert managed(site, "ledger_hash") == f"{ledger_hash()}\n"
    managed(site, "export", str(tmp_path / "back.jsonl"))
    assert rows_of(tmp_path / "back.jsonl") == rows_of(moved)
    assert managed(site, "doctor") == "All is well.\n"
    new, instructors = managed(site, "shell", "--no-imports", "--command", NEW).split()
    assert int(new) > AttemptEvent.objects.get().attempt.sitting.learner_id
    assert instructors == "1"


def rows_of(export: Path) -> list[Any]:
    """Read an export; the order of names within JSON is the engine's."""
    return [json.loads(line) for line in export.read_text().splitlines()]


def test_f30_it_is_put_over_nothing(moved: Path) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("import", moved)


@pytest.mark.fault
def test_f30_half_an_export_is_refused_whole(moved: Path, site: dict[str, str]) -> None:
    whole = moved.read_text().splitlines(keepends=True)
    moved.write_text("".join([*whole[:-3], whole[-1]]))

    assert "not whole" in manage(site, "import", str(moved)).stderr

    moved.write_text("".join(whole))
    managed(site, "import", str(moved))
