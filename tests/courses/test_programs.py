"""courses/programs.py: what a question says of its program is what the program does."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses import programs
from courses.programs import program_problems
from domain.question_files import question_file
from tests.bakery import FILES, write_course
from tests.documents import changed, make_document, make_question
from tests.sources import CALCULATOR

LAST = "print(bill(150))"
EXCEPTION = changed(
    changed(CALCULATOR, "teaches:", "answer_form: exception\nteaches:"),
    "```text\n0.00\n4.50\n```",
    "```text\nKeyError\n```",
)
EXCEPTION = EXCEPTION[: EXCEPTION.index("## Near misses")] + "## Explanation\n\nNo such key.\n"


def ran(text: str) -> list[str]:
    row = question_file(make_document(text), make_question(text))
    return [str(problem) for problem in program_problems([row])]


def test_a_program_that_prints_its_key_is_right() -> None:
    assert ran(CALCULATOR) == []


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        ("print(bill(150.5))", "program ends with TypeError"),
        ("print(bill(160))", "program prints '0.00\\n5.40', key says '0.00\\n4.50'"),
        ("raise SystemExit", "program ends with SystemExit"),
        ("print('x' * 100_000)", "program ends with OSError"),
        ("bytes(1_000_000_000)", "program ends with MemoryError"),
        ("open('/proc/self/environ').read(1)[0]", "program ends with IndexError"),
        ("import os; os._exit(0)", "program stopped without a word"),
    ],
)
def test_a_run_that_contradicts_the_key_is_named(last: str, problem: str) -> None:
    assert ran(changed(CALCULATOR, LAST, last)) == [f"q.md:27:1: Q071 {problem}"]


def test_a_program_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "MAX_SECONDS", 1)

    found = ran(changed(CALCULATOR, LAST, "while True: pass"))

    assert found == ["q.md:27:1: Q071 program is not done after 1 s"]


def test_blanks_that_do_not_count_make_no_difference() -> None:
    assert ran(changed(CALCULATOR, LAST, "print(bill(150), end=' ')")) == []


@pytest.mark.parametrize(
    ("last", "problems"),
    [
        ("print({}['gb'])", []),
        ("print({}.gb)", ["program ends with AttributeError, key says 'KeyError'"]),
        (LAST, ["program ends without an exception, key says 'KeyError'"]),
    ],
)
def test_an_exception_is_compared_by_its_class(last: str, problems: list[str]) -> None:
    found = ran(changed(EXCEPTION, LAST, last))

    assert found == [f"q.md:28:1: Q071 {problem}" for problem in problems]


def test_only_python_is_run() -> None:
    shell = changed(CALCULATOR, "```python", "```bash")
    program = shell[shell.index("from decimal") : shell.index("```\n\n## Output")]

    assert ran(changed(shell, program, "exit 1\n")) == []


def test_what_is_retired_is_not_run() -> None:
    wrong = changed(CALCULATOR, LAST, "print(1)")

    assert ran(changed(wrong, "kind: predict", "kind: predict\nstatus: retired")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "refused"), [(["--check"], False), (["--run"], True)])
def test_programs_are_run_on_request_only(words: list[str], refused: bool, tmp_path: Path) -> None:
    wrong = changed(CALCULATOR, "[data-transfer#three-prices]", "[oven#heat]")
    wrong = changed(changed(wrong, "[estimate-transfer]", "[bake-bread]"), LAST, "print(1)")
    root = write_course(tmp_path, {**FILES, "lessons/02-oven/calculator.md": wrong})
    out, said = StringIO(), ""

    try:
        call_command("publish", str(root), *words, stdout=out, no_color=True)
    except CommandError as fault:
        said = str(fault)

    assert ("Q071 program prints '0.00\\n1'" in out.getvalue()) is refused
    assert ("1 error" in said) is refused
