"""Rules that a file asks not to be checked against: ``# check: ignore CODE reason``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.documents import Document
from domain.problems import Problem, Spot
from domain.rules import RULES, Severity

COMMENT = re.compile(r"[ \t]*(?P<mark>#)\s*check:\s*(?P<what>.*)", re.IGNORECASE)
FORM = "# check: ignore CODE reason"
IGNORE = re.compile(r"ignore\s+(?P<code>\S+)(?:\s+(?P<reason>.*\S))?\s*")
SUPPRESSIBLE = frozenset({"L011"})
"""Errors that may be wrong about a good file: a sample in a dialect."""


@dataclass(frozen=True)
class Suppression:
    """A comment on its own line in the front matter."""

    code: str
    reason: str
    spot: Spot

    @property
    def fault(self) -> str | None:
        """Say why it does not count, if it does not."""
        rule = RULES.get(self.code)
        if rule is None:
            return f"there is no rule '{self.code}'" if self.code else f"write '{FORM}'"
        if rule.severity is Severity.ERROR and self.code not in SUPPRESSIBLE:
            return f"{self.code} is an error and cannot be suppressed"
        return None if self.reason else f"suppression of {self.code} without a reason"


def suppressions_of(document: Document) -> Iterator[Suppression]:
    """Give the suppressions of a file, well formed or not."""
    first = 2 if document.lines else 1  # a data file has no fence above it
    for number, text in enumerate(document.front.split("\n"), start=first):
        comment = COMMENT.match(text)
        if comment:
            said = IGNORE.fullmatch(comment["what"])
            code, reason = (said["code"], said["reason"] or "") if said else ("", "")
            yield Suppression(code, reason, Spot(number, comment.start("mark") + 1))


def suppression_problems(document: Document) -> Iterator[Problem]:
    """Find suppressions that do not count (C036)."""
    for suppression in suppressions_of(document):
        if suppression.fault:
            yield document.problem("C036", suppression.fault, suppression.spot)


def suppressed_by(document: Document) -> frozenset[str]:
    """Give the codes of the rules that a file gives a reason for not keeping."""
    return frozenset(one.code for one in suppressions_of(document) if not one.fault)


def unsuppressed(document: Document, problems: Iterable[Problem]) -> list[Problem]:
    """Leave out the problems of a file that it gives a reason for."""
    codes = suppressed_by(document)
    return [problem for problem in problems if problem.code not in codes]
