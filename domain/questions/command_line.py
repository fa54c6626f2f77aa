"""What the words of a command line are: a program, what it is told to do, options and the rest."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OPTION = re.compile(r"(?P<name>--?[A-Za-z][\w-]*)(?:=(?P<value>.*))?", re.DOTALL)
NEGATED = "--no-"
"""Options that begin so take no value."""
REST = "--"
"""Behind it every word is plain."""


@dataclass(frozen=True)
class Grammar:
    """What has to be known of a command to read it."""

    path: int
    """Plain words that say what the program is to do."""
    positional: int
    """Plain words behind those."""
    flags: frozenset[str]
    """Options without a value."""
    valued: frozenset[str]
    """Options with a value, one or more."""
    alias: Mapping[str, str]
    """Other names of options."""

    def name(self, written: str) -> str:
        """Give the name that an option goes by."""
        return self.alias.get(written, written)

    def is_flag(self, option: str) -> bool:
        """Whether an option is known to take no value."""
        return option in self.flags or (option.startswith(NEGATED) and option not in self.valued)


@dataclass(frozen=True)
class CommandLine:
    """A command line that was read."""

    program: str
    path: tuple[str, ...]
    positional: tuple[str, ...]
    """Every plain word behind the path."""
    options: Mapping[str, tuple[str, ...]]
    """Values by option, in the order of writing; those of one that stands twice are together."""


def is_option(word: str) -> bool:
    """Whether a word names an option: a hyphen or two, and a letter."""
    return OPTION.fullmatch(word) is not None


def read_words(words: Sequence[str], grammar: Grammar) -> CommandLine:
    """Tell options from plain words. Of options only those that ``grammar`` names are known."""
    program, *rest = words
    reader = _Reader(rest, grammar)
    reader.read()
    plain, count = reader.plain, grammar.path
    options = {name: tuple(values) for name, values in reader.options.items()}
    return CommandLine(program, tuple(plain[:count]), tuple(plain[count:]), options)


class _Reader:
    """Reads from left to right.

    How many values an unknown option takes is not known. It gets the words that follow it, as
    far as others can do without them: path, positional arguments, options that need a value.
    """

    def __init__(self, words: list[str], grammar: Grammar) -> None:
        self.words, self.grammar = words, grammar
        self.plain: list[str] = []
        self.options: dict[str, list[str]] = {}
        self.spare = self._spare()

    def read(self) -> None:
        """Use up all words."""
        while self.words:
            word = self.words.pop(0)
            option = OPTION.fullmatch(word)
            if word == REST:
                self.plain += self.words
                self.words = []
            elif option is None:
                self.plain.append(word)
            else:
                name = self.grammar.name(option["name"])
                values = self.options.setdefault(name, [])
                values += self._taken(name) if option["value"] is None else [option["value"]]

    def _spare(self) -> int:
        """Count the plain words that are nobody's yet."""
        plain = sum(not is_option(word) for word in self.words)
        followed = zip(self.words, self.words[1:], strict=False)
        needed = sum(
            self.grammar.name(word) in self.grammar.valued and not is_option(after)
            for word, after in followed
        )
        return max(0, plain - self.grammar.path - self.grammar.positional - needed)

    def _taken(self, option: str) -> list[str]:
        if self.grammar.is_flag(option):
            return []
        following = [is_option(word) or word == REST for word in [*self.words, REST]].index(True)
        single = self.grammar.positional or len(self.plain) < self.grammar.path
        most = min(1, following) if single else following
        if option in self.grammar.valued:
            self.spare -= max(0, most - 1)
        else:
            most = min(most, max(0, self.spare))
            self.spare -= most
        taken, self.words = self.words[:most], self.words[most:]
        return taken
