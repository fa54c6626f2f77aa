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

SPOKEN = ("Key points", "Misconceptions", "Probes")
"""Sections of what is marked by a person."""
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
ARGUMENT = re.compile(r'(?P<option>--[a-z-]+): \{is: "?(?P<value>[a-z0-9-]+)"?\}')
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
        self.arguments: dict[str, str] = {}
        """What stands for the options of a command and their values, to be said in its model, and
        for points, to be named by misconceptions."""

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
        if argument := ARGUMENT.search(line):
            return self._argument(line, argument)
        return self._numbers(BELIEF_OF_NEAR.sub(self._belief, line))

    def _argument(self, line: str, found: "re.Match[str]") -> str:
        new = {found["option"]: f"--{self._word('option')}", found["value"]: self._word("argument")}
        self.arguments |= new
        return _put(line, new)

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
        mark = {
            "Blanks": self._explained,
            "Output": self._printed,
            "Near misses": self._printed,
            "Command": self._commanded,
            **dict.fromkeys(SPOKEN, self._spoken),
        }.get(self.section, self._listed)
        return mark(line)

    def _listed(self, line: str) -> str:
        """Mark a prompt, a list, a table, a hint or an explanation."""
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

    def _explained(self, line: str) -> str:
        """Mark what a blank is compared with: a list, or a fence of answers."""
        return self._above(line) if self._in_fence(line) else self._listed(line)

    def _commanded(self, line: str) -> str:
        """Mark the model command, by the marks of what is asked for."""
        return _put(line, self.arguments)

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

    def _spoken(self, line: str) -> str:
        """Mark a point, how it may be said, what is told of it, and what looks for it."""
        if self.section == "Misconceptions" and line.startswith("### "):
            slug, braces = line.removeprefix("### ").split(" ", 1)
            known = [one for one in self.arguments if f'"{one}"' in braces]
            belief = self.marks.one(BELIEFS, "id", slug)
            return f"### {belief} {_put(braces, {one: self.arguments[one] for one in known})}"
        if found := PART.search(line):
            self.part = found[1]
            key = self.arguments[self.part] = self._word("id")
            start, braces = line.split(" {", 1)
            return f"{start} {self._word('point')} {{{braces.replace(self.part, key, 1)}"
        sorts = {"- ": "phrasing", "> ": "nuance"}
        sort = sorts.get(line[:2], "pattern" if " & " in line else "")
        return f"{line} {self._word(sort)}" if sort else line

    def _is_secret(self, line: str) -> bool:
        if self.section in ("", "Hints", "Explanation", "Model answer"):
            return line != "" and (self.section != "" or self.key == DRAFT)
        return REASON.fullmatch(line) is not None

    def _sort(self) -> str:
        return {
            "": "prompt",
            "Hints": "hint",
            "Explanation": "explanation",
            "Model answer": "explanation",
        }.get(self.section, "reason")

    def _belief(self, found: "re.Match[str]") -> str:
        return self.marks.one(BELIEFS, "id", found[0])

    def _word(self, sort: str) -> str:
        of_part = self.section not in ("", "Hints", "Explanation", "Model answer")
        return self.marks.word(self.key, sort, self.part if of_part else "")

    def _number(self, sort: str) -> str:
        return self.marks.number(self.key, sort)


def _put(line: str, new: Mapping[str, str]) -> str:
    """Write words for others: whole words only."""
    for old, mark in new.items():
        line = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", mark, line)
    return line
