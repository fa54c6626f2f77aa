"""The reference arithmetic of the rating model, as test data: written apart from the product.

Letters are those of the published formulas: g and vg of a learner, theta, v, n and t of a learner
on an outcome, d and vd of a question, b and vb of an outcome. An event is one judged answer.
"""

from dataclasses import dataclass
from math import erf, exp, log, log1p, pi, sqrt

MU = 0.8
V_LEARNER, V_OUTCOME, V_ITEM, V_EASY = 0.5, 0.7, 0.9, 0.8
Q_LEARNER, Q_OUTCOME = 0.004, 0.02
GAIN, GAIN_N = 0.10, 4.0
REP_OK, REP_BAD = 0.6, 0.2
DECAY, M0, Q_TIME = 0.08, -0.5, 0.03
HINT = 0.3
TAU = 0.70
AUTHOR = {"easy": -0.4, "medium": 0.0, "hard": 0.5}


@dataclass(frozen=True)
class Event:
    """One judged answer; ``t`` in days."""

    learner: str
    question: str
    outcomes: tuple[str, ...]
    t: float
    difficulty: str
    guess: float
    hints: int
    weight: float


@dataclass(frozen=True)
class Reading:
    """What the model says of a learner on an outcome."""

    p: float
    lo: float
    hi: float
    p_known: float
    level: str


def sig(x: float) -> float:
    return 1.0 / (1.0 + exp(-x)) if x > -30 else 1e-13


class ReferenceModel:
    """All rows, made when first looked at."""

    def __init__(self) -> None:
        self.learners: dict[str, tuple[float, float]] = {}
        self.skills: dict[tuple[str, str], tuple[float, float, float, float]] = {}
        self.questions: dict[str, tuple[float, float]] = {}
        self.repeats: dict[tuple[str, str], tuple[int, int]] = {}
        self.easiness: dict[str, tuple[float, float]] = {}
        self.seen: dict[str, list[str]] = {}

    def predict(self, e: Event) -> float:
        x, s, c, _ = self._explained(e)
        return c + (1 - c) * sig(x / sqrt(1 + pi * s / 8))

    def update(self, e: Event, y: float) -> None:
        x, s, c, aged = self._explained(e)
        if e.weight == 0:
            return
        w, wt = 1.0 / len(e.outcomes), e.weight
        q = sig(x)
        p = min(max(c + (1 - c) * q, 1e-6), 1 - 1e-6)
        om = (1 - c) * q * (1 - q) / (p * (1 - p))
        info = wt * om * om * p * (1 - p)
        kap = 1 / (1 + info * s)
        step = wt * om * (y - p) * kap
        g, vg = self.learners.get(e.learner, (0.0, V_LEARNER))
        self.learners[e.learner] = g + vg * step, vg - vg**2 * info * kap + wt * Q_LEARNER
        for k, (th, v, n) in zip(e.outcomes, aged, strict=True):
            moved = w * v * step + wt * GAIN / (1 + n / GAIN_N)
            left = min(v - (w * v) ** 2 * info * kap + wt * Q_OUTCOME, V_OUTCOME)
            self.skills[e.learner, k] = th + moved, left, n + wt, e.t
        d, vd = self.questions[e.question]
        self.questions[e.question] = d - vd * step, vd - vd**2 * info * kap
        for k in e.outcomes:
            b, vb = self.easiness[k]
            self.easiness[k] = b + w * vb * step, vb - (w * vb) ** 2 * info * kap
        ok, bad = self.repeats.get((e.learner, e.question), (0, 0))
        self.repeats[e.learner, e.question] = (ok + 1, bad) if y >= 0.5 else (ok, bad + 1)

    def mastery(self, learner: str, outcome: str, t: float) -> Reading:
        g, vg = self.learners.get(learner, (0.0, V_LEARNER))
        th, v, n = self._aged(learner, outcome, t)
        b, _ = self.easiness[outcome]
        seen = self.seen[outcome]
        mean_d = sum(self.questions[q][0] for q in seen) / len(seen)
        m = MU + g + th + b - mean_d
        s = sqrt(vg + v)
        p = sig(m / sqrt(1 + pi * (vg + v) / 8))
        known = 0.5 * (1 + erf((m - log(TAU / (1 - TAU))) / s / sqrt(2)))
        return Reading(p, sig(m - 1.2816 * s), sig(m + 1.2816 * s), known, _level(p, known, n))

    def _aged(self, learner: str, outcome: str, t: float) -> tuple[float, float, float]:
        if (learner, outcome) not in self.skills:
            return 0.0, V_OUTCOME, 0
        th, v, n, t0 = self.skills[learner, outcome]
        dt = max(t - t0, 0.0)
        if dt > 0:
            f: float = (1 + dt) ** -DECAY
            th = M0 + (th - M0) * f
            v = min(v + Q_TIME * log1p(dt), V_OUTCOME)
        return th, v, n

    def _explained(self, e: Event) -> tuple[float, float, float, list[tuple[float, float, float]]]:
        """Return x, its variance, the guess floor, and the aged skills."""
        g, vg = self.learners.get(e.learner, (0.0, V_LEARNER))
        d, vd = self.questions.setdefault(e.question, (AUTHOR[e.difficulty], V_ITEM))
        for k in e.outcomes:
            if e.question not in self.seen.setdefault(k, []):
                self.seen[k].append(e.question)
        aged = [self._aged(e.learner, k, e.t) for k in e.outcomes]
        easy = [self.easiness.setdefault(k, (0.0, V_EASY)) for k in e.outcomes]
        ok, bad = self.repeats.get((e.learner, e.question), (0, 0))
        w = 1.0 / len(e.outcomes)
        x = MU + g - d + w * sum(a[0] for a in aged) + w * sum(b for b, _ in easy)
        x = x + REP_OK * log1p(ok) + REP_BAD * log1p(bad)
        s = vg + vd + w * w * sum(a[1] for a in aged) + w * w * sum(vb for _, vb in easy)
        c = 1 - (1 - e.guess) * (1 - HINT) ** e.hints
        return x, s, c, aged


def _level(p: float, known: float, n: float) -> str:
    """Name the level, without the rule of three different questions."""
    rules = (
        ("not started", n == 0),
        ("learning", p < TAU - 0.15 or n < 2),
        ("familiar", p < TAU or n < 3),
        ("proficient", known < 0.70 or n < 4),
    )
    return next((name for name, holds in rules if holds), "mastered")
