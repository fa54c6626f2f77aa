"""Take an author's regular expression apart, and refuse what could cost too much or surprise."""

import re
from dataclasses import dataclass

ESCAPE = re.compile(
    r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|N\{[^}]*\}|.)", re.DOTALL | re.IGNORECASE
)
CHARACTER_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
DOUBTFUL_SET = re.compile(r"^\[.*\[|--|&&|~~|\|\|", re.DOTALL)
"""What a later Python may read as a set inside a set."""
QUANTIFIER = re.compile(r"[*+?]|\{(?!\})(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\}", re.ASCII)
PLAIN_GROUP = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
LOOK_AROUND = re.compile(r"\(\?<?[=!]")
BACK_REFERENCE = re.compile(r"\(\?(?:P=|\()")
EDGES = frozenset({"^", "$", r"\A", r"\Z", r"\b", r"\B"})
CLASS_LETTERS = "dDsSwW"


class BadPattern(Exception):
    """A pattern that is refused; the message is for its author."""


@dataclass(frozen=True)
class Char:
    """One character that ``source`` describes; ``literal`` is it, where there is only one."""

    source: str
    literal: str = ""


@dataclass(frozen=True)
class Edge:
    """A place between two characters."""

    source: str


@dataclass(frozen=True)
class Run:
    """Parts one after the other."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    """One of several branches."""

    branches: tuple["Node", ...]


@dataclass(frozen=True)
class Repeat:
    """A part several times; ``most`` is None where there is no bound."""

    body: "Node"
    least: int
    most: int | None


Node = Char | Edge | Run | Either | Repeat


def parse(source: str) -> Node:
    """Give the parts of a pattern, or raise BadPattern."""
    parser = _Parser(source)
    node = parser.either()
    if parser.at < len(source):
        raise BadPattern(f"unbalanced ) at {parser.at + 1}")
    return node


class _Parser:
    """Read a pattern from left to right; ``at`` is where it stands."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def either(self) -> Node:
        branches = [self._run()]
        while self._next == "|":
            self.at += 1
            branches.append(self._run())
        return branches[0] if len(branches) == 1 else Either(tuple(branches))

    @property
    def _next(self) -> str:
        return self.source[self.at : self.at + 1]

    def _run(self) -> Node:
        parts: list[Node] = []
        while self._next not in ("", "|", ")"):
            start = self.at
            atom = self._atom()
            parts.append(self._repeated(atom, start))
        return Run(tuple(parts))

    def _atom(self) -> Node:
        if QUANTIFIER.match(self.source, self.at):
            raise BadPattern(f"nothing to repeat at {self.at + 1}")
        match self._next:
            case "(":
                return self._group()
            case "[":
                return self._set()
            case "\\":
                return self._escape()
            case sign:
                self.at += 1
                if sign in EDGES:
                    return Edge(sign)
                return Char(".") if sign == "." else Char(re.escape(sign), sign)

    def _group(self) -> Node:
        opening = PLAIN_GROUP.match(self.source, self.at)
        if opening is None:
            raise self._refused_group()
        self.at = opening.end()
        node = self.either()
        if self._next != ")":
            raise BadPattern(f"missing ) for the ( at {opening.start() + 1}")
        self.at += 1
        return node

    def _refused_group(self) -> BadPattern:
        for name, form in (("look-around", LOOK_AROUND), ("back-reference", BACK_REFERENCE)):
            if found := form.match(self.source, self.at):
                return BadPattern(f"{name} {found[0]}")
        return BadPattern(f"'{self.source[self.at : self.at + 3]}' is not known here")

    def _set(self) -> Node:
        found = CHARACTER_SET.match(self.source, self.at)
        if found is None:
            raise BadPattern(f"missing ] for the [ at {self.at + 1}")
        if DOUBTFUL_SET.search(ESCAPE.sub("_", found[0])):
            raise BadPattern(f"put a \\ before the signs in {found[0]}")
        self.at = found.end()
        return Char(found[0])

    def _escape(self) -> Node:
        found = ESCAPE.match(self.source, self.at)
        if found is None:
            raise BadPattern("it ends with a single \\")
        self.at = found.end()
        if found[0] in EDGES:
            return Edge(found[0])
        if found[0][1].isdecimal():
            raise BadPattern(f"back-reference {found[0]}")
        sign = found[0][1:]
        return Char(found[0], "" if sign.isalnum() or len(sign) > 1 else sign)

    def _repeated(self, atom: Node, start: int) -> Node:
        found = QUANTIFIER.match(self.source, self.at)
        if found is None:
            return atom
        if isinstance(atom, Edge):
            raise BadPattern(f"nothing to repeat at {self.at + 1}")
        self.at = found.end()
        least, most = _bounds(found)
        if self._next == "+":
            raise BadPattern(f"'{found[0]}+' is not known here; write {found[0]}")
        if self._next == "?":  # lazy or not, it is the whole text that has to match
            self.at += 1
        if QUANTIFIER.match(self.source, self.at):
            raise BadPattern(f"multiple repeat at {self.at + 1}")
        if most is None and _unbounded(atom):
            raise BadPattern(f"nested repetition {self.source[start : found.end()]}")
        return Repeat(atom, least, most)


def _bounds(quantifier: re.Match[str]) -> tuple[int, int | None]:
    signs: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
    if quantifier[0] in signs:
        return signs[quantifier[0]]
    least = int(quantifier["least"] or 0)
    if not quantifier["comma"]:
        return least, least
    most = int(quantifier["most"]) if quantifier["most"] else None
    if most is not None and most < least:
        raise BadPattern(f"{quantifier[0]}: the first number is the greater one")
    return least, most


def _unbounded(node: Node) -> bool:
    """Whether a repetition without bound stands somewhere in a part."""
    match node:
        case Repeat(body, _, most):
            return most is None or _unbounded(body)
        case Run(parts) | Either(parts):
            return any(map(_unbounded, parts))
        case _:
            return False
