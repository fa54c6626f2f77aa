"""The rows that one answer moves, locked in the one order that everybody keeps.

First the learner's level, which guards all of the learner's rows in the course; then the
question; then the outcomes, by primary key. Two answers that share a row wait for each other
here, and can never wait for each other in a circle.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from courses.models import QuestionVersion
from domain.levels import Line
from domain.standing import Easiness, QuestionLevel, Repeats
from learners.difficulties import difficulties_of
from learners.models import LearnerLevel, OutcomeStat, QuestionStat
from learners.steps import Before, QuestionScale, Regime, scale_of
from learners.stored import OWN, held_of, state_of
from quizzes.after import Judged
from web.prepared import Given, Prepared


class Unprepared(Exception):
    """A row is missing that publication makes: make it, and lock again."""


class LevelRow(NamedTuple):
    """A learner's level in a course."""

    pk: int
    g: float
    vg: float
    answers: int


class QuestionRow(NamedTuple):
    """The scale of a question, and the learner's own history with it."""

    pk: int
    d: float
    vd: float
    answers: int
    grading_digest: str
    since: int | None
    """The first version with the digest that the scale was learned on."""
    ok: int | None
    bad: int | None


class OutcomeRow(NamedTuple):
    """The scale of an outcome, how its course is rated, and how the learner stands there."""

    pk: int
    outcome_id: int
    b: float
    vb: float
    key: str
    params: int | None
    mastery_line: str | None
    theta: float | None
    v: float | None
    n: float | None
    answers: int | None
    distinct: int | None
    at: datetime | None
    held_level: str | None


@dataclass(frozen=True)
class Locked:
    """All rows that an answer moves, and what they say together."""

    level: LevelRow
    question: QuestionRow
    scale: QuestionScale
    outcomes: list[OutcomeRow]
    """Those that the answer counts for, by primary key of the outcome."""
    regime: Regime
    before: Before


def lock_level(learner_id: int, course_id: int) -> LevelRow | None:
    """Lock a learner's level in a course, and with it all of the learner's rows there."""
    return next(iter(_locked_level(learner=learner_id, course=course_id)), None)


def lock_rows(judged: Judged, level: LevelRow) -> Locked:
    """Lock the rest of the rows, and read what they say; ``level`` is locked already."""
    question = _locked_question(question=judged.question_id, learner=judged.learner_id)
    found = _locked_outcomes(
        question=judged.question_id, course=judged.course_id, learner=judged.learner_id
    )
    outcomes = {row.key: row for row in found}
    counted = [outcomes.get(key) for key in judged.evidence.outcomes]
    if not question or None in counted:
        raise Unprepared
    rows = sorted((row for row in counted if row), key=lambda row: row.outcome_id)
    difficulties = difficulties_of(judged.release_id, judged.evidence.outcomes)
    missing = any(d is None for found in difficulties.values() for d in found.values())
    if not rows[0].params or not rows[0].mastery_line or missing:
        raise Unprepared
    regime = Regime(rows[0].params, Line(rows[0].mastery_line))
    scale = QuestionScale(
        QuestionLevel(question[0].d, question[0].vd),
        question[0].answers,
        question[0].grading_digest,
        question[0].since or judged.version_id,
    )
    own = scale.level_for(judged.grading_digest, judged.version_id, regime.params)
    scales = {
        row.outcome_id: scale_of(
            Easiness(row.b, row.vb),
            {pk: d for pk, d in difficulties[row.key].items() if d is not None},
            judged.question_id,
            own,
        )
        for row in rows
    }
    before = Before(
        learner=state_of(level, regime),
        question=own,
        repeats=Repeats(question[0].ok or 0, question[0].bad or 0),
        held={row.outcome_id: held_of(row, regime) for row in rows},
        scales=scales,
    )
    return Locked(level, question[0], scale, rows, regime, before)


def _level(learner: Given, course: Given) -> QuerySet[LearnerLevel]:
    levels = LearnerLevel.objects.select_for_update(no_key=True).only("g", "vg", "answers")
    return levels.filter(learner=learner, course=course)


def _question(question: Given, learner: Given) -> QuerySet[QuestionStat]:
    """Lock the question; the learner's own history with it comes along."""
    known = QuestionVersion.objects.filter(
        question=OuterRef("question"), grading_digest=OuterRef("grading_digest")
    )
    own = Q(question__learners__learner=learner)
    return (
        QuestionStat.objects.select_for_update(of=("self",), no_key=True)
        .only("d", "vd", "answers", "grading_digest")
        .filter(question=question)
        .annotate(
            own=FilteredRelation("question__learners", condition=own),
            since=Subquery(known.order_by("pk").values("pk")[:1]),
            ok=F("own__ok"),
            bad=F("own__bad"),
        )
    )


def _outcomes(question: Given, course: Given, learner: Given) -> QuerySet[OutcomeStat]:
    """Lock every outcome that any version of the question counts for.

    Those that this version does not count for are locked all the same: their mean difficulty is
    about to move, and whoever reads it holds them.
    """
    versions = QuestionVersion.objects.filter(question=question).annotate(
        names=Cast("outcomes", TextField())
    )
    quoted = Concat(Value('"'), OuterRef("outcome__key"), Value('"'))
    own = Q(outcome__learners__learner=learner)
    return (
        OutcomeStat.objects.select_for_update(of=("self",), no_key=True)
        .only("outcome", "b", "vb")
        .filter(outcome__course=course)
        .filter(Exists(versions.filter(names__contains=quoted)))
        .annotate(
            key=F("outcome__key"),
            params=F("outcome__course__model__params"),
            mastery_line=F("outcome__course__model__mastery_line"),
            own=FilteredRelation("outcome__learners", condition=own),
            **OWN,
        )
        .order_by("outcome_id")
    )


PK = BigIntegerField()
_locked_level = Prepared(LevelRow, _level, learner=PK, course=PK)
_locked_question = Prepared(QuestionRow, _question, question=PK, learner=PK)
_locked_outcomes = Prepared(OutcomeRow, _outcomes, question=PK, course=PK, learner=PK)
