"""F20, with many learners: exams whose answers come around the limit, by a clock that jumps."""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from domain.questions.base import Question
from quizzes.after import Judged
from quizzes.models import AttemptEvent, Sitting
from tests.clocks import Clock
from tests.published import make_sitting
from tests.quizzes.browser import Tab, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
SEED = 20_261_201
LIMIT = 45 * 60  # seconds, of the exam
EDGES = (LIMIT - 600, LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 29, LIMIT + 30, LIMIT + 31)
"""When things happen, in seconds after the start: the clock goes from one to any other."""
TOLD = {200: "Saved.", 409: "The sitting is over, so what you sent was not taken."}


def sample(question: Question, *, right: bool) -> Any:
    """Return an answer that is right, or one that is wrong."""
    wanted = 1.0 if right else 0.0
    return next(one.submitted for one in question.samples() if one.expected == wanted)


def send(tab: Tab, given: Any) -> bool:
    """Send an answer; return whether it was taken, once its learner was told so."""
    before = AttemptEvent.objects.count()
    response = tab.send(given)
    taken: bool = response.status_code == 200
    assert TOLD[response.status_code] in text_of(response)
    assert AttemptEvent.objects.count() - before == taken
    return taken


def sit(client: Client, clock: Clock, dice: Random, seen: "Counter[str]") -> tuple[int, int]:
    """Sit an exam; return how many questions were answered and how many of them right."""
    sitting, start = make_sitting(learner_in(client), seed=dice.getrandbits(32)), clock.now
    tabs = [open_tab(client, attempt) for attempt in sitting.attempts.all()]
    answered = right = 0
    for tab in tabs:
        offset, good = dice.choice(EDGES), dice.random() < 0.7
        clock.now = start + timedelta(seconds=offset)
        taken = send(tab, sample(tab.question, right=good))
        when = "in time" if offset <= LIMIT else "in the grace"
        seen[when if taken else "refused"] += 1
        answered, right = answered + taken, right + (taken and good)
    clock.now = start + timedelta(seconds=dice.choice(EDGES))
    dice.choice(ENDS)(client, sitting)
    clock.now = start + timedelta(seconds=LIMIT + 31)
    return answered, right


ENDS: tuple[Callable[[Client, Sitting], Any], ...] = (
    lambda client, sitting: client.post(f"/sittings/{sitting.key}/finish/"),
    lambda client, sitting: client.get(f"/sittings/{sitting.key}/"),
    lambda client, sitting: call_command("close_sittings", stdout=StringIO()),
)
"""How a sitting may end: by its learner, by a look, by the command."""


@pytest.mark.parametrize("learners", [20, pytest.param(200, marks=pytest.mark.fault)])
def test_no_answer_is_accepted_and_ignored(
    signed_in: Callable[[str], Client],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    learners: int,
) -> None:
    heard: list[Judged] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])
    dice, seen = Random(SEED), Counter[str]()  # noqa: S311 - the seed is told, so that it repeats
    for number in range(learners):
        client = signed_in(f"learner{number}")
        heard.clear()

        answered, right = sit(client, clock, dice, seen)

        sitting = Sitting.objects.get(learner=learner_in(client))
        result = text_of(client.get(f"/sittings/{sitting.key}/result/"))
        assert f"{right} out of 6" in words_in(result), f"learner {number} of seed {SEED}"
        assert len(heard) == answered
        clock.move(days=1)

    sys.stdout.write(f"seed {SEED}, {learners} sittings: {dict(seen)}, 0 accepted and ignored\n")
    assert seen.total() == 6 * learners
    assert min(seen.values()) >= learners
