"""A paragraph in the learner's own words, which its learner marks against key points."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from domain.documents import Document
from domain.problems import Problem
from domain.questions.answers import only
from domain.questions.base import (
    PICKED,
    Awaiting,
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
from domain.questions.key_points import KeyPoint, read_beliefs, read_points
from domain.questions.reading import Reading
from domain.questions.wording import given_away, words

MAX_ANSWER = 6_000
"""Characters, some thousand words."""
MODEL_WORDS = (60, 180)
"""Least and most words of a model answer."""
WHOLE = "-"
"""The row of the text itself: no point can have this id."""


class OpenMeta(QuestionMeta):
    """Front matter of a question that is answered with a paragraph."""

    recall: bool | None = False
    target_words: Annotated[int, Field(ge=20, le=1000)] = 120
    shape: (
        Literal[
            "pitch",
            "technical",
            "estimate",
            "failure",
            "wrong-tool",
            "design",
            "review",
            "regulation",
            "reflection",
        ]
        | None
    ) = None


@dataclass(frozen=True, kw_only=True)
class Open(Question):
    """Ask for an explanation. No machine grades it: a person says which points it makes."""

    kind: ClassVar[str] = "open"
    fields: ClassVar[tuple[str, ...]] = ("answer",)
    marks: ClassVar[tuple[str, ...]] = ("point",)
    titles: ClassVar[tuple[str, ...]] = (
        "Key points",
        "Misconceptions",
        "Model answer",
        "Probes",
        "Hints",
    )
    explained_in: ClassVar[str] = "Model answer"
    shuffled: ClassVar[bool] = False
    default_seconds: ClassVar[int] = 150
    front_matter: ClassVar[type[QuestionMeta]] = OpenMeta

    points: tuple[KeyPoint, ...]
    beliefs: tuple[str, ...]
    target_words: int

    @property
    def misconceptions(self) -> frozenset[str]:
        """What its patterns look for."""
        return frozenset(self.beliefs)

    @property
    def instruction(self) -> str:
        """Say how much to write, and who judges it."""
        return f"Write about {self.target_words} words. You judge them yourself, point by point."

    def texts(self) -> dict[str, Text]:
        """Add ``point-<id>``, inline, and ``nuance-<id>``, which is told once it is marked.

        ``twice-<id>`` stands for a point that counts twice, and says so.
        """
        points = {f"point-{one.id}": Text(one.text, inline=True) for one in self.points}
        twice = {
            f"twice-{one.id}": Text(f"{one.text} (counts twice)", inline=True)
            for one in self.points
            if one.weight > 1
        }
        nuances = {f"nuance-{one.id}": Text(one.nuance) for one in self.points if one.nuance}
        return super().texts() | points | twice | nuances

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the points; the model answer takes the place of an explanation."""
        reading = Reading(document, cls, OpenMeta)
        points = read_points(reading)
        beliefs = read_beliefs(reading, points)
        reading.refuse_in_hints((point.text for point in points), "a key point")
        if reading.meta is None or reading.problems:
            return reading.problems
        return cls(
            **reading.fields(),
            points=points,
            beliefs=beliefs,
            target_words=reading.meta.target_words,
        )

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give the row of the text, then one for each point: ``given`` is 'on' where it is made.

        Nothing is told of the points, not even by ``OWN``, before the answer is there.
        """
        whole = Row(WHOLE, given=only(submitted, "answer"))
        if reveal is not Reveal.ALL:
            return (whole, *(Row(point.id) for point in self.points))
        marked, ticked = "point" in submitted, submitted.get("point", ())
        return (whole, *(_row(point, point.id in ticked, marked=marked) for point in self.points))

    def grade(self, submitted: Submitted) -> Grade | Unreadable | Awaiting:
        """Wait for marks; then give the share of the points that are made, each by its weight."""
        text = only(submitted, "answer").strip()
        if not text:
            return Unreadable("Write your answer first.")
        if len(text) > MAX_ANSWER:
            return Unreadable(f"Write at most {MAX_ANSWER:,} characters.")
        if "point" not in submitted:
            return Awaiting(tuple(point.id for point in self.points))
        made = [point for point in self.points if point.id in submitted["point"]]
        count = len(self.points)
        said = f"All {count}" if len(made) == count else f"{len(made)} of {count}"
        return Grade(float(self._share(made)), headline=f"{said} key points")

    def samples(self) -> list[Sample]:
        """Write nothing, too much and something; then make all points, none, and each alone."""
        said, keys = {"answer": ["Because."]}, [point.id for point in self.points]
        alone = [
            Sample({**said, "point": [point.id]}, float(self._share([point])))
            for point in self.points
        ]
        return [
            Sample({}, Unreadable),
            Sample({"answer": ["x" * (MAX_ANSWER + 1)]}, Unreadable),
            Sample(said, Awaiting),
            Sample({**said, "point": keys}, 1.0),
            Sample({**said, "point": []}, 0.0),
            *alone,
        ]

    def key(self) -> Mapping[str, Any]:
        """Give the weights of the points."""
        return {point.id: point.weight for point in self.points}

    def warnings(self, document: Document) -> list[Problem]:
        """Say where the title gives a point away, and a model answer of another length: Q094."""
        found = []
        repeats = (given_away(self.title, point.text, [self.prompt]) for point in self.points)
        repeated = next(filter(None, repeats), None)
        if repeated:
            found.append(document.problem("Q004", f"title repeats '{repeated}'", ("title",)))
        count, (least, most) = len(words(self.explanation)), MODEL_WORDS
        if not least <= count <= most:
            message = f"model answer has {count} words; write {least} to {most}"
            spot = document.sections()[self.explained_in].spot
            found.append(document.problem("Q094", message, spot))
        return found

    def _share(self, made: list[KeyPoint]) -> Fraction:
        total = sum(point.weight for point in self.points)
        return Fraction(sum(point.weight for point in made), total)


def _row(point: KeyPoint, made: bool, *, marked: bool) -> Row:  # noqa: FBT001 - a mark is a bool
    mark = Mark.NONE
    if marked:
        mark = Mark.RIGHT if made else Mark.MISSED
    return Row(
        point.id,
        text=f"{'twice' if point.weight > 1 else 'point'}-{point.id}",
        given=PICKED if made else "",
        mark=mark,
        reason=f"nuance-{point.id}" if marked and point.nuance else "",
    )
