"""Stored rows, as the rating model knows them."""

from typing import Any

from django.db.models import F

from domain.levels import Level, Line
from domain.mastery import VERSION
from domain.standing import LearnerState, Skill
from learners.models import CourseModel
from learners.steps import Held, Regime

COLUMNS = ("theta", "v", "n", "answers", "distinct", "at", "held_level")
OWN = {name: F(f"own__{name}") for name in COLUMNS}
"""Annotations: a learner's columns beside an outcome's, where ``own`` joins the learner's row."""


def regime_of(model: CourseModel | None) -> Regime:
    """Return how a course is rated; one that nobody answered in yet, as a new one."""
    if model is None:
        return Regime(VERSION, Line.STANDARD)
    return Regime(model.params, Line(model.mastery_line))


def state_of(level: Any, regime: Regime) -> LearnerState:
    """Return how able a learner is in a course as a whole, from the row of a level or None."""
    if level is None or level.answers == 0:
        return regime.params.new_learner()
    return LearnerState(level.g, level.vg)


def held_of(row: Any, regime: Regime) -> Held:
    """Return how a learner stands at an outcome, from a row that carries ``OWN``."""
    if row.at is None:
        return Held(regime.params.new_skill())
    skill = Skill(row.theta, row.v, row.n, row.answers, row.distinct)
    return Held(skill, Level(row.held_level), row.at)


def columns_of(held: Held) -> dict[str, Any]:
    """Return the columns that say how a learner stands at an outcome."""
    skill, level = held.skill, held.level.value
    values = (skill.theta, skill.v, skill.n, skill.answers, skill.distinct, held.at, level)
    return dict(zip(COLUMNS, values, strict=True))
