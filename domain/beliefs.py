"""Which beliefs a learner's answers have shown, and which of them later answers have corrected."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from domain.attempts import Confidence, Event, Rules, State, states
from domain.questions.base import Grade, Question, Submitted

SURE = Confidence.FAIRLY_SURE
"""From here on a learner counts as sure of an answer."""


@dataclass(frozen=True)
class Said:
    """One judged answer, as far as it speaks of beliefs."""

    attempt: int
    """Names the attempt, and puts those of one moment in order."""
    question: str
    at: datetime
    submitted: Submitted
    about: frozenset[str] = frozenset()
    """The beliefs that an answer to the question can give away."""
    belief: str | None = None
    """The one that this answer gives away."""
    right: bool = False
    """The first judged answer to its question, and fully right. Later tries rule things out."""
    sure: bool = False
    told: bool = True
    """Nothing more can be answered: what would have been right has been told."""


@dataclass(frozen=True)
class Belief:
    """What a learner's answers say of one belief."""

    key: str
    shown: Said
    """The answer that gave it away last."""
    against: Mapping[str, Said] = field(default_factory=dict)
    """Answers that gave it away, by question: with none right since on a different question."""
    corrected: Said | None = None
    """The right answer that left nothing open."""

    @property
    def open(self) -> bool:
        """Whether it may still be believed."""
        return bool(self.against)

    @property
    def sure(self) -> bool:
        """Whether an answer that is still open gave it away and was sure of it."""
        return any(said.sure for said in self.against.values())


def answers_in(
    question: Question, events: Sequence[Event], rules: Rules, *, attempt: int, end: datetime | None
) -> Iterator[Said]:
    """Give the judged answers of an attempt; none while the feedback on it waits for the end.

    ``end`` is when its sitting ended. An answer on which feedback waited dates from then.
    """
    steps = [State(), *states(question, events, rules)]
    told = steps[-1].finished or end is not None
    if not rules.feedback_at_once:
        if end is not None and steps[-1].grade:
            yield _said(question, State(), steps[-1], attempt=attempt, at=end, told=told)
        return
    for event, (before, after) in zip(events, pairwise(steps), strict=True):
        if after.tries > before.tries:
            yield _said(question, before, after, attempt=attempt, at=event.at, told=told)


def _said(
    question: Question, before: State, after: State, *, attempt: int, at: datetime, told: bool
) -> Said:
    grade = after.grade or Grade(0.0)
    return Said(
        attempt=attempt,
        question=question.id,
        at=at,
        submitted=after.judged or {},
        about=question.misconceptions,
        belief=grade.misconception if grade.fraction < 1 else None,
        right=before.first is None and grade.fraction == 1,
        sure=surely_held(before, after) is not None,
        told=told,
    )


def surely_held(before: State, after: State) -> str | None:
    """Return the belief that a step gave away, if it was the first judged answer and a sure one."""
    first = after.first
    if first is None or before.first is not None or (after.confidence or 0) < SURE:
        return None
    return first.misconception if first.fraction < 1 else None


def ledger(answers: Iterable[Said]) -> list[Belief]:
    """Work out what answers say of beliefs: what is open and was sure first, then the latest.

    Each answer that gives a belief away stays open until a right one on a different question
    about it.
    """
    found: dict[str, Belief] = {}
    for said in sorted(answers, key=lambda said: (said.at, said.attempt)):
        if said.belief:
            old = found.get(said.belief)
            against = {**(old.against if old else {}), said.question: said}
            found[said.belief] = Belief(said.belief, said, against)
        elif said.right:
            for key in said.about & found.keys():
                found[key] = _answered_right(found[key], said)
    latest = sorted(found.values(), key=lambda row: (row.shown.at, row.key), reverse=True)
    return sorted(latest, key=lambda row: (not row.open, not row.sure))


def _answered_right(belief: Belief, said: Said) -> Belief:
    left = {key: one for key, one in belief.against.items() if key == said.question}
    closed = said if belief.open and not left else belief.corrected
    return replace(belief, against=left, corrected=closed)


def another(keys: Sequence[str], *, but: Collection[str], seen: Collection[str]) -> str | None:
    """Choose the question that shows a belief from another side than those it was shown at.

    ``keys`` are the questions on it in reading order: first one that was never seen, then any
    different one, and the same only if there is no other. None where nobody asks about it.
    """
    different = [key for key in keys if key not in but]
    fresh = [key for key in different if key not in seen]
    return next(iter([*fresh, *different, *keys]), None)
