"""JSON Schemas: they say what the reader accepts, and the committed ones are current."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from courses.schemas import FILES, schemas
from domain.questions import KINDS
from domain.questions.base import QuestionMeta
from tests.documents import make_document
from tests.sources import GOOD

COMMITTED: Path = settings.BASE_DIR / "schemas"


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(schemas()[f"{name}.json"])
    return found


def test_it_has_one_for_every_sort_of_file() -> None:
    questions = {f"question-{kind}.json" for kind in KINDS}

    assert schemas().keys() == {f"{name}.json" for name in FILES} | questions


def test_the_committed_ones_are_current() -> None:
    committed = {path.name: path.read_text() for path in COMMITTED.iterdir()}

    assert committed == schemas(), "type: manage.py schemas"


def test_it_writes_them_into_a_folder(tmp_path: Path) -> None:
    out = StringIO()

    call_command("schemas", str(tmp_path / "made"), stdout=out)

    assert {path.name for path in (tmp_path / "made").iterdir()} == schemas().keys()
    assert out.getvalue() == f"{tmp_path / 'made'}: {len(schemas())} schemas\n"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_the_front_matter_that_its_files_are_read_by(kind: str) -> None:
    document = make_document(GOOD[kind])

    meta = document.read_meta(KINDS[kind].front_matter)

    assert isinstance(meta, QuestionMeta), meta
    assert schema(f"question-{kind}")["properties"].keys() == type(meta).model_fields.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_called_by_its_one_name(kind: str) -> None:
    assert schema(f"question-{kind}")["properties"]["kind"] == {"const": kind}
    assert "kind" in schema(f"question-{kind}")["required"]


def test_unknown_keys_are_refused() -> None:
    assert all(json.loads(text)["additionalProperties"] is False for text in schemas().values())


def test_a_quantity_stands_in_quotes() -> None:
    answer = schema("question-numeric")["properties"]["answer"]

    assert [option["type"] for option in answer["anyOf"]] == ["string", "null"]


def test_an_id_has_its_pattern() -> None:
    key = schema("question-choice")["properties"]["id"]

    assert key["pattern"] == "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
    assert (key["minLength"], key["maxLength"]) == (2, 60)


def test_a_rule_is_called_as_files_call_it() -> None:
    assert "pass" in schema("quiz")["$defs"]["RulesMeta"]["properties"]
