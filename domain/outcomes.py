"""What learners will be able to do: ``outcomes.yaml``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from domain.documents import Document, FrontMatter, Where
from domain.problems import Problem
from domain.questions.base import Key

MAX_OUTCOMES = 14
WORDS = range(5, 26)
TESTABLE = tuple(
    "calculate choose classify compare configure correct decide defend derive design diagnose "
    "estimate evaluate explain identify justify lay list locate match order plan predict propose "
    "prove rank repair rewrite select sketch state trace translate write".split()
)
"""Verbs that a question can test. 'lay' stands for 'lay out'."""


class OutcomeMeta(FrontMatter):
    """One entry of the file."""

    id: Key
    can: Annotated[str, Field(min_length=1, max_length=300)]
    why: Annotated[str, Field(max_length=500)] = ""
    importance: Annotated[int, Field(ge=1, le=3)] = 2
    requires: list[Key] = []


class OutcomesFile(FrontMatter):
    """The file."""

    format: Literal[1]
    outcomes: list[OutcomeMeta]


@dataclass(frozen=True)
class Outcome:
    """Something a learner can do afterwards; ``can`` completes 'The learner can …'."""

    id: str
    can: str
    why: str
    importance: int
    """1 to 3."""
    requires: tuple[str, ...]
    at: Where


def read_outcomes(document: Document) -> tuple[list[Outcome], list[Problem]]:
    """Read the file; what cannot be read at all gives no outcomes."""
    found = document.read_meta(OutcomesFile)
    if isinstance(found, list):
        return [], found
    outcomes = [
        Outcome(
            id=entry.id,
            can=entry.can.strip(),
            why=entry.why.strip(),
            importance=entry.importance,
            requires=tuple(entry.requires),
            at=("outcomes", i),
        )
        for i, entry in enumerate(found.outcomes)
    ]
    return outcomes, list(_problems(document, outcomes))


def _problems(document: Document, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    if len(outcomes) > MAX_OUTCOMES:
        at = outcomes[MAX_OUTCOMES].at
        message = f"{len(outcomes)} outcomes; at most {MAX_OUTCOMES}"
        yield document.problem("O001", message, (*at, "id"))
    if not outcomes:
        yield document.problem("O001", "0 outcomes; at least 1", ("outcomes",))
    said: dict[str, str] = {}
    for outcome in outcomes:
        at = (*outcome.at, "can")
        first = outcome.can.split(" ")[0].lower()
        if first not in TESTABLE:
            hint = "for example 'explain' or 'choose'"
            yield document.problem("O002", f"'{first}' cannot be tested; {hint}", at)
        words = len(outcome.can.split())
        if words not in WORDS:
            yield document.problem("O003", f"{words} words; write 5 to 25", at)
        same = said.setdefault(outcome.can.casefold(), outcome.id)
        if same != outcome.id:
            yield document.problem("O001", f"same text as outcome '{same}'", at)
    yield from cycles(
        document,
        {outcome.id: outcome.requires for outcome in outcomes},
        {outcome.id: (*outcome.at, "requires") for outcome in outcomes},
        "O004",
    )


def cycles(
    document: Document,
    graph: Mapping[str, Sequence[str]],
    where: Mapping[str, Where],
    code: str,
) -> Iterator[Problem]:
    """Name each circle among things that require one another, once."""
    done: set[str] = set()
    for start in graph:
        circle = _circle(graph, start, done)
        if circle:
            message = f"cycle: {' > '.join(circle)}"
            yield document.problem(code, message, where[circle[0]])


def circle_from(graph: Mapping[str, Sequence[str]], start: str) -> list[str]:
    """Return a way from ``start`` back to a thing it passed before, or nothing."""
    return _circle(graph, start, set())


def _circle(graph: Mapping[str, Sequence[str]], start: str, done: set[str]) -> list[str]:
    path: list[str] = []
    walk: list[tuple[str, Iterator[str]]] = []

    def enter(node: str) -> None:
        path.append(node)
        walk.append((node, iter(graph.get(node, ()))))

    if start not in done:
        enter(start)
    while walk:
        following = walk[-1][1]
        after = next(following, None)
        if after is None:
            walk.pop()
            done.add(path.pop())
        elif after in path:
            done.update(path)
            return [*path[path.index(after) :], after]
        elif after not in done and after in graph:
            enter(after)
    return []
