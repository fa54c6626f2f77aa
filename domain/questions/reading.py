"""Read what every kind of question has: front matter, sections, hints and the ids of its parts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import Generic, TypedDict, TypeVar

from domain.code_samples import Fence, fences_of
from domain.documents import Document, Line, Section
from domain.problems import START, Problem, Spot
from domain.questions.base import (
    KEY_LENGTH,
    PART_LENGTH,
    Difficulty,
    Question,
    QuestionMeta,
    Status,
    is_key,
)
from domain.questions.wording import holds, sameness

OPTIONAL = frozenset({"Hints", "Extra", "Near misses", "Misconceptions", "Probes"})
"""Sections that a file may leave out; every other one of its kind must be there."""
PREREQUISITES = "prerequisites"
"""The folder whose questions measure no outcome of the course."""
MAX_HINTS = 3
HINT = re.compile(r"\d{1,2}\. +(?P<text>\S.*)")
QUOTED = re.compile(r"> ?(.*)")

Meta = TypeVar("Meta", bound=QuestionMeta)


class CommonFields(TypedDict):
    """What the constructor of every kind takes."""

    id: str
    title: str
    outcomes: tuple[str, ...]
    teaches: tuple[str, ...]
    facts: tuple[str, ...]
    difficulty: Difficulty
    seconds: int
    recall: bool
    status: Status
    tags: tuple[str, ...]
    prompt: str
    hints: tuple[str, ...]
    explanation: str


@dataclass(frozen=True)
class Hint:
    """One step of help, with the place where it begins."""

    spot: Spot
    text: str


class Reading(Generic[Meta]):
    """One question file on its way to a question: what was found, and all that is wrong with it.

    A kind makes one, takes its sections, adds its own problems, and builds itself from
    ``fields`` if there are none. ``meta`` is None where the front matter is not sound.
    """

    def __init__(self, document: Document, kind: type[Question], model: type[Meta]) -> None:
        self.document = document
        self.kind = kind
        self.sections = document.sections()
        self._problems: list[Problem] = []
        self._part_spots: dict[str, Spot] = {}
        meta = document.read_meta(model)
        self.meta: Meta | None = None
        if isinstance(meta, list):
            self._problems += meta
        else:
            self.meta = meta
        self._check_outcomes()
        self._check_sections()
        self.hints = self._read_hints()

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong so far, in the order of reading."""
        return sorted(self._problems)

    def add(self, code: str, message: str, at: Spot | tuple[str | int, ...] = ()) -> None:
        """Name a fault at a spot or at a value of the front matter."""
        self._problems.append(self.document.problem(code, message, at))

    def found(self, *codes: str) -> bool:
        """Whether a rule is broken somewhere: what follows from that need not be said as well."""
        return any(problem.code in codes for problem in self._problems)

    def fields(self, *more_facts: str) -> CommonFields:
        """Give what every kind is built from; ``more_facts`` are those that formulas name."""
        meta = self.meta
        assert meta is not None, "asked only when there is no problem"
        return CommonFields(
            id=meta.id,
            title=meta.title,
            outcomes=tuple(meta.outcomes),
            teaches=tuple(meta.teaches),
            facts=tuple(dict.fromkeys((*meta.facts, *more_facts))),
            difficulty=meta.difficulty,
            seconds=meta.seconds or self.kind.default_seconds,
            recall=True if meta.recall is None else meta.recall,
            status=meta.status,
            tags=tuple(meta.tags),
            prompt=self.sections[""].text,
            hints=tuple(hint.text for hint in self.hints),
            explanation=self.sections[self.kind.explained_in].text,
        )

    def parts(self, title: str, code: str, demand: str) -> tuple[Section, ...]:
        """Split a section at its ``###``; text above the first of them breaks rule ``code``."""
        section = self.sections.get(title)
        if section is None:
            return ()
        lead, *parts = section.parts()
        stray = next((line for line in lead.lines if line.text.strip()), None)
        if stray:
            self.add(code, demand, Spot(stray.number, 1))
        return tuple(parts)

    def only_fence(self, section: Section, code: str, demand: str) -> Fence | None:
        """Give the one fence of a section; if there is anything else, rule ``code`` is broken."""
        fences = list(fences_of(section.lines))
        beside = (line for line in section.lines if line.text.strip() and not line.fenced)
        strays = [*(fence.spot for fence in fences[1:]), *(Spot(one.number, 1) for one in beside)]
        if fences and not strays:
            return fences[0]
        self.add(code, demand, min(strays, default=section.spot))
        return None

    def part_id(self, written: str, spot: Spot) -> str:
        """Settle the id of a part: the one written, else a letter by its position in the file."""
        position = len(self._part_spots)
        if not written:
            written = chr(ord("a") + position % 26) * (position // 26 + 1)
        else:
            self.check_key(written, spot, most=PART_LENGTH)
        first = self._part_spots.setdefault(written, spot)
        if first != spot:
            self.add("C015", f"id '{written}' is also used in line {first.line}", spot)
        return written

    def check_key(self, text: str, spot: Spot, *, most: int = KEY_LENGTH) -> None:
        """Name an id of the body that is not well formed."""
        if not is_key(text):
            self.add("C014", f"id '{text}': use lower case, digits and single hyphens", spot)
        elif len(text) > most:
            self.add("C014", f"id '{text}': use at most {most} characters", spot)

    def refuse_alike(self, parts: Iterable[tuple[str, str, Spot]]) -> None:
        """Name each text that repeats an earlier one. A part is (what it is called, text, spot)."""
        seen: dict[str, str] = {}
        for name, text, spot in parts:
            earlier = seen.setdefault(sameness(text), name)
            if earlier != name:
                self.add("Q014", f"same text as {earlier}", spot)

    def refuse_count(
        self, section: Section | None, what: str, count: int, allowed: tuple[int, int]
    ) -> None:
        """Name a section with too few or too many of what it lists."""
        least, most = allowed
        if section is None or least <= count <= most or self.found("Q010", "Q040"):
            return
        limit = f"at least {least}" if count < least else f"at most {most}"
        plural = "" if count == 1 else "s"
        self.add("Q013", f"{count} {what}{plural}; {limit}", section.spot)

    def refuse_in_hints(self, answers: Iterable[str], what: str) -> None:
        """Name the hints that say an answer."""
        answers = list(answers)
        for number, hint in enumerate(self.hints, start=1):
            if any(holds(hint.text, answer) for answer in answers):
                self.add("Q050", f"hint {number} contains {what}", hint.spot)

    def _check_outcomes(self) -> None:
        """See that a question measures something, unless it only asks whether one may begin."""
        named = self.document.meta.get("outcomes")
        if not named and PREREQUISITES not in self.document.path.split("/"):
            self.add("C010", "key 'outcomes' is missing", ("outcomes",))

    def _check_sections(self) -> None:
        self._check_titles()
        missing = [t for t in self.kind.titles if t not in self.sections and t not in OPTIONAL]
        for title in missing:
            self.add("Q002", f"section '{title}' is missing", START)
        if not self.sections[""].text:
            first = self.document.lines[0].number if self.document.lines else 1
            self.add("Q003", "prompt is empty", Spot(first, 1))
        title = self.kind.explained_in
        explanation = self.sections.get(title)
        if explanation and not explanation.text:
            self.add("Q003", f"{title.lower()} is empty", explanation.spot)

    def _check_titles(self) -> None:
        seen: dict[str, int] = {}
        known = self.kind.titles
        for title, spot in _headings(self.document.lines):
            last = max((one for one in seen if one in known), key=known.index, default="")
            if title not in known:
                message = f"section '{title}' is not known for kind {self.kind.kind}"
                self.add("Q002", message, spot)
            elif title in seen:
                message = f"section '{title}' stands twice (first in line {seen[title]})"
                self.add("Q002", message, spot)
            elif last and known.index(title) < known.index(last):
                self.add("Q002", f"section '{title}' belongs before '{last}'", spot)
            seen.setdefault(title, spot.line)

    def _read_hints(self) -> tuple[Hint, ...]:
        section = self.sections.get("Hints")
        if section is None:
            return ()
        found: list[tuple[Spot, str, list[str]]] = []
        for line in section.lines:
            item = None if line.fenced else HINT.fullmatch(line.text)
            if item:
                found.append((Spot(line.number, 1), item["text"], []))
            elif found:
                found[-1][2].append(line.text)
            elif line.text.strip():
                self.add("Q050", "write hints as a numbered list", Spot(line.number, 1))
                return ()
        self._check_hint_count(section, len(found))
        return tuple(Hint(spot, _joined(text, more)) for spot, text, more in found)

    def _check_hint_count(self, section: Section, count: int) -> None:
        if count == 0:
            self.add("Q050", "no hints; write 1 to 3 or leave the section out", section.spot)
        elif count > MAX_HINTS:
            self.add("Q050", f"{count} hints; at most {MAX_HINTS}", section.spot)


def split_quote(section: Section) -> tuple[str, Section]:
    """Give the block quote of a section, without its marks, and the section without the quote."""
    quote = [line for line in section.lines if not line.fenced and line.text.startswith(">")]
    rest = tuple(line for line in section.lines if line not in quote)
    text = "\n".join(QUOTED.sub(r"\1", line.text) for line in quote).strip()
    return text, replace(section, lines=rest)


def _headings(lines: Iterable[Line]) -> list[tuple[str, Spot]]:
    return [
        (line.text[3:].strip(), Spot(line.number, 1))
        for line in lines
        if line.text.startswith("## ") and not line.fenced
    ]


def _joined(text: str, more: list[str]) -> str:
    """Give the text of a list item, its further lines without their indentation."""
    rest = dedent("\n".join(more))
    return f"{text}\n{rest}".rstrip()
