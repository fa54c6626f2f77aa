"""The rows that one answer moves, locked in the one order that everybody keeps.

First the learner's level, which guards all of the learner's rows in the course; then the
question; then the outcomes, by primary key. Two answers that share a row wait for each other
here, and can never wait for each other in a circle.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from courses.models import QuestionVersion
from domain.standing import Easiness, QuestionLevel, Repeats
from learners.difficulties import difficulties_of
from learners.models import LearnerLevel, OutcomeStat, QuestionStat
from learners.steps import Before, QuestionScale, Regime, scale_of
from learners.stored import OWN, held_of, regime_of, state_of
from quizzes.after import Judged


class Unprepared(Exception):
    """A row is missing that publication makes: make it, and lock again."""


@dataclass(frozen=True)
class Locked:
    """All rows that an answer moves, and what they say together."""

    level: LearnerLevel
    question: QuestionStat
    scale: QuestionScale
    outcomes: dict[int, OutcomeStat]
    """By primary key of the outcome; only those that the answer counts for."""
    regime: Regime
    before: Before


def lock_level(learner_id: int, course_id: int) -> LearnerLevel | None:
    """Lock a learner's level in a course, and with it all of the learner's rows there."""
    levels = LearnerLevel.objects.select_for_update(no_key=True)
    return levels.filter(learner=learner_id, course=course_id).first()


def lock_rows(judged: Judged, level: LearnerLevel) -> Locked:
    """Lock the rest of the rows, and read what they say; ``level`` is locked already."""
    question = _question(judged)
    outcomes = {row.outcome.key: row for row in _outcomes(judged)}
    counted = [outcomes.get(key) for key in judged.evidence.outcomes]
    if question is None or None in counted:
        raise Unprepared
    rows = sorted((row for row in counted if row), key=lambda row: row.outcome_id)
    model = getattr(rows[0].outcome.course, "model", None)
    difficulties = difficulties_of(judged.release_id, judged.evidence.outcomes)
    missing = any(d is None for found in difficulties.values() for d in found.values())
    if model is None or missing:
        raise Unprepared
    regime = regime_of(model)
    scale = QuestionScale(
        QuestionLevel(question.d, question.vd),
        question.answers,
        question.grading_digest,
        question.since or judged.version_id,
    )
    own = scale.level_for(judged.grading_digest, judged.version_id, regime.params)
    scales = {
        row.outcome_id: scale_of(
            Easiness(row.b, row.vb),
            {pk: d for pk, d in difficulties[row.outcome.key].items() if d is not None},
            judged.question_id,
            own,
        )
        for row in rows
    }
    before = Before(
        learner=state_of(level, regime),
        question=own,
        repeats=Repeats(question.ok or 0, question.bad or 0),
        held={row.outcome_id: held_of(row, regime) for row in rows},
        scales=scales,
    )
    return Locked(level, question, scale, {row.outcome_id: row for row in rows}, regime, before)


def _question(judged: Judged) -> Any:
    """Lock the question; the learner's own history with it comes along.

    ``since`` is the first version with the digest that the scale was learned on.
    """
    known = QuestionVersion.objects.filter(
        question=OuterRef("question"), grading_digest=OuterRef("grading_digest")
    )
    own = Q(question__learners__learner=judged.learner_id)
    return (
        QuestionStat.objects.select_for_update(of=("self",), no_key=True)
        .filter(question=judged.question_id)
        .annotate(
            own=FilteredRelation("question__learners", condition=own),
            ok=F("own__ok"),
            bad=F("own__bad"),
            since=Subquery(known.order_by("pk").values("pk")[:1]),
        )
        .first()
    )


def _outcomes(judged: Judged) -> Any:
    """Lock every outcome that any version of the question counts for.

    Those that this version does not count for are locked all the same: their mean difficulty is
    about to move, and whoever reads it holds them.
    """
    versions = QuestionVersion.objects.filter(question=judged.question_id).annotate(
        names=Cast("outcomes", TextField())
    )
    quoted = Concat(Value('"'), OuterRef("outcome__key"), Value('"'))
    own = Q(outcome__learners__learner=judged.learner_id)
    return (
        OutcomeStat.objects.select_for_update(of=("self",), no_key=True)
        .filter(outcome__course=judged.course_id)
        .filter(Exists(versions.filter(names__contains=quoted)))
        .annotate(
            own=FilteredRelation("outcome__learners", condition=own),
            **OWN,
        )
        .select_related("outcome__course__model")
        .order_by("outcome_id")
    )
