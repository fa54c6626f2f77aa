"""One pass at a quiz: how long it may take, and what it is worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import fsum

from domain.attempts import Confidence, Rules, State

GRACE = timedelta(seconds=30)
"""How long after the deadline an answer still counts: slow lines cut nobody off."""
MOST_EXTRA = 300
"""Per cent of a time limit that a learner may have in addition: four times the time."""
EXACT = 1e-9
"""Credits are thirds and tenths as floats: this much below a line is on it."""


def is_overdue(deadline: datetime | None, now: datetime) -> bool:
    """Whether the time is up and no answer can be on its way any more."""
    return deadline is not None and now > deadline + GRACE


def is_late(deadline: datetime | None, at: datetime) -> bool:
    """Whether an answer that was taken came after the deadline: within the grace."""
    return deadline is not None and at > deadline


def deadline_of(
    started: datetime, minutes: int | None, *, extra_percent: int, closes: datetime | None
) -> datetime | None:
    """Return when a sitting ends: after its time with what its learner has extra, or with the quiz.

    No extra time goes beyond the moment in which the quiz closes for everybody. None: never.
    """
    ends = [closes] if closes else []
    if minutes is not None:
        ends.append(started + timedelta(minutes=minutes) * (100 + extra_percent) / 100)
    return min(ends, default=None)


def end_of(started: datetime, deadline: datetime | None, now: datetime) -> datetime:
    """Return when a sitting ended that is closed now: at the deadline, however late that is.

    It never ends before it started, though the clock has been put back meanwhile.
    """
    ended = max(now, started)
    return ended if deadline is None else min(ended, deadline)


def seconds_left(started: datetime, deadline: datetime, now: datetime) -> int:
    """Return how many seconds there are left: none below zero, none above all there were."""
    left = min(deadline - now, deadline - started)
    return max(0, int(left.total_seconds()))


@dataclass(frozen=True)
class Marked:
    """What one question of a sitting came to."""

    outcome: str
    """Key of its main outcome; '' if it measures none."""
    state: State

    @property
    def word(self) -> str:
        """right, part, wrong, unmarked or blank. Right is right, whatever earlier tries cost."""
        if self.state.grade is None:
            return "unmarked" if self.state.awaiting else "blank"
        if self.state.grade.fraction == 1:
            return "right"
        earned = self.state.grade.fraction if self.state.kept else self.state.credit
        return "part" if earned > 0 else "wrong"


@dataclass(frozen=True)
class Score:
    """Points out of so many questions."""

    points: float
    of: int
    passing: float | None = None
    """Least share that passes; None where nobody passes or fails."""

    @property
    def shown(self) -> str:
        """Points as people write them: 2, 1.5, 0.67."""
        return f"{self.points:.2f}".rstrip("0").rstrip(".")

    @property
    def share(self) -> float:
        """Points as a share of all, 0..1."""
        return self.points / self.of if self.of else 0.0

    @property
    def passed(self) -> bool | None:
        """Whether it is enough; None where that is not asked."""
        return None if self.passing is None else self.share >= self.passing - EXACT


@dataclass(frozen=True)
class Sureness:
    """How often somebody was right who felt so sure."""

    confidence: Confidence
    asked: int
    right: int


def score_of(marked: Iterable[Marked], rules: Rules) -> Score:
    """Add up credits. What was not answered counts as nothing, and in practice not at all."""
    counted = [one for one in marked if rules.mode != "practice" or one.state.answered]
    points = fsum(one.state.credit for one in counted)
    return Score(points, len(counted), rules.passing)


def scores_by_outcome(marked: Iterable[Marked], rules: Rules) -> dict[str, Score]:
    """Split the score by main outcome, in the order of asking. What measures none is left out."""
    groups: dict[str, list[Marked]] = {}
    for one in marked:
        if one.outcome:
            groups.setdefault(one.outcome, []).append(one)
    scores = {key: score_of(group, rules) for key, group in groups.items()}
    return {key: score for key, score in scores.items() if score.of}


def sureness_of(marked: Iterable[Marked]) -> list[Sureness]:
    """Compare confidence with results, the surest first."""
    groups: dict[Confidence, list[Marked]] = {}
    for one in marked:
        if one.state.confidence and one.state.first:
            groups.setdefault(one.state.confidence, []).append(one)
    return [
        Sureness(level, len(groups[level]), sum(_first_right(one) for one in groups[level]))
        for level in sorted(groups, reverse=True)
    ]


def _first_right(one: Marked) -> bool:
    return one.state.first is not None and one.state.first.fraction == 1
