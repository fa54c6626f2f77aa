"""Progress, as the ratings tell it, with no more than may be shown of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, FilteredRelation, Q, QuerySet

from courses.models import Course, Outcome
from domain.levels import (
    FAMILIAR_BELOW_TAU,
    Forecast,
    Level,
    bar_shown,
    expectation_shown,
    needs_review,
    percent_shown,
)
from domain.mastery import forecast
from domain.standing import Easiness, LearnerState, QuestionLevel, Standing
from learners.difficulties import Difficulties, difficulties_of
from learners.models import CourseModel, Evidence, LearnerLevel
from learners.steps import Regime, Scale, reading
from learners.stored import OWN, held_of, regime_of, state_of
from quizzes.models import Learner
from web.prepared import Given, Prepared

RECENT = 300  # rows that a page looks back on in one sitting


@dataclass(frozen=True)
class OutcomeProgress:
    """How a learner stands at an outcome today, as far as it may be shown. Chances are 0 to 1."""

    key: str
    can: str
    level: Level
    """Held since the last answer."""
    review: bool = False
    """Time without practice alone has taken today's reading below the level."""
    answers: int = 0
    at: datetime | None = None
    """Of the last answer."""
    percent: float | None = None
    """None where there is not enough to go by; then the band is None as well."""
    low: float | None = None
    high: float | None = None
    bar: bool = False
    """The band may be drawn, not only told."""
    expected: bool = False
    """The percentage is what answers on other outcomes lead to expect."""
    forecast: Forecast | None = None
    lines: tuple[float, float] = (0.0, 1.0)
    """The percentages, 0 to 1, where Familiar and Proficient begin."""

    @property
    def told(self) -> bool:
        """Whether the learner's own answers are enough for a percentage."""
        return percent_shown(self.answers)

    @property
    def ahead(self) -> str:
        """How far away the next level is, in words; '' if that is further than anybody can say."""
        if self.forecast is None:
            return ""
        count, level = self.forecast.answers, self.forecast.level.capitalize()
        if count == 1:
            return f"1 more right answer to {level}"
        return f"{count} more right answers in a row to {level}"


@dataclass(frozen=True)
class Today:
    """A reading of one outcome."""

    progress: OutcomeProgress
    rested: float
    """The percentage, 0 to 1, as if no time had passed since the last answer."""
    percent: float
    """The percentage, 0 to 1, whether or not it may be shown."""


@dataclass(frozen=True)
class CourseProgress:
    """How a learner stands in a course today."""

    outcomes: list[OutcomeProgress]
    answers: int
    lines: tuple[float, float]
    """The percentages, 0 to 1, where Familiar and Proficient begin."""

    @property
    def weakest(self) -> OutcomeProgress | None:
        """The lowest of the outcomes that were answered on and are not mastered."""
        rows = [row for row in self.outcomes if row.answers and row.level is not Level.MASTERED]
        return min(rows, key=lambda row: (row.level.rank, row.percent or 0.0), default=None)


@dataclass(frozen=True)
class Reader:
    """What one learner's readings in one course have in common."""

    regime: Regime
    state: LearnerState
    answers: int
    """In the course."""

    @property
    def lines(self) -> tuple[float, float]:
        """The percentages, 0 to 1, where Familiar and Proficient begin."""
        tau = self.regime.params.thresholds[self.regime.line].tau
        return tau - FAMILIAR_BELOW_TAU, tau


def progress_of(learner: Learner, course: Course, *, now: datetime) -> CourseProgress:
    """Say how a learner stands at every outcome of a course. Three statements."""
    reader = reader_of(learner, course)
    rows = list(outcome_rows(learner, course))
    difficulties = _difficulties(course, [row.key for row in rows])
    found = [_today(row, reader, difficulties.get(row.key, {}), now=now) for row in rows]
    return CourseProgress([today.progress for today in found], reader.answers, reader.lines)


def today_at(learner: Learner, course: Course, outcome: Outcome, *, now: datetime) -> Today:
    """Read one outcome of a learner as it is now. Three statements."""
    row = outcome_rows(learner, course).get(pk=outcome.pk)
    difficulties = _difficulties(course, [row.key])
    reader = reader_of(learner, course)
    return _today(row, reader, difficulties.get(row.key, {}), now=now)


def reader_of(learner: Learner, course: Course) -> Reader:
    """Return what a learner's readings in a course share."""
    model = CourseModel.objects.filter(course=course)
    level = (
        LearnerLevel.objects.filter(learner=learner, course=course)
        .select_related("course__model")
        .first()
    )
    regime = regime_of(getattr(level.course, "model", None) if level else model.first())
    return Reader(regime, state_of(level, regime), level.answers if level else 0)


def outcome_rows(learner: Learner, course: Course) -> Any:
    """Return the outcomes of a course, each with the learner's own columns beside it."""
    own = FilteredRelation("learners", condition=Q(learners__learner=learner))
    rows = Outcome.objects.filter(course=course, retired=False).select_related("stat")
    return rows.annotate(own=own, **OWN)


def scale_today(row: Any, difficulties: Difficulties, regime: Regime) -> Scale:
    """Return the scale of an outcome as it is now."""
    stat = getattr(row, "stat", None)
    easiness = Easiness(stat.b, stat.vb) if stat else regime.params.new_outcome()
    known = [d for d in difficulties.values() if d is not None]
    return Scale(easiness, fsum(known) / len(known) if known else 0.0, 0)


def changes_in(sitting_id: int) -> dict[int, list[dict[str, Any]]]:
    """Return what the newest answers of a sitting have changed, by attempt: one row an outcome.

    An outcome that the question does not count for any more is left out.
    """
    found = dict[int, tuple[int, list[dict[str, Any]]]]()
    for row in _recent_moves(sitting=sitting_id):
        newest, changes = found.setdefault(row.attempt, (row.number, []))
        if row.number == newest and str(row.outcome) in row.moved:
            changes.append(row.moved[str(row.outcome)] | {"key": row.key, "can": row.can})
    return {attempt: changes for attempt, (_, changes) in found.items()}


class Move(NamedTuple):
    """An evidence beside one of the outcomes of its question."""

    number: int
    attempt: int
    moved: dict[str, dict[str, Any]]
    """By primary key of the outcome, written out."""
    outcome: int
    key: str
    can: str


def _moves_in(sitting: Given) -> QuerySet[Any, Any]:
    found = Evidence.objects.filter(attempt__sitting=sitting)
    outcome = ("question__outcomes", "question__outcomes__key", "question__outcomes__can")
    rows = found.order_by("-number", "question__outcomes__position")
    return rows.values_list("number", "attempt", "moved", *outcome)[:RECENT]


_recent_moves = Prepared(Move, _moves_in, sitting=BigIntegerField())


def _difficulties(course: Course, outcomes: Sequence[str]) -> dict[str, Difficulties]:
    current = course.current
    return difficulties_of(current.pk, current.at, outcomes) if current else {}


def _today(row: Any, reader: Reader, difficulties: Difficulties, *, now: datetime) -> Today:
    regime, state = reader.regime, reader.state
    held, scale = held_of(row, regime), scale_today(row, difficulties, regime)
    skill = held.skill_at(now, regime.params)
    today, unaged = reading(state, skill, scale, regime), reading(state, held.skill, scale, regime)
    expected = expectation_shown(skill.answers, in_course=reader.answers)
    shown = percent_shown(skill.answers) or expected
    standing = Standing(
        learner=state,
        question=QuestionLevel(scale.mean, regime.params.v_item),
        skills=(skill,),
        easiness=(scale.easiness,),
    )
    ahead = forecast(standing, held.level, params=regime.params, line=regime.line)
    progress = OutcomeProgress(
        key=row.key,
        can=row.can,
        level=held.level,
        review=needs_review(held.level, today=today.level, unaged=unaged.level),
        answers=skill.answers,
        at=held.at,
        percent=today.percent if shown else None,
        low=today.low if shown else None,
        high=today.high if shown else None,
        bar=bar_shown(skill.n),
        expected=expected,
        forecast=ahead if skill.answers else None,
        lines=reader.lines,
    )
    return Today(progress, unaged.percent, today.percent)
