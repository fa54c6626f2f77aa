"""Rules of the house that no tool knows."""

import ast
import re
import statistics
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.content import ROOT

APPS = ("config", "domain", "web", "courses", "quizzes", "learners")
CODE = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
DOMAIN = [path for path in CODE if path.is_relative_to(ROOT / "domain")]
PURE = {"domain", "pydantic", "pydantic_core"}
IMPURE = {"os", "pathlib", "random", "secrets", "socket", "sqlite3", "subprocess", "time", "uuid"}
MOST_LINES = 500
MOST_LINES_OF_A_FUNCTION = 60
GOOD_LINES_OF_A_FUNCTION = 40  # 95 of 100 functions
GOOD_MEDIAN = 10


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("path", DOMAIN, ids=name_of)
def test_the_domain_imports_the_standard_library_and_pydantic_only(path: Path) -> None:
    allowed = PURE | (sys.stdlib_module_names - IMPURE)

    assert set(imports(ast.parse(path.read_text()))) <= allowed


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_import_of_ours_hides_in_a_function(path: Path) -> None:
    for node in functions(path):
        assert not set(imports(node)) & set(APPS), node.name


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_it_stays_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES
    for node in functions(path):
        assert length(node) <= MOST_LINES_OF_A_FUNCTION, node.name


def test_most_functions_are_short() -> None:
    lengths = sorted(length(node) for path in CODE for node in functions(path))

    assert lengths[int(len(lengths) * 0.95)] <= GOOD_LINES_OF_A_FUNCTION
    assert statistics.median(lengths) <= GOOD_MEDIAN


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_it_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()

    assert not text or ast.get_docstring(ast.parse(text))


def test_events_and_evidence_are_never_rewritten() -> None:
    code = "".join(path.read_text() for path in CODE)

    for model in ("AttemptEvent", "Evidence"):
        assert f"{model}.objects.update" not in code
        assert f"{model}.objects.bulk_update" not in code
        assert f"Change({model}" not in code
        assert not re.search(rf"Insertion\(\s*{model}\b[^)]*update=", code)


def test_no_contract_has_an_exception() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    assert "ignore_imports" not in str(settings)
    assert set(settings["root_packages"]) == {*APPS, "tests"}


def test_every_question_kind_is_in_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    kinds = next(c for c in settings["contracts"] if c["type"] == "independence")["modules"]
    templates = {
        path.stem
        for path in (ROOT / "templates/quizzes/questions").glob("*.html")
        if not path.name.startswith("_")
    }

    assert {kind.rpartition(".")[2] for kind in kinds} == templates


TRUSTS = re.compile(r"\b(?:mark_safe|SafeString|Markup)\(")


def test_authored_html_is_trusted_in_few_places() -> None:
    trusting = {name_of(path) for path in CODE if TRUSTS.search(path.read_text())}

    assert trusting <= {
        "web/markdown.py",
        "web/lessons.py",
        "web/facts.py",
        "courses/queries.py",
        "courses/printing.py",
        "web/templatetags/frames.py",
        "web/templatetags/ui.py",
        "web/fragments.py",
    }


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=name_of)
def test_templates_hold_no_script_style_or_handler(path: Path) -> None:
    text = path.read_text().lower()

    for forbidden in ("<style", " style=", "hx-on", "javascript:", "js:", "|safe", "onclick="):
        assert forbidden not in text, forbidden
    assert "<script>" not in text
