"""A course folder, read and checked: the first half of a publish.

Reading a file is the slow part. What came of it is kept in a cache by the digest of its bytes, so
that of a thousand lessons only the changed one is read again.
"""

import gc
import json
import os
import pickle
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from courses.reading import read_data, read_document, read_text, yaml_fault
from domain.course_files import read_course
from domain.courses import LessonFile, QuestionFile, QuizFile, Tree
from domain.coverage import coverage_problems
from domain.digests import file_digest, question_digest
from domain.documents import Document
from domain.facts import read_facts
from domain.figures import figure_problems
from domain.glossary import read_glossary
from domain.lesson_rules import lesson_problems
from domain.lessons import read_lesson
from domain.markup import uses_of, words_in
from domain.misconceptions import read_misconceptions
from domain.outcomes import read_outcomes
from domain.problems import START, Problem
from domain.questions import read_question, warnings_of
from domain.quizzes import read_quiz
from domain.references import reference_problems
from domain.suppressions import suppressed_by, suppression_problems
from domain.text_rules import text_problems
from domain.unmarked import Names, names_of, unmarked_terms
from web.markdown import RENDERER

READER = 1
"""Raised when the same file would now be read differently: the cache is then made anew."""
SHORT_WORD = 3  # letters; shorter words say nothing about a subject
FIGURES = {".svg", ".png", ".webp"}
DATA_FILES = ("course.md", "outcomes.yaml", "misconceptions.yaml", "facts.yaml", "glossary.yaml")
QUESTION_FOLDERS = ("prerequisites", "interview")

Part = LessonFile | QuestionFile | QuizFile


@dataclass(frozen=True)
class FileRead:
    """What one file gave: its part of the course, or none, and its problems."""

    part: Part | None
    problems: tuple[Problem, ...]
    digest: str = ""
    """Of the file alone, without the facts and terms that it shows."""
    suppressed: frozenset[str] = frozenset()
    """Codes that the file gives a reason for not keeping."""


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
    problems: list[Problem] = field(default_factory=list)

    @property
    def faulty(self) -> bool:
        """Whether something stops a publish."""
        return any(problem.stops for problem in self.problems)

    @property
    def key(self) -> str:
        """The course's key: the name of its folder."""
        return self.root.name

    def source(self, path: str) -> str:
        """Return the text of a file."""
        return self.sources[path]

    def loose_files(self, versions: Container[str]) -> dict[str, str]:
        """Return the texts of the files that have no version of their own."""
        return {path: self.sources[path] for path in sorted(self.sources) if path not in versions}


class ContentError(Exception):
    """Nothing was written, because of these problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Cache:
    """What files gave when they were last read, by the digest of their bytes."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.known: dict[str, FileRead] = {}
        self.used: dict[str, FileRead] = {}
        if path and path.exists():
            try:
                self.known = _loads(path.read_bytes())
            except (pickle.PickleError, AttributeError, EOFError, ImportError, TypeError):
                self.known = {}  # of an older release of the code

    def read(self, name: str, reader: Callable[[], FileRead]) -> FileRead:
        """Return what a name stands for, reading only what is not known."""
        found = self.known.get(name) or reader()
        self.used[name] = found
        return found

    def save(self) -> None:
        """Keep what this run used, if that is anything new."""
        if self.path and self.used.keys() != self.known.keys():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = self.path.with_suffix(".new")
            new.write_bytes(pickle.dumps(self.used))
            new.replace(self.path)


def read_content(root: Path, *, today: date, cache: Path | None = None) -> Content:
    """Read and check a course folder. Problems come with it, in the order of reading."""
    loader = _Loader(root, today, Cache(cache / f"{root.name}.pickle" if cache else None))
    content = loader.load()
    loader.cache.save()
    content.problems += reference_problems(content.tree)
    content.problems += coverage_problems(content.tree)
    content.problems = _worth_telling(content)
    return content


def _worth_telling(content: Content) -> list[Problem]:
    """Return the problems in the order of reading, each once, without suppressed ones."""
    return sorted(
        {
            problem
            for problem in content.problems
            if problem.code not in content.suppressed.get(problem.path, ())
        }
    )


def _loads(data: bytes) -> dict[str, FileRead]:
    """Load what ``Cache.save`` wrote. Collecting garbage meanwhile would take most of the time."""
    gc.disable()
    try:
        found: dict[str, FileRead] = pickle.loads(data)  # noqa: S301 - our own file
    finally:
        gc.enable()
    return found


class _Loader:
    """One pass over a folder."""

    def __init__(self, root: Path, today: date, cache: Cache) -> None:
        self.root, self.today, self.cache = root, today, cache
        self.content = Content(root, Tree(key=root.name, today=today))
        self.unread: set[str] = set()
        self.names: list[Path] = []
        self.numbers: Mapping[str, Decimal] = {}

    def load(self) -> Content:
        """Read the files that others refer to first, then everything else."""
        self.names = [Path(path) for path, _, _ in sorted(_stats(str(self.root)))]
        tree = self._data_files()
        self.numbers = {fact.id: fact.number for fact in tree.facts if fact.number is not None}
        parts = [self._part(path, tree) for path in self.names]
        tree = replace(
            tree,
            lessons=tuple(part for part in parts if isinstance(part, LessonFile)),
            questions=tuple(part for part in parts if isinstance(part, QuestionFile)),
            quizzes=tuple(part for part in parts if isinstance(part, QuizFile)),
            figures=frozenset(self.content.figures),
            unread=frozenset(self.unread),
        )
        self.content.tree = tree
        return self.content

    def _name(self, path: Path) -> str:
        return f"{self.root.name}/{path.relative_to(self.root).as_posix()}"

    def _data_files(self) -> Tree:
        tree = self.content.tree
        course = self._document("course.md", read_document)
        if course:
            read = read_course(course)
            if isinstance(read, list):
                self.content.problems += read
            else:
                tree = replace(tree, course=(course, read))
        outcomes = self._document("outcomes.yaml", read_data)
        if outcomes:
            found, problems = read_outcomes(outcomes)
            self.content.problems += problems
            tree = replace(tree, outcomes=tuple(found), outcomes_file=outcomes)
        beliefs = self._document("misconceptions.yaml", read_data)
        if beliefs:
            listed, problems = read_misconceptions(beliefs)
            self.content.problems += problems
            tree = replace(tree, misconceptions=tuple(listed), misconceptions_file=beliefs)
        facts = self._document("facts.yaml", read_data)
        if facts:
            dated, problems = read_facts(facts, today=self.today)
            self.content.problems += problems
            tree = replace(tree, facts=tuple(dated), facts_file=facts)
        glossary = self._document("glossary.yaml", read_data)
        if glossary:
            terms, problems = read_glossary(glossary)
            self.content.problems += problems
            tree = replace(tree, terms=tuple(terms), glossary_file=glossary)
        return tree

    def _document(
        self, name: str, reader: Callable[[str, str], Document | list[Problem]]
    ) -> Document | None:
        path = self.root / name
        full = self._name(path)
        if not path.exists():
            missing = "the course has no file of this name"
            self.content.problems.append(Problem(full, START, "C004", missing))
            return None
        text = self._text(path)
        document = reader(full, text) if text is not None else []
        if isinstance(document, Document):
            return document
        self.content.problems += document
        return None

    def _text(self, path: Path) -> str | None:
        name = self._name(path)
        text = read_text(name, path.read_bytes())
        if isinstance(text, list):
            self.content.problems += text
            return None
        self.content.sources[name] = text
        return text

    def _part(self, path: Path, tree: Tree) -> Part | None:
        inside = path.relative_to(self.root).parts
        reader = _reader_for(inside)
        if inside[-1] in DATA_FILES and len(inside) == 1:
            return None
        if path.suffix in FIGURES and inside[0] == "lessons":
            self._figure(path)
            return None
        if reader is None:
            message = "unexpected file; prefix it with _ to ignore it"
            self.content.problems.append(Problem(self._name(path), START, "C004", message))
            return None
        text = self._text(path)
        read = self._read(path, text, reader, tree) if text is not None else None
        if read is None or read.part is None:
            self.unread.add(inside[-2].partition("-")[2] if path.name == "lesson.md" else path.stem)
        if read is None:
            return None
        self.content.problems += read.problems
        self.content.digests[self._name(path)] = read.digest
        self.content.suppressed[self._name(path)] = read.suppressed
        return read.part

    def _read(self, path: Path, text: str, reader: "Reader", tree: Tree) -> FileRead:
        """Read a file, or remember what it gave: that hangs on its text and on what it may use."""
        name = self._name(path)
        names = _names_for(path, tree) if path.name == "lesson.md" else {}
        numbers = self.numbers if "formula" in text else {}
        known = [READER, name, sorted(numbers.items()), sorted(names), text]
        digest = sha256(repr(known).encode()).hexdigest()

        def read() -> FileRead:
            document = read_document(name, text)
            if isinstance(document, list):
                return FileRead(None, tuple(document))
            return reader(document, text, Shared(numbers, names))

        return self.cache.read(digest, read)

    def _figure(self, path: Path) -> None:
        name, data = self._name(path), path.read_bytes()
        self.content.problems += figure_problems(name, data)
        self.content.figures[name] = data


@dataclass(frozen=True)
class Shared:
    """What a file may use of the course's data files."""

    numbers: Mapping[str, Decimal]
    """Facts for formulas."""
    names: Names
    """Names of the terms that are taught so far."""


def _names_for(path: Path, tree: Tree) -> Names:
    """Return the names of the terms that a lesson, by its folder, may use."""
    here = tree.order.get(path.parent.name.partition("-")[2], len(tree.order))
    taught = (
        term
        for term in tree.terms
        if tree.order.get(term.taught_in.partition("#")[0], len(tree.order)) <= here
    )
    return names_of(taught)


Reader = Callable[[Document, str, Shared], FileRead]


def _reader_for(inside: tuple[str, ...]) -> Reader | None:
    match inside:
        case ("lessons", _, "lesson.md"):
            return _read_lesson
        case ("lessons", _, name) if name.endswith(".md"):
            return _read_question
        case (folder, name) if folder in QUESTION_FOLDERS and name.endswith(".md"):
            return _read_question
        case ("quizzes", name) if name.endswith(".md"):
            return _read_quiz
        case _:
            return None


def _read_lesson(document: Document, text: str, shared: Shared) -> FileRead:
    lesson = read_lesson(document)
    if isinstance(lesson, list):
        return FileRead(None, tuple(lesson))
    problems = [
        *lesson_problems(document, lesson, yaml_fault),
        *unmarked_terms(document, lesson.uses, shared.names),
    ]
    part = LessonFile(_head(document), lesson)
    return FileRead(part, tuple(problems), file_digest(text), suppressed_by(document))


def _read_question(document: Document, text: str, shared: Shared) -> FileRead:
    question = read_question(document, shared.numbers)
    if isinstance(question, list):
        return FileRead(None, tuple(question))
    words = (word for line in document.lines for word in words_in(line.text))
    part = QuestionFile(
        head=_head(document),
        question=question,
        uses=uses_of(document.lines),
        vocabulary=frozenset(word.lower() for word in words if len(word) > SHORT_WORD),
        published=question.status != "retired",
        formula_facts=tuple(key for key in shared.numbers if f"{{{key}}}" in document.front),
    )
    problems = [
        *warnings_of(question, document),
        *text_problems(document, document.lines),
        *suppression_problems(document),
    ]
    digest = question_digest(text, {})
    return FileRead(part, tuple(problems), digest, suppressed_by(document))


def _read_quiz(document: Document, text: str, _shared: Shared) -> FileRead:
    quiz = read_quiz(document)
    if isinstance(quiz, list):
        return FileRead(None, tuple(quiz))
    problems = [*text_problems(document, document.lines), *suppression_problems(document)]
    part = QuizFile(_head(document), quiz)
    return FileRead(part, tuple(problems), file_digest(text), suppressed_by(document))


def _head(document: Document) -> Document:
    return replace(document, lines=(), front="")


@dataclass
class Stamp:
    """Names, sizes and times of a course's files: the same ones were read and published before.

    A few bytes beside the cache; to be without it costs time and nothing else.
    """

    path: Path | None
    now: str
    files: int
    known: str = ""
    """Digest of the release that these very files made; '' if there is none."""

    @classmethod
    def of(cls, root: Path, *, today: date, cache: Path | None) -> "Stamp":
        """Look at a folder, without opening its files."""
        found = sorted(_stats(str(root)))
        looked = json.dumps([READER, RENDERER, str(today), found])
        stamp = cls(
            path=cache / f"{root.name}.stamp" if cache else None,
            now=sha256(looked.encode()).hexdigest(),
            files=len(found),
        )
        if stamp.path and stamp.path.exists():
            before, _, digest = stamp.path.read_text().strip().partition(" ")
            stamp.known = digest if before == stamp.now else ""
        return stamp

    def keep(self, digest: str) -> None:
        """Remember which release the files made."""
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(f"{self.now} {digest}\n")


def _stats(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(("_", ".")):
                continue
            if entry.is_dir():
                yield from _stats(entry.path)
            else:
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns


def course_folders(root: Path) -> Iterator[Path]:
    """Give the folders of courses: ``root`` itself, or those below it."""
    if (root / "course.md").exists():
        yield root
        return
    for path in sorted(root.iterdir()):
        if path.is_dir() and not path.name.startswith(("_", ".")):
            yield path
