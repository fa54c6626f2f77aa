"""Make documents and questions from the text of a file, for tests."""

from courses.reading import read_document
from domain.documents import Document
from domain.problems import Problem
from domain.questions import read_question, warnings_of
from domain.questions.base import FactValues, Question


def make_document(text: str, path: str = "q.md") -> Document:
    """Take a file apart whose front matter is well formed."""
    document = read_document(path, text)
    assert isinstance(document, Document), document
    return document


def make_question(text: str, facts: FactValues | None = None) -> Question:
    """Read a file in which nothing is wrong."""
    question = read_question(make_document(text), facts or {})
    assert isinstance(question, Question), [str(problem) for problem in question]
    return question


def problems_of(text: str, facts: FactValues | None = None) -> list[str]:
    """Read a file with faults, and give them as an author sees them."""
    problems = read_question(make_document(text), facts or {})
    assert isinstance(problems, list), "nothing is wrong with it"
    assert all(isinstance(problem, Problem) for problem in problems)
    return [str(problem) for problem in problems]


def changed(text: str, old: str, new: str) -> str:
    """Put something else in one place of a text."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def warnings_in(text: str, facts: FactValues | None = None) -> list[str]:
    """Read a file that can be published, and give what is worth a second look."""
    question = make_question(text, facts)
    return [str(warning) for warning in warnings_of(question, make_document(text))]
