"""What else must happen in the same transaction once an answer is judged, or judged anew.

Apps above this one have work to do then, and this one must not know them. ``config.wiring`` adds
their functions to the two lists. They run in that order; an error in any undoes what was done.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.evidence import Evidence


@dataclass(frozen=True)
class Judged:
    """An answer that was judged: whose, at what, when, and what it shows."""

    attempt_id: int
    learner_id: int
    course_id: int
    release_id: int
    """The release that the sitting began with: it says which questions an outcome had."""
    question_id: int
    version_id: int
    grading_digest: str
    at: datetime
    evidence: Evidence


class AfterJudged(Protocol):
    """Work for a judged answer. It writes its own app's rows and asks no clock."""

    def __call__(self, judged: Judged, /) -> None:
        """Take the answer into account."""


@dataclass(frozen=True)
class Corrected:
    """Attempts that were judged anew: in which course, whose, and when."""

    course_id: int
    learner_id: int | None
    """None for those of many."""
    at: datetime


class AfterCorrected(Protocol):
    """Work once attempts were judged anew. It writes its own app's rows and asks no clock."""

    def __call__(self, corrected: Corrected, /) -> None:
        """Work out again what follows from the attempts."""


after_judged: list[AfterJudged] = []
after_corrected: list[AfterCorrected] = []


def tell(judged: Judged) -> None:
    """Let everybody above take an answer into account."""
    for hook in after_judged:
        hook(judged)


def tell_corrected(corrected: Corrected) -> None:
    """Let everybody above work out again what follows from corrected attempts."""
    for hook in after_corrected:
        hook(corrected)
