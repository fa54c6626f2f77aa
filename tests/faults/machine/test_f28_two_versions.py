"""F28: while the database is already that of the next version, the one before serves on.

``PREVIOUS`` names the commit of the version before, such as a tag; unset, it is the last commit but
one. Migrations therefore only add what older code need not know: see CONTRIBUTING.md.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from django.utils import timezone

from courses.models import Course
from learners.doctor import examine
from tests.content import ROOT
from tests.faults.machine.answering import Answering
from tests.faults.machine.commands import address, site_in
from tests.published import LESSON_QUESTIONS
from tests.served.site import Site
from tests.served.visitor import Visitor

PREVIOUS = os.environ.get("PREVIOUS", "HEAD~1")
KINDS = ("choice", "choices", "numeric", "matching", "ordering", "cloze")


@pytest.fixture
def previous(course: Course, tmp_path: Path) -> Iterator[Site]:
    """Serve the course with the code of the version before."""
    code, folder = tmp_path / "code", tmp_path / "previous"
    code.mkdir()
    folder.mkdir()
    packed = tmp_path / "code.tar"
    pack = ["git", "archive", f"--output={packed}", PREVIOUS]
    if subprocess.run(pack, cwd=ROOT, check=False).returncode:  # noqa: S603 - our own history
        pytest.skip(f"this copy has no history: no {PREVIOUS}")
    subprocess.run(["tar", "-xf", packed, "-C", code], check=True)  # noqa: S603, S607 - as above
    site = Site(site_in(folder, address()), root=code)
    site.start()
    yield site
    site.stop()


@pytest.mark.fault
def test_f28_both_versions_take_answers_to_the_same_questions(
    previous: Site, serve: Callable[[], Site]
) -> None:
    guest = Answering(Visitor(previous.port))
    servers = cycle([guest.visitor, Visitor(serve().port, guest.visitor.cookies)])

    for kind in KINDS:
        tab = guest.tab(LESSON_QUESTIONS[kind])
        for sample in tab.question.samples()[:2]:
            tab.client = next(servers)
            assert tab.send(sample.submitted).status_code in (200, 409)
        assert next(servers).get("/progress/moving-data/").status_code == 200

    assert list(examine(now=timezone.now())) == []
