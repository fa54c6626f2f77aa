"""Hold a command line against what is asked for, argument by argument."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from domain.questions.command_file import Asked
from domain.questions.command_line import CommandLine


@dataclass(frozen=True)
class Judged:
    """A command line held against what is asked for."""

    line: CommandLine
    known: int
    """Words of program and path that are right, from the left."""
    command: bool
    """Whether all of them are."""
    right: tuple[bool, ...]
    """Whether each wanted argument is there and right."""
    given: tuple[str, ...]
    """Each wanted argument as it was given, or ''."""
    surplus: tuple[str, ...]
    """What nothing asks for."""
    forbidden: tuple[int, ...]
    """Places, from 0, of what is forbidden and given."""

    @property
    def missing(self) -> int:
        """Number of wanted arguments that were not given."""
        return self.given.count("")


def judge(asked: Asked, line: CommandLine) -> Judged:
    """Compare a command line with what is asked for."""
    heads = zip((line.program, *line.path), (asked.program, *asked.path), strict=False)
    known = [*(given == wanted for given, wanted in heads), False].index(False)
    places = iter(line.positional)
    right, given = list[bool](), list[str]()
    for one in asked.wanted:
        values = line.options.get(one.option) if one.option else _next(places)
        right.append(values is not None and one.matcher.matches(values))
        given.append("" if values is None else shown(one.option, values))
    forbidden = [
        place
        for place, one in enumerate(asked.forbidden)
        if one.option in line.options and one.matches(line.options[one.option])
    ]
    named = {one.option for one in asked.wanted}
    named |= {asked.forbidden[place].option for place in forbidden}
    surplus = [
        shown(name, values)
        for name, values in line.options.items()
        if name not in named | asked.optional
    ]
    return Judged(
        line=line,
        known=known,
        command=known == len(asked.path) + 1,
        right=tuple(right),
        given=tuple(given),
        surplus=(*surplus, *places),
        forbidden=tuple(forbidden),
    )


def shown(option: str, values: tuple[str, ...]) -> str:
    """Write an argument as it could stand in a shell."""
    return shlex.join([option, *values] if option else values)


def _next(places: Iterator[str]) -> tuple[str, ...] | None:
    word = next(places, None)
    return None if word is None else (word,)
