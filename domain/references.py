"""Checks of the whole course: ids are unique, and whatever is named exists."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from domain.course_files import CourseFile
from domain.courses import INTERVIEW, PREREQUISITES, LessonFile, QuestionFile, Tree, meant
from domain.documents import Document, Where
from domain.links import missing_files
from domain.markup import Uses
from domain.outcomes import circle_from
from domain.problems import Problem


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
    yield from _see(tree)
    for lesson in tree.lessons:
        yield from _lesson(tree, lesson)
    for question in tree.questions:
        if question.published:
            yield from _question(tree, question)
    yield from _quizzes(tree)


def anchor_fault(tree: Tree, target: str) -> str | None:
    """Say why ``lesson#anchor`` leads nowhere, or None if it leads somewhere."""
    key, _, anchor = target.partition("#")
    lesson = tree.lesson_by_id.get(key)
    if lesson is None:
        known = key in tree.unread
        return None if known else f"no lesson '{key}'{meant(key, tree.lesson_by_id)}"
    if anchor and anchor not in lesson.lesson.anchors:
        return f"lesson '{key}' has no anchor '{anchor}'{meant(anchor, lesson.lesson.anchors)}"
    return None


def use_problems(tree: Tree, head: Document, uses: Uses, *, lesson: str) -> Iterator[Problem]:
    """Check the terms, facts, links and figures of a text; ``lesson`` is whose own anchors are."""
    for term in uses.terms:
        if tree.glossary_file and term.id not in tree.term_by_id:
            hint = meant(term.id, tree.term_by_id)
            yield head.problem("G001", f"no term '{term.id}'{hint}", term.spot)
    for fact in uses.facts:
        if tree.facts_file and fact.id not in tree.fact_by_id:
            hint = meant(fact.id, tree.fact_by_id)
            yield head.problem("C016", f"no fact '{fact.id}'{hint}", fact.spot)
    yield from missing_files(head, uses.links, tree.figures)
    for link in uses.links:
        if link.target.startswith("lesson:"):
            target = link.target.removeprefix("lesson:")
            fault = anchor_fault(tree, f"{lesson}{target}" if target.startswith("#") else target)
            if fault:
                yield head.problem("L004", fault, link.spot)


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
            line = document.spots[at].line
            if entry.id in first:
                message = f"id '{entry.id}' is also used in line {first[entry.id]}"
                yield document.problem("C015", message, at)
            first.setdefault(entry.id, line)


def _file_names(tree: Tree) -> Iterator[Problem]:
    if tree.course and tree.course[1].meta.id != tree.key:
        message = f"id '{tree.course[1].meta.id}': the folder is named '{tree.key}'"
        yield tree.course[0].problem("C014", message, ("id",))
    for row in tree.lessons:
        if row.number < 0 or row.folder.partition("-")[2] != row.lesson.id:
            message = f"id '{row.lesson.id}': the folder is named '{row.folder}', not NN-id"
            yield row.head.problem("C014", message, ("id",))
    named = [(row.head, row.question.id) for row in tree.questions]
    named += [(row.head, row.quiz.id) for row in tree.quizzes]
    for head, key in named:
        stem = head.path.rsplit("/", 1)[-1].removesuffix(".md")
        if stem != key:
            yield head.problem("C014", f"id '{key}': the file is named '{stem}.md'", ("id",))


def _twice(tree: Tree) -> Iterator[Problem]:
    asked = [(row.question.id, row.head) for row in tree.questions]
    asked += [(row.quiz.id, row.head) for row in tree.quizzes]
    read = [(row.lesson.id, row.head) for row in tree.lessons]
    for group in (asked, read):
        first: dict[str, str] = {}
        for key, head in group:
            other = first.setdefault(key, head.path)
            if other != head.path:
                shown = other.removeprefix(f"{tree.key}/")
                message = f"id '{key}' is also used in {shown}"
                yield head.problem("C015", message, ("id",))


def _course(tree: Tree) -> Iterator[Problem]:
    if tree.course is None:
        return
    document, course = tree.course
    yield from _reading_order(tree, document, course)
    for row in tree.lessons:
        if row.lesson.id not in tree.order:
            message = f"lesson '{row.lesson.id}' is in no part of course.md"
            yield row.head.problem("C020", message, ("id",))
    quizzes = {row.quiz.id for row in tree.quizzes} | tree.unread
    readiness = course.meta.readiness
    if readiness and readiness not in quizzes:
        message = f"no quiz '{readiness}'{meant(readiness, quizzes)}"
        yield document.problem("C016", message, ("readiness",))


def _reading_order(tree: Tree, document: Document, course: CourseFile) -> Iterator[Problem]:
    """Compare the parts with the numbers of the folders."""
    seen: list[str] = []
    highest = -1
    for i, part in enumerate(course.meta.parts):
        for j, key in enumerate(part.lessons):
            at: Where = ("parts", i, "lessons", j)
            row = tree.lesson_by_id.get(key)
            if key in seen:
                yield document.problem("C020", f"lesson '{key}' is listed twice", at)
            elif row is None and key not in tree.unread:
                hint = meant(key, tree.lesson_by_id)
                yield document.problem("C016", f"no lesson '{key}'{hint}", at)
            elif row is not None and row.number < highest:
                number = row.folder.partition("-")[0]
                after = f"is listed after '{seen[-1]}' but its folder is {number}"
                yield document.problem("C020", f"lesson '{key}' {after}", at)
            highest = max(highest, row.number if row else -1)
            seen.append(key)


def _outcomes(tree: Tree) -> Iterator[Problem]:
    known = {outcome.id for outcome in tree.outcomes}
    for outcome in tree.outcomes:
        for i, key in enumerate(outcome.requires):
            if key not in known and tree.outcomes_file:
                message = f"no outcome '{key}'{meant(key, known)}"
                at = (*outcome.at, "requires", i)
                yield tree.outcomes_file.problem("C016", message, at)


def _see(tree: Tree) -> Iterator[Problem]:
    for belief in tree.misconceptions:
        fault = anchor_fault(tree, belief.see)
        if fault and tree.misconceptions_file:
            yield tree.misconceptions_file.problem("M001", fault, (*belief.at, "see"))
    for term in tree.terms:
        fault = anchor_fault(tree, term.taught_in)
        key = term.taught_in.partition("#")[0]
        row = tree.lesson_by_id.get(key)
        if not fault and row and term.id not in {use.id for use in row.lesson.uses.terms}:
            fault = f"lesson '{key}' never uses [[{term.id}]]"
        if fault and tree.glossary_file:
            yield tree.glossary_file.problem("G003", fault, (*term.at, "taught_in"))


def _lesson(tree: Tree, row: LessonFile) -> Iterator[Problem]:
    lesson, head = row.lesson, row.head
    yield from _known(tree, head, lesson.outcomes, "outcomes")
    for i, key in enumerate(lesson.requires):
        if key not in tree.lesson_by_id and key not in tree.unread:
            message = f"no lesson '{key}'{meant(key, tree.lesson_by_id)}"
            yield head.problem("C016", message, ("requires", i))
    circle = circle_from(tree.requires, lesson.id) if lesson.requires else []
    if circle and circle[0] == lesson.id and lesson.id == min(circle):
        message = f"cycle: {' > '.join(circle)}"
        yield head.problem("C022", message, ("requires",))
    yield from use_problems(tree, head, lesson.uses, lesson=lesson.id)
    yield from _checks(tree, row)


def _checks(tree: Tree, row: LessonFile) -> Iterator[Problem]:
    for check in row.lesson.checks:
        question = tree.question_by_id.get(check.question)
        if question is None:
            if check.question not in tree.unread:
                own = [q.question.id for q in tree.questions if q.place == row.folder]
                message = f"no question '{check.question}'{meant(check.question, own)}"
                yield row.head.problem("L014", message, check.spot)
        elif question.place != row.folder:
            message = f"question '{check.question}' lies in {question.place}, not beside the lesson"
            yield row.head.problem("L014", message, check.spot)
        elif not question.live:
            status = question.question.status
            message = f"question '{check.question}' is {status}, not live"
            yield row.head.problem("L014", message, check.spot)


def _question(tree: Tree, row: QuestionFile) -> Iterator[Problem]:
    question, head = row.question, row.head
    yield from _keys_for_place(row)
    yield from _known(tree, head, question.outcomes, "outcomes")
    for i, key in enumerate(question.facts):
        if tree.facts_file and key not in tree.fact_by_id:
            message = f"no fact '{key}'{meant(key, tree.fact_by_id)}"
            yield head.problem("C016", message, ("facts", i))
    if tree.misconceptions_file:
        known = {belief.id for belief in tree.misconceptions}
        for key in sorted(question.misconceptions - known):
            yield head.problem("C016", f"no misconception '{key}'{meant(key, known)}")
    yield from _teaches(tree, row)
    own = tree.lesson_of(row)
    yield from use_problems(tree, head, row.uses, lesson=own.lesson.id if own else "")


def _keys_for_place(row: QuestionFile) -> Iterator[Problem]:
    """Ask a lesson's question for its outcome and its paragraph; a prerequisite has neither."""
    question, place = row.question, row.place
    if place == PREREQUISITES:
        for name, given in (("outcomes", question.outcomes), ("teaches", question.teaches)):
            if given:
                message = f"key '{name}' has no place in {PREREQUISITES}/; remove it"
                yield row.head.problem("C011", message, (name,))
        return
    if not question.outcomes:
        yield row.head.problem("C010", "key 'outcomes' is missing")
    if not question.teaches and place != INTERVIEW:
        yield row.head.problem("Q030", "key 'teaches' is missing: name lesson-id#anchor")


def _teaches(tree: Tree, row: QuestionFile) -> Iterator[Problem]:
    question, head = row.question, row.head
    for i, target in enumerate(question.teaches):
        at: Where = ("teaches", i)
        fault = anchor_fault(tree, target)
        if "#" not in target:
            fault = f"'{target}' names no paragraph; write lesson-id#anchor"
        if fault:
            yield head.problem("Q030", fault, at)
            continue
        key, _, anchor = target.partition("#")
        lesson = tree.lesson_by_id[key].lesson
        section = next(part for part in lesson.sections if part.anchor == anchor)
        if not (section.vocabulary & row.vocabulary):
            word = min(row.vocabulary, default="")
            message = f"section '{anchor}' never mentions '{word}'"
            yield head.problem("Q031", message, at)
    own = tree.lesson_of(row)
    if own and row.main_outcome and row.main_outcome not in own.lesson.outcomes:
        message = f"lesson '{own.lesson.id}' does not list outcome '{row.main_outcome}'"
        yield head.problem("Q033", message, ("outcomes", 0))
    yield from _taught_before(tree, row, own)


def _taught_before(tree: Tree, row: QuestionFile, own: LessonFile | None) -> Iterator[Problem]:
    if own is None or own.lesson.id not in tree.order:
        return
    here = tree.order[own.lesson.id]
    for use in row.uses.terms:
        term = tree.term_by_id.get(use.id)
        place = tree.order.get(term.taught_in.partition("#")[0]) if term else None
        if term and place is not None and place > here:
            message = (
                f"'{term.term}' is taught in lesson {place + 1}, after this question's lesson "
                f"{here + 1}"
            )
            yield row.head.problem("Q032", message, use.spot)


def _quizzes(tree: Tree) -> Iterator[Problem]:
    known: Mapping[str, object] = {row.quiz.id: row for row in tree.quizzes}
    outcomes = {outcome.id for outcome in tree.outcomes}
    for row in tree.quizzes:
        quiz, head = row.quiz, row.head
        if quiz.after and quiz.after not in tree.lesson_by_id and quiz.after not in tree.unread:
            message = f"no lesson '{quiz.after}'{meant(quiz.after, tree.lesson_by_id)}"
            yield head.problem("C016", message, ("after",))
        for i, draw in enumerate(quiz.draws):
            if draw.outcome not in outcomes | {"any"} and tree.outcomes_file:
                message = f"no outcome '{draw.outcome}'{meant(draw.outcome, outcomes)}"
                yield head.problem("C016", message, ("questions", "draw", i, "outcome"))
        for i, key in enumerate(quiz.exclude_quizzes):
            if key not in known and key not in tree.unread:
                message = f"no quiz '{key}'{meant(key, known)}"
                yield head.problem("C016", message, ("questions", "exclude_quizzes", i))


def _known(tree: Tree, head: Document, keys: Iterable[str], name: str) -> Iterator[Problem]:
    known = {outcome.id for outcome in tree.outcomes}
    if not tree.outcomes_file:
        return
    for i, key in enumerate(keys):
        if key not in known:
            yield head.problem("C016", f"no outcome '{key}'{meant(key, known)}", (name, i))
