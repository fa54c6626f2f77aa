"""The texts that a typed answer is compared with. Nothing is scored by likeness."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from domain.documents import FrontMatter, Where
from domain.questions.base import Grade, Key, Text, Unreadable
from domain.questions.pattern_syntax import BadPattern
from domain.questions.patterns import MAX_TEXT, Pattern, read_pattern
from domain.questions.quantities import CreditText
from domain.questions.wording import literal, tidy

OTHERS = 20
"""How many texts are tried to find a wrong one."""

Complain = Callable[[str, str, Where], None]
"""Takes the code of a rule, a message and the place of a value."""
Match = Literal["exact", "ci", "regex"]


class AnswerMeta(FrontMatter):
    """One text, or form of text, that has a known credit."""

    match: Match
    text: Annotated[str, Field(min_length=1)]
    ci: bool = False
    credit: CreditText | None = None
    feedback: str = ""
    misconception: Key | None = None


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


@dataclass(frozen=True)
class Accepted:
    """The entries that one answer is compared with. The first that matches decides."""

    entries: tuple[Entry, ...]

    @property
    def right(self) -> tuple[Entry, ...]:
        """Those with full credit."""
        return tuple(entry for entry in self.entries if entry.credit == 1)

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the near misses stand for."""
        return frozenset(entry.misconception for entry in self.entries if entry.misconception)

    @property
    def key(self) -> Text:
        """The first right answer, as it is typed."""
        return Text(literal(self.right[0].text), inline=True)

    def feedback(self, slot: str) -> dict[str, Text]:
        """Give what entries have to say under ``<slot>-<n>``, counted from 1."""
        return {
            f"{slot}-{n}": Text(entry.feedback)
            for n, entry in enumerate(self.entries, start=1)
            if entry.feedback
        }

    def judged(self, text: str, slot: str) -> Grade | Unreadable:
        """Judge a text that was typed; ``slot`` begins the names of what there is to say."""
        text = tidy(text)
        if not text:
            return Unreadable("Write your answer first.")
        if len(text) > MAX_TEXT:
            return Unreadable(f"Write at most {MAX_TEXT:,} characters.")
        for n, entry in enumerate(self.entries, start=1):
            if entry.matches(text):
                said = f"{slot}-{n}" if entry.feedback else ""
                return Grade(float(entry.credit), said, entry.misconception)
        return Grade(0.0)

    def credit_of(self, text: str) -> Decimal:
        """Give what a text earns that is already tidy."""
        matching = (entry.credit for entry in self.entries if entry.matches(text))
        return next(matching, Decimal(0))

    def wrong_text(self) -> str | None:
        """Find a text that earns nothing, if a short one does."""
        others = ("?" * length for length in range(1, OTHERS))
        return next((text for text in others if not self.credit_of(text)), None)

    def plain(self) -> list[list[str | bool]]:
        """Give what decides a grade as data."""
        return [entry.plain() for entry in self.entries]


def read_accepted(metas: Sequence[AnswerMeta], complain: Complain) -> Accepted:
    """Read what stands under ``answers``, and name what is wrong with it."""
    entries: list[Entry] = []
    for n, meta in enumerate(metas):
        entry = _read_entry(complain, meta, n, after_near=any(one.credit < 1 for one in entries))
        if entry is None:
            continue
        for number, earlier in enumerate(entries, start=1):
            if earlier.shadows(entry):
                message = f"entry {n + 1} is shadowed by entry {number}"
                complain("Q060", message, ("answers", n))
                break
        entries.append(entry)
    if entries and not any(entry.credit == 1 for entry in entries):
        complain("C012", "'answers' must have an entry with credit \"1\"", ("answers",))
    return Accepted(tuple(entries))


def _read_entry(complain: Complain, meta: AnswerMeta, n: int, *, after_near: bool) -> Entry | None:
    """Read the n-th entry, from 0; behind a near miss its credit has to be written."""
    if meta.credit is None and after_near:
        complain("C010", f"key 'answers.{n}.credit' is missing", ("answers", n))
    credit = Decimal(1) if meta.credit is None else meta.credit
    if credit < 1 and not meta.feedback.strip():
        complain("Q062", "near miss without feedback", ("answers", n))
    if credit == 1 and meta.misconception:
        message = "a right answer cannot name a misconception"
        complain("Q015", message, ("answers", n, "misconception"))
    said = (credit, meta.feedback, meta.misconception)
    if meta.match == "regex":
        try:
            pattern = read_pattern(meta.text, ignore_case=meta.ci)
        except BadPattern as fault:
            complain("Q061", str(fault), ("answers", n, "text"))
            return None
        return Entry(pattern.example, meta.ci, pattern, *said)
    if meta.ci:
        complain("C012", "'ci' must stand with match: regex only", ("answers", n, "ci"))
    if not tidy(meta.text):
        complain("C012", "'text' must not be blank", ("answers", n, "text"))
    return Entry(tidy(meta.text), meta.match == "ci", None, *said)
