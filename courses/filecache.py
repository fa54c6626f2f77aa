"""What came of files that were read before, and which of them are just as they were.

Everything here may be deleted at any time: to be without it costs time and nothing else.
"""

import gc
import os
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import domain
from domain.courses import LessonFile, QuestionFile, QuizFile
from domain.packing import packing
from domain.problems import Problem
from domain.released import RELEASED
from web.markdown import RENDERER

Part = LessonFile | QuestionFile | QuizFile


@packing("problems")
@dataclass(frozen=True)
class FileRead:
    """What one file gave: its part of the course, or none, and its problems."""

    part: Part | None
    problems: tuple[Problem, ...]
    digest: str = ""
    """Of the file alone, without the facts and terms that it shows."""
    suppressed: frozenset[str] = frozenset()
    """Codes that the file gives a reason for not keeping."""
    stops: bool = field(init=False)
    """Whether one of its problems stops a publish."""

    def __post_init__(self) -> None:
        stops = any(problem.stops for problem in self.problems)
        object.__setattr__(self, "stops", stops)


@dataclass(frozen=True)
class Stat:
    """A file as a folder knows it, unopened."""

    path: str
    size: int
    """Bytes."""
    changed: int
    """Nanoseconds since 1970."""
    is_link: bool = False


Kept = tuple[str, bytes]
"""What names all that something was read from, and what it gave: pickled alone, so that only what
changed is pickled again."""


@cache
def reader() -> str:
    """Name the code that reads files: what other code has read is not taken for its own."""
    files = [*Path(domain.__file__).parent.rglob("*.py"), *Path(__file__).parent.glob("*.py")]
    return sha256(b"\0".join(path.read_bytes() for path in sorted(files))).hexdigest()


class Cache:
    """What was read, by path: files, and folders for what their files gave together."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.known: dict[str, Kept] = {}
        self.used: dict[str, Kept] = {}
        if path and path.exists():
            try:
                code, self.known = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
            except Exception:
                code = None
            if code != reader():
                self.known = {}

    def find(self, path: str, tag: str) -> Any:
        """Return what was kept; None if ``tag``, which names what it is read from, is another."""
        kept = self.known.get(path)
        if kept is None or kept[0] != tag:
            return None
        self.used[path] = kept
        return pickle.loads(kept[1])  # noqa: S301 - our own file

    def keep(self, path: str, tag: str, found: Any) -> None:
        """Remember what was read."""
        self.used[path] = tag, pickle.dumps(found)

    def save(self) -> None:
        """Keep what this run used, if that is anything new."""
        same = self.used.keys() == self.known.keys() and all(
            self.known[path] is kept for path, kept in self.used.items()
        )
        if self.path and not same:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.path.parent, delete=False) as new:
                new.write(pickle.dumps((reader(), self.used)))
            Path(new.name).replace(self.path)


@dataclass
class Stamp:
    """Names, sizes and times of a course's files: the same ones were read and published before."""

    path: Path | None
    now: str
    known: str = ""
    """Digest of the release that these very files made; '' if there is none."""
    counted: int = 0
    """Files that this release holds."""

    @classmethod
    def of(cls, root: Path, stats: Sequence[Stat], *, today: date, cache: Path | None) -> "Stamp":
        """Look at a folder, without opening its files."""
        looked = repr((reader(), RENDERER, today, stats))
        stamp = cls(
            path=cache / f"{root.name}.stamp" if cache else None,
            now=sha256(looked.encode()).hexdigest(),
        )
        if stamp.path and stamp.path.exists():
            said = stamp.path.read_text(errors="replace").split()
            if len(said) == 3 and said[0] == stamp.now and said[2].isdecimal():
                stamp.known, stamp.counted = said[1], int(said[2])
        return stamp

    def keep(self, digest: str, files: int) -> None:
        """Remember which release the files made, and how many it holds."""
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(f"{self.now} {digest} {files}\n")


def stats_of(root: Path) -> list[Stat]:
    """Return the files below a folder by path, without those that are to be ignored."""
    return sorted(_stats(str(root)), key=lambda stat: stat.path)


def _stats(folder: str) -> Iterator[Stat]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(("_", ".")) and entry.name != RELEASED:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _stats(entry.path)
            else:
                stat = entry.stat(follow_symlinks=False)
                yield Stat(entry.path, stat.st_size, stat.st_mtime_ns, entry.is_symlink())


@contextmanager
def without_collecting() -> Iterator[None]:
    """Make many objects that stay: collecting garbage meanwhile would take most of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
