"""How many statements a request costs, BEGIN and COMMIT included."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.queries import lesson_entry, lesson_questions, question_entry
from quizzes.actions import finish_sitting
from quizzes.models import Attempt, Sitting
from quizzes.queries import Own
from tests.published import make_check, make_sitting
from tests.quizzes.browser import HTMX, Tab, open_tab
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
ANSWER = 18
PAGE = 6
RIGHT: Mapping[str, list[str]] = {"choice": ["regions"]}
WRONG: Mapping[str, list[str]] = {"choice": ["peered"]}


def cost(act: Callable[[], Any]) -> int:
    """Count the statements of a request in a process that knows what is published."""
    question_entry("moving-data", "which-line")
    entry = lesson_entry("moving-data", "data-transfer")
    assert entry is not None
    lesson_questions(entry)
    with CaptureQueriesContext(connection) as asked:
        response = act()
    assert response.status_code == 200
    return len(asked)


def practise(client: Client, times: int) -> Tab:
    """Answer a question of the lesson so often, and open it once more."""
    attempt = Attempt.objects.filter(sitting__kind="lesson").first()
    attempt = attempt or make_check(learner_in(client), "which-line")
    for _ in range(times):
        open_tab(client, attempt, query="?again=1").send(RIGHT)
        client.post(f"/attempts/{attempt.key}/again/", headers=HTMX)
        attempt = Attempt.objects.order_by("-pk")[0]
    return open_tab(client, attempt)


def test_an_answer_costs_the_same_after_many_and_never_too_much(ada: Client) -> None:
    counts = []
    for times in (10, 40):
        tab = practise(ada, times)
        counts.append(cost(lambda tab=tab: tab.send(RIGHT)))  # type: ignore[misc]

    assert counts[0] == counts[1] <= ANSWER


def test_a_hint_costs_no_more(ada: Client) -> None:
    tab = practise(ada, 2)

    assert cost(lambda: tab.send(press="hint")) <= 7


@pytest.mark.parametrize("quiz", ["last-exam", "warm-up"])
def test_an_answer_in_a_quiz_costs_the_same_however_many_questions_it_has(
    ada: Client, quiz: str
) -> None:
    practise(ada, 2)
    sitting = make_sitting(learner_in(ada), quiz)
    second = sitting.attempts.get(position=2)
    given: Mapping[str, list[str]] = {
        "choice": ["zones"],
        "row": ["standby", "copy", "partner"],
        "match": ["copy", "copy", "copy"],
    }
    counts = []
    for last in (9, 2):
        sitting.attempts.filter(position__gt=last).delete()
        tab = open_tab(ada, second, query="?again=1")
        Own(sitting.learner_id, second.key).get()  # from here on the process knows its version
        counts.append(cost(lambda tab=tab: tab.send(given)))  # type: ignore[misc]

    assert counts[0] <= ANSWER
    assert counts[1] <= counts[0]


@pytest.mark.parametrize("where", ["1/", "finish/"])
def test_a_page_of_a_quiz_costs_the_same_however_many_questions_it_has(
    ada: Client, where: str
) -> None:
    sitting = make_sitting(learner_in(ada))
    counts = []
    for last in (9, 1):
        sitting.attempts.filter(position__gt=last).delete()
        counts.append(cost(lambda: ada.get(f"/sittings/{sitting.key}/{where}")))

    assert counts[0] == counts[1] <= PAGE


def test_the_page_of_a_question_costs_little(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")

    assert cost(lambda: ada.get(f"/attempts/{attempt.key}/")) <= PAGE
    assert cost(lambda: ada.get("/questions/moving-data/which-line/")) <= PAGE


def test_starting_costs_the_same_however_many_questions_are_asked(ada: Client) -> None:
    counts = []
    for quiz in ("warm-up", "last-exam"):
        with CaptureQueriesContext(connection) as asked:
            make_sitting(learner_in(ada), quiz)
        counts.append(len(asked))

    assert counts[0] <= counts[1] <= 13
    assert Sitting.objects.count() == 2


def test_a_lesson_costs_the_same_however_much_was_practised(ada: Client) -> None:
    counts = []
    for times in (2, 10):
        practise(ada, times)
        counts.append(cost(lambda: ada.get("/courses/moving-data/data-transfer/")))

    assert counts[0] == counts[1] <= PAGE
    finish_sitting(make_sitting(learner_in(ada)), now=timezone.now())
