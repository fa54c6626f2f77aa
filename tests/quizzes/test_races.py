"""Everything at once: threads that a barrier lets go together."""

from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from courses.models import Outcome
from courses.queries import quiz_entry
from quizzes.actions import NoSittingsLeft, finish_sitting, start_quiz
from quizzes.after import Judged
from quizzes.models import Attempt, AttemptEvent, Sitting
from tests.published import make_check, make_sitting
from tests.quizzes.browser import fresh_tab, open_tab
from tests.quizzes.conftest import learner_in
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}
STARTS = 50
"""At the same moment, of a quiz that may be sat twice."""


def statuses(results: list[Any]) -> list[int]:
    return sorted(result.status_code for result in results)


@pytest.mark.parametrize("second", [WRONG, RIGHT], ids=["the same", "another"])
def test_a_first_answer_in_two_tabs_begins_one_attempt(
    ada: Client, second: dict[str, list[str]]
) -> None:
    one, two = fresh_tab(ada, "which-line"), fresh_tab(ada, "which-line")

    results = at_once(lambda: one.send(WRONG), lambda: two.send(second))

    assert statuses(results) == ([200, 200] if second is WRONG else [200, 409])
    assert Sitting.objects.count() == Attempt.objects.count() == 1
    assert AttemptEvent.objects.count() == 1


@pytest.mark.parametrize("same", [True, False], ids=["one key", "a key each"])
def test_starts_at_once_begin_one_sitting(ada: Client, *, same: bool) -> None:
    keys = [uuid4()] * 4 if same else [uuid4() for _ in range(4)]
    url = "/quizzes/moving-data/last-exam/start/"

    results = at_once(*[partial(ada.post, url, {"key": key}) for key in keys])

    assert len({result["Location"] for result in results}) == 1
    assert Sitting.objects.count() == 1
    assert Attempt.objects.count() == 6


def test_the_limit_of_sittings_holds(ada: Client) -> None:
    learner, entry = learner_in(ada), quiz_entry("moving-data", "money")
    assert entry is not None

    def sit() -> None:
        begun = start_quiz(learner, entry, key=uuid4(), seed=1, now=timezone.now())
        finish_sitting(begun, now=timezone.now())

    results = at_once(*[sit] * STARTS)

    assert Sitting.objects.count() == 2
    assert {type(result) for result in results} == {type(None), NoSittingsLeft}


def test_many_starts_resume_what_runs_and_begin_no_third(ada: Client) -> None:
    url = "/quizzes/moving-data/money/start/"
    seen = []
    for _ in range(3):
        results = at_once(*[lambda: ada.post(url, {"key": uuid4()})] * STARTS)
        seen.append((set(statuses(results)), Sitting.objects.count()))
        for running in Sitting.objects.filter(finished_at=None):
            finish_sitting(running, now=timezone.now())

    assert seen == [({302}, 1), ({302}, 2), ({409}, 2)]


def test_finishing_at_once_tells_of_every_answer_once(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Judged] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])
    sitting = make_sitting(learner_in(ada))
    open_tab(ada, sitting.attempts.get(position=1)).send(WRONG)
    url = f"/sittings/{sitting.key}/finish/"

    results = at_once(*[partial(ada.post, url)] * 5)

    assert {result["Location"] for result in results} == {f"/sittings/{sitting.key}/result/"}
    assert len(heard) == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks the whole database")
def test_a_deadlock_is_broken_and_tried_again(
    ada: Client, bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Outcome.objects.order_by("pk")
    orders = {learner_in(ada).pk: (first, second), learner_in(bob).pk: (second, first)}
    both_hold_one, calls = Barrier(2), []

    def lock_crosswise(judged: Judged) -> None:
        one, other = orders[judged.learner_id]
        Outcome.objects.select_for_update().get(pk=one.pk)
        calls.append(judged.learner_id)
        if calls.count(judged.learner_id) == 1:
            both_hold_one.wait(5)
        Outcome.objects.select_for_update().get(pk=other.pk)

    monkeypatch.setattr("quizzes.after.after_judged", [lock_crosswise])
    tabs = [open_tab(who, make_check(learner_in(who), "which-line")) for who in (ada, bob)]

    results = at_once(*[partial(tab.send, WRONG) for tab in tabs])

    assert statuses(results) == [200, 200]
    assert len(calls) == 3
    assert AttemptEvent.objects.count() == 2
