"""Front matter of quizzes, and what it can be wrong about by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from domain.documents import Document, FrontMatter, Where
from domain.lessons import LessonKey
from domain.problems import Problem, meant
from domain.questions.base import Difficulty, Format, Key
from domain.questions.numbers import read_decimal
from domain.times import LocalTime

QuizMode = Literal["practice", "review", "readiness", "graded", "exam", "interview"]
GRADED_MODES: tuple[QuizMode, ...] = ("graded", "exam")
"""What counts for more than practice."""
KIND_NAMES = "choice choices numeric short cloze matching ordering predict command open lab".split()
"""Every kind of question that the format has a name for."""
SPOKEN_KINDS = ("open", "numeric")
"""What an interview asks."""
MARKED_KINDS = frozenset({"open"})
"""What only its learner judges so far: no grade may rest on it."""


@dataclass(frozen=True)
class Range:
    """Bounds of a whole number, both included."""

    low: int
    high: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check after the type."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tell editors."""
        return {**handler(schema), "minimum": self.low, "maximum": self.high}

    def _check(self, number: int) -> int:
        if not self.low <= number <= self.high:
            message = "{number} is out of range; write {low} to {high}"
            bounds = {"number": number, "low": self.low, "high": self.high}
            raise PydanticCustomError("Z002", message, bounds)
        return number


def _share(text: str) -> str:
    if not 0 <= read_decimal(text) <= 1:
        message = 'a share of {text} is out of range; write "0" to "1"'
        raise PydanticCustomError("Z002", message, {"text": text})
    return text


Share = Annotated[str, AfterValidator(_share)]
"""A decimal from 0 to 1, in quotes."""
Number = Annotated[int, Range(1, 100)]
UNLIMITED = 0
"""Stands for tries without end."""


def _tries(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    return UNLIMITED if value == "unlimited" else read(value)


Tries = Annotated[
    Number,
    WrapValidator(_tries),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 100}, {"const": "unlimited"}]}
    ),
]


class DrawMeta(FrontMatter):
    """So many questions of an outcome, or of any."""

    outcome: Key | None = None
    count: Number | None = None
    any: Number | None = None
    kinds: list[str] = []
    difficulty: Difficulty | None = None


class QuestionsMeta(FrontMatter):
    """Which questions are asked."""

    fixed: list[Key] = []
    draw: list[DrawMeta] = []
    max_per_kind: dict[str, Annotated[int, Range(0, 100)]] = {}
    exclude_quizzes: list[Key] = []


class RulesMeta(FrontMatter):
    """What departs from the rules of the mode."""

    tries: Tries | None = None
    penalty: Share | None = None
    feedback: Literal["at-once", "end"] | None = None
    time_limit_minutes: Annotated[int, Range(1, 600)] | None = None
    shuffle_questions: bool | None = None
    shuffle_choices: bool | None = None
    hints: bool | None = None
    confidence: bool | None = None
    sittings: Annotated[int, Range(1, 1000)] | None = None
    best: Literal["highest", "latest"] | None = None
    pass_: Annotated[Share | None, Field(alias="pass")] = None


class QuizMeta(FrontMatter):
    """Front matter of a quiz."""

    format: Format
    id: Key
    title: Annotated[str, Field(min_length=1, max_length=200)]
    mode: QuizMode
    after: LessonKey | None = None
    opens: LocalTime | None = None
    closes: LocalTime | None = None
    questions: QuestionsMeta
    rules: RulesMeta = RulesMeta()


def meta_problems(document: Document, meta: QuizMeta) -> Iterator[Problem]:
    """Say what is wrong with a quiz whose values all have their types."""
    asked = meta.questions
    if not asked.fixed and not asked.draw:
        yield document.problem("Z001", "the quiz asks no question", ("questions",))
    for i, key in enumerate(asked.fixed):
        if key in asked.fixed[:i]:
            at: Where = ("questions", "fixed", i)
            yield document.problem("Z001", f"question '{key}' is asked twice", at)
    for i, draw in enumerate(asked.draw):
        at = ("questions", "draw", i)
        named = (draw.outcome is not None, draw.count is not None, draw.any is not None)
        if named not in ((True, True, False), (False, False, True)):
            message = "write {outcome: id, count: n} or {any: n}"
            yield document.problem("C012", message, at)
        yield from _kind_problems(document, meta.mode, draw.kinds, (*at, "kinds"))
    yield from _limit_problems(document, asked.max_per_kind)
    if meta.mode == "exam" and meta.rules.feedback == "at-once":
        at = ("rules", "feedback")
        yield document.problem("Z002", "exam cannot give feedback at once", at)
    if meta.mode in GRADED_MODES and meta.rules.tries == UNLIMITED:
        message = f"{meta.mode} has a limit of tries; write 1 to 100"
        yield document.problem("Z002", message, ("rules", "tries"))


def _kind_problems(
    document: Document, mode: QuizMode, kinds: Sequence[str], at: Where
) -> Iterator[Problem]:
    for i, kind in enumerate(kinds):
        if kind not in KIND_NAMES:
            message = f"kind '{kind}' is not known{meant(kind, KIND_NAMES)}"
            yield document.problem("Q001", message, (*at, i))
        elif mode == "interview" and kind not in SPOKEN_KINDS:
            message = f"an interview asks {' or '.join(SPOKEN_KINDS)}, not {kind}"
            yield document.problem("Z002", message, (*at, i))


def _limit_problems(document: Document, limits: Mapping[str, int]) -> Iterator[Problem]:
    for kind in limits:
        if kind not in KIND_NAMES:
            message = f"kind '{kind}' is not known{meant(kind, KIND_NAMES)}"
            spot = document.names["questions", "max_per_kind", kind]
            yield document.problem("Q001", message, spot)
