"""Checks of the whole course: ids are unique, and whatever is named exists."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from domain.course_files import CourseFile, FurtherMeta, PrerequisiteMeta
from domain.courses import LessonFile, Tree, stem_of
from domain.documents import Document, Where
from domain.graphs import circles
from domain.problems import Problem, meant
from domain.quizzes import ANY
from domain.targets import paragraph_fault, use_problems
from domain.teaching import lesson_problems, question_problems


class Listed(Protocol):
    """An entry of a YAML file."""

    @property
    def id(self) -> str:
        """The author's key."""

    @property
    def at(self) -> Where:
        """Where the entry stands."""


def reference_problems(tree: Tree) -> Iterator[Problem]:
    """Give everything that is named and missing, or named twice."""
    yield from _listed_twice(tree)
    yield from _file_names(tree)
    yield from _twice(tree)
    yield from _course(tree)
    yield from _outcomes(tree)
    yield from _misconceptions(tree)
    yield from _glossary(tree)
    yield from _circles(tree)
    for lesson in tree.lessons:
        yield from lesson_problems(tree, lesson)
    for question in tree.questions:
        if question.published:
            yield from question_problems(tree, question)
    yield from _quizzes(tree)


def _listed_twice(tree: Tree) -> Iterator[Problem]:
    files: list[tuple[Document | None, Iterable[Listed]]] = [
        (tree.outcomes_file, tree.outcomes),
        (tree.misconceptions_file, tree.misconceptions),
        (tree.facts_file, tree.facts),
        (tree.glossary_file, tree.terms),
    ]
    for document, entries in files:
        first: dict[str, int] = {}
        for entry in entries:
            assert document is not None, "entries come from a document"
            at = (*entry.at, "id")
            if entry.id in first:
                message = f"id '{entry.id}' is also used in line {first[entry.id]}"
                yield document.problem("C015", message, at)
            first.setdefault(entry.id, document.spots[at].line)


def _file_names(tree: Tree) -> Iterator[Problem]:
    if tree.course and tree.course[1].meta.id != tree.key:
        message = f"id '{tree.course[1].meta.id}': the folder is named '{tree.key}'"
        yield tree.course[0].problem("C014", message, ("id",))
    for row in tree.lessons:
        if row.misplaced:
            message = f"id '{row.lesson.id}': the folder is named '{row.folder}', not NN-id"
            yield row.head.problem("C014", message, ("id",))
    named = [(row.head, row.question.id) for row in tree.questions]
    named += [(row.head, row.quiz.id) for row in tree.quizzes]
    for head, key in named:
        if stem_of(head) != key:
            message = f"id '{key}': the file is named '{stem_of(head)}.md'"
            yield head.problem("C014", message, ("id",))


def _twice(tree: Tree) -> Iterator[Problem]:
    asked = [(row.question.id, row.head) for row in tree.questions]
    asked += [(row.quiz.id, row.head) for row in tree.quizzes]
    read = [(row.lesson.id, row.head) for row in tree.lessons]
    for group in (asked, read):
        first: dict[str, str] = {}
        for key, head in group:
            other = first.setdefault(key, head.path)
            if other != head.path and stem_of(head) in (key, "lesson"):
                shown = other.removeprefix(f"{tree.key}/")
                message = f"id '{key}' is also used in {shown}"
                yield head.problem("C015", message, ("id",))


def _course(tree: Tree) -> Iterator[Problem]:
    if tree.course is None:
        return
    document, course = tree.course
    yield from _reading_order(tree, document, course)
    for row in tree.lessons:
        if row.lesson.id not in tree.order and not row.misplaced:
            message = f"lesson '{row.lesson.id}' is in no part of course.md"
            yield row.head.problem("C020", message, ("id",))
    quizzes = {row.quiz.id for row in tree.quizzes}
    readiness = course.meta.readiness
    if readiness and readiness not in quizzes and not tree.excuses(readiness):
        message = f"no quiz '{readiness}'{meant(readiness, quizzes)}"
        yield document.problem("C016", message, ("readiness",))
    yield from _surroundings(tree, document, course)
    yield from use_problems(tree, document, course.uses)


def _surroundings(tree: Tree, document: Document, course: CourseFile) -> Iterator[Problem]:
    """See that lessons of this course that its lists point at exist; other courses are not here."""
    meta = course.meta
    lists: dict[str, Sequence[PrerequisiteMeta | FurtherMeta]] = {
        "prerequisites": meta.prerequisites,
        "further_study": meta.further_study,
        "keep_reading": meta.keep_reading,
    }
    for name, entries in lists.items():
        for i, entry in enumerate(entries):
            key = entry.lesson if entry.course in (None, tree.key) else None
            if key and key not in tree.lesson_by_id and not tree.excuses(key):
                message = f"no lesson '{key}'{meant(key, tree.lesson_by_id)}"
                yield document.problem("C016", message, (name, i, "lesson"))


def _reading_order(tree: Tree, document: Document, course: CourseFile) -> Iterator[Problem]:
    """Compare the parts with the numbers of the folders."""
    seen = set[str]()
    last: LessonFile | None = None
    for i, part in enumerate(course.meta.parts):
        for j, key in enumerate(part.lessons):
            at: Where = ("parts", i, "lessons", j)
            row = tree.lesson_by_id.get(key)
            if key in seen:
                yield document.problem("C020", f"lesson '{key}' is listed twice", at)
            elif row is None and not tree.excuses(key):
                hint = meant(key, tree.lesson_by_id)
                yield document.problem("C016", f"no lesson '{key}'{hint}", at)
            elif row and last and not row.misplaced and row.number < last.number:
                number = row.folder.partition("-")[0]
                after = f"is listed after '{last.lesson.id}' but its folder is {number}"
                yield document.problem("C020", f"lesson '{key}' {after}", at)
            elif row and not row.misplaced:
                last = row
            seen.add(key)


def _outcomes(tree: Tree) -> Iterator[Problem]:
    title = tree.course[1].meta.title.casefold() if tree.course else ""
    for outcome in tree.outcomes:
        assert tree.outcomes_file is not None, "outcomes come from a document"
        if title and title in outcome.can.casefold():
            at: Where = (*outcome.at, "can")
            yield tree.outcomes_file.problem("O003", "names the course itself", at)
        for i, key in enumerate(outcome.requires):
            if key not in tree.outcome_ids and not tree.excuses(key):
                message = f"no outcome '{key}'{meant(key, tree.outcome_ids)}"
                at = (*outcome.at, "requires", i)
                yield tree.outcomes_file.problem("C016", message, at)


def _misconceptions(tree: Tree) -> Iterator[Problem]:
    for belief in tree.misconceptions:
        fault = paragraph_fault(tree, belief.see)
        if fault and tree.misconceptions_file:
            yield tree.misconceptions_file.problem("M001", fault, (*belief.at, "see"))


def _glossary(tree: Tree) -> Iterator[Problem]:
    if tree.glossary_file is None:
        return
    for term in tree.terms:
        fault = paragraph_fault(tree, term.taught_in)
        key = term.taught_in.partition("#")[0]
        row = tree.lesson_by_id.get(key)
        if not fault and row and term.id not in row.lesson.uses.first_terms:
            fault = f"lesson '{key}' never uses [[{term.id}]]"
        if fault:
            yield tree.glossary_file.problem("G003", fault, (*term.at, "taught_in"))
        for problem in use_problems(tree, tree.glossary_file, term.uses):
            at = (*term.at, "definition")
            yield tree.glossary_file.problem(problem.code, problem.message, at)


def _circles(tree: Tree) -> Iterator[Problem]:
    for circle in circles(tree.requires):
        head = tree.lesson_by_id[circle[0]].head
        yield head.problem("C022", f"cycle: {' > '.join(circle)}", ("requires",))


def _quizzes(tree: Tree) -> Iterator[Problem]:
    quizzes = {row.quiz.id for row in tree.quizzes}
    for row in tree.quizzes:
        quiz, head = row.quiz, row.head
        if quiz.after and quiz.after not in tree.lesson_by_id and not tree.excuses(quiz.after):
            message = f"no lesson '{quiz.after}'{meant(quiz.after, tree.lesson_by_id)}"
            yield head.problem("C016", message, ("after",))
        for i, draw in enumerate(quiz.draws):
            if draw.outcome != ANY and tree.lacks_outcome(draw.outcome):
                message = f"no outcome '{draw.outcome}'{meant(draw.outcome, tree.outcome_ids)}"
                yield head.problem("C016", message, ("questions", "draw", i, "outcome"))
        for i, key in enumerate(quiz.exclude_quizzes):
            if key not in quizzes and not tree.excuses(key):
                message = f"no quiz '{key}'{meant(key, quizzes)}"
                yield head.problem("C016", message, ("questions", "exclude_quizzes", i))
        yield from use_problems(tree, head, row.uses)
