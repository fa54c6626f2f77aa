"""Read, show and criticise a choice list: a task list with a reason below each choice."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from domain.documents import Document, Section
from domain.problems import Problem, Spot
from domain.questions.base import PICKED, Mark, Question, Reveal, Row, Text
from domain.questions.items import Item, ListForm, read_items
from domain.questions.reading import Reading
from domain.questions.wording import given_away, negative_word, of_the_above, plain

FORM = ListForm(
    what="choice",
    marker=re.compile(r"- \[(?P<mark>[ x])\] (?P<text>\S.*)"),
    attempt=re.compile(r" *[-*+] *\[(?P<mark>[^\]]?)\](?P<text>.*)"),
    example="'- [x] ' or '- [ ] ' at column 1",
    attributes=frozenset({"misconception"}),
)
LONG = 1.6
"""A right choice this many times as long as the median of the others can be told by its length."""


@dataclass(frozen=True)
class ListedChoice:
    """One thing that can be picked."""

    id: str
    text: str
    right: bool
    reason: str
    """Markdown: why it is right or wrong."""
    misconception: str | None
    spot: Spot = field(compare=False)

    @property
    def name(self) -> str:
        """What messages to authors call it."""
        return f"choice '{self.id}'"


def read_choices(reading: Reading[Any], section: Section | None) -> tuple[ListedChoice, ...]:
    """Read the choice list that fills a section, and name what is wrong with it."""
    if section is None:
        return ()
    items = read_items(section, FORM, reading.add)
    return tuple(_choice(reading, item) for item in items)


def read_extras(reading: Reading[Any]) -> tuple[ListedChoice, ...]:
    """Read the section Extra: what can be picked, and is never right."""
    extras = read_choices(reading, reading.sections.get("Extra"))
    for extra in extras:
        if extra.right:
            message = f"{extra.name} of Extra is marked right; write - [ ]"
            reading.add("Q011", message, extra.spot)
    return extras


def _choice(reading: Reading[Any], item: Item) -> ListedChoice:
    right, id_, belief = item.mark == "x", item.id, item.attributes.get("misconception")
    key = reading.part_id(id_.value if id_ else "", id_.spot if id_ else item.spot)
    if not item.reason:
        message = f"choice '{key}' has no reason; add a block quote below it"
        reading.add("Q012", message, item.spot)
    if belief and right:
        reading.add("Q015", "a right choice cannot name a misconception", belief.spot)
    if belief:
        reading.check_key(belief.value, belief.spot)
    slug = belief.value if belief else None
    return ListedChoice(key, item.text, right, item.reason, slug, item.spot)


def refuse_right_count(
    reading: Reading[Any], section: Section | None, count: int, most: int | None
) -> None:
    """Name a list with no right choice, or with more than its kind may have."""
    if section is None or reading.found("Q010") or 1 <= count <= (most or count):
        return
    said = f"{count} choices are" if count else "no choice is"
    demand = "at least" if most is None else "exactly"
    message = f"{said} marked right; kind {reading.kind.kind} has {demand} 1"
    reading.add("Q011", message, section.spot)


def choice_texts(choices: Collection[ListedChoice]) -> dict[str, Text]:
    """Give the slots ``choice-<id>`` and ``reason-<id>`` of a list."""
    texts = {f"choice-{choice.id}": Text(choice.text, inline=True) for choice in choices}
    return texts | {f"reason-{choice.id}": Text(choice.reason) for choice in choices}


def choice_rows(
    choices: Collection[ListedChoice], picked: Collection[str], reveal: Reveal
) -> Iterator[Row]:
    """Lay out a list: before all is told, only what was picked is marked and explained."""
    for choice in choices:
        mine, mark = choice.id in picked, Mark.NONE
        told = reveal is Reveal.ALL or (mine and reveal is Reveal.OWN)
        if told and mine:
            mark = Mark.of(right=choice.right)
        elif told and choice.right:
            mark = Mark.MISSED
        yield Row(
            choice.id,
            text=f"choice-{choice.id}",
            given=PICKED if mine else "",
            mark=mark,
            reason=f"reason-{choice.id}" if told else "",
        )


def list_warnings(
    question: Question, choices: Collection[ListedChoice], document: Document
) -> list[Problem]:
    """Say what lets a reader tell the right choices without knowing: Q004 and Q016 to Q019."""
    return [
        *_title_warnings(question, choices, document),
        *_belief_warnings(choices, document),
        *length_warnings(choices, document),
        *above_warnings(choices, document),
        *_stem_warnings(document),
    ]


def _title_warnings(
    question: Question, choices: Collection[ListedChoice], document: Document
) -> Iterator[Problem]:
    others = [question.prompt, *(choice.text for choice in choices if not choice.right)]
    for choice in choices:
        repeated = given_away(question.title, choice.text, others) if choice.right else ""
        if repeated:
            yield document.problem("Q004", f"title repeats '{repeated}'", ("title",))
            return


def _belief_warnings(choices: Collection[ListedChoice], document: Document) -> Iterator[Problem]:
    wrong = [choice for choice in choices if not choice.right]
    if wrong and not any(choice.misconception for choice in wrong):
        yield from belief_warnings(document, "Choices")


def belief_warnings(document: Document, title: str) -> Iterator[Problem]:
    """Say that nothing below a section names a misconception: Q016."""
    spot = document.sections()[title].spot
    yield document.problem("Q016", "no choice names a misconception", spot)


def length_warnings(choices: Collection[ListedChoice], document: Document) -> Iterator[Problem]:
    """Say which right choices can be told by their length: Q017."""
    lengths = {choice.id: len(plain(choice.text)) for choice in choices}
    for choice in (choice for choice in choices if choice.right):
        others = [length for key, length in lengths.items() if key != choice.id]
        longest = lengths[choice.id] > max(others)
        if longest and lengths[choice.id] > LONG * median(others):
            yield document.problem("Q017", "the right choice is the longest by far", choice.spot)


def above_warnings(choices: Collection[ListedChoice], document: Document) -> Iterator[Problem]:
    """Say which choices speak of all the others: Q018."""
    for choice in choices:
        if phrase := of_the_above(choice.text):
            yield document.problem("Q018", f"avoid '{phrase}'", choice.spot)


def _stem_warnings(document: Document) -> Iterator[Problem]:
    lines = document.sections()[""].lines
    found = negative_word("\n".join(line.text for line in lines))
    if found is None:
        return
    row, column, word = found
    spot = Spot(lines[row].number, column + 1)
    yield document.problem("Q019", f"'{word}' in the prompt; write **{word.lower()}**", spot)
