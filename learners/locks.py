"""The rows that one answer moves, locked in the one order that everybody keeps.

First the learner's level, which guards all of the learner's rows in the course; then the
question; then the outcomes, by primary key. Two answers that share a row wait for each other
here, and can never wait for each other in a circle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, F, FilteredRelation, Q, QuerySet, Subquery

from courses.models import Release
from domain.levels import Line
from domain.standing import Easiness, QuestionLevel, Repeats
from learners.difficulties import Difficulties, difficulties_of
from learners.models import LearnerLevel, OutcomeStat, QuestionStat
from learners.steps import Before, QuestionScale, Regime, scale_of
from learners.stored import OWN, held_of, state_of
from quizzes.after import Judged
from web.prepared import Given, Many, Prepared


class Unprepared(Exception):
    """A row is missing that publication makes: make it, and lock again."""


class LevelRow(NamedTuple):
    """How able a learner is in a course as a whole."""

    pk: int
    g: float
    vg: float
    answers: int


class QuestionRow(NamedTuple):
    """How difficult a question is, beside one of its versions."""

    pk: int
    d: float
    vd: float
    answers: int
    grading_digest: str
    """Of the version that the difficulty was learned on."""
    ok: int | None
    bad: int | None
    """How often the learner was right and wrong before; None for a question that is new."""
    version: int
    digest: str
    outcomes: list[str]
    """Of the version."""
    asked_at: datetime
    """When the release was published that the question was asked in."""


class OutcomeRow(NamedTuple):
    """How easy an outcome is, beside the learner's own columns."""

    pk: int
    outcome: int
    b: float
    vb: float
    key: str
    params: int | None
    line: str | None
    """How the course is rated; None for one that nobody answered in yet."""
    theta: float
    v: float
    n: float
    answers: int
    distinct: int
    at: datetime | None
    """None before the learner's first answer; then the other columns of the learner are as well."""
    held_level: str


@dataclass(frozen=True)
class Locked:
    """All rows that an answer moves, and what they say together."""

    level: LevelRow
    question: QuestionRow
    scale: QuestionScale
    outcomes: dict[int, OutcomeRow]
    """By primary key of the outcome; only those that the answer counts for."""
    regime: Regime
    before: Before


def lock_level(learner_id: int, course_id: int) -> LevelRow | None:
    """Lock a learner's level in a course, and with it all of the learner's rows there."""
    return _level.first(learner=learner_id, course=course_id)


def lock_rows(judged: Judged, level: LevelRow) -> Locked:
    """Lock the rest of the rows, and read what they say; ``level`` is locked already."""
    versions = _question(
        question=judged.question_id, learner=judged.learner_id, release=judged.release_id
    )
    if not versions:
        raise Unprepared
    question, rows = versions[0], _counted(judged, versions)
    found = difficulties_of(judged.release_id, question.asked_at, judged.evidence.outcomes)
    difficulties = {key: _known(row) for key, row in found.items()}
    regime, scale = _regime(rows), _scale(judged, versions)
    own = scale.level_for(judged.grading_digest, judged.version_id, regime.params)
    scales = {
        row.outcome: scale_of(
            Easiness(row.b, row.vb), difficulties[row.key], judged.question_id, own
        )
        for row in rows
    }
    before = Before(
        learner=state_of(level, regime),
        question=own,
        repeats=Repeats(question.ok or 0, question.bad or 0),
        held={row.outcome: held_of(row, regime) for row in rows},
        scales=scales,
    )
    return Locked(level, question, scale, {row.outcome: row for row in rows}, regime, before)


def _counted(judged: Judged, versions: Sequence[QuestionRow]) -> list[OutcomeRow]:
    """Lock every outcome that any version of the question counts for.

    Those that this version does not count for are locked all the same: their mean difficulty is
    about to move, and whoever reads it holds them. Return the others.
    """
    keys = sorted({key for version in versions for key in version.outcomes})
    locked = _outcomes(course=judged.course_id, learner=judged.learner_id, keys=keys)
    rows = [row for row in locked if row.key in judged.evidence.outcomes]
    if len(rows) < len(judged.evidence.outcomes):
        raise Unprepared
    return rows


def _known(difficulties: Difficulties) -> dict[int, float]:
    if None in difficulties.values():
        raise Unprepared
    return {pk: d for pk, d in difficulties.items() if d is not None}


def _regime(rows: Sequence[OutcomeRow]) -> Regime:
    params, line = rows[0].params, rows[0].line
    if params is None or line is None:
        raise Unprepared
    return Regime(params, Line(line))


def _scale(judged: Judged, versions: Sequence[QuestionRow]) -> QuestionScale:
    question = versions[0]
    since = (row.version for row in versions if row.digest == question.grading_digest)
    return QuestionScale(
        QuestionLevel(question.d, question.vd),
        question.answers,
        question.grading_digest,
        next(since, judged.version_id),
    )


def _levels(learner: Given, course: Given) -> QuerySet[Any]:
    levels = LearnerLevel.objects.select_for_update(no_key=True)
    return levels.filter(learner=learner, course=course).values_list("pk", "g", "vg", "answers")


def _versions_with_scale(question: Given, learner: Given, release: Given) -> QuerySet[Any]:
    """Lock the question; its versions come along, and the learner's own history with it."""
    own = Q(question__learners__learner=learner)
    return (
        QuestionStat.objects.select_for_update(of=("self",), no_key=True)
        .filter(question=question)
        .only("d", "vd", "answers", "grading_digest")
        .annotate(
            own=FilteredRelation("question__learners", condition=own),
            ok=F("own__ok"),
            bad=F("own__bad"),
            version=F("question__versions"),
            digest=F("question__versions__grading_digest"),
            outcomes=F("question__versions__outcomes"),
            asked_at=Subquery(Release.objects.filter(pk=release).values("at")),
        )
        .order_by("version")
    )


def _outcomes_of_all(course: Given, learner: Given, keys: list[Given]) -> QuerySet[Any]:
    own = Q(outcome__learners__learner=learner)
    return (
        OutcomeStat.objects.select_for_update(of=("self",), no_key=True)
        .filter(outcome__course=course, outcome__key__in=keys)
        .annotate(
            own=FilteredRelation("outcome__learners", condition=own),
            key=F("outcome__key"),
            params=F("outcome__course__model__params"),
            line=F("outcome__course__model__mastery_line"),
            **OWN,
        )
        .order_by("outcome_id")
    )


_level = Prepared(LevelRow, _levels, learner=BigIntegerField(), course=BigIntegerField())
_question = Prepared(
    QuestionRow,
    _versions_with_scale,
    question=BigIntegerField(),
    learner=BigIntegerField(),
    release=BigIntegerField(),
)
_outcomes = Prepared(
    OutcomeRow,
    _outcomes_of_all,
    course=BigIntegerField(),
    learner=BigIntegerField(),
    keys=Many(CharField()),
)
