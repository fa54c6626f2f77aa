"""Read the steps of an ordering: a numbered list in the right order, some with a reason."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from domain.documents import Section
from domain.problems import Spot
from domain.questions.base import PART_LENGTH
from domain.questions.items import Item, ListForm, read_items
from domain.questions.reading import Reading

FORM = ListForm(
    what="step",
    marker=re.compile(r"(?P<mark>\d{1,2})\. (?P<text>\S.*)"),
    attempt=re.compile(r" {0,3}(?P<mark>\d{1,9})[.)](?P<text>(?:\s.*)?)"),
    example="its number, a point and one space at column 1",
    attributes=frozenset({"group"}),
)
COUNT = (3, 8)
"""Least and most steps."""


@dataclass(frozen=True)
class Step:
    """One thing to be put in its place."""

    id: str
    text: str
    group: str
    """Steps of one group may change places with each other; '' for a group of its own."""
    reason: str
    """Markdown: why it stands here, or ''."""
    spot: Spot = field(compare=False)

    @property
    def name(self) -> str:
        """What messages to authors call it."""
        return f"step '{self.id}'"


def read_steps(reading: Reading[Any]) -> tuple[Step, ...]:
    """Read the section Steps, and name what is wrong with it."""
    section = reading.sections.get("Steps")
    if section is None:
        return ()
    items = read_items(section, FORM, reading.add)
    for number, item in enumerate(items, start=1):
        if int(item.mark) != number:
            reading.add("Q010", f"step is numbered {item.mark}; number it {number}", item.spot)
    steps = tuple(_step(reading, item) for item in items)
    reading.refuse_count(section, "step", len(steps), COUNT)
    if steps and not any(step.reason for step in steps):
        message = "no step has a reason; add a block quote below one"
        reading.add("Q041", message, section.spot)
    _check_groups(reading, section, steps)
    return steps


def _step(reading: Reading[Any], item: Item) -> Step:
    group = item.attributes.get("group")
    key = reading.part_id(item.id.value if item.id else "", item.id.spot if item.id else item.spot)
    if group:
        reading.check_key(group.value, group.spot, most=PART_LENGTH)
    return Step(key, item.text, group.value if group else "", item.reason, item.spot)


def _check_groups(reading: Reading[Any], section: Section, steps: tuple[Step, ...]) -> None:
    """See that the steps of a group are neighbours, and that some order is left to find."""
    groups = [step.group for step in steps]
    for n, (before, step) in enumerate(pairwise(steps), start=1):
        if before.group and before.group != step.group and before.group in groups[n:]:
            message = f"group '{before.group}' is split by {step.name}"
            reading.add("Q041", message, step.spot)
    if len(steps) > 1 and groups[0] and len(set(groups)) == 1:
        message = f"every step is in group '{groups[0]}'; no order is left to find"
        reading.add("Q041", message, section.spot)
