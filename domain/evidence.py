"""What one judged answer says about a learner, and what the word of its judge weighs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Difficulty = Literal["easy", "medium", "hard"]
"""How difficult the author takes a question to be: a weak prior, overridden by 10 to 20 answers."""


class Judge(StrEnum):
    """Who said how good an answer is."""

    MACHINE = "machine"
    """Checked a closed kind: choice, numeric, text, ordering, matching, trace, lab checks."""
    INSTRUCTOR = "instructor"
    INTERVIEWER = "interviewer"
    """The other person in a pairing room."""
    LEARNER = "learner"
    SUGGESTION = "suggestion"
    """The machine's guess at an open answer, which nobody has judged."""


# Weights are shares, 0 to 1, of what an answer with a certain result would tell. They are a
# judgement, not yet fitted to a log of ours: college students who mark themselves unaided are
# 0.41 standard deviations too kind (Atkinson et al.).
MACHINE_WEIGHT = 1.0
INSTRUCTOR_WEIGHT = 1.0
INTERVIEWER_WEIGHT = 0.8
LEARNER_AGREEING_WEIGHT = 0.6
"""The machine's suggestion says the same: found and covered, or not found and missed."""
LEARNER_UNDECIDED_WEIGHT = 0.5
"""The machine could not tell, or the learner said "partly"."""
LEARNER_DISAGREEING_WEIGHT = 0.4
"""The machine's suggestion says the opposite."""
SUGGESTION_WEIGHT = 0.0
"""Nobody judged: nothing moves."""
WEIGHTS: Mapping[Judge, float] = {
    Judge.MACHINE: MACHINE_WEIGHT,
    Judge.INSTRUCTOR: INSTRUCTOR_WEIGHT,
    Judge.INTERVIEWER: INTERVIEWER_WEIGHT,
    Judge.LEARNER: LEARNER_UNDECIDED_WEIGHT,
    Judge.SUGGESTION: SUGGESTION_WEIGHT,
}
"""By judge. No machine makes suggestions yet, so beside a learner it is undecided."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One judged answer, reduced to what a rating needs.

    Raises ValueError for a share outside 0..1, a negative number of hints, or no outcome.
    """

    question: str
    outcomes: tuple[str, ...]
    """Keys of the outcomes that the question exercises, each to the same share."""
    difficulty: Difficulty
    """The author's word, which sets where a question starts that was never answered."""
    score: float
    """Credit earned, 0 to 1."""
    guess: float
    """Chance, 0 to 1, of a right answer without knowing or reading anything."""
    hints: int
    """Hints shown before the answer."""
    weight: float
    """Who judged, as a share, 0 to 1; nothing at all moves at 0."""
    judge: Judge = Judge.MACHINE

    def __post_init__(self) -> None:
        for name in ("score", "guess", "weight"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} {getattr(self, name)} is outside 0..1")
        if self.hints < 0:
            raise ValueError(f"{self.hints} hints were shown")
        if not self.outcomes:
            raise ValueError(f"question {self.question} exercises no outcome")
