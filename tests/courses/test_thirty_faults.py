"""The acceptance of the checks: thirty faults in thirty places are told in one run, exactly."""

# ruff: noqa: E501 - a table reads better with a message on one line

import json
import shutil
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from courses.models import Course, QuestionVersion, Release
from tests.content import COURSE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
COUNTING = """\
---
format: 1
id: final
kind: numeric
title: Two and two
answer: "4"
---

What is two and two?

## Explanation

Four.
"""


@dataclass(frozen=True)
class Fault:
    """Something to write in place of something else, and what is said of it."""

    path: str
    old: str
    """Stands once in the file; '' for a new file."""
    new: str
    at: str
    """Where the problem stands: at the first place of these words; '' for the start."""
    told: str
    told_in: str = ""
    """The file that is told of, if it is another one."""

    def put_into(self, root: Path) -> None:
        file = root / self.path
        text = file.read_bytes().decode() if self.old else ""
        assert text.count(self.old) == 1 or not self.old, f"{self.path}: {self.old!r}"
        file.write_bytes((text.replace(self.old, self.new) if self.old else self.new).encode())

    def expected(self, root: Path) -> str:
        path = self.told_in or self.path
        text = (root / path).read_bytes().decode()
        start = text.index(self.at)
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        return f"{root / path}:{line}:{column}: {self.told}"


MISTAKES = "## Common mistakes {#mistakes}\n"
FAULTS = (
    Fault("prerequisites/ready-python.md", "position = {}\n", "position = {}\r\n", "\r", "C001 line ends with CR; end lines with LF"),
    Fault("prerequisites/ready-cidr.md", "can take.\n---\n", "can take.\n", "", "C002 front matter is not closed by ---"),
    Fault("lessons/02-ec2/scratch-disk.md", "difficulty: medium\n", "difficulty: medium\ndifficulty: hard\n", "difficulty: hard", "C003 key 'difficulty' stands twice (first in line 8)"),
    Fault("notes.txt", "", "To do.\n", "", "C004 unexpected file; prefix it with _ to ignore it"),
    Fault("lessons/05-lambda-events/big.svg", "", "x" * 513_000, "", "C005 501 KiB, limit 500 KiB"),
    Fault("lessons/03-s3/list-calls.md", "title: Calls for a complete listing\n", "", "", "C010 key 'title' is missing"),
    Fault("lessons/04-rds/default-failover.md", "difficulty:", "dificulty:", "dificulty", "C011 unknown key 'dificulty'; did you mean 'difficulty'?"),
    Fault("lessons/11-cost/min-days-cost.md", 'answer: "90"', "answer: 90", "90\nunit", "C012 'answer' must be a decimal in quotes, such as \"0.02\""),
    Fault("quizzes/wires-and-locks.md", "format: 1", "format: 2", "2\nid", "C013 format 2 is not known; this reader knows 1"),
    Fault("lessons/06-cold-starts/cold-when.md", "id: cold-when", "id: Cold_When", "Cold_When", "C014 id 'Cold_When': use lower case, digits and single hyphens"),
    Fault("prerequisites/final.md", "", COUNTING, "final\n", "C015 id 'final' is also used in prerequisites/final.md", "quizzes/final.md"),
    Fault("lessons/07-vpc/tier-rules.md", "[lay-out-network]", "[lay-out-network, connect-privatly]", "connect-privatly", "C016 no outcome 'connect-privatly'; did you mean 'connect-privately'?"),
    Fault("course.md", "lessons: [why-cloud]", "lessons: [why-cloud, why-cloud]", "why-cloud]", "C020 lesson 'why-cloud' is listed twice"),
    Fault("lessons/03-s3/lesson.md", "requires: [why-cloud]", "requires: [why-cloud, data-transfer]", "[why-cloud, data", "C022 cycle: s3 > data-transfer > s3"),
    Fault("lessons/13-recovery/lesson.md", MISTAKES, f"The serv__pn0__s stand.\n\n{MISTAKES}", "__pn0__", "C030 placeholder damage '__pn0__' in 'serv__pn0__s'"),
    Fault("lessons/01-why-cloud/lesson.md", "/// mistakes", "/// mistake", "/// mistake", "L001 block 'mistake' is not known; known: check, mental-model, mistakes, note, tab, why"),
    Fault("lessons/02-ec2/lesson.md", MISTAKES, f"## One thing more\n\nNo.\n\n{MISTAKES}", "## One thing", "L002 heading has no {#anchor}"),
    Fault("lessons/04-rds/lesson.md", MISTAKES, f"#### Deep down {{#deep}}\n\nNo.\n\n{MISTAKES}", "#### Deep", "L003 #### after ##"),
    Fault("lessons/05-lambda-events/lesson.md", "(lesson:cold-starts#budget)", "(lesson:cold-starts#budgets)", "[latency budget]", "L004 no anchor 'budgets' in lesson 'cold-starts'; did you mean 'budget'?"),
    Fault("lessons/06-cold-starts/lesson.md", "(https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html)", "(http://docs.aws.amazon.com/lambda/latest/dg/snapstart.html)", "[SnapStart guide]", "L005 http: link; use https"),
    Fault("lessons/07-vpc/lesson.md", "](three-tiers.svg", "](tiers.svg", "![", "L008 there is no figure 'tiers.svg' beside the lesson"),
    Fault("lessons/09-iam-kms/lesson.md", "```bash\n", "```bsh\n", "```bsh", "L010 language 'bsh' is not known; known: bash, console, diff, hcl, http, ini, json, promql, python, sql, text, toml, yaml"),
    Fault("lessons/10-audit/lesson.md", "/// check | sql-reads", "/// check | sql-read", "sql-read\n", "L014 no question 'sql-read'; did you mean 'sql-reads'?"),
    Fault("lessons/11-cost/lesson.md", MISTAKES, f"A <b>bold word.\n\n{MISTAKES}", "<b>", "L020 raw HTML <b>"),
    Fault("lessons/12-data-transfer/nightly-join.md", "## Explanation", "## Notes\n\nNo.\n\n## Explanation", "## Notes", "Q002 section 'Notes' is not known for kind numeric"),
    Fault("lessons/12-data-transfer/which-line.md", "- [x] ", "- [ ] ", "## Choices", "Q011 no choice is marked right; kind choice has exactly 1"),
    Fault("lessons/08-private-paths/mesh-count.md", "private-paths#hub", "private-paths#hubs", "private-paths#hubs", "Q030 lesson 'private-paths' has no anchor 'hubs'; did you mean 'hub'?"),
    Fault("facts.yaml", 'value: "1"\n    unit: day\n', 'value: "one"\n    unit: day\n', '"one"', "F001 'one' is not a number"),
    Fault("misconceptions.yaml", "see: ec2#names", "see: ec2#nams", "ec2#nams", "M001 lesson 'ec2' has no anchor 'nams'; did you mean 'names'?"),
    Fault("quizzes/core-services.md", "sittings: 1", "sittings: 0", "0\n  pass", "Z002 0 is out of range; write 1 to 1000"),
)  # fmt: skip


@pytest.fixture
def sound(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the course."""
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    root = tmp_path / COURSE.name
    shutil.copytree(COURSE, root, ignore=shutil.ignore_patterns(".released.json"))
    return root


@pytest.fixture
def course(sound: Path) -> Path:
    """Put every fault into the copy."""
    for fault in FAULTS:
        fault.put_into(sound)
    return sound


def run(root: Path, *words: str) -> tuple[list[str], str]:
    """Run the command; return the lines it prints, and why it fails."""
    out = StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("publish", str(root), *words, stdout=out, no_color=True)
    assert raised.value.returncode == 1
    return out.getvalue().splitlines(), str(raised.value)


def errors(lines: list[str]) -> list[str]:
    return [line for line in lines if line.split(": ")[1].split()[0] not in WARNINGS]


WARNINGS = {"F002", "F003", "F004"}
"""What the course is warned of without any of the faults."""


def test_there_are_thirty_faults_of_as_many_kinds_in_as_many_files() -> None:
    assert len(FAULTS) == 30
    assert len({fault.path for fault in FAULTS}) == 30
    assert len({fault.told.split()[0] for fault in FAULTS}) == 30


@pytest.mark.parametrize("words", [["--check"], []])
def test_one_run_tells_them_all_and_nothing_else(sound: Path, words: list[str]) -> None:
    call_command("publish", str(sound), stdout=StringIO())
    for fault in FAULTS:
        fault.put_into(sound)
    before = Release.objects.count(), QuestionVersion.objects.count()
    page = Course.objects.values_list("current__digest", "current__outline").get()

    lines, said = run(sound, *words)

    assert errors(lines) == sorted(
        (fault.expected(sound) for fault in FAULTS), key=lambda line: line.split(":")[0]
    )
    refused = "" if words else "; not published: aws-finance"
    assert said == f"30 errors, {len(lines) - 30} warnings{refused}"
    assert (Release.objects.count(), QuestionVersion.objects.count()) == before
    assert Course.objects.values_list("current__digest", "current__outline").get() == page


def test_a_second_run_from_the_cache_tells_the_same(course: Path) -> None:
    assert run(course, "--check") == run(course, "--check")


def test_json_tells_the_same(course: Path) -> None:
    lines, _ = run(course, "--check")

    printed, _ = run(course, "--check", "--json")

    rows = json.loads("\n".join(printed))
    assert [
        f"{row['path']}:{row['line']}:{row['column']}: {row['code']} {row['message']}"
        for row in rows
    ] == lines
    assert [row["severity"] for row in rows].count("error") == 30
