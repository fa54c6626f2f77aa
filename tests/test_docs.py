"""The documents: links lead somewhere, and what they name exists."""

import ast
import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class

from courses.content import read_content
from courses.management.commands import rules
from courses.management.commands.rules import DOCUMENT, SUBJECTS, rules_table, with_table
from domain.questions import KINDS
from domain.rules import RULES
from tests.content import COURSE, ROOT

TODAY = date(2026, 11, 25)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
FENCE = re.compile(r"^( *)(`{3,}).*?^\1\2 *$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
COMMAND = re.compile(r"manage\.py ([a-z_]+)((?: +[^\s`|;&)]+)*)")
SCRIPT = re.compile(r"(?<![\w/])script/([a-z]+)((?: +--[a-z-]+)*)")
NAME = re.compile(r"\b([A-Z][A-Z0-9_]{2,})(?==|\b)")
ENV_LINE = re.compile(r"#([A-Z][A-Z0-9_]*)=(.*)")
EXAMPLE = re.compile(r"^File `([^`]+)`:\n\n````\w+\n(.*?)^````$", re.MULTILINE | re.DOTALL)
READERS = {"env_bool", "env_int", "env_list", "env_secret", "get", "config"}
"""Functions of config that read a variable; ``config`` is that of dj_database_url."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def slug(heading: str) -> str:
    """Name a heading as forges do in the address of a page."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def documented_variables() -> dict[str, str]:
    lines = (ROOT / "deploy/.env.example").read_text().splitlines()
    return {found[1]: found[2] for line in lines if (found := ENV_LINE.fullmatch(line))}


def read_variables(path: Path) -> Iterator[tuple[str, str]]:
    """Give every variable that a module reads, with its default as one would write it."""
    known = {"BASE_DIR": Path(), "VAR_DIR": Path("var")}
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not node.args + node.keywords:
            continue
        function = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        function = node.func.id if isinstance(node.func, ast.Name) else function
        if function not in READERS:
            continue
        given = {word.arg: word.value for word in node.keywords}
        named = node.args[0] if node.args else ast.Constant("DATABASE_URL")
        if not isinstance(named, ast.Constant):
            continue  # inside a reader
        default = given.get("default") or (node.args[1] if len(node.args) > 1 else ast.Constant(""))
        value = eval(ast.unparse(default), dict(known))  # noqa: S307 - our own settings
        yield str(named.value), str(value)


@cache
def all_code() -> str:
    """Return everything that a name may come from, this file apart."""
    places = "config domain web courses quizzes learners script deploy tests".split()
    files = (file for place in places for file in (ROOT / place).rglob("*") if file.is_file())
    return "\n".join(file.read_text(errors="ignore") for file in files if file != Path(__file__))


def write_examples(document: Path, folder: Path) -> None:
    """Write the files that a document shows in full."""
    for name, text in EXAMPLE.findall(document.read_text()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text())
    for target in LINK.findall(re.sub(CODE, "", text)):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        file = path.parent / name if name else path
        assert file.exists(), target
        if anchor:
            headings = HEADING.findall(FENCE.sub("", file.read_text()))
            assert anchor in {slug(heading.replace("`", "")) for heading in headings}, target


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_command_exists_with_its_options(path: Path) -> None:
    for name, words in COMMAND.findall(path.read_text()):
        assert name in get_commands(), name
        command = load_command_class(get_commands()[name], name)
        known = command.create_parser("manage.py", name)._option_string_actions
        for option in re.findall(r"--[a-z-]+", words):
            assert option in known, f"{name} {option}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_script_exists_with_its_options(path: Path) -> None:
    for name, options in SCRIPT.findall(path.read_text()):
        script = (ROOT / "script" / name).read_text()
        for option in options.split():
            assert option in script, f"script/{name} {option}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_name_in_capitals_exists(path: Path) -> None:
    code = all_code()
    for span in CODE.findall(FENCE.sub("", path.read_text())):
        if found := NAME.fullmatch(span.partition("=")[0]):
            assert re.search(rf"\b{found[1]}\b", code), found[1]


@pytest.mark.parametrize("module", ["settings", "gunicorn"])
def test_every_variable_is_documented_with_its_default(module: str) -> None:
    documented = documented_variables()

    read = dict(read_variables(ROOT / "config" / f"{module}.py"))

    assert read
    assert {name: documented.get(name) for name in read} == read


def test_no_variable_is_documented_that_nobody_reads() -> None:
    modules = [ROOT / "config" / f"{name}.py" for name in ("settings", "gunicorn")]
    read = {name for path in modules for name, _ in read_variables(path)}

    assert documented_variables().keys() == read


def test_the_table_of_rules_is_the_generated_one() -> None:
    text = DOCUMENT.read_text()

    assert with_table(text) == text, "type: manage.py rules --write"
    assert rules_table() in text


def test_the_table_holds_every_rule_once() -> None:
    rows = [line for line in rules_table().splitlines() if re.match(r"\| [A-Z]\d", line)]

    assert [row.split(" | ")[0].strip("| ") for row in rows] == list(RULES)
    assert {row.count("|") for row in rows} == {4}
    assert rules_table().count("### ") == len(SUBJECTS)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_checked_somewhere(code: str) -> None:
    code_of_domain = (ROOT / place for place in ("domain", "courses"))
    files = (path for place in code_of_domain for path in place.rglob("*.py"))

    assert any(f'"{code}"' in path.read_text() for path in files if path.name != "rules.py")


def test_the_command_prints_the_table() -> None:
    out = StringIO()

    call_command("rules", stdout=out)

    assert out.getvalue().strip() == rules_table()


def test_the_command_writes_the_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    document, out = tmp_path / "format.md", StringIO()
    document.write_text("<!-- rules: begin -->\n<!-- rules: end -->\n")
    monkeypatch.setattr(rules, "DOCUMENT", document)

    call_command("rules", "--write", stdout=out)

    assert rules_table() in document.read_text()
    assert out.getvalue() == f"format.md: {len(RULES)} rules\n"


def test_nothing_else_of_a_document_is_touched() -> None:
    document = "before\n<!-- rules: begin -->\n(stale)\n<!-- rules: end -->\nafter\n"

    written = with_table(document)

    assert written.startswith("before\n<!-- rules: begin -->\n\n### ")
    assert written.endswith("\n\n<!-- rules: end -->\nafter\n")
    assert "(stale)" not in written


def test_the_examples_of_the_format_make_a_course(tmp_path: Path) -> None:
    write_examples(DOCUMENT, tmp_path)

    content = read_content(tmp_path / "desk", today=TODAY)

    assert [str(problem) for problem in content.problems if problem.stops] == []
    assert {row.question.kind for row in content.tree.questions} == KINDS.keys()


def test_the_walk_through_makes_a_lesson(tmp_path: Path) -> None:
    guide = ROOT / "docs" / "authoring.md"
    course = tmp_path / COURSE.name
    shutil.copytree(COURSE, course)
    listed = re.search(r"^    lessons: \[.*, spot-runs\]$", guide.read_text(), re.MULTILINE)
    assert listed
    outline = (course / "course.md").read_text()
    before = listed[0].replace(", spot-runs", "")
    assert before in outline
    (course / "course.md").write_text(outline.replace(before, listed[0]))
    write_examples(guide, tmp_path)
    lesson = course / "lessons" / "14-spot-runs" / "lesson.md"
    check = "/// check | lost-machine\n\n///\n\n"
    assert check.strip() in guide.read_text()
    lesson.write_text(lesson.read_text().replace("/// mistakes", f"{check}/// mistakes"))

    content = read_content(course, today=TODAY)

    found = [str(problem) for problem in content.problems if "spot-runs" in problem.path]
    assert not content.faulty, found
    assert "lost-machine" in content.tree.question_by_id
    assert [line for line in found if not re.search(r" (L03[012]|Q016) ", line)] == []
