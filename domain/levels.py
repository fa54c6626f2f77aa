"""The words for a mastery: levels, the lines between them, and what may be shown of the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Level(StrEnum):
    """What a learner is told. A level needs enough answers as well as a good chance.

    No level ever keeps a learner from moving on.
    """

    NOT_STARTED = "not started"
    LEARNING = "learning"
    FAMILIAR = "familiar"
    PROFICIENT = "proficient"
    MASTERED = "mastered"

    @property
    def rank(self) -> int:
        """Place in the order of levels, from 0. Levels themselves compare as words."""
        return list(Level).index(self)


class Line(StrEnum):
    """How much a course asks for before it calls an outcome mastered."""

    STRICT = "strict"
    STANDARD = "standard"
    LENIENT = "lenient"


@dataclass(frozen=True)
class Threshold:
    """What a mastery line means."""

    tau: float
    """Knows it: at least this chance, 0 to 1, on a new typical question, without guessing."""
    bar: float
    """Mastered: knows it with at least this probability, 0 to 1."""


THRESHOLDS: Final[Mapping[Line, Threshold]] = MappingProxyType(
    {
        Line.STRICT: Threshold(tau=0.80, bar=0.70),
        Line.STANDARD: Threshold(tau=0.70, bar=0.70),
        Line.LENIENT: Threshold(tau=0.60, bar=0.50),
    }
)


@dataclass(frozen=True)
class Forecast:
    """How far away the next level is."""

    answers: int
    """Right answers in a row, each to a new typical question."""
    level: Level


# Levels are stored with answers: a change here asks for a new set of parameters and a rebuild.
FAMILIAR_BELOW_TAU = 0.15  # chance; Learning ends this far below the line
FAMILIAR_ANSWERS = 2  # sums of weights
PROFICIENT_ANSWERS = 3
MASTERED_ANSWERS = 4
MASTERED_QUESTIONS = 3  # different ones: a question seen before is partly memory

PERCENT_ANSWERS = 2  # own answers on the outcome
BAR_ANSWERS = 2  # sum of their weights
EXPECTATION_ANSWERS = 10  # own answers in the course


def level_of(
    chance: float, p_known: float, *, n: float, distinct: int, threshold: Threshold
) -> Level:
    """Name what a chance and a certainty, both 0 to 1, amount to: the first rule that fails.

    ``n`` is the sum of the weights of the answers, ``distinct`` counts the different questions.
    """
    if n == 0:
        return Level.NOT_STARTED
    if chance < threshold.tau - FAMILIAR_BELOW_TAU or n < FAMILIAR_ANSWERS:
        return Level.LEARNING
    if chance < threshold.tau or n < PROFICIENT_ANSWERS:
        return Level.FAMILIAR
    enough = n >= MASTERED_ANSWERS and distinct >= MASTERED_QUESTIONS
    return Level.MASTERED if enough and p_known >= threshold.bar else Level.PROFICIENT


def needs_review(held: Level, *, today: Level, unaged: Level) -> bool:
    """Say whether the level held since the last answer carries the badge "needs review".

    It does if time without practice alone takes today's reading below it: ``today`` is read from
    the aged skill, ``unaged`` from the same skill as it was stored. What answers elsewhere moved
    shows in both, and is no reason. The level shown stays ``held`` in any case.
    """
    return today.rank < min(held.rank, unaged.rank)


def percent_shown(answers: int) -> bool:
    """Say whether a learner has answered enough on an outcome to be shown a percentage."""
    return answers >= PERCENT_ANSWERS


def bar_shown(n: float) -> bool:
    """Say whether answers weigh enough together (``n``) for the percentage's band as a bar."""
    return n >= BAR_ANSWERS


def expectation_shown(answers: int, *, in_course: int) -> bool:
    """Say whether "expected from your other outcomes" may stand in for a missing percentage."""
    return not percent_shown(answers) and in_course >= EXPECTATION_ANSWERS
