"""Checks of the whole course: what is promised is taught, asked often enough, and used."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from domain.courses import INTERVIEW, QuizFile, Tree, candidate_of
from domain.facts import FactState
from domain.problems import Problem
from domain.questions.base import Question
from domain.quizzes import Candidate, CannotDraw, draw

QUESTIONS_AN_OUTCOME = 3
KINDS_AN_OUTCOME = 2
LESSONS_A_PART = 6
LESSONS_A_COURSE = 20
SLACK_A_QUESTION = 60  # seconds by which a time limit may fall short of the target times
TRIES_OF_A_DRAW = 20  # seeds: a draw that can be filled is filled by nearly every one


def coverage_problems(tree: Tree) -> Iterator[Problem]:
    """Give everything that is missing, unused or too thin."""
    yield from _parts(tree)
    yield from _outcomes(tree)
    yield from _unused(tree)
    yield from _beliefs(tree)
    yield from _resting(tree)
    yield from _unasked(tree)
    for row in tree.quizzes:
        yield from _quiz(tree, row)


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
        several = "" if len(kinds) == 1 else "s"
        needs = f"needs {QUESTIONS_AN_OUTCOME} of {KINDS_AN_OUTCOME}"
        asked = f"{len(found)} questions of {len(kinds)} kind{several}{names}"
        yield "O005", f"'{key}' has {asked}; {needs}"
    labels = Counter(question.difficulty for question in found)
    if len(labels) == 1:
        yield "O007", f"all {len(found)} questions are {found[0].difficulty}"
    elif found and not (labels["easy"] and labels["hard"]):
        lacks = "hard" if labels["easy"] else "easy"
        yield "O007", f"none of its {len(found)} questions is {lacks}"


def _unused(tree: Tree) -> Iterator[Problem]:
    in_lessons = [row.lesson.uses for row in tree.lessons]
    uses = [*in_lessons, *(row.uses for row in tree.questions)]
    facts = {fact.id for use in uses for fact in use.facts}
    facts |= {key for row in tree.questions for key in row.question.facts}
    terms = {term.id for use in in_lessons for term in use.terms}
    for fact in tree.facts:
        if fact.id not in facts and tree.facts_file:
            at = (*fact.at, "id")
            yield tree.facts_file.problem("F006", f"'{fact.id}' is not used", at)
    for term in tree.terms:
        if term.id not in terms and tree.glossary_file:
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
        if not found:
            message = f"'{belief.id}' is never used"
            yield tree.misconceptions_file.problem("M002", message, at)
        elif len(found) == 1:
            yield tree.misconceptions_file.problem("M003", f"only '{found[0]}' uses it", at)


def _resting(tree: Tree) -> Iterator[Problem]:
    for row in tree.live_questions():
        for i, key in enumerate(row.question.facts):
            fact = tree.fact_by_id.get(key)
            state = fact.state(tree.today) if fact else FactState.CURRENT
            if state is not FactState.CURRENT:
                message = f"rests: fact '{key}' is {state}"
                yield row.head.problem("F004", message, ("facts", i))


def _unasked(tree: Tree) -> Iterator[Problem]:
    shown = {check.question for row in tree.lessons for check in row.lesson.checks}
    for row in tree.live_questions():
        if tree.lesson_of(row) and row.question.id not in shown:
            message = "no check in lesson.md shows this question"
            yield row.head.problem("L033", message, ("id",))


def _quiz(tree: Tree, row: QuizFile) -> Iterator[Problem]:
    quiz, head = row.quiz, row.head
    for i, key in enumerate(quiz.fixed):
        question = tree.question_by_id.get(key)
        if question is None and key not in tree.unread:
            yield head.problem("Z001", f"no question '{key}'", ("questions", "fixed", i))
        elif question is not None and not question.live:
            message = f"question '{key}' is {question.question.status}, not live"
            yield head.problem("Z001", message, ("questions", "fixed", i))
    yield from _draws(tree, row)
    yield from _time(tree, row)
    checks = {check.question for lesson in tree.lessons for check in lesson.lesson.checks}
    again = [key for key in quiz.fixed if key in checks]
    if quiz.graded and 2 * len(again) > quiz.size:
        message = f"{len(again)} of {quiz.size} questions are lesson checks"
        yield head.problem("Z004", message, ("questions",))


def _draws(tree: Tree, row: QuizFile) -> Iterator[Problem]:
    """Find draws that cannot be filled: for want of questions, or because some of them rest."""
    everything = [candidate_of(question.question) for question in tree.live_questions()]
    awake = list(tree.candidates()) if row.quiz.graded else everything
    fixed = frozenset(
        key
        for other in tree.quizzes
        if other.quiz.id in row.quiz.exclude_quizzes
        for key in other.quiz.fixed
    )
    short = _short(row, everything, fixed)
    if short:
        yield row.head.problem("Z001", short, ("questions", "draw"))
        return
    short = _short(row, awake, fixed)
    if short:
        resting = len(everything) - len(awake)
        yield row.head.problem("F005", f"{short} ({resting} rest)", ("questions", "draw"))


def _short(row: QuizFile, pool: list[Candidate], fixed: frozenset[str]) -> str:
    said = ""
    for seed in range(TRIES_OF_A_DRAW):
        try:
            draw(row.quiz, pool, seed=seed, excluded=fixed)
        except CannotDraw as fault:
            said = str(fault)
    return said


def _time(tree: Tree, row: QuizFile) -> Iterator[Problem]:
    quiz = row.quiz
    limit = quiz.rules.time_limit_minutes
    pool = [question.question for question in tree.live_questions()]
    if limit is None or not pool:
        return
    by_id = {question.id: question.seconds for question in pool}
    seconds = sum(by_id.get(key, 0) for key in quiz.fixed)
    for wanted in quiz.draws:
        fitting = [by_id[q.id] for q in pool if wanted.fits(candidate_of(q))]
        seconds += wanted.count * sum(fitting) // max(1, len(fitting))
    if limit * 60 + SLACK_A_QUESTION * quiz.size < seconds:
        message = f"{limit} min for questions of {round(seconds / 60)} min"
        yield row.head.problem("Z003", message, ("rules", "time_limit_minutes"))
