"""JSON Schemas of the content files, for editors: made from the models that read them."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DecimalSchema

from domain.course_files import CourseMeta
from domain.documents import FrontMatter
from domain.facts import FactsFile
from domain.glossary import GlossaryFile
from domain.lessons import LessonMeta
from domain.misconceptions import MisconceptionsFile
from domain.outcomes import OutcomesFile
from domain.questions import KINDS
from domain.questions.numbers import AUTHORED
from domain.quiz_files import QuizMeta

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: Mapping[str, type[FrontMatter]] = {
    "course": CourseMeta,
    "outcomes": OutcomesFile,
    "misconceptions": MisconceptionsFile,
    "facts": FactsFile,
    "glossary": GlossaryFile,
    "lesson": LessonMeta,
    "quiz": QuizMeta,
}
"""Model of each sort of file that there is once; questions have one for each kind."""


def schemas() -> dict[str, str]:
    """Return every schema as the text of a file, by the file's name."""
    plain = {name: _schema(model) for name, model in FILES.items()}
    questions = {f"question-{kind}": _question_schema(kind) for kind in KINDS}
    return {f"{name}.json": _text(schema) for name, schema in (plain | questions).items()}


class _Generator(GenerateJsonSchema):
    """Say what the reader accepts, where pydantic alone would accept more."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Say no: a key needs no second name."""
        return False

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        """Ask for quotes: a bare number would be read as a binary float."""
        return {"type": "string", "pattern": f"^{AUTHORED.pattern}$"}


def _schema(model: type[FrontMatter]) -> dict[str, Any]:
    return {"$schema": DIALECT, **model.model_json_schema(schema_generator=_Generator)}


def _question_schema(kind: str) -> dict[str, Any]:
    schema = _schema(KINDS[kind].front_matter)
    schema["title"] = f"Question of kind {kind}"
    schema["properties"]["kind"] = {"const": kind}
    return schema


def _text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
