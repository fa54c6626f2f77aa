"""What every kind of question can do. A new kind is one module beside this one."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from domain.documents import Document, FrontMatter
from domain.problems import Problem

Submitted = Mapping[str, Sequence[str]]
"""An answer: form field to values. Ids in it are the author's, never a page's tokens."""

Difficulty = Literal["easy", "medium", "hard"]
Status = Literal["live", "draft", "retired"]
FactValues = Mapping[str, Decimal]
"""Numeric facts of the course by id, for formulas."""

KEY_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
"""Lower case, digits and single hyphens, starting with a letter."""
KEY_LENGTH = 60
"""Most characters in an id."""
PART_LENGTH = 30
"""Most characters in the id of a choice, pair, step or blank."""


def is_key(text: str) -> bool:
    """Whether an id is well formed; how long it may be depends on what it names."""
    return re.fullmatch(KEY_PATTERN, text) is not None


def checked_key(text: str) -> str:
    """Return an id that is well formed, or raise what an author is to be told."""
    if not is_key(text):
        message = "id '{text}': use lower case, digits and single hyphens"
        raise PydanticCustomError("C014", message, {"text": text})
    return text


def _checked_format(number: Any) -> Any:
    if isinstance(number, int) and number != 1:
        message = "format {number} is not known; this reader knows 1"
        raise PydanticCustomError("C013", message, {"number": number})
    return number


Key = Annotated[
    str,
    Field(min_length=2, max_length=60, json_schema_extra={"pattern": KEY_PATTERN}),
    AfterValidator(checked_key),
]
"""The author's name for a thing: stable, never reused."""
Format = Annotated[Literal[1], BeforeValidator(_checked_format)]
"""The version of the format that a file is written in."""


class QuestionMeta(FrontMatter):
    """Front matter that every kind has."""

    format: Format
    id: Key
    kind: str
    title: Annotated[str, Field(min_length=1, max_length=80)]
    outcomes: Annotated[list[Key], Field(max_length=3)] = []
    teaches: Annotated[list[str], Field(max_length=3)] = []
    facts: list[Key] = []
    difficulty: Difficulty = "medium"
    seconds: Annotated[int | None, Field(ge=5, le=7200)] = None
    recall: bool | None = None
    status: Status = "live"
    tags: list[Key] = []
    notes: str = ""


@dataclass(frozen=True)
class Grade:
    """How good an answer is, and what to tell the learner."""

    fraction: float
    """Credit earned, from 0 (none) to 1 (full)."""
    feedback: str = ""
    """Slot of the text that speaks to just this answer (a near miss), or ''."""
    misconception: str | None = None
    """Key of the misconception that this answer gives away."""
    headline: str = ""
    """What happened, in words, if right, wrong and partly do not say it: '2 of 3, one extra'."""

    def __post_init__(self) -> None:
        if not 0 <= self.fraction <= 1:
            raise ValueError(f"fraction {self.fraction} is outside 0..1")


@dataclass(frozen=True)
class Unreadable:
    """An answer that could not be read. It costs the learner no try."""

    hint: str
    """How to write it, in plain words."""


@dataclass(frozen=True)
class Awaiting:
    """An answer that a person has to mark, point by point; often the learner, after reading on."""

    points: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """A submission whose result the question itself can foretell. Tests run every one."""

    submitted: Submitted
    expected: float | type[Unreadable] | type[Awaiting]


@dataclass(frozen=True)
class Text:
    """A piece of the question's Markdown, rendered when it is published."""

    markdown: str
    inline: bool = False
    """Stands inside a label or a cell: a lone paragraph loses its paragraph tags."""


class Reveal(StrEnum):
    """How much of the key may be shown."""

    NOTHING = "nothing"
    OWN = "own"
    """Verdict, and what speaks to the learner's own answer; not what would have been right."""
    ALL = "all"


class Mark(StrEnum):
    """What a row shows of the verdict."""

    NONE = ""
    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    """Right, and not picked."""

    @classmethod
    def of(cls, *, right: bool) -> "Mark":
        """Mark something that the learner gave."""
        return cls.RIGHT if right else cls.WRONG


class Tick(StrEnum):
    """What a learner gives without writing: no typed text is one, even if it is the same word."""

    PICKED = "on"


PICKED = Tick.PICKED
"""What a learner gives to a choice, and to a point that an answer made."""


@dataclass(frozen=True)
class Row:
    """One thing that an answer decides on: a choice, a pair, a step, a blank or the one field.

    ``text``, ``wanted`` and the reasons name slots of ``Question.texts``; '' where there is none
    or where it may not be shown. ``wanted`` may also be a place, which is plain text.
    """

    id: str
    text: str = ""
    given: str = ""
    """What the learner gave: ``PICKED``, an option's id, a place, or typed text."""
    mark: Mark = Mark.NONE
    wanted: str = ""
    reason: str = ""
    wanted_reason: str = ""
    """Why what was wanted is right, where ``reason`` speaks of something else."""


@dataclass(frozen=True)
class Option:
    """A value that rows choose from; ``text`` names a slot."""

    id: str
    text: str
    row: str = ""
    """The row whose alone it is, or '' where it is open to all."""


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One question, as published: immutable, and ignorant of HTTP and of the database."""

    kind: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    """Form field names that make up an answer; nothing else sent is looked at or kept."""
    marks: ClassVar[tuple[str, ...]] = ()
    """Form field names by which a person marks an answer that awaits it. ``grade`` gets them
    together with the answer, and then has a grade for it."""
    titles: ClassVar[tuple[str, ...]]
    """Headings that a file of this kind may have, in order, Hints and Explanation included."""
    explained_in: ClassVar[str] = "Explanation"
    """The heading of what is told of every answer at the end."""
    shuffled: ClassVar[bool] = True
    """Whether rows appear in an order of the attempt's own."""
    orders: ClassVar[bool] = False
    """Whether the order of the rows is what is asked for: before an answer they never appear in
    that of the file; afterwards ``rows`` gives them in that of the answer."""
    default_seconds: ClassVar[int] = 60
    front_matter: ClassVar[type[QuestionMeta]] = QuestionMeta
    """What a file of this kind may say above its body: the schema for editors is made from it."""

    id: str
    title: str
    outcomes: tuple[str, ...]
    teaches: tuple[str, ...]
    facts: tuple[str, ...]
    difficulty: Difficulty
    seconds: int
    recall: bool
    status: Status
    tags: tuple[str, ...]
    prompt: str
    hints: tuple[str, ...]
    explanation: str

    @property
    def guess(self) -> float:
        """Chance, 0 to 1, that someone who knows nothing gets it right."""
        return 0.0

    @property
    def misconceptions(self) -> frozenset[str]:
        """Keys of the misconceptions that an answer can give away."""
        return frozenset()

    @property
    def instruction(self) -> str:
        """One plain sentence above the answer that says how to answer, or ''."""
        return ""

    @property
    def options(self) -> tuple[Option, ...]:
        """What rows choose from: all the same, or each row its own."""
        return ()

    @property
    def details(self) -> Mapping[str, Any]:
        """What the template of the kind needs besides rows and options; nothing of the key."""
        return {}

    def texts(self) -> dict[str, Text]:
        """All Markdown by slot. A kind adds its own to these."""
        hints = {f"hint-{n}": Text(hint) for n, hint in enumerate(self.hints, start=1)}
        return {"prompt": Text(self.prompt), "explanation": Text(self.explanation), **hints}

    @classmethod
    @abstractmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Build the question, or say everything that is wrong with its file."""

    def rows(self, submitted: Submitted | None, reveal: Reveal) -> tuple[Row, ...]:
        """Lay the answer out row by row, with as much of the key as ``reveal`` allows.

        An answer that cannot be judged is not marked before everything is told: otherwise an
        unreadable one, which costs no try, would buy marks.
        """
        if reveal is Reveal.OWN and not self._judged(submitted):
            reveal = Reveal.NOTHING
        return self.lay_out(submitted or {}, reveal)

    def _judged(self, submitted: Submitted | None) -> bool:
        return submitted is not None and isinstance(self.grade(submitted), Grade)

    @abstractmethod
    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give the rows of an answer; under ``OWN`` it is one that ``grade`` has judged."""

    def in_right_order(self, keys: Sequence[str]) -> bool:
        """Whether rows that lie in this order give the answer away."""
        return False

    @abstractmethod
    def grade(self, submitted: Submitted) -> Grade | Unreadable | Awaiting:
        """Judge one submission. Pure: the same fields always earn the same grade."""

    @abstractmethod
    def samples(self) -> list[Sample]:
        """Submissions with known results: at least one right, one wrong and one unreadable."""

    @abstractmethod
    def key(self) -> Mapping[str, Any]:
        """Give all that decides a grade as plain data: ids and values, none of the wording."""

    @property
    def grading_digest(self) -> str:
        """SHA-256, in hex, of the kind and the key: it changes when a regrade may be due."""
        plain = json.dumps([self.kind, self.key()], sort_keys=True, ensure_ascii=False)
        return sha256(plain.encode()).hexdigest()

    def warnings(self, document: Document) -> list[Problem]:
        """Say what in the file is worth a second look, though it can be published."""
        return []
