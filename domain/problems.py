"""What is wrong with a content file, said so that its author can fix it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from domain.rules import RULES, Severity


@dataclass(frozen=True, order=True)
class Spot:
    """A place in a file. Both numbers count from 1."""

    line: int
    column: int


START = Spot(1, 1)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault, at one spot of one file. The order is the order of reading."""

    path: str
    spot: Spot
    code: str
    message: str

    @property
    def severity(self) -> Severity:
        """Whether it stops a publish or only asks for a second look."""
        return RULES[self.code].severity

    @property
    def stops(self) -> bool:
        """Whether nothing can be published while it stands."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        return f"{self.path}:{self.spot.line}:{self.spot.column}: {self.code} {self.message}"


def meant(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' for a word close to a known one, or nothing."""
    close = get_close_matches(word, sorted(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
