"""Long histories of answers, by chance but always the same, given as learners give them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import uuid4

from domain.evidence import Difficulty
from quizzes.actions import show_hint, show_solution, start_again, start_check, submit_answer
from quizzes.models import Learner
from quizzes.queries import states_of
from tests.makers import CHOICE, NOW, SHORT, Asked, Made, days, form, make_course, own, ticket

OUTCOMES = ("storage", "transfer", "access")
LABELS: tuple[Difficulty, ...] = ("easy", "medium", "hard")
SENT = {CHOICE: ("right", "wrong", "least"), SHORT: ("right", "half", "no idea")}


@dataclass(frozen=True)
class Given:
    """One answer of a history: hints first, then what is sent."""

    learner: Learner
    key: str
    hints: int
    sent: str
    at: datetime


def make_varied_course(questions: int = 12, **more: str) -> Made:
    """Make a course whose questions differ in everything that a rating looks at."""
    chance = Random(1)  # noqa: S311 - always the same
    asked = {
        f"q{n}": Asked(
            outcomes=tuple(chance.sample(OUTCOMES, chance.choice((1, 1, 2, 3)))),
            difficulty=chance.choice(LABELS),
            source=chance.choice((CHOICE, SHORT)),
            lesson=chance.choice(("first", "second")),
        )
        for n in range(1, questions + 1)
    }
    return make_course(asked, outcomes=OUTCOMES, **more)


def history(made: Made, learners: Sequence[Learner], answers: int, seed: int) -> Iterator[Given]:
    """Give answers with hints, partial credit and repeats, minutes to weeks apart."""
    chance, at = Random(seed), NOW  # noqa: S311 - always the same
    for _ in range(answers):
        at += days(chance.choice((0.001, 0.01, 0.2, 1, 9)) / len(learners))
        key = chance.choice(sorted(made.versions))
        source = CHOICE if "choice" in made.versions[key].source.partition("title")[0] else SHORT
        hints, sent = chance.choice((0, 0, 0, 1)), chance.choice(SENT[source])
        yield Given(chance.choice(learners), key, hints, sent, at)


def give(made: Made, given: Given) -> None:
    """Answer a question in its lesson; whoever was wrong before tries once more, or gives up."""
    version = made.versions[given.key]
    attempt = start_check(given.learner, version, made.release, key=uuid4(), now=given.at)
    state = states_of(attempt, attempt.events.all())[-1]
    if state.tries and not state.finished and not given.hints:
        told = show_solution(own(attempt), form(""), ticket(attempt), now=given.at)
        state = told.state
    if state.finished:
        attempt = start_again(attempt, seed=attempt.seed + 1, now=given.at)
    elif given.hints and not state.tries:
        show_hint(own(attempt), form(""), ticket(attempt), now=given.at)
    submit_answer(own(attempt), form(given.sent), ticket(attempt), now=given.at)
