"""How each kind of file of a course is read: a lesson, a question, a quiz."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from courses.filecache import FileRead
from courses.reading import yaml_fault
from domain.courses import LessonFile, QuizFile
from domain.digests import file_digest, question_digest
from domain.documents import Document
from domain.lesson_rules import lesson_problems
from domain.lessons import read_lesson
from domain.markup import uses_of
from domain.question_files import question_file
from domain.questions import read_question, warnings_of
from domain.quizzes import read_quiz
from domain.suppressions import suppressed_by, suppression_problems
from domain.text_rules import text_problems
from domain.unmarked import Names, unmarked_terms

QUESTION_FOLDERS = ("prerequisites", "interview")


@dataclass(frozen=True)
class Shared:
    """What a file may use of the course's data files."""

    numbers: Mapping[str, Decimal]
    """Facts for formulas."""
    names: Callable[[], Names]
    """Gives the names of the terms that are taught up to the lesson."""


Reader = Callable[[Document, str, Shared], FileRead]


def reader_for(inside: tuple[str, ...]) -> Reader | None:
    """Return what reads a file, by the parts of its path within the course."""
    match inside:
        case ("lessons", _, "lesson.md"):
            return _read_lesson
        case ("lessons", _, name) if name.endswith(".md"):
            return _read_question
        case (folder, name) if folder in QUESTION_FOLDERS and name.endswith(".md"):
            return _read_question
        case ("quizzes", name) if name.endswith(".md"):
            return _read_quiz
        case _:
            return None


def _read_lesson(document: Document, text: str, shared: Shared) -> FileRead:
    lesson = read_lesson(document)
    if isinstance(lesson, list):
        return FileRead(None, tuple(lesson))
    problems = [
        *lesson_problems(document, lesson, yaml_fault),
        *unmarked_terms(document, lesson.uses, shared.names()),
    ]
    part = LessonFile(document.without_body(), lesson)
    return FileRead(part, tuple(problems), file_digest(text), suppressed_by(document))


def _read_question(document: Document, text: str, shared: Shared) -> FileRead:
    question = read_question(document, shared.numbers)
    problems = [*text_problems(document, document.lines), *suppression_problems(document)]
    if isinstance(question, list):
        return FileRead(None, (*question, *problems), suppressed=suppressed_by(document))
    return FileRead(
        part=question_file(document, question),
        problems=(*warnings_of(question, document), *problems),
        digest=question_digest(text, {}),
        suppressed=suppressed_by(document),
    )


def _read_quiz(document: Document, text: str, _shared: Shared) -> FileRead:
    quiz = read_quiz(document)
    problems = [*text_problems(document, document.lines), *suppression_problems(document)]
    if isinstance(quiz, list):
        return FileRead(None, (*quiz, *problems), suppressed=suppressed_by(document))
    part = QuizFile(document.without_body(), quiz, uses_of(document.lines))
    return FileRead(part, tuple(problems), file_digest(text), suppressed_by(document))
