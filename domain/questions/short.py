"""One line of text, compared with what its author lists. Nothing is scored by likeness."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from domain.documents import Document, FrontMatter
from domain.problems import Problem
from domain.questions.answers import only, typed_row
from domain.questions.base import (
    FactValues,
    Grade,
    Key,
    Question,
    QuestionMeta,
    Reveal,
    Row,
    Sample,
    Submitted,
    Text,
    Unreadable,
)
from domain.questions.pattern_syntax import BadPattern
from domain.questions.patterns import MAX_TEXT, Pattern, read_pattern
from domain.questions.quantities import CreditText
from domain.questions.reading import Reading
from domain.questions.wording import given_away, literal, tidy

OTHERS = 20
"""How many texts are tried to find a wrong one."""

Match = Literal["exact", "ci", "regex"]


class AnswerMeta(FrontMatter):
    """One text, or form of text, that has a known credit."""

    match: Match
    text: Annotated[str, Field(min_length=1)]
    ci: bool = False
    credit: CreditText | None = None
    feedback: str = ""
    misconception: Key | None = None


class ShortMeta(QuestionMeta):
    """Front matter of a question that is answered with a line of text."""

    answers: Annotated[list[AnswerMeta], Field(min_length=1)]


@dataclass(frozen=True)
class Entry:
    """One text, or form of text, with what it earns."""

    text: str
    """Tidied; of a pattern, a short text that it matches."""
    ignore_case: bool
    pattern: Pattern | None
    credit: Decimal
    feedback: str
    misconception: str | None

    def matches(self, text: str) -> bool:
        """Whether a tidied text is this one."""
        if self.pattern:
            return self.pattern.matches(text)
        if self.ignore_case:
            return text.casefold() == self.text.casefold()
        return text == self.text

    def shadows(self, later: "Entry") -> bool:
        """Whether nothing is left that a later entry could match."""
        if later.pattern:
            taken = self.pattern is not None and self.pattern.source == later.pattern.source
        else:
            taken = self.matches(later.text)
        return taken and (self.ignore_case or not later.ignore_case)

    def plain(self) -> list[str | bool]:
        """Give what decides a grade as data."""
        source = self.pattern.source if self.pattern else self.text
        return [source, self.pattern is not None, self.ignore_case, str(Fraction(self.credit))]


@dataclass(frozen=True, kw_only=True)
class Short(Question):
    """Ask for a name or a phrase. The first entry that matches decides."""

    kind: ClassVar[str] = "short"
    fields: ClassVar[tuple[str, ...]] = ("answer",)
    titles: ClassVar[tuple[str, ...]] = ("Hints", "Explanation")
    shuffled: ClassVar[bool] = False
    default_seconds: ClassVar[int] = 45
    front_matter: ClassVar[type[QuestionMeta]] = ShortMeta

    entries: tuple[Entry, ...]

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the near misses stand for."""
        return frozenset(entry.misconception for entry in self.entries if entry.misconception)

    @property
    def instruction(self) -> str:
        """Say how long an answer is."""
        return "Write one line."

    def texts(self) -> dict[str, Text]:
        """Add ``key``, inline: the first right answer; ``near-<n>`` speaks to the n-th entry."""
        near = {
            f"near-{n}": Text(entry.feedback)
            for n, entry in enumerate(self.entries, start=1)
            if entry.feedback
        }
        return super().texts() | near | {"key": Text(literal(self._right[0].text), inline=True)}

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the entries from the front matter."""
        reading = Reading(document, cls, ShortMeta)
        entries = _read_entries(reading)
        right = [entry.text for entry in entries if entry.credit == 1]
        reading.refuse_in_hints(right, "the answer")
        return reading.problems or cls(**reading.fields(), entries=entries)

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give the one row."""
        return (typed_row(only(submitted, "answer"), self.grade(submitted), reveal),)

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give the credit of the first entry that matches, else none."""
        text = tidy(only(submitted, "answer"))
        if not text:
            return Unreadable("Write your answer first.")
        if len(text) > MAX_TEXT:
            return Unreadable(f"Write at most {MAX_TEXT:,} characters.")
        for n, entry in enumerate(self.entries, start=1):
            if entry.matches(text):
                slot = f"near-{n}" if entry.feedback else ""
                return Grade(float(entry.credit), slot, entry.misconception)
        return Grade(0.0)

    def samples(self) -> list[Sample]:
        """Write each entry, then something else, too much and nothing."""
        known = [
            Sample({"answer": [entry.text]}, self._credit_of(entry.text)) for entry in self.entries
        ]
        others = ["?" * length for length in range(1, OTHERS)]
        wrong = [Sample({"answer": [text]}, 0.0) for text in others if not self._credit_of(text)]
        return [
            *known,
            *wrong[:1],
            Sample({"answer": ["?" * (MAX_TEXT + 1)]}, Unreadable),
            Sample({}, Unreadable),
        ]

    def key(self) -> Mapping[str, Any]:
        """Give the entries and what they earn."""
        return {"entries": [entry.plain() for entry in self.entries]}

    def warnings(self, document: Document) -> list[Problem]:
        """Say where the title gives an answer away: Q004."""
        repeats = (given_away(self.title, entry.text, [self.prompt]) for entry in self._right)
        repeated = next(filter(None, repeats), None)
        if repeated is None:
            return []
        return [document.problem("Q004", f"title repeats '{repeated}'", ("title",))]

    @property
    def _right(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.credit == 1)

    def _credit_of(self, text: str) -> float:
        matching = (float(entry.credit) for entry in self.entries if entry.matches(text))
        return next(matching, 0.0)


def _read_entries(reading: Reading[ShortMeta]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for n, meta in enumerate(reading.meta.answers if reading.meta else ()):
        entry = _read_entry(reading, meta, n, after_near=any(one.credit < 1 for one in entries))
        if entry is None:
            continue
        for number, earlier in enumerate(entries, start=1):
            if earlier.shadows(entry):
                message = f"entry {n + 1} is shadowed by entry {number}"
                reading.add("Q060", message, ("answers", n))
                break
        entries.append(entry)
    if entries and not any(entry.credit == 1 for entry in entries):
        reading.add("C012", "'answers' must have an entry with credit \"1\"", ("answers",))
    return tuple(entries)


def _read_entry(
    reading: Reading[ShortMeta], meta: AnswerMeta, n: int, *, after_near: bool
) -> Entry | None:
    """Read the n-th entry, from 0; behind a near miss its credit has to be written."""
    if meta.credit is None and after_near:
        reading.add("C010", f"key 'answers.{n}.credit' is missing", ("answers", n))
    credit = Decimal(1) if meta.credit is None else meta.credit
    if credit < 1 and not meta.feedback.strip():
        reading.add("Q062", "near miss without feedback", ("answers", n))
    if credit == 1 and meta.misconception:
        message = "a right answer cannot name a misconception"
        reading.add("Q015", message, ("answers", n, "misconception"))
    said = (credit, meta.feedback, meta.misconception)
    if meta.match == "regex":
        try:
            pattern = read_pattern(meta.text, ignore_case=meta.ci)
        except BadPattern as fault:
            reading.add("Q061", str(fault), ("answers", n, "text"))
            return None
        return Entry(pattern.example, meta.ci, pattern, *said)
    if meta.ci:
        reading.add("C012", "'ci' must stand with match: regex only", ("answers", n, "ci"))
    if not tidy(meta.text):
        reading.add("C012", "'text' must not be blank", ("answers", n, "text"))
    return Entry(tidy(meta.text), meta.match == "ci", None, *said)
