"""One step of the rating: from what is stored, through the model, to what is to be stored.

Live answers and rebuilt ones come through here, so that both get the same numbers to the bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import fsum
from typing import Any

from domain.evidence import Evidence
from domain.levels import Level, Line
from domain.mastery import PARAMS, Mastery, Params, aged, expected, mastery, rated
from domain.standing import Easiness, LearnerState, QuestionLevel, Repeats, Skill, Standing

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Regime:
    """Under which parameters and which mastery line a course is rated."""

    version: int
    line: Line

    @property
    def params(self) -> Params:
        """The constants of the model."""
        return PARAMS[self.version]


@dataclass(frozen=True)
class Held:
    """What is stored of one learner at one outcome."""

    skill: Skill
    level: Level = Level.NOT_STARTED
    at: datetime | None = None
    """Of the last answer; None before the first."""

    def skill_at(self, when: datetime, params: Params) -> Skill:
        """Return the skill aged to a time."""
        return aged(self.skill, (when - self.at) / DAY, params) if self.at else self.skill


@dataclass(frozen=True)
class Scale:
    """How easy an outcome is, and how difficult its questions are on average, for everybody."""

    easiness: Easiness
    mean: float
    of: int
    """How many questions the mean is of; 0 if the answered one is not among them."""

    def after(self, easiness: Easiness, rise: float) -> "Scale":
        """Return the scale once the answered question is more difficult by ``rise``."""
        return Scale(easiness, self.mean + rise / self.of if self.of else self.mean, self.of)


@dataclass(frozen=True)
class QuestionScale:
    """What is stored of a question, for everybody."""

    level: QuestionLevel
    answers: int
    digest: str
    """Grading digest of the newest version that was answered."""
    since: int
    """Primary key of the first version with that digest."""

    def level_for(self, digest: str, version: int, params: Params) -> QuestionLevel:
        """Return the level to rate a version by: a new key makes it uncertain again.

        An old version that somebody still answers teaches the scale nothing new.
        """
        if self._renewed_by(digest, version):
            return QuestionLevel(self.level.d, params.v_item)
        return self.level

    def digest_after(self, digest: str, version: int) -> str:
        """Return the digest that the scale counts as learned on once a version is answered."""
        if self.answers == 0 or self._renewed_by(digest, version):
            return digest
        return self.digest

    def _renewed_by(self, digest: str, version: int) -> bool:
        return self.answers > 0 and digest != self.digest and version > self.since


@dataclass(frozen=True)
class Before:
    """Everything that an answer depends on. Outcomes are in ascending order of their keys."""

    learner: LearnerState
    question: QuestionLevel
    repeats: Repeats
    held: Mapping[int, Held]
    """By primary key of the outcome."""
    scales: Mapping[int, Scale]


@dataclass(frozen=True)
class Step:
    """Everything that an answer changes, and the traces that it leaves in its evidence."""

    learner: LearnerState
    question: QuestionLevel
    repeats: Repeats
    held: Mapping[int, Held]
    easiness: Mapping[int, Easiness]
    expected: float
    used: dict[str, Any]
    moved: dict[str, Any]


def step(evidence: Evidence, at: datetime, before: Before, regime: Regime) -> Step:
    """Take one answer of a weight above 0 into account."""
    params, outcomes = regime.params, sorted(before.held)
    standing = Standing(
        learner=before.learner,
        question=before.question,
        skills=tuple(before.held[pk].skill_at(at, params) for pk in outcomes),
        easiness=tuple(before.scales[pk].easiness for pk in outcomes),
        repeats=before.repeats,
    )
    after = rated(standing, evidence, params)
    rise = after.question.d - before.question.d
    held, moved = dict[int, Held](), dict[str, Any]()
    for place, pk in enumerate(outcomes):
        was, scale, skill = before.held[pk], before.scales[pk], after.skills[place]
        read = reading(after.learner, skill, scale.after(after.easiness[place], rise), regime)
        held[pk] = Held(skill, read.level, at)
        moved[str(pk)] = {
            "rested": reading(before.learner, was.skill, scale, regime).percent,
            "before": reading(before.learner, standing.skills[place], scale, regime).percent,
            "after": read.percent,
            "was": was.level.value,
            "level": read.level.value,
            "answers": skill.answers,
        }
    return Step(
        learner=after.learner,
        question=after.question,
        repeats=after.repeats,
        held=held,
        easiness=dict(zip(outcomes, after.easiness, strict=True)),
        expected=expected(standing, evidence, params),
        used=used_of(before),
        moved=moved,
    )


def reading(learner: LearnerState, skill: Skill, scale: Scale, regime: Regime) -> Mastery:
    """Turn ratings into what a learner is told."""
    return mastery(
        learner,
        skill,
        scale.easiness,
        mean_difficulty=scale.mean,
        params=regime.params,
        line=regime.line,
    )


def scale_of(
    easiness: Easiness, difficulties: Mapping[int, float], question: int, level: QuestionLevel
) -> Scale:
    """Return an outcome's scale; ``difficulties`` are those of its questions, by primary key.

    The sum is exact, so that no database's order of rows can change its last bit.
    """
    if not difficulties:
        return Scale(easiness, level.d, 0)
    count = len(difficulties)
    mean = fsum(difficulties.values()) / count
    return Scale(easiness, mean, count if question in difficulties else 0)


def used_of(before: Before) -> dict[str, Any]:
    """Write down the scales that an answer was rated by, as JSON keeps them."""
    return {
        "d": before.question.d,
        "vd": before.question.vd,
        "outcomes": {
            str(pk): {
                "b": scale.easiness.b,
                "vb": scale.easiness.vb,
                "mean": scale.mean,
                "of": scale.of,
            }
            for pk, scale in sorted(before.scales.items())
        },
    }


def scales_in(used: Mapping[str, Any]) -> tuple[QuestionLevel, dict[int, Scale]]:
    """Read back the scales that an answer was rated by."""
    scales = {
        int(pk): Scale(Easiness(row["b"], row["vb"]), row["mean"], row["of"])
        for pk, row in used["outcomes"].items()
    }
    return QuestionLevel(used["d"], used["vd"]), scales
