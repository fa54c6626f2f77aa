"""Steps to be put in their order; some may not belong at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import combinations
from math import factorial, prod
from typing import Any, ClassVar, Literal, Self

from domain.documents import Document
from domain.problems import Problem
from domain.questions.base import (
    FactValues,
    Grade,
    Mark,
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
from domain.questions.reading import Reading
from domain.questions.step_list import Step, read_steps
from domain.questions.wording import NUMBERS

OUT = "out"
"""The place of a step that is left out."""
INCOMPLETE = Unreadable("Give every step a place.")

Credit = Literal["exact", "pairs"]


class OrderingMeta(QuestionMeta):
    """Front matter of an ordering."""

    credit: Credit = "exact"


@dataclass(frozen=True, kw_only=True)
class Ordering(Question):
    """Ask for the order of steps. Steps of one group may change places with each other."""

    kind: ClassVar[str] = "ordering"
    fields: ClassVar[tuple[str, ...]] = ("step", "place")
    titles: ClassVar[tuple[str, ...]] = ("Steps", "Extra", "Hints", "Explanation")
    orders: ClassVar[bool] = True
    default_seconds: ClassVar[int] = 90
    front_matter: ClassVar[type[QuestionMeta]] = OrderingMeta

    steps: tuple[Step, ...]
    """In the right order."""
    extras: tuple[ListedChoice, ...]
    """Steps that do not belong."""
    credit: Credit

    @property
    def guess(self) -> float:
        """One of the right orders out of all; part of a random order earns nothing on average."""
        if self.credit == "pairs":
            return 0.0
        right = prod(factorial(len(group)) for group in self._groups)
        return right / factorial(len(self.steps))

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the extra steps stand for."""
        return frozenset(extra.misconception for extra in self.extras if extra.misconception)

    @property
    def instruction(self) -> str:
        """Say what to do, and whether some steps do not belong."""
        leave = " Leave out those that do not belong." if self.extras else ""
        return f"Put the steps in order.{leave}"

    @property
    def details(self) -> Mapping[str, Any]:
        """Give ``extra``: whether steps may be left out."""
        return {"extra": bool(self.extras)}

    def texts(self) -> dict[str, Text]:
        """Add ``step-<id>``, inline, of steps and extras; ``reason-<id>`` where there is one."""
        steps = {f"step-{part.id}": Text(part.text, inline=True) for part in self._parts}
        reasons = {f"reason-{part.id}": Text(part.reason) for part in self._parts if part.reason}
        return super().texts() | steps | reasons

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the numbered list under Steps and the choice list under Extra."""
        reading = Reading(document, cls, OrderingMeta)
        steps, extras = read_steps(reading), read_extras(reading)
        parts: tuple[Step | ListedChoice, ...] = (*steps, *extras)
        reading.refuse_alike((part.name, part.text, part.spot) for part in parts)
        if reading.meta is None or reading.problems:
            return reading.problems
        credit = reading.meta.credit
        return cls(**reading.fields(), steps=steps, extras=extras, credit=credit)

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give the rows in the order of the answer, those without a place last.

        A reason would tell what stands where, so none is given before all is told.
        """
        places = dict(zip(submitted.get("step", ()), submitted.get("place", ()), strict=False))
        in_place = self._in_place(self._order(places))
        blank = OUT if isinstance(self.grade(submitted), Grade) else ""
        return tuple(
            self._row(key, self._place(places.get(key, "")) or blank, in_place, reveal)
            for key in self._laid_out(submitted.get("step", ()), places)
        )

    def in_right_order(self, keys: Sequence[str]) -> bool:
        """Whether the steps lie right, wherever the extras are."""
        ranks = self._ranks
        return self._in_place([key for key in keys if key in ranks]).issuperset(ranks)

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give credit as the author chose; an answer with two steps in one place is none."""
        sent, given = submitted.get("step", ()), submitted.get("place", ())
        if len(sent) != len(given) or sorted(sent) != sorted(self._ids):
            return INCOMPLETE
        places = dict(zip(sent, given, strict=True))
        if fault := self._fault(places):
            return fault
        order = self._order(places)
        surplus = [extra for extra in self.extras if places[extra.id] in self._numbers]
        beliefs = (extra.misconception for extra in surplus if extra.misconception)
        credit = self._credit(order, len(surplus))
        return Grade(
            float(credit),
            misconception=next(beliefs, None),
            headline="" if credit == 1 else self._headline(order, len(surplus)),
        )

    def samples(self) -> list[Sample]:
        """Order everything right, the other way round, and with an extra; then unreadably."""
        right = [step.id for step in self.steps]
        swapped = [key for group in self._groups for key in reversed(group)]
        first = [extra.id for extra in self.extras[:1]]
        return [
            self._sample(right, 1.0),
            self._sample(swapped, 1.0),
            self._sample(right[::-1], 0.0),
            *(self._sample([key, *right], float(self._credit(right, 1))) for key in first),
            Sample({"step": self._ids, "place": ["1"] * len(self._ids)}, Unreadable),
            Sample({}, Unreadable),
        ]

    def key(self) -> Mapping[str, Any]:
        """Give the order by groups, the extras, and what a part is worth."""
        return {
            "order": [sorted(group) for group in self._groups],
            "extras": sorted(extra.id for extra in self.extras),
            "credit": self.credit,
        }

    def warnings(self, document: Document) -> list[Problem]:
        """Say which extras speak of all the others."""
        return list(above_warnings(self.extras, document))

    @property
    def _parts(self) -> tuple[Step | ListedChoice, ...]:
        return (*self.steps, *self.extras)

    @property
    def _ids(self) -> list[str]:
        return [part.id for part in self._parts]

    @property
    def _numbers(self) -> dict[str, int]:
        """The places there are, as they are written."""
        return {str(n): n for n in range(1, len(self.steps) + len(self.extras) + 1)}

    @property
    def _groups(self) -> list[list[str]]:
        """The ids of the steps, put together where they may change places."""
        groups: list[list[str]] = []
        last = ""
        for step in self.steps:
            if step.group and step.group == last:
                groups[-1].append(step.id)
            else:
                groups.append([step.id])
            last = step.group
        return groups

    @property
    def _ranks(self) -> dict[str, range]:
        """The places, from 1, at which each step is right when no extra stands before it."""
        ranks: dict[str, range] = {}
        for group in self._groups:
            places = range(len(ranks) + 1, len(ranks) + len(group) + 1)
            ranks |= dict.fromkeys(group, places)
        return ranks

    def _fault(self, places: Mapping[str, str]) -> Unreadable | None:
        """Say why places cannot be read; where nothing may be out, every step needs one."""
        numbers = [place for place in places.values() if place not in ("", OUT)]
        if not numbers or (len(numbers) < len(places) and not self.extras):
            return INCOMPLETE
        if not self._numbers.keys() >= set(numbers):
            return Unreadable(f"Use the places 1 to {len(self._ids)}.")
        place, times = Counter(numbers).most_common(1)[0]
        if times > 1:
            often = "twice" if times == 2 else f"{times} times"
            return Unreadable(f"Give every step its own place: {place} stands {often}.")
        return None

    def _order(self, places: Mapping[str, str]) -> list[str]:
        """Give the ids of the steps that have a place, in its order; extras are left out."""
        numbers = self._numbers
        placed = [step.id for step in self.steps if places.get(step.id, "") in numbers]
        return sorted(placed, key=lambda key: numbers[places[key]])

    def _credit(self, order: Sequence[str], surplus: int) -> Fraction:
        """Judge an order that ``surplus`` extras stand in.

        By pairs, a step that is left out says nothing of its pairs: they count as put by chance,
        which is half inverted.
        """
        if self.credit == "exact":
            whole = self._in_place(order).issuperset(self._ranks)
            return Fraction(whole and not surplus)
        ranks = self._ranks
        pairs = [(a, b) for a, b in combinations(ranks, 2) if ranks[a] != ranks[b]]
        unsaid = sum(a not in order or b not in order for a, b in pairs)
        inverted = sum(ranks[a].start > ranks[b].start for a, b in combinations(order, 2))
        lost = Fraction(2 * (inverted + surplus) + unsaid, len(pairs))
        return max(Fraction(0), 1 - lost)

    def _in_place(self, order: Sequence[str]) -> frozenset[str]:
        """Give the steps that stand where they belong."""
        ranks = self._ranks
        return frozenset(key for n, key in enumerate(order, start=1) if n in ranks[key])

    def _headline(self, order: Sequence[str], surplus: int) -> str:
        """Say what stands in place; how many steps belong stays untold."""
        right = len(self._in_place(order))
        extra = f", {NUMBERS[surplus]} extra" if surplus else ""
        if not self.extras:
            return f"{right or 'None'} of {len(self.steps)} steps in place"
        return f"{right or 'No'} step{'s' if right > 1 else ''} in place{extra}"

    def _laid_out(self, sent: Sequence[str], places: Mapping[str, str]) -> list[str]:
        """Order the rows by their places, then as the page had them, never by the file."""
        numbers, order = self._numbers, {key: n for n, key in enumerate(sent)}
        last = len(numbers) + 1
        return sorted(
            self._neutral,
            key=lambda key: (
                numbers.get(places.get(key, ""), last),
                order.get(key, len(order)),
            ),
        )

    @property
    def _neutral(self) -> list[str]:
        """An order of the rows that tells nothing of the right one."""
        found = sorted(self._ids, key=lambda key: sha256(f"{self.id}/{key}".encode()).digest())
        return found[1:] + found[:1] if found == self._ids else found

    def _place(self, place: str) -> str:
        return place if place == OUT or place in self._numbers else ""

    def _row(self, key: str, given: str, in_place: frozenset[str], reveal: Reveal) -> Row:
        told, ranks = reveal is Reveal.ALL, self._ranks.get(key)
        right = key in in_place if ranks else given == OUT
        mark = Mark.NONE
        if given and reveal is not Reveal.NOTHING:
            mark = Mark.of(right=right)
        elif told and ranks:
            mark = Mark.MISSED
        wanted = _spelt(ranks) if ranks else OUT
        explained = told and any(part.reason for part in self._parts if part.id == key)
        return Row(
            key,
            text=f"step-{key}",
            given=given,
            mark=mark,
            wanted=wanted if told else "",
            reason=f"reason-{key}" if explained else "",
        )

    def _sample(self, order: Sequence[str], credit: float) -> Sample:
        """Put ids in an order and leave the others out."""
        places = [str(order.index(key) + 1) if key in order else OUT for key in self._ids]
        return Sample({"step": self._ids, "place": places}, credit)


def _spelt(ranks: range) -> str:
    """Write the places of a step: 2, or 2 to 3."""
    return str(ranks[0]) if len(ranks) == 1 else f"{ranks[0]} to {ranks[-1]}"
