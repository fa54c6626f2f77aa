"""Checks between lessons and their questions: what is asked is taught, and in this order."""

from collections.abc import Iterable, Iterator

from domain.courses import INTERVIEW, PREREQUISITES, LessonFile, QuestionFile, Tree
from domain.documents import Document
from domain.problems import Problem, meant
from domain.targets import paragraph_fault, use_problems


def lesson_problems(tree: Tree, row: LessonFile) -> Iterator[Problem]:
    """Check what a lesson refers to, and the questions that it shows."""
    lesson, head = row.lesson, row.head
    yield from _outcomes(tree, head, lesson.outcomes)
    for i, key in enumerate(lesson.requires):
        if key not in tree.lesson_by_id and not tree.excuses(key):
            message = f"no lesson '{key}'{meant(key, tree.lesson_by_id)}"
            yield head.problem("C016", message, ("requires", i))
    yield from use_problems(tree, head, lesson.uses, lesson=lesson.id)
    yield from _checks(tree, row)


def question_problems(tree: Tree, row: QuestionFile) -> Iterator[Problem]:
    """Check what a question refers to, and that its lesson teaches it."""
    question, head = row.question, row.head
    own = tree.lesson_of(row)
    if row.place == PREREQUISITES:
        yield from _out_of_place(row)
    else:
        yield from _teaches(tree, row)
    yield from _outcomes(tree, head, question.outcomes)
    for i, key in enumerate(row.listed_facts):
        if tree.lacks_fact(key):
            message = f"no fact '{key}'{meant(key, tree.fact_by_id)}"
            yield head.problem("C016", message, ("facts", i))
    known = {belief.id for belief in tree.misconceptions}
    for key, spot in row.beliefs.items():
        if tree.misconceptions_file and key not in known and not tree.excuses(key):
            yield head.problem("C016", f"no misconception '{key}'{meant(key, known)}", spot)
    yield from _main_outcome(tree, row, own)
    yield from _taught_before(tree, row, own)
    yield from use_problems(tree, head, row.uses, lesson=own.lesson.id if own else "")


def _checks(tree: Tree, row: LessonFile) -> Iterator[Problem]:
    for check in row.lesson.checks:
        key, question = check.question, tree.question_by_id.get(check.question)
        fault = None
        if question is None and not tree.excuses(key):
            own = [q.question.id for q in tree.questions if q.place == row.folder]
            fault = f"no question '{key}'{meant(key, own)}"
        elif question and question.place != row.folder:
            fault = f"question '{key}' lies in {question.place}, not beside the lesson"
        elif question and not question.live:
            fault = f"question '{key}' is {question.question.status}, not live"
        if fault:
            yield row.head.problem("L014", fault, check.spot)


def _out_of_place(row: QuestionFile) -> Iterator[Problem]:
    """Find what a prerequisite cannot have: no lesson teaches it, and no outcome counts it."""
    question = row.question
    for name, given in (("outcomes", question.outcomes), ("teaches", question.teaches)):
        if given:
            message = f"key '{name}' has no place in {PREREQUISITES}/; remove it"
            yield row.head.problem("C011", message, row.head.names[name,])


def _teaches(tree: Tree, row: QuestionFile) -> Iterator[Problem]:
    if not row.question.teaches and row.place != INTERVIEW:
        yield row.head.problem("Q030", "key 'teaches' is missing: name lesson-id#anchor")
    for i, target in enumerate(row.question.teaches):
        fault = paragraph_fault(tree, target)
        if fault:
            yield row.head.problem("Q030", fault, ("teaches", i))
            continue
        key, _, anchor = target.partition("#")
        lesson = tree.lesson_by_id.get(key)
        section = lesson.lesson.section(anchor) if lesson else None
        words = row.key_words.split()
        if section and words and section.vocabulary.isdisjoint(words):
            message = f"section '{anchor}' never mentions '{max(words, key=len)}'"
            yield row.head.problem("Q031", message, ("teaches", i))


def _main_outcome(tree: Tree, row: QuestionFile, own: LessonFile | None) -> Iterator[Problem]:
    main = row.main_outcome
    if own and main in tree.outcome_ids and main not in own.lesson.outcomes:
        message = f"lesson '{own.lesson.id}' does not list outcome '{main}'"
        yield row.head.problem("Q033", message, ("outcomes", 0))


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


def _outcomes(tree: Tree, head: Document, keys: Iterable[str]) -> Iterator[Problem]:
    for i, key in enumerate(keys):
        if tree.lacks_outcome(key):
            message = f"no outcome '{key}'{meant(key, tree.outcome_ids)}"
            yield head.problem("C016", message, ("outcomes", i))
