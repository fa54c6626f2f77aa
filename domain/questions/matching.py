"""Rows that each get one of the same options, marked row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

from domain.documents import Document
from domain.problems import START, Problem
from domain.questions.base import (
    FactValues,
    Grade,
    Mark,
    Option,
    Question,
    QuestionMeta,
    Reveal,
    Row,
    Sample,
    Submitted,
    Text,
    Unreadable,
)
from domain.questions.choice_list import ListedChoice, above_warnings, read_extras
from domain.questions.pair_table import Pair, read_pairs
from domain.questions.reading import Reading
from domain.questions.wording import holds, sameness

COUNT = (3, 8)
"""Least and most rows."""
INCOMPLETE = Unreadable("Choose a match for every row.")


class MatchingMeta(QuestionMeta):
    """Front matter of a matching."""

    credit: Literal["exact"] | None = None


@dataclass(frozen=True)
class Value:
    """A right value, with the ids of the rows that it fits."""

    id: str
    text: str
    rows: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Matching(Question):
    """Ask for the option that fits each row; one may fit several rows, or none.

    A value has the id of the first row that it fits. The ids of its other rows mean it as well,
    so that stored answers stay readable when rows change places.
    """

    kind: ClassVar[str] = "matching"
    fields: ClassVar[tuple[str, ...]] = ("row", "match")
    titles: ClassVar[tuple[str, ...]] = ("Pairs", "Extra", "Hints", "Explanation")
    default_seconds: ClassVar[int] = 90
    front_matter: ClassVar[type[QuestionMeta]] = MatchingMeta

    pairs: tuple[Pair, ...]
    values: tuple[Value, ...]
    extras: tuple[ListedChoice, ...]
    """Options that fit nothing."""
    all_or_nothing: bool

    @property
    def guess(self) -> float:
        """One in as many options as there are, for each row."""
        by_row = 1 / len(self.options)
        return by_row ** len(self.pairs) if self.all_or_nothing else by_row

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the extra options stand for."""
        return frozenset(extra.misconception for extra in self.extras if extra.misconception)

    @property
    def instruction(self) -> str:
        """Say that no row stays empty."""
        return INCOMPLETE.hint

    @property
    def options(self) -> tuple[Option, ...]:
        """Every right value once, then the extras."""
        return tuple(Option(part.id, f"option-{part.id}") for part in self._choosable)

    def texts(self) -> dict[str, Text]:
        """Add ``row-<id>`` and ``option-<id>``, inline; and ``reason-<id>`` of rows and extras."""
        rows = {f"row-{pair.id}": Text(pair.left, inline=True) for pair in self.pairs}
        options = {f"option-{part.id}": Text(part.text, inline=True) for part in self._choosable}
        whys = {f"reason-{pair.id}": Text(pair.why) for pair in self.pairs}
        reasons = {f"reason-{extra.id}": Text(extra.reason) for extra in self.extras}
        return super().texts() | rows | options | whys | reasons

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the table under Pairs and the choice list under Extra."""
        reading = Reading(document, cls, MatchingMeta)
        pairs, extras = read_pairs(reading), read_extras(reading)
        values = _values(pairs)
        _check(reading, pairs, values, extras)
        if reading.meta is None or reading.problems:
            return reading.problems
        return cls(
            **reading.fields(),
            pairs=pairs,
            values=values,
            extras=extras,
            all_or_nothing=reading.meta.credit == "exact",
        )

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give a row for each pair; ``given`` is the id of an option.

        The why of a row would tell what fits it, so before all is told only a right row has it;
        a wrong one may say why an extra fits nothing.
        """
        names, wanted = self._names, self._wanted
        sent = zip(submitted.get("row", ()), submitted.get("match", ()), strict=False)
        given = {row: names.get(pick, "") for row, pick in sent}
        return tuple(
            self._row(pair, given.get(pair.id, ""), wanted[pair.id], reveal) for pair in self.pairs
        )

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give the share of right rows; an answer with an empty row is none."""
        given = self._read(submitted)
        if given is None:
            return INCOMPLETE
        right = sum(given[row] == option for row, option in self._wanted.items())
        beliefs = {extra.id: extra.misconception for extra in self.extras if extra.misconception}
        picked = (beliefs[given[pair.id]] for pair in self.pairs if given[pair.id] in beliefs)
        return Grade(
            self._credit(right),
            misconception=next(picked, None),
            headline=self._headline(right),
        )

    def samples(self) -> list[Sample]:
        """Match every row, all but one, and none; then leave a row empty, and all of them."""
        rows = list(self._wanted)
        right = list(self._wanted.values())
        wrong = [next(one.id for one in self.options if one.id != option) for option in right]
        return [
            Sample({"row": rows, "match": right}, 1.0),
            Sample({"row": rows, "match": [*wrong[:1], *right[1:]]}, self._credit(len(rows) - 1)),
            Sample({"row": rows, "match": wrong}, 0.0),
            Sample({"row": rows, "match": ["", *right[1:]]}, Unreadable),
            Sample({}, Unreadable),
        ]

    def key(self) -> Mapping[str, Any]:
        """Give the rows that share a value with each row, the extras, and what a part is worth."""
        return {
            "rows": {row: sorted(value.rows) for value in self.values for row in value.rows},
            "extras": sorted(extra.id for extra in self.extras),
            "all_or_nothing": self.all_or_nothing,
        }

    def warnings(self, document: Document) -> list[Problem]:
        """Say which extras speak of all the others."""
        return list(above_warnings(self.extras, document))

    @property
    def _choosable(self) -> tuple[Value | ListedChoice, ...]:
        return (*self.values, *self.extras)

    @property
    def _wanted(self) -> dict[str, str]:
        """The right option of each row, in the order of the file."""
        options = {row: value.id for value in self.values for row in value.rows}
        return {pair.id: options[pair.id] for pair in self.pairs}

    @property
    def _names(self) -> dict[str, str]:
        """What every id in an answer means: the id of an option."""
        return self._wanted | {extra.id: extra.id for extra in self.extras}

    def _read(self, submitted: Submitted) -> dict[str, str] | None:
        rows, picks = submitted.get("row", ()), submitted.get("match", ())
        names = self._names
        if len(rows) != len(picks) or sorted(rows) != sorted(self._wanted):
            return None
        if not names.keys() >= set(picks):
            return None
        return {row: names[pick] for row, pick in zip(rows, picks, strict=True)}

    def _credit(self, right: int) -> float:
        if self.all_or_nothing:
            return float(right == len(self.pairs))
        return right / len(self.pairs)

    def _headline(self, right: int) -> str:
        count = len(self.pairs)
        return "" if right == count else f"{right or 'None'} of {count} rows right"

    def _row(self, pair: Pair, given: str, wanted: str, reveal: Reveal) -> Row:
        told, right = reveal is Reveal.ALL, given == wanted
        mark, reason = Mark.NONE, f"reason-{pair.id}" if told else ""
        if given and reveal is not Reveal.NOTHING:
            mark = Mark.of(right=right)
        elif told:
            mark = Mark.MISSED
        if reveal is Reveal.OWN and (right or given in {extra.id for extra in self.extras}):
            reason = f"reason-{pair.id if right else given}"
        return Row(
            pair.id,
            text=f"row-{pair.id}",
            given=given,
            mark=mark,
            wanted=f"option-{wanted}" if told else "",
            reason=reason,
        )


def _values(pairs: tuple[Pair, ...]) -> tuple[Value, ...]:
    """Put rows with the same right value together."""
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(sameness(pair.right), []).append(pair)
    return tuple(
        Value(same[0].id, same[0].right, tuple(pair.id for pair in same)) for same in found.values()
    )


def _check(
    reading: Reading[Any],
    pairs: tuple[Pair, ...],
    values: tuple[Value, ...],
    extras: tuple[ListedChoice, ...],
) -> None:
    """Name what is wrong with rows and options taken together."""
    section = reading.sections.get("Pairs")
    reading.refuse_count(section, "pair", len(pairs), COUNT)
    if pairs and not extras:
        reading.refuse_count(section, "right value", len(values), (2, len(pairs)))
    reading.refuse_alike((f"row '{pair.id}'", pair.left, pair.spot) for pair in pairs)
    known = [(f"the right value of row '{one.id}'", one.text, START) for one in values]
    reading.refuse_alike([*known, *((extra.name, extra.text, extra.spot) for extra in extras)])
    for n, hint in enumerate(reading.hints, start=1):
        for pair in pairs:
            if holds(hint.text, pair.left) and holds(hint.text, pair.right):
                reading.add("Q050", f"hint {n} contains the match of row '{pair.id}'", hint.spot)
