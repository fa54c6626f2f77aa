"""The course once more, with a mark of its own in every secret: what leaks can be named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from tests.published import FOLDER

WORD, NUMBER = "canary", "881234"
"""What marks begin with; four digits follow. As a word it is an id, too, and as a number exact."""
MARK = re.compile(rf"(?:{WORD}|{NUMBER})\d{{4}}")
LESSON, BELIEFS = "data-transfer", "misconceptions"
DRAFT = "half-written"

PART = re.compile(r"#([a-z-]+)(?=[ }])")
REASON = re.compile(r" {4}> .+")
CHOICE = re.compile(r"- \[[ x]\] .+?(?= \{#)")
BELIEF_OF_CHOICE = re.compile(r"(?<=misconception=)[a-z-]+")
BELIEF_OF_NEAR = re.compile(r"(?<=misconception: )[a-z-]+")
ALTERNATIVE = re.compile(r"(?<=\()[a-z]+(?=\|)")
VALUE = re.compile(r'(?<=formula: ")[0-9* .]+')
TOLERANCE = re.compile(r'rel: "0\.\d+')
FACTOR = re.compile(r'(?<=kUSD: ")\d+')
BLANK = re.compile(r"(?<=\{\{ blank:)[a-z-]+|(?<=^### )[a-z-]+$")
MISS = re.compile(r"(?<=^### )[a-z-]+")
CREDIT = re.compile(r'(?<=credit: "0)\.\d+')


@dataclass(frozen=True)
class Secret:
    """What a mark stands for."""

    of: str
    """Key of the question, name of the file, or the learner whose own it is."""
    sort: str
    part: str = ""
    """The author's id of the choice, pair or step that it belongs to."""

    def __str__(self) -> str:
        return f"{self.of}: {self.sort} {self.part}".strip()


@dataclass
class Marks:
    """Every mark, and what it stands for."""

    known: dict[str, Secret] = field(default_factory=dict)

    def word(self, of: str, sort: str, part: str = "") -> str:
        """Make a mark for a text or an id."""
        return self._new(WORD, Secret(of, sort, part))

    def number(self, of: str, sort: str) -> str:
        """Make a mark of ten digits."""
        return self._new(NUMBER, Secret(of, sort))

    def of(self, key: str, *sorts: str, part: str | None = None) -> set[str]:
        """Return the marks of a question, or of somebody, of these sorts or of all."""
        return {
            mark
            for mark, secret in self.known.items()
            if secret.of == key
            and (not sorts or secret.sort in sorts)
            and part in (None, secret.part)
        }

    def one(self, key: str, sort: str, part: str | None = None) -> str:
        """Return the first mark of a sort."""
        return min(self.of(key, sort, part=part))

    def ids(self, key: str, given: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Write an answer with the marks that stand for the author's ids."""
        new = {self.known[mark].part: mark for mark in self.of(key, "id")}
        return {name: [new.get(value, value) for value in values] for name, values in given.items()}

    def _new(self, start: str, secret: Secret) -> str:
        mark = f"{start}{len(self.known):04}"
        self.known[mark] = secret
        return mark


def marked_course(into: Path) -> tuple[Path, Marks]:
    """Copy the course and mark its secrets."""
    root, marks = into / FOLDER.name, Marks()
    copytree(FOLDER, root)
    beliefs = root / "misconceptions.yaml"
    lines = [_marked_belief(line, marks) for line in beliefs.read_text().split("\n")]
    beliefs.write_text("\n".join(lines))
    for path in sorted(root.rglob("*.md")):
        text = path.read_text()
        if "\nkind: " in text:
            path.write_text(_Question(path.stem, marks).marked(text))
        elif path.name == "lesson.md":
            line = f"source_lines: {marks.word(LESSON, 'source lines')}\n"
            path.write_text(text.replace("requires:", f"{line}requires:"))
    return root, marks


def _marked_belief(line: str, marks: Marks) -> str:
    name, _, value = line.strip(" -").partition(": ")
    if name == "id":
        return line.replace(value, marks.word(BELIEFS, "id", value))
    if name in ("belief", "correction"):
        return f"{line} {marks.word(BELIEFS, name)}"
    return line


class _Question:
    """Marks the file of a question, line by line."""

    def __init__(self, key: str, marks: Marks) -> None:
        self.key, self.marks = key, marks
        self.section = self.part = ""
        self.fenced = False

    def marked(self, text: str) -> str:
        top, head, body = text.split("---\n", 2)
        lines = [self._above(line) for line in head.split("\n")]
        below = [self._below(line) for line in body.split("\n")]
        return "---\n".join([top, "\n".join(lines), "\n".join(below)])

    def _above(self, line: str) -> str:
        name, _, value = line.strip(" -").partition(": ")
        if name == "kind":
            notes, tag = self._word("notes"), self._word("tag")
            return f"{line}\nnotes: {notes}\ntags: [{tag}]\n# {self._word('remark')}"
        if name == "feedback" or (name == "title" and self.key == DRAFT):
            return f"{line} {self._word(name)}"
        if name == "text":
            if ALTERNATIVE.search(value):
                return ALTERNATIVE.sub(self._word("pattern"), line, count=1)
            return line.replace(value, self._word("accepted"))
        return self._numbers(BELIEF_OF_NEAR.sub(self._belief, line))

    def _numbers(self, line: str) -> str:
        if "{region-price}" in line:
            line = line.replace("1000 *", f"{self._number('value')} + 0 *")
        elif VALUE.search(line):
            line = VALUE.sub(self._number("value"), line)
        if TOLERANCE.search(line):
            line = TOLERANCE.sub(f'abs: "0.{self._number("tolerance")}', line)
        if FACTOR.search(line):
            line = FACTOR.sub(self._number("factor"), line)
        return CREDIT.sub(lambda _: f".{self._number('credit')}", line)

    def _below(self, line: str) -> str:
        if line.startswith("## "):
            self.section = line.removeprefix("## ")
            return line
        if self.section in ("Output", "Near misses"):
            return self._printed(line)
        if self.section == "Blanks" and self._in_fence(line):
            return self._above(line)
        line = BLANK.sub(self._name, line)
        found = PART.search(line)
        if found:
            self.part = found[1]
            if self.key == DRAFT:
                line = CHOICE.sub(lambda text: f"{text[0]} {self._word('choice')}", line)
            line = BELIEF_OF_CHOICE.sub(self._belief, line)
            line = line.replace(f"#{self.part}", f"#{self._word('id')}")
        if self._is_secret(line):
            return f"{line} {self._word(self._sort())}"
        if found and line.startswith("|"):
            return f"{line.removesuffix('|')}{self._word('reason')} |"
        return line

    def _in_fence(self, line: str) -> bool:
        """Whether a line stands inside a fence, whose marks do not."""
        marks = line.startswith("```")
        self.fenced ^= marks
        return self.fenced and not marks

    def _name(self, found: "re.Match[str]") -> str:
        """Mark the name of a blank, the same in the prompt and below Blanks."""
        named = self.marks.of(self.key, "id", part=found[0])
        return named.pop() if named else self.marks.word(self.key, "id", found[0])

    def _printed(self, line: str) -> str:
        """Mark what a program prints or might, and what there is to say of it."""
        if self._in_fence(line):
            return f"{line} {self._word('output' if self.section == 'Output' else 'near')}"
        if found := MISS.search(line):
            self.part = found[0]
            return MISS.sub(self._word("id"), BELIEF_OF_CHOICE.sub(self._belief, line))
        if line.startswith("> "):
            return f"{line} {self._word('feedback')}"
        return line

    def _is_secret(self, line: str) -> bool:
        if self.section in ("", "Hints", "Explanation"):
            return line != "" and (self.section != "" or self.key == DRAFT)
        return REASON.fullmatch(line) is not None

    def _sort(self) -> str:
        return {"": "prompt", "Hints": "hint", "Explanation": "explanation"}.get(
            self.section, "reason"
        )

    def _belief(self, found: "re.Match[str]") -> str:
        return self.marks.one(BELIEFS, "id", found[0])

    def _word(self, sort: str) -> str:
        of_part = self.section not in ("", "Hints", "Explanation")
        return self.marks.word(self.key, sort, self.part if of_part else "")

    def _number(self, sort: str) -> str:
        return self.marks.number(self.key, sort)
