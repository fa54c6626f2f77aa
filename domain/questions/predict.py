"""A program to be read, and what it prints, or the exception that ends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from domain.code_samples import code_problems, fenced
from domain.documents import Document
from domain.problems import Problem, Spot
from domain.questions.answers import only, typed_row
from domain.questions.base import (
    FactValues,
    Grade,
    Question,
    QuestionMeta,
    Reveal,
    Row,
    Sample,
    Submitted,
    Text,
    Unreadable,
)
from domain.questions.programs import (
    CLASS_NAME,
    MAX_OUTPUT,
    NearMiss,
    comparable,
    read_near_misses,
    read_output,
    read_program,
)
from domain.questions.reading import Reading
from domain.questions.wording import given_away, literal

AnswerForm = Literal["output", "exception"]
INSTRUCTIONS = {
    "lines": "Write every line that it prints. Blanks at the end of a line do not count.",
    "exact": "Write exactly what it prints: each blank counts, and each line end, the last too.",
    "exception": "Write the name of the exception's class alone, such as ValueError.",
}


class PredictMeta(QuestionMeta):
    """Front matter of a prediction."""

    answer_form: AnswerForm = "output"
    whitespace: Literal["lines", "exact"] = "lines"


@dataclass(frozen=True, kw_only=True)
class Predict(Question):
    """Ask for the output of a program, to the letter. The site never runs it."""

    kind: ClassVar[str] = "predict"
    fields: ClassVar[tuple[str, ...]] = ("answer",)
    titles: ClassVar[tuple[str, ...]] = (
        "Program",
        "Output",
        "Near misses",
        "Hints",
        "Explanation",
    )
    shuffled: ClassVar[bool] = False
    default_seconds: ClassVar[int] = 120
    front_matter: ClassVar[type[QuestionMeta]] = PredictMeta

    program: str
    language: str
    marked: str
    """Which of its lines are marked, as its fence says, or ''."""
    output: str
    """What it prints, with its last line end; or the name of the exception's class."""
    output_spot: Spot = field(compare=False)
    near: tuple[NearMiss, ...]
    exception: bool
    """Whether it is the exception that is asked for."""
    exact: bool
    """Whether blanks at the end of lines and the last line end count."""

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the near misses stand for."""
        return frozenset(near.misconception for near in self.near if near.misconception)

    @property
    def instruction(self) -> str:
        """Say what to write, and what of it counts."""
        form = "exact" if self.exact else "lines"
        return INSTRUCTIONS["exception" if self.exception else form]

    @property
    def details(self) -> Mapping[str, Any]:
        """Say whether one name is asked for: a field, where else lines are written."""
        return {"exception": self.exception}

    def texts(self) -> dict[str, Text]:
        """Add ``program``, ``key`` and ``near-<id>``."""
        near = {f"near-{near.id}": Text(near.feedback) for near in self.near}
        key = Text(fenced(self.output, "text"))
        if self.exception:
            key = Text(literal(self.output), inline=True)
        program = Text(fenced(self.program, self.language, self.marked))
        return super().texts() | near | {"program": program, "key": key}

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read the sections Program, Output and Near misses."""
        reading = Reading(document, cls, PredictMeta)
        exception = reading.meta is not None and reading.meta.answer_form == "exception"
        exact = reading.meta is not None and reading.meta.whitespace == "exact"
        program, output = read_program(reading), read_output(reading, exception=exception)
        near = read_near_misses(reading, exception=exception)
        if output:
            _check_near(reading, comparable(output.text, exact=exact), near, exact=exact)
            reading.refuse_in_hints([output.text], "the output")
        if program is None or output is None or reading.problems:
            return reading.problems
        return cls(
            **reading.fields(),
            program=program.code,
            language=program.language,
            marked=program.options,
            output=output.text.strip() if exception else output.text,
            output_spot=output.spot,
            near=near,
            exception=exception,
            exact=exact and not exception,
        )

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give the one row; its text is the program."""
        row = typed_row(only(submitted, "answer"), self.grade(submitted), reveal)
        return (replace(row, text="program"),)

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give full credit for the output, and a near miss what it earns."""
        typed = only(submitted, "answer")
        fault = self._fault(typed)
        if fault:
            return Unreadable(fault)
        text = self._comparable(typed)
        if text == self._comparable(self.output):
            return Grade(1.0)
        for near in self.near:
            if text == self._comparable(near.text):
                return Grade(float(near.credit), f"near-{near.id}", near.misconception)
        return Grade(0.0)

    def samples(self) -> list[Sample]:
        """Write the output, each near miss, something else, too much and nothing."""
        known = {self._comparable(text) for text in (self.output, *(n.text for n in self.near))}
        others = (f"Other{n}" for n in range(len(known) + 1))
        wrong = next(other for other in others if other not in known)
        return [
            Sample({"answer": [self.output]}, 1.0),
            *(Sample({"answer": [near.text]}, float(near.credit)) for near in self.near),
            Sample({"answer": [wrong]}, 0.0),
            Sample({"answer": ["x" * (MAX_OUTPUT + 1)]}, Unreadable),
            Sample({}, Unreadable),
        ]

    def key(self) -> Mapping[str, Any]:
        """Give what counts of the output and the near misses, and what those earn."""
        near = [[self._comparable(near.text), str(Fraction(near.credit))] for near in self.near]
        return {"output": self._comparable(self.output), "exact": self.exact, "near": near}

    def warnings(self, document: Document) -> list[Problem]:
        """Say where the title gives the output away (Q004), and which lines are wide (L012)."""
        repeated = given_away(self.title, self.output, [self.prompt, self.program])
        title = [document.problem("Q004", f"title repeats '{repeated}'", ("title",))]
        code = code_problems(document, document.sections()["Program"].lines)
        return [*(title if repeated else ()), *code]

    def contradiction(self, printed: str, exception: str) -> str:
        """Say how a run of the program contradicts the key, or ''.

        ``exception`` is the name of the class that ended it, '' where nothing did.
        """
        if self.exception:
            ended = f"with {exception}" if exception else "without an exception"
            return (
                ""
                if exception == self._comparable(self.output)
                else f"program ends {ended}, key says '{self.output}'"
            )
        if exception:
            return f"program ends with {exception}"
        if self._comparable(printed) == self._comparable(self.output):
            return ""
        return f"program prints {_quoted(printed)}, key says {_quoted(self.output)}"

    def _comparable(self, text: str) -> str:
        if self.exception:
            return text.strip().rpartition(".")[2]  # its module may be named, too
        return comparable(text, exact=self.exact)

    def _fault(self, typed: str) -> str:
        if not typed.strip():
            return "Write your answer first."
        if len(comparable(typed, exact=True)) > MAX_OUTPUT:
            return f"Write at most {MAX_OUTPUT:,} characters."
        unclear = self.exception and not CLASS_NAME.fullmatch(typed.strip())
        return self.instruction if unclear else ""


def _check_near(
    reading: Reading[PredictMeta], output: str, near: tuple[NearMiss, ...], *, exact: bool
) -> None:
    """See that no near miss is the output, or another near miss."""
    seen: dict[str, str] = {}
    for one in near:
        text = comparable(one.text, exact=exact)
        if text == output:
            reading.add("Q072", "near miss is the right output", one.spot)
        elif text in seen:
            reading.add("Q014", f"same text as near miss '{seen[text]}'", one.spot)
        seen.setdefault(text, one.id)


def _quoted(output: str) -> str:
    return repr(output.removesuffix("\n"))
