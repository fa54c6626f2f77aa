"""What else must happen in the same transaction once an answer is judged.

Apps above this one have work to do then, and this one must not know them. ``config.wiring`` adds
their functions to ``after_judged``. They run in that order; an error in any undoes the answer.
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


after_judged: list[AfterJudged] = []


def tell(judged: Judged) -> None:
    """Let everybody above take an answer into account."""
    for hook in after_judged:
        hook(judged)
