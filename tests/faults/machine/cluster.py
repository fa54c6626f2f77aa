"""A PostgreSQL server of a test's own, which may be ended without asking it."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

PROGRAMS = Path("/usr/lib/postgresql")
OPTIONS = "-c listen_addresses='' -c max_connections=200 -c fsync=on"


def programs() -> Path | None:
    """Return the folder of the server's programs, the newest there is."""
    found = PROGRAMS.glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parent.parent.name), default=None)
    return newest.parent if newest else None


class Cluster:
    """A server that listens on a socket in its folder, which exists."""

    def __init__(self, folder: Path) -> None:
        found = programs()
        assert found, f"PostgreSQL is in {PROGRAMS}"
        self.programs, self.folder = found, folder
        self.user = _owner() if os.getuid() == 0 else None  # the server refuses to run as root

    @classmethod
    def make(cls) -> Self:
        """Make one, and start it."""
        new = cls(Path(mkdtemp(prefix="blotter-pg-")))
        new.folder.chmod(0o755)
        if new.user:
            shutil.chown(new.folder, new.user)
        given = "-U blotter -A trust -E UTF8 --locale=C.UTF-8 --no-sync"
        new._run("initdb", "-D", f"{new.folder}/data", *given.split())
        new.start()
        new._run("createdb", "-h", str(new.folder), "-U", "blotter", "blotter")
        return new

    @property
    def url(self) -> str:
        """What DATABASE_URL says."""
        return f"postgres://blotter@/blotter?host={self.folder}"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        self._control("-w", "-o", f"-k {self.folder} {OPTIONS}", "start")

    def stop(self) -> None:
        """End it at once, as a crash does."""
        self._control("-m", "immediate", "stop")

    def crash(self) -> None:
        """End it at once, and start it again."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """End it, and leave nothing behind."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", *words)

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(  # noqa: S603 - a program of the server
            [self.programs / program, *words],
            user=self.user,
            cwd=self.folder,
            env={"HOME": str(self.folder), "PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL,
            check=True,
        )


def _owner() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
