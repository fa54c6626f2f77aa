"""Checks of quizzes against their course: what they ask is there, and fits the time."""

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.courses import QuestionFile, QuizFile, Tree, candidate_of
from domain.problems import Problem, meant
from domain.quiz_files import MARKED_KINDS, SPOKEN_KINDS
from domain.quizzes import ANY, Candidate, Draw, TooFew, draw
from domain.times import Local, zone_of

SLACK_A_QUESTION = 60  # seconds by which a time limit may fall short of the target times


def quiz_problems(tree: Tree, row: QuizFile) -> Iterator[Problem]:
    """Say what a quiz asks and cannot get, and what it asks in too short a time."""
    for i, key in enumerate(row.quiz.fixed):
        question = tree.question_by_id.get(key)
        if question is None and not tree.excuses(key):
            message = f"no question '{key}'{meant(key, tree.question_by_id)}"
            yield row.head.problem("Z001", message, ("questions", "fixed", i))
        elif question:
            yield from _fixed(row, question, i)
    yield from _fixed_kinds(tree, row)
    yield from _draws(tree, row)
    yield from _time(tree, row)
    yield from _window(tree, row)
    checks = {check.question for lesson in tree.lessons for check in lesson.lesson.checks}
    again = [key for key in row.quiz.fixed if key in checks]
    if row.quiz.graded and 2 * len(again) > row.quiz.size:
        message = f"{len(again)} of {row.quiz.size} questions are lesson checks"
        yield row.head.problem("Z004", message, ("questions",))


def _fixed(row: QuizFile, question: QuestionFile, place: int) -> Iterator[Problem]:
    key, at = question.question.id, ("questions", "fixed", place)
    if not question.live:
        message = f"question '{key}' is {question.question.status}, not live"
        yield row.head.problem("Z001", message, at)
    kind = question.question.kind
    if row.quiz.mode == "interview" and kind not in SPOKEN_KINDS:
        message = f"an interview asks {' or '.join(SPOKEN_KINDS)}; '{key}' is {kind}"
        yield row.head.problem("Z002", message, at)
    if row.quiz.graded and kind in MARKED_KINDS:
        message = f"'{key}' is {kind}, which its learner marks; {row.quiz.mode} cannot ask it"
        yield row.head.problem("Z002", message, at)


def _fixed_kinds(tree: Tree, row: QuizFile) -> Iterator[Problem]:
    """Find kinds of which more are fixed than a sitting may hold."""
    by_id = tree.question_by_id
    kinds = Counter(by_id[key].question.kind for key in row.quiz.fixed if key in by_id)
    for kind, most in row.quiz.max_per_kind.items():
        if kinds[kind] > most:
            message = f"{kinds[kind]} fixed questions are {kind}; at most {most}"
            yield row.head.problem("Z002", message, ("questions", "max_per_kind", kind))


def _draws(tree: Tree, row: QuizFile) -> Iterator[Problem]:
    """Find draws that cannot be filled: for want of questions, or because some of them rest."""
    if any(_unsure(tree, wanted) for wanted in row.quiz.draws):
        return
    everything = [candidate_of(question.question) for question in tree.live_questions()]
    short = _short(tree, row, everything)
    if short:
        yield row.head.problem("Z001", str(short), ("questions", "draw", short.place))
        return
    awake = list(tree.candidates())
    short = _short(tree, row, awake) if row.quiz.graded else None
    if short:
        wanted, available = short.wanted, short.available
        resting = sum(map(wanted.fits, everything)) - sum(map(wanted.fits, awake))
        are = "is" if available == 1 else "are"
        message = (
            f"draw for {wanted.wants} needs {wanted.count}, {available} {are} available "
            f"({resting} rest)"
        )
        yield row.head.problem("F005", message, ("questions", "draw", short.place))


def _unsure(tree: Tree, wanted: Draw) -> bool:
    """Whether a draw names what does not exist, or what an unread question may measure."""
    if wanted.outcome == ANY:
        return bool(tree.unread_text)
    return tree.lacks_outcome(wanted.outcome) or tree.may_use(wanted.outcome)


def _short(tree: Tree, row: QuizFile, pool: Sequence[Candidate]) -> TooFew | None:
    excluded = frozenset(
        key
        for other in tree.quizzes
        if other.quiz.id in row.quiz.exclude_quizzes
        for key in other.quiz.fixed
    )
    try:
        draw(row.quiz, pool, seed=0, excluded=excluded)
    except TooFew as fault:
        return fault
    return None


def _time(tree: Tree, row: QuizFile) -> Iterator[Problem]:
    quiz, limit = row.quiz, row.quiz.rules.time_limit_minutes
    if limit is None:
        return
    pool = [question.question for question in tree.live_questions()]
    by_id = {question.id: question.seconds for question in pool}
    seconds = sum(by_id.get(key, 0) for key in quiz.fixed)
    for wanted in quiz.draws:
        fitting = [by_id[q.id] for q in pool if wanted.fits(candidate_of(q))]
        seconds += wanted.count * sum(fitting) // max(1, len(fitting))
    if limit * 60 + SLACK_A_QUESTION * quiz.size < seconds:
        message = f"{limit} min for questions of {round(seconds / 60)} min"
        yield row.head.problem("Z003", message, ("rules", "time_limit_minutes"))


def _window(tree: Tree, row: QuizFile) -> Iterator[Problem]:
    """Find a quiz that never opens, and times that the clocks leave out or show twice."""
    if tree.course is None:
        return
    name = tree.course[1].meta.time_zone
    zone, quiz = zone_of(name), row.quiz
    for key, clock in (("opens", quiz.opens), ("closes", quiz.closes)):
        local = Local(clock, zone) if clock else None
        if local and local.missing:
            taken = f"{local.first.astimezone(zone):%H:%M}"
            message = f"clocks in {name} leave {local.clock:%H:%M} out; it is taken for {taken}"
            yield row.head.problem("Z006", message, (key,))
        elif local and local.double:
            which = "first" if key == "opens" else "second"
            message = f"clocks in {name} show {local.clock:%H:%M} twice; the {which} is meant"
            yield row.head.problem("Z006", message, (key,))
    window = quiz.window(zone)
    if window.opens and window.is_after(window.opens):
        yield row.head.problem("Z005", "it closes before it opens", ("closes",))
