"""Data files, such as ``facts.yaml``: lists of entries, each of which is read by itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pydantic import ValidationError

from domain.documents import Document, FrontMatter, Meta, Where
from domain.problems import Problem

Row = TypeVar("Row")
Other = TypeVar("Other")


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """What a data file gave: a faulty entry is left out, and takes no other with it."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()
    """Ids of entries that were left out: whoever refers to them need not be told."""
    readable: bool = True
    """Whether the file is a list at all; otherwise its ids are anybody's guess."""

    def each(self, make: Callable[[Row], Other]) -> "Listing[Other]":
        """Make something of every row."""
        return Listing(tuple(map(make, self.rows)), self.problems, self.broken, self.readable)

    def adding(self, problems: Iterable[Problem]) -> "Listing[Row]":
        """Add what is wrong with the rows."""
        return replace(self, problems=(*self.problems, *problems))


def read_entries(
    document: Document, name: str, file: type[FrontMatter], entry: type[Meta]
) -> Listing[tuple[Where, Meta]]:
    """Read the list that a file holds under a name; each row comes with its place."""
    found = document.read_meta(file)
    problems = tuple(found) if isinstance(found, list) else ()
    written = document.meta.get(name)
    if not isinstance(written, list):
        return Listing(problems=problems, readable=False)
    rows, broken = list[tuple[Where, Meta]](), set[str]()
    for i, values in enumerate(written):
        try:
            rows.append(((name, i), entry.model_validate(values)))
        except ValidationError:
            broken.add(str(values.get("id", "")) if isinstance(values, dict) else "")
    return Listing(tuple(rows), problems, frozenset(broken))
