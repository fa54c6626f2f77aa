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
from quizzes.actions import finish_sitting, start_quiz
from quizzes.after import Judged
from quizzes.models import Attempt, AttemptEvent, Sitting
from tests.published import make_check, make_sitting
from tests.quizzes.browser import HTMX, fresh_tab, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}


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

    at_once(*[sit] * 6)

    assert Sitting.objects.count() == 2


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


@pytest.mark.parametrize("pairs", [10, pytest.param(1000, marks=pytest.mark.fault)])
def test_an_answer_beside_the_end_counts_or_is_refused(
    ada: Client, monkeypatch: pytest.MonkeyPatch, pairs: int
) -> None:
    monkeypatch.setattr("quizzes.after.after_judged", [])
    for _ in range(pairs):
        Sitting.objects.all().delete()
        sitting = make_sitting(learner_in(ada))
        tab = open_tab(ada, sitting.attempts.get(position=1))
        end = f"/sittings/{sitting.key}/finish/"

        answer, _ = at_once(
            partial(tab.send, RIGHT),
            partial(ada.post, end, headers=HTMX),
        )

        taken = AttemptEvent.objects.exists()
        assert answer.status_code == (200 if taken else 409)
        score = "1 out of 6" if taken else "0 out of 6"
        assert score in words_in(text_of(ada.get(f"/sittings/{sitting.key}/result/")))


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
