"""Checks of the whole course: what is promised is taught, asked often enough, and used.

What counts over many files says nothing of an id that a file uses which could not be read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from domain.courses import INTERVIEW, QuestionFile, Tree
from domain.facts import FactState
from domain.problems import Problem, Spot
from domain.questions.base import Question
from domain.quiz_coverage import quiz_problems

QUESTIONS_AN_OUTCOME = 3
KINDS_AN_OUTCOME = 2
LESSONS_A_PART = 6
LESSONS_A_COURSE = 20


def coverage_problems(tree: Tree) -> Iterator[Problem]:
    """Give everything that is missing, unused or too thin."""
    yield from _parts(tree)
    yield from _outcomes(tree)
    yield from _unused_facts(tree)
    yield from _unused_terms(tree)
    yield from _beliefs(tree)
    yield from _resting(tree)
    yield from _unasked(tree)
    for row in tree.quizzes:
        yield from quiz_problems(tree, row)


def _parts(tree: Tree) -> Iterator[Problem]:
    if tree.course is None:
        return
    document, course = tree.course
    for i, part in enumerate(course.meta.parts):
        if len(part.lessons) > LESSONS_A_PART:
            message = f"part '{part.title}' has {len(part.lessons)} lessons; split it"
            yield document.problem("C021", message, ("parts", i))
    if len(course.order) > LESSONS_A_COURSE:
        message = f"the course has {len(course.order)} lessons; split it"
        yield document.problem("C021", message, ("parts",))


def _outcomes(tree: Tree) -> Iterator[Problem]:
    if tree.outcomes_file is None:
        return
    taught = {key for row in tree.lessons for key in row.lesson.outcomes}
    asked = defaultdict(list)
    for row in tree.live_questions():
        if row.place != INTERVIEW:
            asked[row.main_outcome].append(row.question)
    for outcome in tree.outcomes:
        if tree.may_use(outcome.id):
            continue
        at = (*outcome.at, "id")
        for code, message in _thin(outcome.id, asked[outcome.id]):
            yield tree.outcomes_file.problem(code, message, at)
        if outcome.id not in taught:
            message = f"no lesson teaches '{outcome.id}'"
            yield tree.outcomes_file.problem("O006", message, at)


def _thin(key: str, found: list[Question]) -> Iterator[tuple[str, str]]:
    """Say where an outcome has too few questions, or none of a difficulty."""
    kinds = sorted({question.kind for question in found})
    if len(found) < QUESTIONS_AN_OUTCOME or len(kinds) < KINDS_AN_OUTCOME:
        names = f" ({', '.join(kinds)})" if kinds else ""
        needs = f"needs {QUESTIONS_AN_OUTCOME} of {KINDS_AN_OUTCOME}"
        asked = f"{_counted(len(found), 'question')} of {_counted(len(kinds), 'kind')}{names}"
        yield "O005", f"'{key}' has {asked}; {needs}"
        return
    labels = Counter(question.difficulty for question in found)
    if len(labels) == 1:
        yield "O007", f"all {len(found)} questions are {found[0].difficulty}"
    elif not (labels["easy"] and labels["hard"]):
        lacks = "hard" if labels["easy"] else "easy"
        yield "O007", f"none of its {len(found)} questions is {lacks}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _unused_facts(tree: Tree) -> Iterator[Problem]:
    if tree.facts_file is None:
        return
    asked = [row for row in tree.questions if row.published]
    texts = [
        *(row.lesson.uses for row in tree.lessons),
        *(row.uses for row in asked),
        *(row.uses for row in tree.quizzes),
        *(term.uses for term in tree.terms),
    ]
    if tree.course:
        texts.append(tree.course[1].uses)
    used = {use.id for uses in texts for use in uses.facts}
    used |= {key for row in asked for key in row.question.facts}
    for fact in tree.facts:
        if fact.id not in used and not tree.may_use(fact.id):
            message = f"'{fact.id}' is not used"
            yield tree.facts_file.problem("F006", message, (*fact.at, "id"))


def _unused_terms(tree: Tree) -> Iterator[Problem]:
    if tree.glossary_file is None:
        return
    used = {use.id for row in tree.lessons for use in row.lesson.uses.terms}
    for term in tree.terms:
        if term.id not in used and not tree.may_use(term.id):
            message = f"'{term.id}' is never used in a lesson"
            yield tree.glossary_file.problem("G002", message, (*term.at, "id"))


def _beliefs(tree: Tree) -> Iterator[Problem]:
    if tree.misconceptions_file is None:
        return
    users = defaultdict(list)
    for row in tree.live_questions():
        for key in row.question.misconceptions:
            users[key].append(row.question.id)
    for belief in tree.misconceptions:
        at, found = (*belief.at, "id"), users[belief.id]
        if tree.may_use(belief.id):
            continue
        if not found:
            message = f"'{belief.id}' is never used"
            yield tree.misconceptions_file.problem("M002", message, at)
        elif len(found) == 1:
            yield tree.misconceptions_file.problem("M003", f"only '{found[0]}' uses it", at)


def _resting(tree: Tree) -> Iterator[Problem]:
    for row in tree.live_questions():
        for key in row.question.facts:
            fact = tree.fact_by_id.get(key)
            state = fact.state(tree.today) if fact else FactState.CURRENT
            if state is not FactState.CURRENT:
                message = f"rests: fact '{key}' is {state}"
                yield row.head.problem("F004", message, _spot_of_fact(row, key))


def _spot_of_fact(row: QuestionFile, key: str) -> Spot:
    """Find where the front matter names a fact: in its list, else in a formula."""
    if key in row.listed_facts:
        return row.head.spots["facts", row.listed_facts.index(key)]
    return row.formula_facts[key]


def _unasked(tree: Tree) -> Iterator[Problem]:
    """Find questions that no check shows, unless one is misspelt: that was told already."""
    for row in tree.live_questions():
        own = tree.lesson_of(row)
        shown = {check.question for check in own.lesson.checks} if own else set()
        lost = shown - tree.question_by_id.keys()
        if own and row.question.id not in shown and not lost:
            message = "no check in lesson.md shows this question"
            yield row.head.problem("L033", message, ("id",))
