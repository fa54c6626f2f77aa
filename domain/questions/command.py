"""One command line, judged by what its arguments mean. It is taken apart and never run."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

from domain.code_samples import fenced
from domain.documents import Document
from domain.problems import Problem
from domain.questions.answers import only, typed_row
from domain.questions.base import (
    FactValues,
    Grade,
    Mark,
    Question,
    QuestionMeta,
    Reveal,
    Row,
    Sample,
    Submitted,
    Text,
    Unreadable,
)
from domain.questions.command_file import (
    Asked,
    CommandMeta,
    Model,
    read_asked,
    read_model,
)
from domain.questions.command_judging import Judged, judge, shown
from domain.questions.command_line import CommandLine, read_words
from domain.questions.matchers import looks_like_broken_json
from domain.questions.reading import Reading
from domain.questions.shell_words import Unclear, split_command
from domain.questions.wording import given_away

MAX_COMMAND = 4_000
"""Characters; a value in JSON takes some."""
BROKEN_JSON = (
    "A value begins like JSON and is none. Put JSON in single quotes and close its brackets."
)


@dataclass(frozen=True, kw_only=True)
class Command(Question):
    """Ask for one command of a command-line program. Options may stand in any order."""

    kind: ClassVar[str] = "command"
    fields: ClassVar[tuple[str, ...]] = ("answer",)
    titles: ClassVar[tuple[str, ...]] = ("Command", "Hints", "Explanation")
    shuffled: ClassVar[bool] = False
    default_seconds: ClassVar[int] = 120
    front_matter: ClassVar[type[QuestionMeta]] = CommandMeta

    asked: Asked
    model: str
    """A right command, as its author breaks it into lines."""

    @property
    def misconceptions(self) -> frozenset[str]:
        """What the forbidden options stand for."""
        return frozenset(one.misconception for one in self.asked.forbidden if one.misconception)

    @property
    def instruction(self) -> str:
        """Say how a command is written."""
        return "Write one command. It is read, not run; end a line with \\ to go on in the next."

    def texts(self) -> dict[str, Text]:
        """Add ``key``, the model command; ``part-<n>``, its n-th argument; ``forbid-<n>``."""
        parts = {
            f"part-{n}": Text(_code(text), inline=True)
            for n, text in enumerate(judge(self.asked, self._model_line).given, start=1)
        }
        forbidden = {
            f"forbid-{n}": Text(one.feedback) for n, one in enumerate(self.asked.forbidden, start=1)
        }
        return (
            super().texts() | parts | forbidden | {"key": Text(fenced(f"{self.model}\n", "bash"))}
        )

    @classmethod
    def from_document(cls, document: Document, facts: FactValues) -> Self | list[Problem]:
        """Read what is asked for from the front matter, and the fence under Command."""
        reading = Reading(document, cls, CommandMeta)
        asked, model = read_asked(reading), read_model(reading)
        if model:
            reading.refuse_in_hints([" ".join(model.words)], "the model command")
        if asked is None or model is None or reading.problems:
            return reading.problems
        question = cls(**reading.fields(), asked=asked, model=model.text)
        for fault in question.faults(model):
            reading.add("Q081", f"model command {fault}", model.spot)
        return reading.problems or question

    def faults(self, model: Model) -> Iterator[str]:
        """Say what keeps the model command from being right."""
        asked = self.asked
        judged = judge(asked, read_words(model.words, asked.grammar))
        if not judged.command:
            yield f"is not {shlex.join([asked.program, *asked.path])}"
            return
        for one, right, given in zip(asked.wanted, judged.right, judged.given, strict=True):
            if not right:
                name = one.option or "a word behind the path"
                yield f"{'has a wrong' if given else 'lacks'} {name}"
        yield from (f"has {shlex.quote(text)}, which nothing asks for" for text in judged.surplus)
        yield from (
            f"has {asked.forbidden[place].option}, which is forbidden" for place in judged.forbidden
        )

    def lay_out(self, submitted: Submitted, reveal: Reveal) -> tuple[Row, ...]:
        """Give the row of the whole command, then one for each part that there is to speak of.

        Parts are told of a judged command that is the right one but has not the right arguments;
        before all is told only those that were given.
        """
        result, line = self.grade(submitted), self._read(submitted)
        whole = typed_row(only(submitted, "answer"), result, reveal)
        if reveal is Reveal.NOTHING or isinstance(line, Unreadable):
            return (whole,)
        judged = judge(self.asked, line)
        if not judged.command:
            return (whole,)
        return (whole, *self._parts(judged, told=reveal is Reveal.ALL))

    def grade(self, submitted: Submitted) -> Grade | Unreadable:
        """Give credit as the author chose, none for another command or a forbidden option."""
        line = self._read(submitted)
        if isinstance(line, Unreadable):
            return line
        asked = self.asked
        judged = judge(asked, line)
        if not judged.command:
            return Grade(0.0, headline=self._other(judged))
        for place in judged.forbidden:
            one = asked.forbidden[place]
            return Grade(0.0, f"forbid-{place + 1}", one.misconception, f"{one.option} spoils it")
        return Grade(self._credit(judged), headline=self._headline(judged))

    def samples(self) -> list[Sample]:
        """Write the model, then without each option, with more and with less, and what is none."""
        line = self._model_line
        words = [line.program, *line.path, *line.positional]
        options = [[name, *values] for name, values in line.options.items()]
        model = [*words, *(word for option in options for word in option)]
        less = [
            [*words, *(word for option in options if option is not left_out for word in option)]
            for left_out in options
            if left_out[0] not in self.asked.optional
        ]
        total = len(self.asked.wanted)
        share = (total - 1) / total if self.asked.credit == "each" else 0.0
        more = 1.0 if self.asked.credit == "each" else 0.0
        return [
            Sample(_answer(model), 1.0),
            *(Sample(_answer(fewer), share) for fewer in less),
            Sample(_answer([*model, "--not-asked-for"]), more),
            Sample(_answer([f"{line.program}-other", *model[1:]]), 0.0),
            Sample({"answer": [f"{shlex.join(model)} | more"]}, Unreadable),
            Sample({}, Unreadable),
        ]

    def key(self) -> Mapping[str, Any]:
        """Give what is wanted, allowed and forbidden."""
        asked = self.asked
        forbidden = [
            [one.option, one.matcher.plain() if one.matcher else None] for one in asked.forbidden
        ]
        return {
            "command": [asked.program, *asked.path],
            "options": {one.option: one.matcher.plain() for one in asked.wanted if one.option},
            "positional": [one.matcher.plain() for one in asked.positional],
            "optional": sorted(asked.optional),
            "alias": dict(asked.alias),
            "forbidden": forbidden,
            "credit": asked.credit,
        }

    def warnings(self, document: Document) -> list[Problem]:
        """Say where the title gives the command away: Q004."""
        repeated = given_away(self.title, self.model, [self.prompt])
        if not repeated:
            return []
        return [document.problem("Q004", f"title repeats '{repeated}'", ("title",))]

    @cached_property
    def _model_line(self) -> CommandLine:
        return read_words(split_command(self.model), self.asked.grammar)

    def _read(self, submitted: Submitted) -> CommandLine | Unreadable:
        text = only(submitted, "answer")
        if len(text) > MAX_COMMAND:
            return Unreadable(f"Write at most {MAX_COMMAND:,} characters.")
        try:
            words = split_command(text)
        except Unclear as fault:
            return Unreadable(str(fault))
        if not words:
            return Unreadable("Write your command first.")
        if any(map(looks_like_broken_json, words)):
            return Unreadable(BROKEN_JSON)
        return read_words(words, self.asked.grammar)

    def _credit(self, judged: Judged) -> float:
        if self.asked.credit == "each":
            return sum(judged.right) / len(judged.right)
        return float(all(judged.right) and not judged.surplus)

    def _other(self, judged: Judged) -> str:
        """Say how far another command is the right one."""
        words = (judged.line.program, *judged.line.path)[: judged.known]
        return f"Right as far as {shlex.join(words)}" if words else "Another program is needed"

    def _headline(self, judged: Judged) -> str:
        """Say what is right. Where a part earns nothing, how many are wanted stays untold."""
        right, total = sum(judged.right), len(judged.right)
        if right == total:
            return "" if self._credit(judged) else "All that is needed, and more"
        missing = self._missing(judged)
        if self.asked.credit == "exact":
            named = missing if judged.missing == 1 else ""
            return (
                f"Right command, {right or 'no'} argument{'' if right == 1 else 's'} right{named}"
            )
        return f"Right command, {right} of {total} arguments right{missing}"

    def _missing(self, judged: Judged) -> str:
        """Name the one argument that is missing; of several only the count, or they are a list."""
        if judged.missing != 1:
            return f", {judged.missing} missing" if judged.missing else ""
        one = self.asked.wanted[judged.given.index("")]
        return f", {one.option or 'the last word'} is missing"

    def _parts(self, judged: Judged, *, told: bool) -> Iterator[Row]:
        """Give a row for each part, unless all of them are simply right."""
        if all(judged.right) and not judged.surplus and not judged.forbidden:
            return
        for n, (right, given) in enumerate(zip(judged.right, judged.given, strict=True), start=1):
            wanted = f"part-{n}" if told and not right else ""
            if given:
                yield Row(f"part-{n}", given=given, mark=Mark.of(right=right), wanted=wanted)
            elif told:
                yield Row(f"part-{n}", mark=Mark.MISSED, wanted=wanted)
        for place in judged.forbidden:
            one = self.asked.forbidden[place]
            given = shown(one.option, judged.line.options[one.option])
            yield Row(f"forbid-{place + 1}", given=given, mark=Mark.WRONG)
        for n, text in enumerate(judged.surplus, start=1):
            yield Row(f"surplus-{n}", given=text)


def _answer(words: list[str]) -> Submitted:
    return {"answer": [shlex.join(words)]}


def _code(text: str) -> str:
    """Write text as a code span, whatever it holds."""
    fence = "`"
    while fence in text:
        fence += "`"
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{gap}{text}{gap}{fence}"
