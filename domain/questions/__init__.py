"""The kinds of question there are, and how to read one from its file."""

from domain.documents import Document
from domain.problems import Problem
from domain.questions.base import FactValues, Question, QuestionMeta
from domain.questions.choice import Choice
from domain.questions.choices import Choices
from domain.questions.cloze import Cloze
from domain.questions.command import Command
from domain.questions.matching import Matching
from domain.questions.numeric import Numeric
from domain.questions.open import Open
from domain.questions.ordering import Ordering
from domain.questions.predict import Predict
from domain.questions.short import Short

KINDS: dict[str, type[Question]] = {
    cls.kind: cls
    for cls in (
        Choice,
        Choices,
        Numeric,
        Short,
        Cloze,
        Matching,
        Ordering,
        Predict,
        Command,
        Open,
    )
}
"""By the name that front matter calls them."""


def read_question(document: Document, facts: FactValues) -> Question | list[Problem]:
    """Build the question that a document describes, or say everything that is wrong with it."""
    name = document.meta.get("kind")
    if not isinstance(name, str):
        return _problems_without_kind(document)
    kind = KINDS.get(name)
    if kind is None:
        message = f"kind '{name}' is not known; known: {', '.join(KINDS)}"
        unknown = document.problem("Q001", message, ("kind",))
        return sorted([unknown, *_problems_without_kind(document)])
    return kind.from_document(document, facts)


def _problems_without_kind(document: Document) -> list[Problem]:
    """Check what every kind has; further keys may belong to the kind that was meant."""
    meta = document.read_meta(QuestionMeta)
    problems = meta if isinstance(meta, list) else []
    return sorted(problem for problem in problems if problem.code != "C011")


def warnings_of(question: Question, document: Document) -> list[Problem]:
    """Say what in a question's file is worth a second look, in the order of reading."""
    return sorted(question.warnings(document))
