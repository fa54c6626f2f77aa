"""A course folder, read and checked: the first half of a publish.

Reading a file is the slow part: of a thousand lessons only the changed one is read again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

from courses import datafiles
from courses.datafiles import DataFiles
from courses.filecache import Cache, FileRead, Part, Stat, stats_of, without_collecting
from courses.filereads import Reader, Shared, reader_for
from courses.parallel import in_parallel
from courses.reading import read_document, read_text
from courses.released import read_released
from domain.courses import LessonFile, QuestionFile, QuizFile, Tree
from domain.coverage import coverage_problems
from domain.figures import figure_problems
from domain.problems import START, Problem
from domain.references import reference_problems
from domain.released import RELEASED, Released, released_problems
from domain.unmarked import Names, names_of

FIGURES = (".svg", ".png", ".webp")
NO_NUMBER = re.compile(r"no number under fact '([^']*)'")


@dataclass
class Content:
    """A course folder, read and checked. Everything is by path."""

    root: Path
    tree: Tree
    sources: dict[str, str] = field(default_factory=dict)
    """Texts that were read this time."""
    digests: dict[str, str] = field(default_factory=dict)
    figures: dict[str, bytes] = field(default_factory=dict)
    suppressed: dict[str, frozenset[str]] = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)
    """Problems as they were found: in no order, suppressed ones included."""
    warned: list[FileRead] = field(default_factory=list)
    """Files whose own problems stop nothing: a publish does not ask for them."""
    fresh: frozenset[str] = frozenset()
    """Files that were not known from an earlier run."""
    released: Released = field(default_factory=Released)
    """What the course has released so far."""

    @property
    def faulty(self) -> bool:
        """Whether something stops a publish."""
        return any(problem.stops and self._told(problem) for problem in self.found)

    @property
    def problems(self) -> list[Problem]:
        """The problems in the order of reading, each once, without suppressed ones."""
        found = chain(self.found, *(read.problems for read in self.warned))
        told = {problem for problem in found if self._told(problem)}
        return sorted(told, key=lambda one: (one.path, one.spot.line, one.spot.column, one.code))

    def _told(self, problem: Problem) -> bool:
        return problem.code not in self.suppressed.get(problem.path, ())

    @property
    def key(self) -> str:
        """The course's key: the name of its folder."""
        return self.root.name

    def source(self, path: str) -> str:
        """Return the text of a file, also of one that did not have to be read."""
        if path not in self.sources:
            data = (self.root.parent / path).read_bytes()
            text = read_text(path, data)
            assert isinstance(text, str), "was read before, and has not changed since"
            self.sources[path] = text
        return self.sources[path]

    def loose_files(self) -> dict[str, str]:
        """Return the texts of the files that have no version of their own."""
        paths = [f"{self.key}/{name}" for name in datafiles.NAMES]
        paths += [row.head.path for row in self.tree.questions if not row.published]
        return {path: self.source(path) for path in sorted(paths)}

    def name(self, path: str) -> str:
        """Name a file as problems and versions do: from the folder of the course on."""
        return path[len(str(self.root.parent)) + 1 :]


class ContentError(Exception):
    """Nothing was written, because of these problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_content(
    root: Path, stats: Sequence[Stat] | None = None, *, today: date, cache: Path | None = None
) -> Content:
    """Read and check a course folder, by its ``stats`` if somebody looked already.

    Its problems come with it.
    """
    loader = _Loader(root, today, Cache(cache / f"{root.name}.pickle" if cache else None))
    with without_collecting():
        content = loader.load(stats_of(root) if stats is None else stats)
        loader.cache.save()
        content.found += reference_problems(content.tree)
        content.found += coverage_problems(content.tree)
        content.found += _released(content)
    return content


def course_folders(root: Path) -> Iterator[Path]:
    """Give the folders of courses: ``root`` itself, or those below it."""
    if (root / "course.md").exists():
        yield root
        return
    for path in sorted(root.iterdir()):
        if path.is_dir() and not path.name.startswith(("_", ".")):
            yield path


def _released(content: Content) -> Iterable[Problem]:
    """Read what the course has released so far, and compare."""
    found = read_released(content.root)
    if isinstance(found, list):
        return found
    document, content.released = found
    return released_problems(content.tree, document, content.released)


@dataclass(frozen=True)
class Job:
    """A file to be read."""

    stat: Stat
    name: str
    reader: Reader
    shared: str
    """Digest of what it may use of others."""

    @property
    def tag(self) -> str:
        """Name all that it is read from."""
        return f"{self.stat.size} {self.stat.changed} {self.shared}"


class _Loader:
    """One pass over a folder."""

    def __init__(self, root: Path, today: date, cache: Cache) -> None:
        self.root, self.today, self.cache = root, today, cache
        self.content = Content(root, Tree(key=root.name, today=today))
        self.unread: set[str] = set()
        self.unread_texts: list[str] = []
        self.numbers: Mapping[str, Decimal] = {}
        self.tags: Mapping[bool, str] = {}
        """Digest of what a file may use of others: whether it is a lesson, to digest."""

    def load(self, stats: Sequence[Stat]) -> Content:
        """Read the files that others refer to first, then everything else."""
        data, tree = self._data(stats)
        self.content.sources |= data.sources
        self.content.found += data.found
        self.content.suppressed |= data.suppressed
        self.unread |= data.broken
        self.numbers = {fact.id: fact.number for fact in tree.facts if fact.number is not None}
        self.tags = {True: self._tag("course.md", "glossary.yaml"), False: self._tag("facts.yaml")}
        reads = self._reads([job for stat in stats if (job := self._job(stat))], tree)
        parts = [self._take(job, read, tree) for job, read in reads]
        self.content.tree = replace(
            tree,
            lessons=tuple(part for part in parts if isinstance(part, LessonFile)),
            questions=tuple(part for part in parts if isinstance(part, QuestionFile)),
            quizzes=tuple(part for part in parts if isinstance(part, QuizFile)),
            figures=frozenset(self.content.figures),
            unread=frozenset(self.unread),
            unread_text="\n".join(self.unread_texts),
        )
        return self.content

    def _data(self, stats: Sequence[Stat]) -> tuple[DataFiles, Tree]:
        """Read the files that others refer to, unless all of them are as they were."""
        folder = str(self.root)
        own = [stat for stat in stats if stat.path.removeprefix(f"{folder}/") in datafiles.NAMES]
        tag = repr((self.today, own))
        found: tuple[DataFiles, Tree] | None = self.cache.find(folder, tag)
        if found is None:
            data = DataFiles(self.root)
            found = data, data.read(today=self.today)
            self.cache.keep(folder, tag, found)
        return found

    def _tag(self, *names: str) -> str:
        texts = [self.content.sources.get(f"{self.root.name}/{name}", "") for name in names]
        return sha256("\0".join(texts).encode()).hexdigest()

    def _job(self, stat: Stat) -> "Job | None":
        """Say how a file is to be read; figures and data files are not read as parts."""
        name = self.content.name(stat.path)
        inside = tuple(name.split("/")[1:])
        if stat.is_link:
            self._refuse(name, "symbolic link; put the file itself here")
            return None
        if len(inside) == 1 and inside[0] in (*datafiles.NAMES, RELEASED):
            return None
        if len(inside) == 3 and inside[0] == "lessons" and name.endswith(FIGURES):
            self._figure(name)
            return None
        reader = reader_for(inside)
        if reader is None:
            self._refuse(name, "unexpected file; prefix it with _ to ignore it")
            return None
        return Job(stat, name, reader, self.tags[inside[-1] == "lesson.md"])

    def _reads(self, jobs: Sequence["Job"], tree: Tree) -> list[tuple["Job", FileRead]]:
        """Read what the cache does not know, all at once, and keep it."""
        known: dict[str, FileRead | None] = {
            job.name: self.cache.find(job.stat.path, job.tag) for job in jobs
        }
        new = [job for job in jobs if known[job.name] is None]
        for job, read in zip(new, in_parallel(partial(self._read, tree), new), strict=True):
            self.cache.keep(job.stat.path, job.tag, read)
            known[job.name] = read
        self.content.fresh = frozenset(job.name for job in new)
        return [(job, found) for job in jobs if (found := known[job.name])]

    def _take(self, job: "Job", read: FileRead, tree: Tree) -> Part | None:
        if read.part is None:
            self._leave_out(job.name)
        if read.stops:
            self.content.found += (p for p in read.problems if not self._told_of_fact(p, tree))
        else:
            self.content.warned.append(read)
        self.content.digests[job.name] = read.digest
        self.content.suppressed[job.name] = read.suppressed
        return read.part

    def _leave_out(self, name: str) -> None:
        """Remember what could not be read, so that nobody is told of it once more."""
        folder, file = name.split("/")[-2:]
        is_lesson = file == "lesson.md"
        self.unread.add(folder.partition("-")[2] if is_lesson else file.removesuffix(".md"))
        data = (self.root.parent / name).read_bytes()
        self.unread_texts.append(data.decode("utf-8", errors="replace"))

    def _told_of_fact(self, problem: Problem, tree: Tree) -> bool:
        """Whether a formula lacks a fact only because that could not be read."""
        lacks = NO_NUMBER.search(problem.message) if problem.code == "Q021" else None
        return lacks is not None and (tree.facts_file is None or lacks[1] in self.unread)

    def _read(self, tree: Tree, job: "Job") -> FileRead:
        """Read a file. It may run in a copy of this process, so nothing is changed here."""
        text = read_text(job.name, (self.root.parent / job.name).read_bytes())
        if isinstance(text, list):
            return FileRead(None, tuple(text))
        document = read_document(job.name, text)
        if isinstance(document, list):
            return FileRead(None, tuple(document))
        shared = Shared(self.numbers, partial(_names_for, job.name, tree))
        return job.reader(document, text, shared)

    def _figure(self, name: str) -> None:
        data = (self.root.parent / name).read_bytes()
        self.content.found += figure_problems(name, data)
        self.content.figures[name] = data

    def _refuse(self, name: str, why: str) -> None:
        self.content.found.append(Problem(name, START, "C004", why))


def _names_for(name: str, tree: Tree) -> Names:
    """Return the names of the terms that a lesson, by its file, may use."""
    last = len(tree.order)
    here = tree.order.get(name.split("/")[-2].partition("-")[2], last)
    taught_in = {term.id: term.taught_in.partition("#")[0] for term in tree.terms}
    return names_of(t for t in tree.terms if tree.order.get(taught_in[t.id], last) <= here)
