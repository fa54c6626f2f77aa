"""What the value of a command's argument has to be."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from domain.documents import FrontMatter
from domain.questions.patterns import Pattern, read_pattern

MAX_NESTED = 200
"""Brackets in a value that is read as JSON; more would only test the reader."""
JSON_START = re.compile(r"\s*(?:\{\s*\"|\[\s*[\"{\[])")
"""How a value begins that can only be meant as JSON."""
Pair = tuple[str, str]
Structures = tuple[tuple[Pair, ...], ...]
"""Pairs by structure, both in an order of their own: two values that mean the same are equal."""


class BadMatcher(Exception):
    """A matcher that cannot be read; the message says what to write."""


class MatcherMeta(FrontMatter):
    """One of these keys says what a value has to be."""

    is_: Annotated[str | None, Field(alias="is")] = None
    one_of: Annotated[list[str] | None, Field(min_length=1)] = None
    regex: Annotated[str | None, Field(min_length=1)] = None
    present: Literal[True] | None = None
    json_: Annotated[str | None, Field(alias="json")] = None
    json_includes: str | None = None
    pairs: str | None = None

    @property
    def named(self) -> list[tuple[str, Any]]:
        """The keys that are written, with their values."""
        found = {name: getattr(self, field) for name, field in FIELDS.items()}
        return [(name, value) for name, value in found.items() if value is not None]


FIELDS = {
    "is": "is_",
    "one_of": "one_of",
    "regex": "regex",
    "present": "present",
    "json": "json_",
    "json_includes": "json_includes",
    "pairs": "pairs",
}
"""Field by the name that front matter calls it."""


@dataclass(frozen=True)
class Matcher:
    """What the values of an argument have to be."""

    sort: str
    wanted: Any

    def matches(self, values: Sequence[str]) -> bool:
        """Whether values fit. All but pairs and flags want exactly one."""
        if self.sort not in ("present", "pairs") and len(values) != 1:
            return False
        return TESTS[self.sort](self.wanted, values)

    @property
    def flag(self) -> bool:
        """Whether the option stands alone."""
        return self.sort == "present"

    def plain(self) -> list[Any]:
        """Give what it asks for as data."""
        wanted = self.wanted.source if isinstance(self.wanted, Pattern) else self.wanted
        return [self.sort, wanted]


def read_matcher(meta: MatcherMeta) -> Matcher | None:
    """Make a matcher of what is written, None of nothing, or raise BadMatcher or BadPattern."""
    if len(meta.named) > 1:
        names = " and ".join(f"'{name}'" for name, _ in meta.named)
        raise BadMatcher(f"{names} are two matchers; write one")
    for sort, wanted in meta.named:
        return Matcher(sort, READERS.get(sort, lambda value: value)(wanted))
    return None


def read_json(text: str) -> Any:
    """Read JSON, or raise ValueError."""
    if text.count("[") + text.count("{") > MAX_NESTED:
        raise ValueError("too deep")
    return json.loads(text)


def looks_like_broken_json(text: str) -> bool:
    """Whether a word begins as JSON and is none."""
    if not JSON_START.match(text):
        return False
    try:
        read_json(text)
    except ValueError:
        return True
    return False


def _read_pairs(text: str) -> Structures:
    found = pairs_in(text.split())
    if not found:
        raise BadMatcher("write 'pairs' as name=value,name=value")
    return found


def _read_author_json(text: str) -> Any:
    try:
        return read_json(text)
    except ValueError:
        raise BadMatcher("what is to be matched is not JSON") from None


def _read_choices(texts: list[str]) -> tuple[str, ...]:
    return tuple(texts)


def _read_regex(text: str) -> Pattern:
    return read_pattern(text, ignore_case=False)


READERS: Mapping[str, Callable[[Any], Any]] = {
    "one_of": _read_choices,
    "regex": _read_regex,
    "json": _read_author_json,
    "json_includes": _read_author_json,
    "pairs": _read_pairs,
}


def pairs_in(values: Sequence[str]) -> Structures | None:
    """Read ``name=value,name=value``, a structure a word, or the same as JSON; else None.

    A piece without a name belongs to the value before it: ``Values=a,b``.
    """
    found = list[Mapping[str, str]]()
    for value in values:
        more = _json_structures(value) if value[:1] in ("{", "[") else _shorthand(value)
        if more is None:
            return None
        found += more
    return tuple(sorted(tuple(sorted(pairs.items())) for pairs in found))


def _shorthand(value: str) -> list[dict[str, str]] | None:
    pairs, last = dict[str, str](), ""
    for piece in value.split(","):
        name, sign, rest = piece.partition("=")
        if sign and name not in pairs:
            pairs[name], last = rest, name
        elif last and not sign:
            pairs[last] += f",{piece}"
        else:
            return None
    return [pairs]


def _json_structures(value: str) -> list[dict[str, str]] | None:
    try:
        found = read_json(value)
    except ValueError:
        return None
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        return None
    return [{name: _flat(inner) for name, inner in row.items()} for row in rows]


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_flat, value))
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _same(wanted: Any, given: Any) -> bool:
    """Compare what JSON says: true is not 1, and the order of names does not count."""
    return json.dumps(wanted, sort_keys=True) == json.dumps(given, sort_keys=True)


def _includes(wanted: Any, given: Any) -> bool:
    """Whether everything that is wanted is there, perhaps among more."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        return all(name in given and _includes(wanted[name], given[name]) for name in wanted)
    if isinstance(wanted, list) and isinstance(given, list):
        return all(any(_includes(one, other) for other in given) for one in wanted)
    return _same(wanted, given)


def _parsed(test: Callable[[Any, Any], bool]) -> Callable[[Any, Sequence[str]], bool]:
    def tested(wanted: Any, values: Sequence[str]) -> bool:
        try:
            return test(wanted, read_json(values[0]))
        except ValueError:
            return False

    return tested


TESTS: Mapping[str, Callable[[Any, Sequence[str]], bool]] = {
    "is": lambda wanted, values: values[0] == wanted,
    "one_of": lambda wanted, values: values[0] in wanted,
    "regex": lambda wanted, values: wanted.matches(values[0]),
    "present": lambda _, values: not values,
    "json": _parsed(_same),
    "json_includes": _parsed(_includes),
    "pairs": lambda wanted, values: pairs_in(values) == wanted,
}
