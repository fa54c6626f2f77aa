"""Ratings kept in memory as the tables keep them, for tests that rate more than one answer."""

from domain.evidence import Difficulty, Evidence
from domain.levels import Line
from domain.mastery import PARAMS, Mastery, aged, expected, mastery, rated
from domain.standing import Easiness, LearnerState, QuestionLevel, Repeats, Skill, Standing

PARAMETERS = PARAMS[1]


class RatingBook:
    """All rows of one course."""

    def __init__(self) -> None:
        self.learners: dict[str, LearnerState] = {}
        self.questions: dict[str, QuestionLevel] = {}
        self.easiness: dict[str, Easiness] = {}
        self.skills: dict[tuple[str, str], tuple[Skill, float]] = {}
        """Each with the day of its last answer."""
        self.repeats: dict[tuple[str, str], Repeats] = {}
        self.published: dict[str, list[str]] = {}

    def publish(self, question: str, outcomes: tuple[str, ...], label: Difficulty) -> None:
        if question in self.questions:
            return
        self.questions[question] = PARAMETERS.new_question(label)
        for outcome in outcomes:
            self.easiness.setdefault(outcome, PARAMETERS.new_outcome())
            self.published.setdefault(outcome, []).append(question)

    def level(self, learner: str) -> LearnerState:
        return self.learners.get(learner, PARAMETERS.new_learner())

    def skill(self, learner: str, outcome: str, day: float) -> Skill:
        skill, last = self.skills.get((learner, outcome), (PARAMETERS.new_skill(), day))
        return aged(skill, day - last, PARAMETERS)

    def standing(self, learner: str, evidence: Evidence, day: float) -> Standing:
        return Standing(
            learner=self.level(learner),
            question=self.questions[evidence.question],
            skills=tuple(self.skill(learner, outcome, day) for outcome in evidence.outcomes),
            easiness=tuple(self.easiness[outcome] for outcome in evidence.outcomes),
            repeats=self.repeats.get((learner, evidence.question), Repeats()),
        )

    def rate(self, learner: str, evidence: Evidence, day: float) -> float:
        """Take one answer into account; return what was expected of it."""
        before = self.standing(learner, evidence, day)
        after = rated(before, evidence, PARAMETERS)
        if after is not before:
            self._store(learner, evidence, day, after)
        return expected(before, evidence, PARAMETERS)

    def mean_difficulty(self, outcome: str) -> float:
        published = self.published[outcome]
        return sum(self.questions[question].d for question in published) / len(published)

    def mastery(self, learner: str, outcome: str, day: float) -> Mastery:
        return mastery(
            self.level(learner),
            self.skill(learner, outcome, day),
            self.easiness[outcome],
            mean_difficulty=self.mean_difficulty(outcome),
            params=PARAMETERS,
            line=Line.STANDARD,
        )

    def _store(self, learner: str, evidence: Evidence, day: float, after: Standing) -> None:
        self.learners[learner] = after.learner
        self.questions[evidence.question] = after.question
        self.repeats[learner, evidence.question] = after.repeats
        rows = zip(evidence.outcomes, after.skills, after.easiness, strict=True)
        for outcome, skill, easiness in rows:
            self.skills[learner, outcome] = skill, day
            self.easiness[outcome] = easiness
