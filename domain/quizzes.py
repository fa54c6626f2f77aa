"""Quizzes: which questions are asked, drawn how, under which rules."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import Literal

from domain.attempts import Mode, Rules
from domain.documents import Document
from domain.problems import Problem
from domain.questions.base import Difficulty
from domain.quiz_files import (
    GRADED_MODES,
    MARKED_KINDS,
    UNLIMITED,
    DrawMeta,
    QuizMeta,
    QuizMode,
    meta_problems,
)
from domain.times import Local, Window, read_local

ANY = ""
"""Stands in a draw for every outcome."""


@dataclass(frozen=True)
class QuizRules:
    """How a quiz is sat. What concerns a single attempt becomes its ``Rules``."""

    tries: int | None
    """For each question; None for no limit."""
    penalty: str
    feedback: Literal["at-once", "end"]
    time_limit_minutes: int | None
    shuffle_questions: bool
    shuffle_choices: bool
    hints: bool
    confidence: bool
    sittings: int | None
    """How often a learner may sit it; None for no limit."""
    best: Literal["highest", "latest"]
    passing: str | None


_PRACTICE = QuizRules(
    tries=3,
    penalty="0.33",
    feedback="at-once",
    time_limit_minutes=None,
    shuffle_questions=False,
    shuffle_choices=True,
    hints=True,
    confidence=True,
    sittings=None,
    best="highest",
    passing=None,
)
_REVIEW = replace(_PRACTICE, tries=1, penalty="0", shuffle_questions=True)
_READINESS = replace(
    _PRACTICE,
    tries=1,
    penalty="0",
    hints=False,
    confidence=False,
    best="latest",
    passing="0.66",
)
_GRADED = replace(
    _PRACTICE,
    tries=1,
    penalty="0",
    feedback="end",
    shuffle_questions=True,
    hints=False,
    sittings=3,
    passing="0.70",
)
_EXAM = replace(_GRADED, time_limit_minutes=45, confidence=False, sittings=1)
_INTERVIEW = replace(
    _PRACTICE, tries=1, penalty="0", feedback="end", shuffle_choices=False, best="latest"
)
MODES: Mapping[QuizMode, QuizRules] = {
    "practice": _PRACTICE,
    "review": _REVIEW,
    "readiness": _READINESS,
    "graded": _GRADED,
    "exam": _EXAM,
    "interview": _INTERVIEW,
}
"""The rules of each mode, where a quiz does not say otherwise."""
ATTEMPT_MODES: Mapping[QuizMode, Mode] = {
    "readiness": "readiness",
    "graded": "graded",
    "exam": "exam",
}
"""How attempts are treated; as practice in all other quizzes."""


@dataclass(frozen=True)
class Draw:
    """So many questions that fit."""

    outcome: str
    """Key of the main outcome, or ANY."""
    count: int
    kinds: frozenset[str]
    """Any kind if empty."""
    difficulty: Difficulty | None

    def fits(self, candidate: "Candidate") -> bool:
        """Whether a question may be drawn here."""
        return (
            (self.outcome in (ANY, candidate.outcome) and bool(candidate.outcome))
            and (not self.kinds or candidate.kind in self.kinds)
            and self.difficulty in (None, candidate.difficulty)
        )

    @property
    def wants(self) -> str:
        """What it draws from, in words."""
        name = "any outcome" if self.outcome == ANY else f"'{self.outcome}'"
        kinds = f" of kind {', '.join(sorted(self.kinds))}" if self.kinds else ""
        label = f" that are {self.difficulty}" if self.difficulty else ""
        return f"{name}{kinds}{label}"


@dataclass(frozen=True)
class Quiz:
    """A quiz, as published."""

    path: str
    id: str
    title: str
    mode: QuizMode
    after: str | None
    fixed: tuple[str, ...]
    draws: tuple[Draw, ...]
    max_per_kind: Mapping[str, int]
    exclude_quizzes: tuple[str, ...]
    rules: QuizRules
    intro: str
    opens: datetime | None = None
    """On the clocks of the course; None for always."""
    closes: datetime | None = None

    @property
    def size(self) -> int:
        """Number of questions asked."""
        return len(self.fixed) + sum(draw.count for draw in self.draws)

    @property
    def graded(self) -> bool:
        """Whether its result counts for more than practice."""
        return self.mode in GRADED_MODES

    def window(self, zone: tzinfo) -> Window:
        """Return from when until when it may be begun, in a course of this time zone."""
        return Window(
            opens=Local(self.opens, zone).first if self.opens else None,
            closes=Local(self.closes, zone).last if self.closes else None,
        )

    @property
    def attempt_rules(self) -> Rules:
        """The rules of each attempt in a sitting of the quiz."""
        rules = self.rules
        return Rules(
            mode=ATTEMPT_MODES.get(self.mode, "practice"),
            tries=rules.tries,
            penalty=float(rules.penalty),
            feedback_at_once=rules.feedback == "at-once",
            hints=rules.hints,
            confidence=rules.confidence,
            shuffle_choices=rules.shuffle_choices,
            passing=None if rules.passing is None else float(rules.passing),
        )


@dataclass(frozen=True)
class Candidate:
    """A question that a draw may take: live, and with facts that hold."""

    id: str
    kind: str
    outcome: str
    """Main outcome; '' for questions that measure none."""
    difficulty: Difficulty


class CannotDraw(Exception):
    """A quiz cannot have the questions that it asks; the message says which."""


class TooFew(CannotDraw):
    """There are not enough questions for a draw."""

    def __init__(self, place: int, wanted: Draw, available: int) -> None:
        are = "is" if available == 1 else "are"
        super().__init__(
            f"draw needs {wanted.count} of {wanted.wants}, {available} {are} available"
        )
        self.place, self.wanted, self.available = place, wanted, available


def read_quiz(document: Document) -> Quiz | list[Problem]:
    """Build the quiz that a document describes, or say what is wrong with it."""
    meta = document.read_meta(QuizMeta)
    if isinstance(meta, list):
        return meta
    problems = list(meta_problems(document, meta))
    if problems:
        return problems
    return Quiz(
        path=document.path,
        id=meta.id,
        title=meta.title,
        mode=meta.mode,
        after=meta.after,
        fixed=tuple(meta.questions.fixed),
        draws=tuple(map(_draw, meta.questions.draw)),
        max_per_kind=dict(meta.questions.max_per_kind),
        exclude_quizzes=tuple(meta.questions.exclude_quizzes),
        rules=_rules(meta),
        intro="\n".join(line.text for line in document.lines).strip(),
        opens=read_local(meta.opens),
        closes=read_local(meta.closes),
    )


def draw(
    quiz: Quiz, pool: Iterable[Candidate], *, seed: int, excluded: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Choose the questions of one sitting: the fixed ones, then the drawn ones.

    The same seed gives the same questions. Raise TooFew if the draws cannot all be filled:
    that hangs on the pool alone, never on the seed.
    """
    candidates = sorted(pool, key=lambda candidate: _ticket(seed, candidate.id))
    fixed = Counter(c.kind for c in candidates if c.id in quiz.fixed)
    taken, barred = excluded.union(quiz.fixed), MARKED_KINDS if quiz.graded else frozenset()
    free = [c for c in candidates if c.id not in taken and c.kind not in barred]
    drawn = _Hand(quiz, free, fixed).fill()
    asked = [*quiz.fixed, *drawn]
    if quiz.rules.shuffle_questions:
        asked.sort(key=lambda key: _ticket(seed, f"place/{key}"))
    return tuple(asked)


class _Hand:
    """Questions on their way to the draws; each is held by one draw at most.

    A draw that finds nothing free asks the holders of what fits it to take something else, as the
    search for a maximum flow does. So a wide draw never keeps what only a narrow one could use.
    """

    def __init__(self, quiz: Quiz, free: Sequence[Candidate], fixed: "Counter[str]") -> None:
        self.quiz, self.free, self.kinds = quiz, free, fixed
        self.fitting = [[c for c in free if wanted.fits(c)] for wanted in quiz.draws]
        self.holder: dict[str, int] = {}

    def fill(self) -> list[str]:
        """Fill the narrow draws first; return what was drawn, draw by draw."""
        draws = self.quiz.draws
        for i in sorted(range(len(draws)), key=lambda i: len(self.fitting[i]) - draws[i].count):
            for held in range(draws[i].count):
                if not self._take_one(i, set()):
                    raise TooFew(i, draws[i], held)
        return [c.id for i in range(len(draws)) for c in self.fitting[i] if self._holds(i, c)]

    def _holds(self, i: int, candidate: Candidate) -> bool:
        return self.holder.get(candidate.id) == i

    def _take_one(self, i: int, seen: set[str]) -> bool:
        """Give a draw one more question; ``seen`` are questions and kinds that were asked for."""
        for candidate in self.fitting[i]:
            if candidate.id not in self.holder and self._has_room(candidate.kind, seen):
                self.kinds[candidate.kind] += 1
                self.holder[candidate.id] = i
                return True
        for candidate in self.fitting[i]:
            if not self._holds(i, candidate) and candidate.id not in seen:
                seen.add(candidate.id)
                if self._freed(candidate, seen):
                    self.holder[candidate.id] = i
                    return True
        return False

    def _has_room(self, kind: str, seen: set[str]) -> bool:
        limit = self.quiz.max_per_kind.get(kind)
        return _full(kind) not in seen and (limit is None or self.kinds[kind] < limit)

    def _freed(self, candidate: Candidate, seen: set[str]) -> bool:
        """Let a question go from its draw, or make room for its kind, if others can do without."""
        holder = self.holder.get(candidate.id)
        if holder is not None:
            return self._take_one(holder, seen)
        if _full(candidate.kind) in seen:
            return False
        seen.add(_full(candidate.kind))
        return any(self._gives_way(c, seen) for c in self.free if c.kind == candidate.kind)

    def _gives_way(self, candidate: Candidate, seen: set[str]) -> bool:
        """Let a question go for good, if its draw finds one of another kind."""
        holder = self.holder.get(candidate.id)
        if holder is None or candidate.id in seen:
            return False
        seen.add(candidate.id)
        if not self._take_one(holder, seen):
            return False
        del self.holder[candidate.id]
        return True


def _full(kind: str) -> str:
    return f"kind/{kind}"


def _ticket(seed: int, key: str) -> bytes:
    return sha256(f"{seed}/{key}".encode()).digest()


def _draw(meta: DrawMeta) -> Draw:
    return Draw(
        outcome=meta.outcome or ANY,
        count=meta.count or meta.any or 0,
        kinds=frozenset(meta.kinds),
        difficulty=meta.difficulty,
    )


def _rules(meta: QuizMeta) -> QuizRules:
    base, own = MODES[meta.mode], meta.rules.model_dump()
    chosen = {name: value for name, value in own.items() if value is not None}
    if "pass_" in chosen:
        chosen["passing"] = chosen.pop("pass_")
    if chosen.get("tries") == UNLIMITED:
        chosen["tries"] = None
    return replace(base, **chosen)
