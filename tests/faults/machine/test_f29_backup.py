"""F29: a backup is written while people answer, restores, and proves what it holds."""

import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from courses.models import Course
from quizzes.ledger import ledger_hash
from tests.faults.machine.commands import address, manage, managed, site_in
from tests.quizzes.browser import Tab


@pytest.fixture
def site(course: Course, tmp_path: Path) -> dict[str, str]:
    """Give the variables of a site with the database of the tests, and a picture."""
    picture = tmp_path / "media" / "figures" / "a.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    return site_in(tmp_path, address())


@pytest.fixture
def backup(site: dict[str, str], tab: Tab, tmp_path: Path) -> Path:
    """Answer, and back up what there is then."""
    tab.send({"answer": ["x"]})
    managed(site, "backup", str(tmp_path / "site.tar"))
    return tmp_path / "site.tar"


@pytest.fixture
def elsewhere(own_database: str, tmp_path: Path) -> dict[str, str]:
    """Give the variables of a site that has nothing yet."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return site_in(folder, own_database)


def test_f29_it_restores_to_the_same_answers(backup: Path, elsewhere: dict[str, str]) -> None:
    said = managed(elsewhere, "restore", str(backup))

    assert said.count(ledger_hash()) == 2
    assert said.endswith("All is well.\n")
    assert managed(elsewhere, "ledger_hash") == f"{ledger_hash()}\n"
    assert (Path(elsewhere["BLOTTER_VAR"]) / "media/figures/a.png").read_bytes() == b"picture"


@pytest.mark.fault
def test_f29_it_is_put_over_nothing(backup: Path, elsewhere: dict[str, str]) -> None:
    managed(elsewhere, "restore", str(backup))

    again = manage(elsewhere, "restore", str(backup))

    assert again.returncode == 1
    assert "not empty" in again.stderr


@pytest.mark.fault
def test_f29_damage_is_seen_before_anything_is_restored(
    backup: Path, site: dict[str, str], elsewhere: dict[str, str]
) -> None:
    data = bytearray(backup.read_bytes())
    data[data.index(b"picture")] ^= 1
    backup.write_bytes(data)

    refused = manage(elsewhere, "restore", str(backup))

    assert "media/figures/a.png is damaged" in refused.stderr
    managed(site, "backup", f"{backup}.again")
    managed(elsewhere, "restore", f"{backup}.again")


@pytest.mark.fault
def test_f29_what_is_no_backup_is_refused(elsewhere: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")

    assert manage(elsewhere, "restore", str(tmp_path / "x")).returncode == 1


@pytest.mark.parametrize(
    ("name", "kind"), [("../outside", tarfile.REGTYPE), ("media/link", tarfile.SYMTYPE)]
)
def test_f29_nothing_is_taken_out_that_leads_elsewhere(
    elsewhere: dict[str, str], tmp_path: Path, name: str, kind: bytes
) -> None:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/hostname"
    with tarfile.open(tmp_path / "crafted", "w") as archive:
        archive.addfile(member, BytesIO())

    refused = manage(elsewhere, "restore", str(tmp_path / "crafted"))

    assert f"{name} does not belong into a backup." in refused.stderr


def test_f29_another_backup_is_kept(backup: Path, site: dict[str, str]) -> None:
    before = backup.read_bytes()

    assert "exists" in manage(site, "backup", str(backup)).stderr

    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.glob(".blotter-*")] == []
