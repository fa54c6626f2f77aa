"""How well a learner masters an outcome: one Bayesian rating step per judged answer.

An answer is explained by the learner's overall level, plus the learner's level on the outcomes it
exercises, plus how easy these are, minus how difficult the question is. All levels are in logits:
0 is even odds, +1 multiplies the odds by 2.7. Each has a variance, in logits squared, and a
surprise moves most what is least certain (one step of an extended Kalman filter on a logistic item
response model). Whether the learner will remember *one* question is another model's business.

The order of the arithmetic is part of the result: ratings that are rebuilt equal the stored ones
to the bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import erf, exp, log, log1p, pi, sqrt
from types import MappingProxyType
from typing import Final

from domain.evidence import Difficulty, Evidence
from domain.levels import THRESHOLDS, Forecast, Level, Line, Threshold, level_of
from domain.standing import Easiness, LearnerState, QuestionLevel, Repeats, Skill, Standing

HALF = 0.5  # least credit that counts as right
SURE = 1e-6  # a chance is never nearer to 0 or 1
LEAST_LOGIT, LEAST_CHANCE = -30, 1e-13  # nothing is less likely
BAND = 1.2816  # standard deviations on either side that hold 80 % of a normal distribution
AUTHOR_LABELS: Final[Mapping[Difficulty, float]] = MappingProxyType(
    {"easy": -0.4, "medium": 0.0, "hard": 0.5}
)
FORECAST_ANSWERS = 10  # further ahead a forecast is no help
RIGHT = Evidence(
    question="typical",
    outcomes=("this",),
    difficulty="medium",
    score=1.0,
    guess=0.0,
    hints=0,
    weight=1.0,
)
"""A right answer that was typed, without a hint."""


@dataclass(frozen=True, kw_only=True)
class Params:
    """The constants of the model: logits and variances unless said otherwise.

    One set served six public answer logs level with a model trained on each; hints, guessing,
    partial credit and weights were checked in simulation only.
    """

    mu: float = 0.8
    """An average learner has 69 % on a medium question (Koedinger et al., PNAS 2023: 65 %)."""
    v_learner: float = 0.5
    v_outcome: float = 0.7
    v_item: float = 0.9
    v_easy: float = 0.8
    """Prior variances: of a learner, a skill, a question, the easiness of an outcome."""
    q_learner: float = 0.004
    q_outcome: float = 0.02
    """Variance added per answer, because people change."""
    gain: float = 0.10
    """Mean learning from the first answer with feedback …"""
    gain_n: float = 4.0
    """… which is halved after this many answers."""
    rep_ok: float = 0.6
    """The same question again, per ln(1 + earlier right answers)."""
    rep_bad: float = 0.2
    """The same question again, per ln(1 + earlier wrong answers): they showed an explanation."""
    decay: float = 0.08
    """Exponent, per day without practice, of the return towards ``m0``."""
    m0: float = -0.5
    q_time: float = 0.03
    """Variance per ln(1 + days)."""
    hint: float = 0.3
    """Share, 0 to 1, of what is left to a guess that one hint gives away."""
    labels: Mapping[Difficulty, float] = field(default_factory=lambda: AUTHOR_LABELS)
    """Difficulty that an author's label stands for, before any answer."""
    thresholds: Mapping[Line, Threshold] = field(default_factory=lambda: THRESHOLDS)

    def new_learner(self) -> LearnerState:
        """Return what is known of someone who never answered."""
        return LearnerState(0.0, self.v_learner)

    def new_skill(self) -> Skill:
        """Return what is known of a learner who never answered on an outcome."""
        return Skill(0.0, self.v_outcome)

    def new_question(self, label: Difficulty) -> QuestionLevel:
        """Return what its author's label says of a question that nobody answered."""
        return QuestionLevel(self.labels[label], self.v_item)

    def new_outcome(self) -> Easiness:
        """Return what is known of an outcome that nobody answered on."""
        return Easiness(0.0, self.v_easy)


VERSION: Final = 1
"""The set that new answers are rated with."""
PARAMS: Final[Mapping[int, Params]] = MappingProxyType({1: Params()})
"""Every set that stored ratings may name. A change is a new entry, and a rebuild of all ratings."""


@dataclass(frozen=True)
class Mastery:
    """What a rating means: chances, 0 to 1, on a new typical question without guessing."""

    percent: float
    """The chance itself; a template makes it a percentage, without a decimal place."""
    low: float
    high: float
    """``low`` to ``high`` holds the true chance with a probability of 80 %."""
    p_known: float
    """Probability, 0 to 1, that the true chance is at least the line's."""
    level: Level
    """Read from these numbers; what a learner is told is the level held since the last answer."""


def aged(skill: Skill, days: float, params: Params) -> Skill:
    """Let a skill fade and grow uncertain over ``days`` without practice.

    For reading, and for the next answer: an aged skill is stored with that answer only. What was
    never practised cannot fade.
    """
    if days <= 0 or skill.n == 0:
        return skill
    kept: float = (1 + days) ** -params.decay
    return replace(
        skill,
        theta=params.m0 + (skill.theta - params.m0) * kept,
        v=min(skill.v + params.q_time * log1p(days), params.v_outcome),
    )


def expected(standing: Standing, evidence: Evidence, params: Params) -> float:
    """Return the credit, 0 to 1, that this learner was to be expected to earn."""
    floor = _floor(evidence, params)
    spread = sqrt(1 + pi * _variance(standing) / 8)
    return floor + (1 - floor) * _sigmoid(_logit(standing, params) / spread)


def rated(standing: Standing, evidence: Evidence, params: Params) -> Standing:
    """Return the standing after an answer.

    Evidence of weight 0 returns the very same object: then nothing is to be stored, the ageing of
    the skills included.
    """
    if evidence.weight == 0:
        return standing
    told = _told(standing, evidence, params)
    learner, question, repeats = standing.learner, standing.question, standing.repeats
    drift = told.weight * params.q_learner
    right = evidence.score >= HALF
    return Standing(
        learner=LearnerState(
            learner.g + learner.vg * told.step, told.doubt_left(learner.vg) + drift
        ),
        question=QuestionLevel(question.d - question.vd * told.step, told.doubt_left(question.vd)),
        skills=tuple(
            _practised(skill, told, params, first=repeats == Repeats()) for skill in standing.skills
        ),
        easiness=tuple(
            Easiness(
                easy.b + told.share * easy.vb * told.step, told.doubt_left(easy.vb, told.share)
            )
            for easy in standing.easiness
        ),
        repeats=Repeats(repeats.ok + right, repeats.bad + (not right)),
    )


def mastery(
    learner: LearnerState,
    skill: Skill,
    easiness: Easiness,
    *,
    mean_difficulty: float,
    params: Params,
    line: Line,
) -> Mastery:
    """Turn ratings into what a learner is told; ``skill`` is aged to the day of reading.

    ``mean_difficulty`` is that of all published questions of the outcome, answered or not. It
    anchors the scale: without it every percentage would sink as difficulties drift.
    """
    threshold = params.thresholds[line]
    mean = params.mu + learner.g + skill.theta + easiness.b - mean_difficulty
    deviation = sqrt(learner.vg + skill.v)
    percent = _sigmoid(mean / sqrt(1 + pi * (learner.vg + skill.v) / 8))
    p_known = _normal((mean - log(threshold.tau / (1 - threshold.tau))) / deviation)
    return Mastery(
        percent=percent,
        low=_sigmoid(mean - BAND * deviation),
        high=_sigmoid(mean + BAND * deviation),
        p_known=p_known,
        level=level_of(percent, p_known, n=skill.n, distinct=skill.distinct, threshold=threshold),
    )


def forecast(standing: Standing, held: Level, *, params: Params, line: Line) -> Forecast | None:
    """Count the right answers in a row that lead above the level ``held``; None beyond ten.

    ``standing`` is that of one outcome, its skill aged to today, before a typical question: the
    difficulty is the mean of the outcome's questions. Each answer is to another such question,
    typed, without a hint, on the same day.
    """
    typical = QuestionLevel(standing.question.d, params.v_item)
    for answers in range(1, FORECAST_ANSWERS + 1):
        standing = rated(replace(standing, question=typical, repeats=Repeats()), RIGHT, params)
        (skill,), (easy,) = standing.skills, standing.easiness
        found = mastery(
            standing.learner, skill, easy, mean_difficulty=typical.d, params=params, line=line
        )
        if found.level.rank > held.rank:
            return Forecast(answers, found.level)
    return None


@dataclass(frozen=True)
class _Told:
    """What one answer tells: how far to step, and how much doubt it removes."""

    weight: float
    share: float
    """Of each outcome of the question, 0 to 1."""
    step: float
    """Per unit of variance, in logits."""
    information: float
    damping: float

    def doubt_left(self, variance: float, share: float = 1.0) -> float:
        return variance - (share * variance) ** 2 * self.information * self.damping


def _told(standing: Standing, evidence: Evidence, params: Params) -> _Told:
    floor = _floor(evidence, params)
    chance = _sigmoid(_logit(standing, params))
    credit = min(max(floor + (1 - floor) * chance, SURE), 1 - SURE)
    slope = (1 - floor) * chance * (1 - chance) / (credit * (1 - credit))
    information = evidence.weight * slope * slope * credit * (1 - credit)
    damping = 1 / (1 + information * _variance(standing))
    return _Told(
        weight=evidence.weight,
        share=1 / len(standing.skills),
        step=evidence.weight * slope * (evidence.score - credit) * damping,
        information=information,
        damping=damping,
    )


def _practised(skill: Skill, told: _Told, params: Params, *, first: bool) -> Skill:
    gain = told.weight * params.gain / (1 + skill.n / params.gain_n)
    drift = told.weight * params.q_outcome
    return Skill(
        theta=skill.theta + (told.share * skill.v * told.step + gain),
        v=min(told.doubt_left(skill.v, told.share) + drift, params.v_outcome),
        n=skill.n + told.weight,
        answers=skill.answers + 1,
        distinct=skill.distinct + first,
    )


def _logit(standing: Standing, params: Params) -> float:
    share = 1 / len(standing.skills)
    return (
        params.mu
        + standing.learner.g
        - standing.question.d
        + share * sum(skill.theta for skill in standing.skills)
        + share * sum(easy.b for easy in standing.easiness)
        + params.rep_ok * log1p(standing.repeats.ok)
        + params.rep_bad * log1p(standing.repeats.bad)
    )


def _variance(standing: Standing) -> float:
    share = 1 / len(standing.skills)
    return (
        standing.learner.vg
        + standing.question.vd
        + share * share * sum(skill.v for skill in standing.skills)
        + share * share * sum(easy.vb for easy in standing.easiness)
    )


def _floor(evidence: Evidence, params: Params) -> float:
    """Chance of credit without knowing, after hints."""
    kept: float = (1 - params.hint) ** evidence.hints
    return 1 - (1 - evidence.guess) * kept


def _sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + exp(-logit)) if logit > LEAST_LOGIT else LEAST_CHANCE


def _normal(deviations: float) -> float:
    return 0.5 * (1 + erf(deviations / sqrt(2)))
