"""The course that comes with the program: it holds what it promises, and its code works."""

import ast
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name
from botocore.model import ServiceModel, Shape
from botocore.session import get_session
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from courses.content import Content, read_content
from courses.models import Release, ReleaseEntry
from courses.programs import program_problems
from courses.publishing import By, publish
from domain.courses import candidate_of
from domain.figures import figure_problems
from domain.questions.base import Grade, Reveal
from domain.quizzes import draw
from tests.content import COURSE

TODAY = date(2026, 11, 25)
TO_BE_VERIFIED = {"F002", "F003", "F004"}
"""What the course may be warned of: facts that nobody has read in their source yet, or lately."""
LESSONS: Mapping[str, str] = {
    "why-cloud": "rent what-stays sites flip order-path regions service-models mistakes",
    "ec2": "families names burstable local-disk price-performance launch mistakes",
    "s3": "what-for eleven-nines keys boto3 classes versions mistakes",
    "rds": "what-you-get multi-az aurora choose mistakes",
    "lambda-events": "file-to-row event handler idempotent database limits bill mistakes",
    "cold-starts": "when budget mitigations wrong-tool mistakes",
    "vpc": "tiers cidr routes filters trace mistakes",
    "private-paths": "three-locks peering endpoints hub direct-connect choose mistakes",
    "iam-kms": "evaluation policy narrow roles keys mistakes",
    "audit": "management-events data-events inside-database keep-it guardduty reproduce mistakes",
    "cost": "right-size commit spot lifecycle market-hours watch mistakes",
    "data-transfer": "three-prices hidden ratio locality estimate mistakes",
    "recovery": "targets ladder distance who-is-bound rules neutral defend mistakes",
}
"""The table of contents: lessons in order, with the anchors of their sections."""
FENCE = re.compile(r"^```([a-z]+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLDED = " \\\n"
"""The end of a line that a command goes on after."""


@cache
def course() -> Content:
    return read_content(COURSE, today=TODAY)


QUESTIONS = sorted(row.question.id for row in course().tree.questions)
TEXTS = sorted(COURSE.rglob("*.md"))
FIGURES = sorted(COURSE.rglob("*.svg"))


def name_of(path: Path) -> str:
    return path.relative_to(COURSE).as_posix()


def samples(*languages: str) -> list[Any]:
    """Return every code sample in one of these languages, named by its file and place."""
    return [
        pytest.param(found[2], id=f"{name_of(path)}-{found[1]}-{number}")
        for path in TEXTS
        for number, found in enumerate(FENCE.finditer(path.read_text()), start=1)
        if found[1] in languages
    ]


# The whole


def test_nothing_is_wrong_with_it() -> None:
    content = course()

    assert [str(problem) for problem in content.problems if problem.stops] == []
    assert {problem.code for problem in content.problems} <= TO_BE_VERIFIED


def test_every_lesson_of_the_table_of_contents_is_there() -> None:
    tree = course().tree

    assert list(tree.order) == list(LESSONS)
    for key, anchors in LESSONS.items():
        sections = tree.lesson_by_id[key].lesson.sections
        assert [part.anchor for part in sections if part.level == 2] == anchors.split()


def test_every_outcome_of_a_lesson_is_asked_there() -> None:
    tree = course().tree

    for row in tree.lessons:
        asked = {q.main_outcome for q in tree.live_questions() if tree.lesson_of(q) is row}
        assert set(row.lesson.outcomes) <= asked


def test_every_outcome_is_asked_six_times_in_three_ways() -> None:
    tree = course().tree
    asked = [row for row in tree.live_questions() if tree.lesson_of(row)]

    for outcome in tree.outcome_ids:
        rows = [row for row in asked if row.main_outcome == outcome]
        assert len(rows) >= 6, outcome
        assert len({row.question.kind for row in rows}) >= 3, outcome


@pytest.mark.django_db
def test_publishing_it_twice_changes_nothing() -> None:
    by = By("ira", timezone.now())
    first = publish(COURSE, by=by, today=TODAY)
    before = list(ReleaseEntry.objects.values_list())

    second = publish(COURSE, by=by, today=TODAY)

    quizzes = course().tree.quizzes
    assert len(first.added) == len(LESSONS) + len(QUESTIONS) + len(quizzes) + 5  # data files
    assert (second.release, second.anything, second.rendered) == (1, False, 0)
    assert Release.objects.count() == 1
    assert list(ReleaseEntry.objects.values_list()) == before


def test_what_was_released_is_kept(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path
    out = StringIO()

    call_command("publish", str(COURSE), "--check", stdout=out)

    assert " R00" not in out.getvalue()
    assert course().released.release >= 1


# Questions


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_question_grades_its_samples_as_foretold(key: str) -> None:
    question = course().tree.question_by_id[key].question

    for sample in question.samples():
        found = question.grade(sample.submitted)

        if isinstance(sample.expected, float):
            assert isinstance(found, Grade)
            assert found.fraction == pytest.approx(sample.expected)
        else:
            assert isinstance(found, sample.expected)


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_question_has_a_right_answer_and_a_wrong_one(key: str) -> None:
    question = course().tree.question_by_id[key].question

    grades = [sample.expected for sample in question.samples()]

    assert 1.0 in grades
    assert 0.0 in grades
    assert question.rows(None, Reveal.NOTHING)


def test_every_program_prints_what_its_question_says() -> None:
    rows = [row for row in course().tree.questions if row.question.kind == "predict"]

    assert len(rows) >= 6
    assert [str(problem) for problem in program_problems(rows)] == []


@pytest.mark.parametrize("key", LESSONS)
def test_every_check_of_a_lesson_can_be_answered(key: str) -> None:
    tree = course().tree

    checks = tree.lesson_by_id[key].lesson.checks

    assert 4 <= len(checks) <= 7
    for check in checks:
        question = tree.question_by_id[check.question].question
        assert question.status == "live"
        assert any(sample.expected == 1.0 for sample in question.samples())


def test_the_exam_can_be_drawn_whatever_was_asked_before() -> None:
    tree = course().tree
    quizzes = {row.quiz.id: row.quiz for row in tree.quizzes}
    pool, final = list(tree.candidates()), quizzes["final"]

    for seed in range(200):
        before = {
            key for one in final.exclude_quizzes for key in draw(quizzes[one], pool, seed=seed)
        }
        asked = draw(final, pool, seed=seed, excluded=frozenset(before))

        assert len(set(asked)) == 20
        assert not before & set(asked)
        outcomes = {candidate_of(tree.question_by_id[key].question).outcome for key in asked}
        assert outcomes == tree.outcome_ids


# Code samples


@pytest.mark.parametrize("sample", samples("python"))
def test_python_parses(sample: str) -> None:
    compile(ast.parse(sample), "sample", "exec")


@pytest.mark.parametrize("sample", samples("json"))
def test_json_parses(sample: str) -> None:
    assert json.loads(sample)


@pytest.mark.parametrize("sample", samples("hcl"))
def test_terraform_is_balanced(sample: str) -> None:
    opened: list[str] = []
    for sign in re.sub(r'"(?:[^"\\]|\\.)*"|#.*', "", sample):
        if sign in "([{":
            opened.append(sign)
        elif sign in ")]}":
            assert opened.pop() + sign in ("()", "[]", "{}")

    assert opened == []


S3_COMMANDS = {"cp", "ls", "sync", "mv", "rm", "mb"}
"""High-level commands of the AWS CLI, which no service model knows: ``aws s3 cp``."""
COMMANDS = {("cloudtrail", "validate-logs"): {"trail-arn", "start-time", "end-time"}}
"""Commands that the CLI has of its own, with their options."""
SHORTHANDS = {
    ("ec2", "authorize-security-group-ingress"): {"protocol", "port", "source-group", "cidr"},
    ("lambda", "create-function"): {"zip-file"},
}
"""Options that the CLI offers in place of a structure."""
IMPLIED = {
    ("ec2", "run-instances"): {"min-count", "max-count"},  # one
    ("lambda", "create-function"): {"code"},  # by --zip-file
}
"""Required members that the CLI fills in."""
EVERYWHERE = {"region", "query", "output", "profile"}
"""Options that every command takes."""
SERVICES = {"s3api": "s3"}
"""Services that the CLI calls by another name."""


def commands(sample: str) -> Iterator[list[str]]:
    """Give the words of every command of the AWS CLI, without its name."""
    for line in sample.replace(FOLDED, " ").split("\n"):
        words = shlex.split(line.removeprefix("$ "), comments=True)
        if words[:1] == ["aws"]:
            yield words[1:]


@cache
def model_of(service: str) -> ServiceModel:
    return get_session().get_service_model(SERVICES.get(service, service))


def options_in(words: list[str]) -> dict[str, list[str]]:
    """Return the values of each option."""
    found: dict[str, list[str]] = {}
    for word in words:
        if word.startswith("--"):
            found[word[2:]] = []
        else:
            found[list(found)[-1]].append(word)
    return found


def refuse_unknown_options(service: str, name: str, given: Mapping[str, list[str]]) -> None:
    model = model_of(service)
    operation = {xform_name(one, "-"): one for one in model.operation_names}[name]
    shape = model.operation_model(operation).input_shape
    members = {xform_name(member, "-"): member for member in shape.members}
    own = SHORTHANDS.get((service, name), set())
    for option in given.keys() - EVERYWHERE - own:
        member = members.get(option) or members[option.removeprefix("no-")]
        refuse_unknown_values(shape.members[member], given[option])
    needed = {option for option, member in members.items() if member in shape.required_members}
    assert needed <= given.keys() | IMPLIED.get((service, name), set()), name


def refuse_unknown_values(shape: Shape, values: list[str]) -> None:
    """Check names that are written as Key=value, and values that are one of a few."""
    inner = shape.member if shape.type_name == "list" else shape
    written = [value for value in values if not value.startswith("file://")]
    if inner.type_name == "structure":
        for value in written:
            for key in re.findall(r"(?:^|,)(\w+)=", value.partition("[{")[0]):
                assert key in inner.members, f"{key} of {inner.name}"
    elif getattr(inner, "enum", None):
        assert set(written) <= set(inner.enum), f"{written} of {inner.name}"


@pytest.mark.parametrize("sample", samples("bash", "console"))
def test_commands_exist_with_their_options(sample: str) -> None:
    for service, name, *rest in commands(sample):
        if service == "s3":
            assert name in S3_COMMANDS
        elif (service, name) in COMMANDS:
            assert options_in(rest).keys() <= COMMANDS[service, name] | EVERYWHERE
        else:
            refuse_unknown_options(service, name, options_in(rest))


def test_every_command_of_a_sample_is_looked_at() -> None:
    text = "aws s3 ls\n\n$ aws ec2 create-vpc \\\n    --cidr-block 10.0.0.0/16 # one\nls\n"

    assert list(commands(text)) == [
        ["s3", "ls"],
        ["ec2", "create-vpc", "--cidr-block", "10.0.0.0/16"],
    ]
    assert sum(len(list(commands(sample.values[0]))) for sample in samples("bash")) >= 30


@pytest.mark.parametrize(
    ("service", "name", "options"),
    [
        ("ec2", "start-instance", {}),
        ("ec2", "create-subnet", {"vpc-id": ["vpc-1"], "cidr": ["10.0.0.0/24"]}),
        ("rds", "promote-read-replica", {}),
        ("ec2", "run-instances", {"metadata-options": ["HttpToken=required"]}),
        ("ec2", "run-instances", {"instance-type": ["c7g.huge"]}),
    ],
)
def test_a_command_that_would_fail_is_found(
    service: str, name: str, options: dict[str, list[str]]
) -> None:
    with pytest.raises((AssertionError, KeyError)):
        refuse_unknown_options(service, name, options)


# Figures


@pytest.mark.parametrize("path", FIGURES, ids=name_of)
def test_a_figure_is_safe_and_shown_by_its_lesson(path: Path) -> None:
    data = path.read_bytes()

    assert figure_problems(path.name, data) == []
    text = data.decode().lower().replace("http://www.w3.org/2000/svg", "")
    for forbidden in ("<script", "<image", "<foreignobject", "<use", "href", "http", "style="):
        assert forbidden not in text
    assert not re.search(r"\son[a-z]+=", text)
    assert f"]({path.name} " in (path.parent / "lesson.md").read_text()
