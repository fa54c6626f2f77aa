"""Match a learner's text against an author's regular expression, in bounded time.

A pattern is written in the syntax of Python's ``re`` and means the same: the whole text. It is not
run by ``re``, whose time can grow without bound, but as a set of steps that all look at one
character at a time. So a match costs at most ``MAX_TEXT`` × ``MAX_STEPS`` such looks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from string import ascii_letters, digits, punctuation

from domain.questions.pattern_syntax import (
    BadPattern,
    Char,
    Edge,
    Either,
    Node,
    Repeat,
    Run,
    parse,
)
from domain.questions.wording import tidy

MAX_TEXT = 1_000  # characters
MAX_PATTERN = 200  # characters
MAX_STEPS = 1_000  # steps of a pattern, its bounded repetitions written out
ACCEPT = -1
"""The step after the last."""


@dataclass(frozen=True)
class Step:
    """One step of a pattern: what it looks for, and where it goes on."""

    then: tuple[int, ...]
    test: re.Pattern[str] | None = None
    """What has to hold for going on; None where nothing is asked."""
    moves: bool = False
    """Whether it uses a character up."""


@dataclass(frozen=True)
class Pattern:
    """A pattern that is ready to match."""

    source: str
    ignore_case: bool
    example: str = field(compare=False)
    """A short text that it matches."""
    steps: tuple[Step, ...] = field(compare=False, repr=False)
    start: int = field(compare=False, repr=False)

    def matches(self, text: str) -> bool:
        """Whether the whole text fits; a text that is too long never does."""
        return len(text) <= MAX_TEXT and _runs(self.steps, self.start, text)


def read_pattern(source: str, *, ignore_case: bool) -> Pattern:
    """Make a pattern ready, or raise BadPattern with what its author has to change."""
    if len(source) > MAX_PATTERN:
        raise BadPattern(f"regex of {len(source)} characters; at most {MAX_PATTERN}")
    node = parse(source)
    builder = _Builder(re.IGNORECASE if ignore_case else re.NOFLAG)
    start = builder.build(node, ACCEPT)
    steps = tuple(builder.steps)
    for times in (0, 1):
        example = tidy(builder.example(node, times))
        if example and _runs(steps, start, example):
            return Pattern(source, ignore_case, example, steps, start)
    raise BadPattern("no text was found that it matches")


class _Builder:
    """Turn the parts of a pattern into steps, from the last to the first."""

    def __init__(self, flags: re.RegexFlag) -> None:
        self.flags = flags
        self.steps: list[Step] = []

    def build(self, node: Node, then: int) -> int:
        """Add the steps of a part that goes on at ``then``, and give the first of them."""
        match node:
            case Char(source):
                return self._add(Step((then,), self._test(source), moves=True))
            case Edge(source):
                return self._add(Step((then,), self._test(source)))
            case Run(parts):
                for part in reversed(parts):
                    then = self.build(part, then)
                return self._add(Step((then,)))
            case Either(branches):
                return self._add(Step(tuple([self.build(branch, then) for branch in branches])))
            case Repeat():
                return self._repeat(node, then)

    def example(self, node: Node, times: int) -> str:
        """Give a text for a part, with what may be left out ``times`` times."""
        match node:
            case Char(source, literal):
                test = self._test(source)
                return literal or next(sign for sign in _signs() if test.match(sign))
            case Edge():
                return ""
            case Run(parts):
                return "".join(self.example(part, times) for part in parts)
            case Either(branches):
                return self.example(branches[0], times)
            case Repeat(body, least):
                return self.example(body, times) * max(least, times)

    def _add(self, step: Step) -> int:
        if len(self.steps) == MAX_STEPS:
            raise BadPattern("repeats too much; use smaller numbers in { }")
        self.steps.append(step)
        return len(self.steps) - 1

    def _test(self, source: str) -> re.Pattern[str]:
        try:
            return re.compile(source, self.flags)
        except re.error as error:
            raise BadPattern(error.msg) from error

    def _repeat(self, node: Repeat, then: int) -> int:
        end = then
        if node.most is None:
            then = self._add(Step(()))
            self.steps[then] = Step((self.build(node.body, then), end))
        else:
            for _ in range(node.most - node.least):
                then = self._add(Step((self.build(node.body, then), end)))
        for _ in range(node.least):
            then = self.build(node.body, then)
        return then


def _signs() -> Iterable[str]:
    """Give every character, those that read well first."""
    yield from ascii_letters + digits + " " + punctuation
    yield from map(chr, range(0x110000))


def _runs(steps: tuple[Step, ...], start: int, text: str) -> bool:
    live = _reached(steps, [start], text, 0)
    for at, sign in enumerate(text):
        heads = [
            head
            for number in live
            if (step := steps[number]).moves and step.test and step.test.match(sign)
            for head in step.then
        ]
        live = _reached(steps, heads, text, at + 1)
        if not live:
            return False
    return ACCEPT in live


def _reached(steps: tuple[Step, ...], heads: list[int], text: str, at: int) -> set[int]:
    """Follow the steps that use no character up, from the place ``at`` in the text."""
    reached: set[int] = set()
    while heads:
        number = heads.pop()
        if number in reached:
            continue
        reached.add(number)
        if number == ACCEPT:
            continue
        step = steps[number]
        if not step.moves and (step.test is None or step.test.match(text, at)):
            heads.extend(step.then)
    return reached
