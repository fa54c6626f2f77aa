"""Simulated learners whose true knowledge is known, rated by the product.

World A: a continuous ability that grows with every answer, questions of different difficulty,
guessing, memory of a question seen before. World B: an outcome is known or it is not (Bayesian
knowledge tracing), with slips and guesses that depend on the question.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log1p, sqrt
from random import Random
from typing import Protocol

from domain.evidence import Difficulty, Evidence
from domain.levels import Level
from tests.domain.rating_book import RatingBook

OUTCOMES = 20
ROUNDS = 12
LEARNERS = 60


@dataclass(frozen=True)
class Item:
    """A question as it truly is."""

    key: str
    outcomes: tuple[int, ...]
    d: float
    label: Difficulty
    guess: float

    def evidence(self, *, right: bool) -> Evidence:
        return Evidence(
            question=self.key,
            outcomes=tuple(str(outcome) for outcome in self.outcomes),
            difficulty=self.label,
            score=float(right),
            guess=self.guess,
            hints=0,
            weight=1.0,
        )


class World(Protocol):
    """How one learner truly answers."""

    def __init__(self, dice: Random, mean_d: Sequence[float]) -> None: ...

    def known(self, outcome: int) -> bool:
        """Whether the learner truly knows the outcome by now."""

    def answer(self, item: Item, dice: Random) -> bool:
        """Answer, and learn from it."""


@dataclass(frozen=True)
class Verdict:
    """What two rules and the truth say of a learner on an outcome, after some rounds."""

    p_known: float
    mastered: bool
    percent_rule: bool
    """At least 80 % of the answers were right."""
    known: bool


@dataclass(frozen=True)
class Run:
    """One simulated course."""

    rounds: dict[int, list[Verdict]]
    known_at_first_mastered: list[bool]
    """The truth, for each learner and outcome, when the level was Mastered for the first time."""


def make_dice(seed: int) -> Random:
    """Return chance that can be repeated; nothing here is secret."""
    return Random(seed)  # noqa: S311


class GrowingAbility:
    """World A."""

    def __init__(self, dice: Random, mean_d: Sequence[float]) -> None:
        self.mean_d = mean_d
        self.g = dice.gauss(0, 0.7)
        self.theta = [dice.gauss(-0.6, 0.8) for _ in mean_d]
        self.rate = max(0, dice.gauss(0.10, 0.06))
        self.right: dict[str, int] = {}

    def known(self, outcome: int) -> bool:
        return _sigmoid(0.8 + self.g + self.theta[outcome] - self.mean_d[outcome]) >= 0.8

    def answer(self, item: Item, dice: Random) -> bool:
        share = 1 / len(item.outcomes)
        x = 0.8 + self.g + share * sum(self.theta[k] for k in item.outcomes) - item.d
        x += 0.6 * log1p(self.right.get(item.key, 0))
        chance = item.guess + (1 - item.guess) * _sigmoid(x)
        right = dice.random() < min(chance, 0.97)
        for k in item.outcomes:
            self.theta[k] += self.rate * share
        self.right[item.key] = self.right.get(item.key, 0) + right
        return right


class AllOrNothing:
    """World B."""

    def __init__(self, dice: Random, mean_d: Sequence[float]) -> None:
        chance = dice.betavariate(2, 4)
        self.knows = [dice.random() < chance for _ in mean_d]
        self.learns = dice.uniform(0.05, 0.2)
        self.remembers: set[str] = set()

    def known(self, outcome: int) -> bool:
        return self.knows[outcome]

    def answer(self, item: Item, dice: Random) -> bool:
        slip = min(0.3, max(0.02, 0.1 + 0.06 * item.d))
        guess = min(max(item.guess, 0.1) + 0.05 * max(-item.d, 0), 0.5)
        chance = 1 - slip if all(self.knows[k] for k in item.outcomes) else guess
        if item.key in self.remembers:
            chance = max(chance, 0.6)
        right = dice.random() < chance
        for k in item.outcomes:
            if not self.knows[k] and dice.random() < self.learns:
                self.knows[k] = True
        if right:
            self.remembers.add(item.key)
        return right


@cache
def simulate(world: type[World], seed: int) -> Run:
    """Let 60 learners answer 12 rounds, one question an outcome a round and a round a day."""
    dice = make_dice(seed)
    items = _course(dice)
    own = [[item for item in items if item.outcomes[0] == k] for k in range(OUTCOMES)]
    mean_d = [sum(item.d for item in mine) / len(mine) for mine in own]
    book = RatingBook()
    for item in items:
        evidence = item.evidence(right=True)
        book.publish(item.key, evidence.outcomes, item.label)
    run = Run({n: [] for n in range(1, ROUNDS + 1)}, [])
    for learner in range(LEARNERS):
        _study(str(learner), world(dice, mean_d), own, book=book, dice=dice, run=run)
    return run


def _study(
    learner: str, world: World, own: list[list[Item]], *, book: RatingBook, dice: Random, run: Run
) -> None:
    history: list[list[bool]] = [[] for _ in own]
    orders = [dice.sample(mine, len(mine)) for mine in own]
    mastered: set[int] = set()
    for n in range(1, ROUNDS + 1):
        for order in orders:
            item = order[(n - 1) % len(order)]
            right = world.answer(item, dice)
            book.rate(learner, item.evidence(right=right), day=n)
            for k in item.outcomes:
                history[k].append(right)
        for k, answers in enumerate(history):
            found = book.mastery(learner, str(k), day=n)
            verdict = Verdict(
                p_known=found.p_known,
                mastered=found.level == Level.MASTERED,
                percent_rule=sum(answers) / len(answers) >= 0.8,
                known=world.known(k),
            )
            run.rounds[n].append(verdict)
            if verdict.mastered and k not in mastered:
                mastered.add(k)
                run.known_at_first_mastered.append(verdict.known)


def accuracy(said: Sequence[bool], true: Sequence[bool]) -> float:
    """Return the share of verdicts that are true."""
    return sum(s == t for s, t in zip(said, true, strict=True)) / len(true)


def false_positive_rate(said: Sequence[bool], true: Sequence[bool]) -> float:
    """Return the share of what is not known that was said to be."""
    unknown = [s for s, t in zip(said, true, strict=True) if not t]
    return sum(unknown) / len(unknown)


def auc(values: Sequence[float], true: Sequence[bool]) -> float:
    """Return the chance that something known has a higher value than something unknown."""
    known = sorted(v for v, t in zip(values, true, strict=True) if t)
    unknown = sorted(v for v, t in zip(values, true, strict=True) if not t)
    wins = sum(bisect_left(unknown, v) + bisect_right(unknown, v) for v in known) / 2
    return wins / (len(known) * len(unknown))


def _course(dice: Random) -> list[Item]:
    """Draw 3 to 6 questions an outcome; labels correlate .3 with the truth."""
    items: list[Item] = []
    for k in range(OUTCOMES):
        for _ in range(dice.randint(3, 6)):
            d = dice.gauss(0, 0.9)
            z = 0.3 * d / 0.9 + sqrt(1 - 0.09) * dice.gauss(0, 1)
            label: Difficulty = "easy" if z < -0.6 else "hard" if z > 0.6 else "medium"
            guess = 0.25 if dice.random() < 0.6 else 0.0
            others = [j for j in range(OUTCOMES) if j != k]
            outcomes = (k, dice.choice(others)) if dice.random() < 0.15 else (k,)
            items.append(Item(str(len(items)), outcomes, d, label, guess))
    return items


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))
