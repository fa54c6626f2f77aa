"""The files of a course that all others refer to: the course itself, outcomes, facts, terms."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from courses.reading import read_data, read_document, read_text
from domain.course_files import CourseFile, read_course
from domain.courses import Tree
from domain.documents import Document
from domain.facts import read_facts
from domain.glossary import read_glossary
from domain.listings import Listing
from domain.misconceptions import read_misconceptions
from domain.outcomes import read_outcomes
from domain.problems import START, Problem
from domain.suppressions import suppressed_by, suppression_problems
from domain.text_rules import text_problems

NAMES = ("course.md", "outcomes.yaml", "misconceptions.yaml", "facts.yaml", "glossary.yaml")

Row = TypeVar("Row")


@dataclass
class DataFiles:
    """What these files gave, by path; a file or an entry that cannot be read is left out."""

    root: Path
    sources: dict[str, str] = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)
    suppressed: dict[str, frozenset[str]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Ids of entries that were left out."""

    def read(self, *, today: date) -> Tree:
        """Return the beginning of the course's tree."""
        outcomes, outcomes_file = self._listing("outcomes.yaml", read_outcomes)
        beliefs, beliefs_file = self._listing("misconceptions.yaml", read_misconceptions)
        facts, facts_file = self._listing("facts.yaml", partial(read_facts, today=today))
        terms, terms_file = self._listing("glossary.yaml", read_glossary)
        return Tree(
            key=self.root.name,
            today=today,
            course=self._course(),
            outcomes=outcomes,
            outcomes_file=outcomes_file,
            misconceptions=beliefs,
            misconceptions_file=beliefs_file,
            facts=facts,
            facts_file=facts_file,
            terms=terms,
            glossary_file=terms_file,
        )

    def _course(self) -> tuple[Document, CourseFile] | None:
        document = self._document("course.md", read_document)
        if document is None:
            return None
        self.found += text_problems(document, document.lines)
        course = read_course(document)
        if isinstance(course, list):
            self.found += course
            return None
        return replace(document, lines=()), course

    def _listing(
        self, name: str, reader: Callable[[Document], Listing[Row]]
    ) -> tuple[tuple[Row, ...], Document | None]:
        document = self._document(name, read_data)
        if document is None:
            return (), None
        listing = reader(document)
        self.found += listing.problems
        self.broken |= listing.broken
        return listing.rows, document if listing.readable else None

    def _document(
        self, name: str, reader: Callable[[str, str], Document | list[Problem]]
    ) -> Document | None:
        document = self._read(name, reader)
        if isinstance(document, list):
            self.found += document
            return None
        self.found += suppression_problems(document)
        self.suppressed[document.path] = suppressed_by(document)
        return document

    def _read(
        self, name: str, reader: Callable[[str, str], Document | list[Problem]]
    ) -> Document | list[Problem]:
        full, path = f"{self.root.name}/{name}", self.root / name
        if path.is_symlink():
            return []
        if not path.exists():
            return [Problem(full, START, "C004", "the course has no file of this name")]
        text = read_text(full, path.read_bytes())
        if isinstance(text, list):
            return text
        self.sources[full] = text
        return reader(full, text)
