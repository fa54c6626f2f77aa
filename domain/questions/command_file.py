"""Read what a command question asks for: its front matter, and the model command."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.code_samples import form_fault
from domain.documents import FrontMatter, Where
from domain.problems import Spot
from domain.questions.base import Key, QuestionMeta
from domain.questions.command_line import Grammar, is_option
from domain.questions.matchers import BadMatcher, Matcher, MatcherMeta, read_matcher
from domain.questions.pattern_syntax import BadPattern
from domain.questions.reading import Reading
from domain.questions.shell_words import Unclear, split_command

Credit = Literal["exact", "each"]
Word = Annotated[str, Field(pattern=r"^[^\s-]\S*$")]
"""A plain word of a command."""


class ForbidMeta(MatcherMeta):
    """An option that spoils the command, whatever its value or with a certain one."""

    option: str
    feedback: Annotated[str, Field(min_length=1)]
    misconception: Key | None = None


class CommandKeys(FrontMatter):
    """What stands under ``command``."""

    program: Word
    path: list[Word] = []
    options: dict[str, MatcherMeta] = {}
    positional: list[MatcherMeta] = []
    optional: list[str] = []
    alias: dict[str, str] = {}
    forbid: list[ForbidMeta] = []
    credit: Credit = "exact"


class CommandMeta(QuestionMeta):
    """Front matter of a question that is answered with a command line."""

    command: CommandKeys


@dataclass(frozen=True)
class Wanted:
    """An argument that has to be there: an option, or a word at its place."""

    option: str
    """'' for a positional argument."""
    matcher: Matcher


@dataclass(frozen=True)
class Forbidden:
    """An option that must not be there, with any value or with one that matches."""

    option: str
    matcher: Matcher | None
    feedback: str
    misconception: str | None

    def matches(self, values: tuple[str, ...]) -> bool:
        """Whether an option with these values is meant."""
        return self.matcher is None or self.matcher.matches(values)


@dataclass(frozen=True)
class Asked:
    """What decides how good a command is."""

    program: str
    path: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    """Options in the order of the file, then positional arguments in theirs."""
    optional: frozenset[str]
    alias: Mapping[str, str]
    forbidden: tuple[Forbidden, ...]
    credit: Credit

    @property
    def positional(self) -> tuple[Wanted, ...]:
        """The words that are wanted behind the path."""
        return tuple(one for one in self.wanted if not one.option)

    @property
    def grammar(self) -> Grammar:
        """What is known of the command's options."""
        matchers = [(one.option, one.matcher) for one in self.wanted if one.option]
        matchers += [(one.option, one.matcher) for one in self.forbidden if one.matcher]
        flags = frozenset(name for name, matcher in matchers if matcher.flag)
        valued = frozenset(name for name, _ in matchers) - flags
        return Grammar(len(self.path), len(self.positional), flags, valued, self.alias)


@dataclass(frozen=True)
class Model:
    """The model command, with the place where it begins."""

    text: str
    words: tuple[str, ...]
    spot: Spot


def read_asked(reading: Reading[CommandMeta]) -> Asked | None:
    """Read the keys under ``command``; None where they are not sound."""
    if reading.meta is None:
        return None
    keys = reading.meta.command
    reader = _Matchers(reading)
    wanted = [
        Wanted(name, matcher)
        for name, meta in keys.options.items()
        if (matcher := reader.read(meta, ("command", "options", name)))
    ]
    for n, meta in enumerate(keys.positional):
        matcher = reader.read(meta, ("command", "positional", n))
        if matcher and matcher.flag:
            message = "'present' is for options; say what the argument has to be"
            reading.add("Q080", message, ("command", "positional", n))
        elif matcher:
            wanted.append(Wanted("", matcher))
    forbidden = [
        Forbidden(one.option, matcher, one.feedback, one.misconception)
        for n, one in enumerate(keys.forbid)
        for matcher in [reader.read(one, ("command", "forbid", n), needed=False)]
    ]
    asked = Asked(
        program=keys.program,
        path=tuple(keys.path),
        wanted=tuple(wanted),
        optional=frozenset(keys.optional),
        alias=dict(keys.alias),
        forbidden=tuple(forbidden),
        credit=keys.credit,
    )
    _check(reading, keys, asked)
    return asked


class _Matchers:
    """Makes matchers of what is written, and names what cannot be read."""

    def __init__(self, reading: Reading[Any]) -> None:
        self.reading = reading

    def read(self, meta: MatcherMeta, at: Where, *, needed: bool = True) -> Matcher | None:
        try:
            matcher = read_matcher(meta)
        except BadMatcher as fault:
            self.reading.add("Q080", str(fault), at)
        except BadPattern as fault:
            self.reading.add("Q061", str(fault), (*at, "regex"))
        else:
            if matcher is None and needed:
                self.reading.add("Q080", "say what the value has to be, such as {is: …}", at)
            return matcher
        return None


def _check(reading: Reading[Any], keys: CommandKeys, asked: Asked) -> None:
    """Name what options say together."""
    if not keys.options and not keys.positional:
        message = "'command' asks for no option and no argument"
        reading.add("Q080", message, ("command",))
    for name, at in _names(keys):
        if not is_option(name) or "=" in name:
            message = f"'{name}' is no option; write it as --name"
            reading.add("Q080", message, _name_spot(reading, at))
    required = {one.option for one in asked.wanted if one.option}
    twice = dict.fromkeys(keys.optional, "optional")
    twice |= {one.option: "forbidden" for one in keys.forbid if not one.named}
    for name in keys.options:
        if name in twice and name in required:
            message = f"'{name}' is required and {twice[name]}"
            reading.add("Q080", message, _name_spot(reading, ("command", "options", name)))


def _names(keys: CommandKeys) -> Iterator[tuple[str, Where]]:
    """Give every name of an option with its place."""
    yield from ((name, ("command", "options", name)) for name in keys.options)
    yield from ((name, ("command", "optional", n)) for n, name in enumerate(keys.optional))
    for short, name in keys.alias.items():
        yield from ((one, ("command", "alias", short)) for one in (short, name))
    yield from ((one.option, ("command", "forbid", n)) for n, one in enumerate(keys.forbid))


def _name_spot(reading: Reading[Any], at: Where) -> Spot | Where:
    return reading.document.names.get(at, at)


def read_model(reading: Reading[Any]) -> Model | None:
    """Read the fence under ``## Command``."""
    section = reading.sections.get("Command")
    if section is None:
        return None
    demand = "write the model command alone, in a fence that begins with ```bash"
    fence = reading.only_fence(section, "Q081", demand)
    if fence is None:
        return None
    if fence.language != "bash" or fence.options or form_fault(fence):
        reading.add("Q081", demand, fence.spot)
        return None
    spot = Spot(fence.spot.line + 1, 1)
    text = fence.code.removesuffix("\n")
    try:
        words = split_command(text)
    except Unclear as fault:
        reading.add("Q081", f"model command cannot be read: {fault}", spot)
        return None
    if not words:
        reading.add("Q081", "model command is empty", spot)
        return None
    return Model(text, tuple(words), spot)
