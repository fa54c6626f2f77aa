"""What is known of learners, questions and outcomes: levels in logits, variances in logits squared.

The rating model says where they start (``domain.mastery.Params``) and how an answer moves them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LearnerState:
    """A learner's overall level in one course."""

    g: float
    vg: float


@dataclass(frozen=True)
class Skill:
    """How far a learner stands on one outcome above or below the learner's overall level."""

    theta: float
    v: float
    n: float = 0.0
    """Sum of the weights of the answers."""
    answers: int = 0
    """Answers of any weight above 0; the number that people are shown."""
    distinct: int = 0
    """Different questions among them."""


@dataclass(frozen=True)
class QuestionLevel:
    """How difficult a question is, for everybody."""

    d: float
    vd: float


@dataclass(frozen=True)
class Easiness:
    """How easy an outcome is, for everybody, beside the difficulty of its questions."""

    b: float
    vb: float


@dataclass(frozen=True)
class Repeats:
    """Earlier answers of one learner to one question, of any weight above 0."""

    ok: int = 0
    """With at least half of the credit."""
    bad: int = 0


@dataclass(frozen=True)
class Standing:
    """Everything that one answer depends on and changes."""

    learner: LearnerState
    question: QuestionLevel
    skills: tuple[Skill, ...]
    """Aged to the time of the answer; one per outcome of the question, in the evidence's order."""
    easiness: tuple[Easiness, ...]
    """In the same order."""
    repeats: Repeats = Repeats()
