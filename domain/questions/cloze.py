"""A text with blanks, each filled from a list or by typing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from domain.documents import Document
from domain.problems import Problem
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
from domain.questions.blanks import INCOMPLETE, Blank, ListBlank, read_blanks
from domain.questions.choice_list import above_warnings, belief_warnings, length_warnings
from domain.questions.reading import Reading
from domain.questions.wording import given_away


@dataclass(frozen=True, kw_only=True)
class Cloze(Question):
    """Ask for what is missing in a text; each blank has an equal share of the credit.

    Rows are the blanks in the order of the prompt, whose HTML is cut where they stand.
    """

    kind: ClassVar[str] = "cloze"
    fields: ClassVar[tuple[str, ...]] = ("blank", "fill")
    titles: ClassVar[tuple[str, ...]] = ("Blanks", "Hints", "Explanation")
    shuffled: ClassVar[bool] = False
    default_seconds: ClassVar[int] = 75

    blanks: tuple[Blank, ...]

    @property
    def guess(self) -> float:
        """The share of the credit that someone who knows nothing can expect."""
        return sum(blank.guess for blank in self.blanks) / len(self.blanks)

    @property
    def misconceptions(self) -> frozenset[str]:
        """What wrong fillings stand for."""
        return frozenset().union(*(blank.misconceptions for blank in self.blanks))

    @property
    def instruction(self) -> str:
        """Say that no blank stays empty."""
        return INCOMPLETE.hint

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices of every list, each for its own blank."""
        return tuple(option for blank in self.blanks for option in blank.options)

    def texts(self) -> dict[str, Text]:
        """Add those of every blank. The prompt keeps its marks: the page is cut there."""
        texts = super().texts()
        for blank in self.blanks:
            texts |= blank.texts()
        return texts

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the marks of the prompt and the section Blanks."""
        reading = Reading(document, cls, QuestionMeta)
        blanks = read_blanks(reading)
        reading.refuse_in_hints((text for blank in blanks for text in blank.right), "the answer")
        return reading.problems or cls(**reading.fields(), blanks=blanks)

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give a row for each blank; ``given`` is the id of an option, or what was typed."""
        sent = zip(submitted.get("blank", ()), submitted.get("fill", ()), strict=False)
        given = dict(sent)
        return tuple(_row(blank, given.get(blank.id, ""), reveal) for blank in self.blanks)

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give the share of each blank; a text with an empty one is no answer."""
        names, fills = submitted.get("blank", ()), submitted.get("fill", ())
        if len(names) != len(fills) or sorted(names) != sorted(one.id for one in self.blanks):
            return INCOMPLETE
        given = dict(zip(names, fills, strict=True))
        grades = list[Grade]()
        for result in (blank.judged(given[blank.id]) for blank in self.blanks):
            if isinstance(result, Unreadable):
                return result
            grades.append(result)
        earned = [grade.fraction for grade in grades]
        beliefs = (grade.misconception for grade in grades)
        belief = next(filter(None, beliefs), None)
        return Grade(_share(earned), misconception=belief, headline=_headline(earned))

    def samples(self) -> list[Sample]:
        """Fill all blanks rightly, all wrongly, one of them otherwise, all but one, and none."""
        known = [blank.known() for blank in self.blanks]
        best = [max(worth, key=worth.__getitem__) for worth in known]
        worst = [min(worth, key=worth.__getitem__) for worth in known]
        found = [self._sample(best, known), self._sample(worst, known)]
        for n, worth in enumerate(known):
            others = (text for text in worth if text != best[n])
            found += [self._sample([*best[:n], text, *best[n + 1 :]], known) for text in others]
        names = [blank.id for blank in self.blanks]
        empty = Sample({"blank": names, "fill": [*best[:-1], ""]}, Unreadable)
        return [*found, empty, Sample({}, Unreadable)]

    def key(self) -> Mapping[str, Any]:
        """Give what each blank is compared with."""
        return {blank.id: blank.plain() for blank in self.blanks}

    def warnings(self, document: Document) -> list[Problem]:
        """Say what lets a reader fill a blank without knowing: Q004 and Q016 to Q018."""
        lists = [blank.choices for blank in self.blanks if isinstance(blank, ListBlank)]
        found = list(self._title_warnings(document))
        if lists and not self.misconceptions:
            found += belief_warnings(document, "Blanks")
        for choices in lists:
            found += [*length_warnings(choices, document), *above_warnings(choices, document)]
        return found

    def _title_warnings(self, document: Document) -> Iterator[Problem]:
        lists = [blank for blank in self.blanks if isinstance(blank, ListBlank)]
        wrong = [one.text for blank in lists for one in blank.choices if not one.right]
        right = (text for blank in self.blanks for text in blank.right)
        for repeated in (given_away(self.title, text, [self.prompt, *wrong]) for text in right):
            if repeated:
                yield document.problem("Q004", f"title repeats '{repeated}'", ("title",))
                return

    def _sample(self, fills: list[str], known: list[dict[str, float]]) -> Sample:
        names = [blank.id for blank in self.blanks]
        earned = [worth[text] for worth, text in zip(known, fills, strict=True)]
        return Sample({"blank": names, "fill": fills}, _share(earned))


def _share(earned: list[float]) -> float:
    """Give each blank an equal share."""
    return sum(earned) / len(earned)


def _headline(earned: list[float]) -> str:
    """Count what is right, unless the usual words say as much."""
    right, count = earned.count(1.0), len(earned)
    if count in (1, right) or (any(earned) and not right):
        return ""
    return f"{right or 'None'} of {count} blanks right"


def _row(blank: Blank, given: str, reveal: Reveal) -> Row:
    given = blank.shown(given)
    result = blank.judged(given) if given and reveal is not Reveal.NOTHING else None
    told, mark, reason = reveal is Reveal.ALL, Mark.NONE, ""
    if isinstance(result, Grade):
        mark = {0.0: Mark.WRONG, 1.0: Mark.RIGHT}.get(result.fraction, Mark.NONE)
        reason = result.feedback
    elif told:
        mark = Mark.MISSED
    tells = told and mark is not Mark.RIGHT
    return Row(
        blank.id,
        given=given,
        mark=mark,
        wanted=blank.wanted if told else "",
        reason=reason,
        wanted_reason=blank.wanted_reason if tells else "",
    )
