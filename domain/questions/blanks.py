"""The blanks of a text: each is filled from a list, or by typing, and judged alone."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from domain.code_samples import fences_of
from domain.documents import DATA, FrontMatter, Section, Where
from domain.markup import BLANK
from domain.passages import passages_of
from domain.problems import Spot
from domain.questions.base import PART_LENGTH, Grade, Option, Text, Unreadable
from domain.questions.choice_list import (
    ListedChoice,
    choice_texts,
    read_choices,
    refuse_right_count,
)
from domain.questions.entries import Accepted, AnswerMeta, read_accepted
from domain.questions.reading import Reading
from domain.visible import without_uses

COUNT = (1, 6)
"""Least and most blanks."""
CHOICES = (2, 6)
"""Least and most choices of a list."""
INCOMPLETE = Unreadable("Fill in every blank.")


class AnswersMeta(FrontMatter):
    """What stands in an ``answers`` fence."""

    answers: Annotated[list[AnswerMeta], Field(min_length=1)]


@dataclass(frozen=True)
class Blank(ABC):
    """One place in a text that the learner fills."""

    id: str

    @property
    def options(self) -> tuple[Option, ...]:
        """What it is filled from; nothing where it is typed."""
        return ()

    @property
    @abstractmethod
    def guess(self) -> float:
        """Chance, 0 to 1, that someone who knows nothing fills it rightly."""

    @property
    @abstractmethod
    def misconceptions(self) -> frozenset[str]:
        """What wrong fillings stand for."""

    @property
    @abstractmethod
    def wanted(self) -> str:
        """Slot of the right filling."""

    @property
    @abstractmethod
    def wanted_reason(self) -> str:
        """Slot of what there is to say of the right filling, or ''."""

    @property
    @abstractmethod
    def right(self) -> tuple[str, ...]:
        """The right fillings in words."""

    @abstractmethod
    def texts(self) -> dict[str, Text]:
        """Its Markdown by slot."""

    @abstractmethod
    def judged(self, given: str) -> Grade | Unreadable:
        """Judge what it was filled with; the feedback is what speaks to it."""

    @abstractmethod
    def known(self) -> dict[str, float]:
        """Foretell what some fillings earn: a right one first."""

    @abstractmethod
    def plain(self) -> Any:
        """Give what decides a grade as data."""

    def shown(self, given: str) -> str:
        """Give what is shown of a filling that may not be readable."""
        return given


@dataclass(frozen=True)
class ListBlank(Blank):
    """A blank with a list of choices, of which one is right."""

    choices: tuple[ListedChoice, ...]

    @property
    def options(self) -> tuple[Option, ...]:
        """Every choice, for this blank alone."""
        return tuple(Option(one.id, f"choice-{one.id}", self.id) for one in self.choices)

    @property
    def guess(self) -> float:
        """One in as many as there are."""
        return 1 / len(self.choices)

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the wrong choices stand for."""
        return frozenset(one.misconception for one in self.choices if one.misconception)

    @property
    def wanted(self) -> str:
        """The right choice."""
        return f"choice-{self._right.id}"

    @property
    def wanted_reason(self) -> str:
        """Why it is right."""
        return f"reason-{self._right.id}"

    @property
    def right(self) -> tuple[str, ...]:
        """The text of the right choice."""
        return (self._right.text,)

    def texts(self) -> dict[str, Text]:
        """``choice-<id>``, inline, and ``reason-<id>``."""
        return choice_texts(self.choices)

    def judged(self, given: str) -> Grade | Unreadable:
        """Give full credit for the right choice."""
        for one in self.choices:
            if one.id == given:
                return Grade(float(one.right), f"reason-{one.id}", one.misconception)
        return INCOMPLETE

    def known(self) -> dict[str, float]:
        """Pick each choice once."""
        others = (one for one in self.choices if not one.right)
        return {one.id: float(one.right) for one in (self._right, *others)}

    def plain(self) -> Any:
        """Give the ids, and which of them is right."""
        return {one.id: one.right for one in self.choices}

    def shown(self, given: str) -> str:
        """Leave out what is no choice."""
        return given if given in {one.id for one in self.choices} else ""

    @property
    def _right(self) -> ListedChoice:
        return next(one for one in self.choices if one.right)


@dataclass(frozen=True)
class TypedBlank(Blank):
    """A blank that is typed, and compared with what its author lists."""

    accepted: Accepted

    @property
    def guess(self) -> float:
        """Nobody guesses a word."""
        return 0.0

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the near misses stand for."""
        return self.accepted.misconceptions

    @property
    def wanted(self) -> str:
        """The first right answer."""
        return f"key-{self.id}"

    @property
    def wanted_reason(self) -> str:
        """What its entry has to say."""
        result = self.judged(self.accepted.right[0].text)
        return result.feedback if isinstance(result, Grade) else ""

    @property
    def right(self) -> tuple[str, ...]:
        """Every right answer; of a pattern, an example."""
        return tuple(entry.text for entry in self.accepted.right)

    def texts(self) -> dict[str, Text]:
        """``key-<id>``, inline, and ``near-<id>-<n>``, which speaks to the n-th entry."""
        return {f"key-{self.id}": self.accepted.key} | self.accepted.feedback(f"near-{self.id}")

    def judged(self, given: str) -> Grade | Unreadable:
        """Give the credit of the first entry that matches, else none."""
        return self.accepted.judged(given, f"near-{self.id}") if given.strip() else INCOMPLETE

    def known(self) -> dict[str, float]:
        """Write each entry, then something else."""
        near = (entry.text for entry in self.accepted.entries if entry.credit < 1)
        wrong = self.accepted.wrong_text()
        texts = (*self.right, *near, *([wrong] if wrong else []))
        return {text: float(self.accepted.credit_of(text)) for text in texts}

    def plain(self) -> Any:
        """Give the entries and what they earn."""
        return self.accepted.plain()


def read_blanks(reading: Reading[Any]) -> tuple[Blank, ...]:
    """Read the section Blanks, and name what is wrong with it and with the prompt.

    Blanks come in the order of the prompt.
    """
    used, explained = _used(reading), _explained(reading)
    for name, spot in used.items():
        if name not in explained:
            reading.add("Q042", f"blank '{name}' has no ### below ## Blanks", spot)
    for name, part in explained.items():
        if name not in used:
            reading.add("Q042", f"blank '{name}' is not in the prompt", part.spot)
    section = reading.sections.get("Blanks")
    if not reading.found("Q042"):
        reading.refuse_count(section, "blank", len(used), COUNT)
    found = {name: _blank(reading, name, part) for name, part in explained.items()}
    return tuple(blank for name in used if (blank := found.get(name)))


def _used(reading: Reading[Any]) -> dict[str, Spot]:
    """Find the blanks of the prompt; whatever stands elsewhere would be shown as it is written."""
    first: dict[str, Spot] = {}
    known = set[Spot]()
    for passage in passages_of(reading.sections[""].lines):
        for found in BLANK.finditer(without_uses(passage.text)):
            name, spot = found[1], passage.spot(found.start())
            known.add(spot)
            if name in first:
                message = f"blank '{name}' stands twice in the prompt (first in line {{}})"
                reading.add("Q042", message.format(first[name].line), spot)
            first.setdefault(name, spot)
    for line in reading.document.lines:
        for found in BLANK.finditer(line.text):
            spot = Spot(line.number, found.start() + 1)
            if spot not in known:
                message = "a blank stands in the prompt, outside code and links"
                reading.add("Q042", message, spot)
    return first


def _explained(reading: Reading[Any]) -> dict[str, Section]:
    first: dict[str, Section] = {}
    for part in reading.parts("Blanks", "Q042", "begin with ### and the name of a blank"):
        name = part.title
        reading.check_key(name, Spot(part.spot.line, len("### ") + 1), most=PART_LENGTH)
        if name in first:
            message = f"blank '{name}' is explained twice (first in line {first[name].spot.line})"
            reading.add("Q042", message, part.spot)
        first.setdefault(name, part)
    return first


def _blank(reading: Reading[Any], name: str, part: Section) -> Blank | None:
    if any(fence.language in DATA for fence in fences_of(part.lines)):
        return _typed(reading, name, part)
    choices = read_choices(reading, part)
    if not choices:
        message = f"blank '{name}' needs a choice list or an answers fence"
        reading.add("Q042", message, part.spot)
        return None
    reading.refuse_alike((choice.name, choice.text, choice.spot) for choice in choices)
    reading.refuse_count(part, "choice", len(choices), CHOICES)
    right = sum(choice.right for choice in choices)
    refuse_right_count(reading, part, right, most=1)
    return ListBlank(name, choices) if right else None


def _typed(reading: Reading[Any], name: str, part: Section) -> TypedBlank | None:
    demand = f"blank '{name}' needs one answers fence, closed, and nothing else"
    fence = reading.only_fence(part, "Q042", demand)
    if fence is None:
        return None
    data = reading.document.fenced.get(fence.spot.line)
    if data is None:
        reading.add("Q042", demand, part.spot)
        return None
    meta = data.read_meta(AnswersMeta)
    if isinstance(meta, list):
        for problem in meta:
            reading.add(problem.code, problem.message, problem.spot)
        return None

    def complain(code: str, message: str, where: Where) -> None:
        reading.add(code, message, data.spot_of(where))

    accepted = read_accepted(meta.answers, complain)
    return TypedBlank(name, accepted) if accepted.right else None
