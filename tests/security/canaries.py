"""The course once more, with a mark of its own in every secret: what leaks can be named."""

import re
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from tests.published import FOLDER

REASON = re.compile(r"^( {4}> .+)$", re.MULTILINE)
HINT = re.compile(r"^(\d+\. .+)$", re.MULTILINE)
WHY = re.compile(r"^(\|[^|]+\{#[^|]+\|[^|]+\|[^|]+?)( \|)$", re.MULTILINE)
FEEDBACK = re.compile(r"^( +feedback: .+)$", re.MULTILINE)
EXPLANATION = re.compile(r"(## Explanation\n\n[^\n]+)")
PART_ID = re.compile(r"\{#([a-z-]+)")
OF_STEPS = "## Steps"


@dataclass(frozen=True)
class Secrets:
    """The marks of one question."""

    reasons: dict[str, str]
    """By the id of a choice, pair or step; ids are marks too."""
    hints: list[str]
    near: list[str]
    explanation: str

    @property
    def texts(self) -> list[str]:
        """Every text that is secret at first."""
        return [*self.reasons.values(), *self.hints, *self.near, self.explanation]


def marked_course(into: Path) -> tuple[Path, dict[str, Secrets]]:
    """Copy the course, mark its secrets, and say what the marks are, by question."""
    root = into / FOLDER.name
    copytree(FOLDER, root)
    secrets = {}
    for path in sorted(root.rglob("*.md")):
        text = path.read_text()
        if "\nkind: " in text:
            text, secrets[path.stem] = _marked(path.stem, text)
            path.write_text(text)
    return root, secrets


def _marked(key: str, text: str) -> tuple[str, Secrets]:
    marks: list[str] = []

    def mark(sort: str) -> str:
        marks.append(f"KEY{sort}{key.replace('-', '')}{len(marks)}")
        return marks[-1]

    text = PART_ID.sub(r"{#zq-\1", text)
    head, sep, hints = text.partition("## Hints")
    head = REASON.sub(lambda found: f"{found[1]} {mark('reason')}", head)
    head = WHY.sub(lambda found: f"{found[1]} {mark('reason')}{found[2]}", head)
    reasons = dict(zip(_explained(head), [m for m in marks if "reason" in m], strict=True))
    head = FEEDBACK.sub(lambda found: f"{found[1]} {mark('near')}", head)
    hints = HINT.sub(lambda found: f"{found[1]} {mark('hint')}", hints)
    text = head + sep + hints
    text = EXPLANATION.sub(lambda found: f"{found[1]} {mark('explanation')}", text)
    of = {sort: [m for m in marks if sort in m] for sort in ("hint", "near", "explanation")}
    return text, Secrets(reasons, of["hint"], of["near"], of["explanation"][0])


def _explained(text: str) -> list[str]:
    """Return the id of whatever each reason stands under, in the order of marking."""
    lists, ids, last = [], [], ""
    for line in text.split("\n"):
        found = re.search(r"\{#(zq-[a-z-]+)", line)
        last = found[1] if found else last
        if REASON.fullmatch(line):
            lists.append(last)
        if WHY.fullmatch(line):
            ids.append(last)
    return [*lists, *ids]
