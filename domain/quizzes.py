"""Quizzes: which questions are asked, drawn how, under which rules."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from domain.attempts import Rules
from domain.documents import Document, FrontMatter
from domain.lessons import LessonKey
from domain.problems import Problem
from domain.questions.base import Difficulty, Key

QuizMode = Literal["practice", "graded", "exam", "interview"]
ANY = "any"


def _share(text: str) -> str:
    value = Decimal(text) if text.replace(".", "", 1).isdigit() else Decimal(-1)
    if not 0 <= value <= 1:
        raise ValueError('must be a share in quotes, "0" to "1"')
    return text


Share = Annotated[str, AfterValidator(_share)]
"""A decimal from 0 to 1, in quotes."""


class DrawMeta(FrontMatter):
    """So many questions of an outcome, or of any."""

    outcome: Key | None = None
    count: Annotated[int | None, Field(ge=1, le=100)] = None
    any: Annotated[int | None, Field(ge=1, le=100)] = None
    kinds: list[str] = []
    difficulty: Difficulty | None = None


class QuestionsMeta(FrontMatter):
    """Which questions are asked."""

    fixed: list[Key] = []
    draw: list[DrawMeta] = []
    max_per_kind: dict[str, int] = {}
    exclude_quizzes: list[Key] = []


class RulesMeta(FrontMatter):
    """What departs from the rules of the mode."""

    tries: Annotated[int | None, Field(ge=1, le=100)] = None
    penalty: Share | None = None
    feedback: Literal["at-once", "end"] | None = None
    time_limit_minutes: Annotated[int | None, Field(ge=1, le=600)] = None
    shuffle_questions: bool | None = None
    shuffle_choices: bool | None = None
    hints: bool | None = None
    confidence: bool | None = None
    sittings: Annotated[int | None, Field(ge=1, le=1000)] = None
    best: Literal["highest", "latest"] | None = None
    pass_: Annotated[Share | None, Field(alias="pass")] = None


class QuizMeta(FrontMatter):
    """Front matter of a quiz."""

    format: Literal[1]
    id: Key
    title: Annotated[str, Field(min_length=1, max_length=200)]
    mode: QuizMode
    after: LessonKey | None = None
    questions: QuestionsMeta
    rules: RulesMeta = RulesMeta()


@dataclass(frozen=True)
class QuizRules:
    """How a quiz is sat. What concerns a single attempt becomes its ``Rules``."""

    tries: int
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
    "graded": _GRADED,
    "exam": _EXAM,
    "interview": _INTERVIEW,
}
"""The rules of each mode, where a quiz does not say otherwise."""


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
        kinds = f" of kind {', '.join(sorted(self.kinds))}" if self.kinds else ""
        name = "any outcome" if self.outcome == ANY else f"'{self.outcome}'"
        return f"{name}{kinds}{f' ({self.difficulty})' if self.difficulty else ''}"


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

    @property
    def size(self) -> int:
        """Number of questions asked."""
        return len(self.fixed) + sum(draw.count for draw in self.draws)

    @property
    def graded(self) -> bool:
        """Whether its result counts for more than practice."""
        return self.mode in ("graded", "exam")

    @property
    def attempt_rules(self) -> Rules:
        """The rules of each attempt in a sitting of the quiz."""
        rules = self.rules
        return Rules(
            mode="exam" if self.mode == "exam" else "graded" if self.graded else "practice",
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
    """There are not enough questions for a draw; the message says of what."""


def read_quiz(document: Document) -> Quiz | list[Problem]:
    """Build the quiz that a document describes, or say what is wrong with it."""
    meta = document.read_meta(QuizMeta)
    if isinstance(meta, list):
        return meta
    problems = list(_problems(document, meta))
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
    )


def draw(
    quiz: Quiz, pool: Iterable[Candidate], *, seed: int, excluded: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Choose the questions of one sitting: the fixed ones, then the drawn ones.

    The same seed gives the same questions. Raise CannotDraw if a draw cannot be filled. Narrow
    draws choose first, so that a wide one never takes what only they could have.
    """
    free = [c for c in pool if c.id not in excluded and c.id not in quiz.fixed]
    free.sort(key=lambda candidate: _ticket(seed, candidate.id))
    kinds: Counter[str] = Counter()
    found: dict[int, list[str]] = {}
    order = sorted(range(len(quiz.draws)), key=lambda i: _narrowness(quiz.draws[i], free))
    for i in order:
        found[i] = _take(quiz, quiz.draws[i], free, kinds)
        free = [candidate for candidate in free if candidate.id not in found[i]]
    drawn = [key for i in range(len(quiz.draws)) for key in found[i]]
    asked = [*quiz.fixed, *drawn]
    if quiz.rules.shuffle_questions:
        asked.sort(key=lambda key: _ticket(seed, f"place/{key}"))
    return tuple(asked)


def _take(quiz: Quiz, wanted: Draw, free: Sequence[Candidate], kinds: "Counter[str]") -> list[str]:
    taken: list[str] = []
    for candidate in free:
        if len(taken) == wanted.count:
            break
        limit = quiz.max_per_kind.get(candidate.kind)
        if wanted.fits(candidate) and (limit is None or kinds[candidate.kind] < limit):
            kinds[candidate.kind] += 1
            taken.append(candidate.id)
    if len(taken) < wanted.count:
        raise CannotDraw(f"{wanted.count} of {wanted.wants} are wanted, {len(taken)} are available")
    return taken


def _narrowness(wanted: Draw, free: Sequence[Candidate]) -> int:
    return sum(wanted.fits(candidate) for candidate in free) - wanted.count


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
    return replace(base, **chosen)


def _problems(document: Document, meta: QuizMeta) -> Iterator[Problem]:
    for i, wanted in enumerate(meta.questions.draw):
        at = ("questions", "draw", i)
        by_outcome = wanted.outcome is not None and wanted.count is not None
        if by_outcome == (wanted.any is not None):
            message = "write {outcome: id, count: n} or {any: n}"
            yield document.problem("C012", message, at)
    if meta.mode == "exam" and meta.rules.feedback == "at-once":
        at_feedback = ("rules", "feedback")
        yield document.problem("Z002", "exam cannot give feedback at once", at_feedback)
    if not meta.questions.fixed and not meta.questions.draw:
        yield document.problem("Z001", "the quiz asks no question", ("questions",))
