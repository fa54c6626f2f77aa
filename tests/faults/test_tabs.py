"""The same form at once, tabs beside each other, and forms that are empty when the time is up."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from courses.models import Course
from courses.queries import question_entry
from domain.questions.base import Question
from quizzes.actions import start_check
from quizzes.models import Attempt, AttemptEvent, Draft, Learner, Sitting
from quizzes.queries import standing_of, standings_of
from tests.makers import NOW, make_learner
from tests.published import FOLDER, LESSON_QUESTIONS, make_check, make_sitting
from tests.quizzes.browser import Tab, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in
from tests.threads import at_once
from web.sessions import SESSION_LEARNER

RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}
racing = pytest.mark.django_db(transaction=True)
AT_ONCE = 5  # learners, each with ten tabs
LEARNERS = [2, pytest.param(50, marks=pytest.mark.fault)]


def statuses(results: Sequence[Any]) -> list[int]:
    return sorted(result.status_code for result in results)


def right(question: Question) -> Mapping[str, Sequence[str]]:
    return next(one.submitted for one in question.samples() if one.expected == 1.0)


@racing
def test_f06_ten_posts_of_one_form_are_one_answer(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    tab = open_tab(ada, attempt)

    results = at_once(*[partial(tab.send, WRONG)] * 10)

    assert statuses(results) == [200] * 10
    assert len({words_in(text_of(result)) for result in results}) == 1
    assert AttemptEvent.objects.count() == 1
    assert standing_of(attempt).state.tries == 1


@racing
@pytest.mark.parametrize("learners", LEARNERS)
def test_f09_tabs_with_a_question_each_are_all_kept(course: Course, learners: int) -> None:
    for first in range(0, learners, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, learners))
        tabs = [tab for number in numbers for tab in tabs_of(number)]

        results = at_once(*[partial(tab.send, right(tab.question)) for tab in tabs])

        assert statuses(results) == [200] * len(tabs)
    assert AttemptEvent.objects.count() == learners * len(LESSON_QUESTIONS)
    for sitting in Sitting.objects.all():
        states = [found.state for found in standings_of(sitting)]
        assert [state.answered or state.awaiting is not None for state in states] == [True] * 10


def tabs_of(number: int) -> list[Tab]:
    """Open every question of the lesson, each in a tab, as somebody new."""
    user = User.objects.create_user(f"eve-{number}")
    client, learner = Client(), make_learner(user)
    client.force_login(user)
    session = client.session
    session[SESSION_LEARNER] = learner.pk
    session.save()
    return [open_tab(client, begun(learner, key)) for key in LESSON_QUESTIONS.values()]


def begun(learner: Learner, key: str) -> Attempt:
    entry = question_entry(FOLDER.name, key)
    assert entry is not None
    assert entry.question_version is not None
    return start_check(learner, entry.question_version, entry.release, key=uuid4(), now=NOW)


@racing
def test_f10_of_two_tabs_with_one_question_one_is_told(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    one, two = open_tab(ada, attempt), open_tab(ada, attempt)

    results = at_once(lambda: one.send(WRONG), lambda: two.send({"choice": ["storage"]}))

    assert statuses(results) == [200, 409]
    assert AttemptEvent.objects.count() == 1
    [refused] = [words_in(text_of(found)) for found in results if found.status_code == 409]
    assert "You sent: " in refused
    assert "What counts: " in refused


@racing
@pytest.mark.parametrize("rounds", [10, pytest.param(1000, marks=pytest.mark.fault)])
def test_f10_a_draft_beside_an_answer_never_hides_it(ada: Client, rounds: int) -> None:
    for _ in range(rounds):
        Sitting.objects.all().delete()
        attempt = make_check(learner_in(ada), "which-line")
        tab = open_tab(ada, attempt)

        drafted, answered = at_once(partial(tab.type, RIGHT), partial(tab.send, WRONG))

        assert answered.status_code == 200
        assert drafted.status_code in (204, 409)
        assert Draft.objects.exists() == (drafted.status_code == 204)
        assert AttemptEvent.objects.get().data == {"submitted": WRONG}
        assert standing_of(attempt).draft is None
        assert "Not this one" in text_of(ada.get(f"/attempts/{attempt.key}/"))


@pytest.mark.django_db
def test_f21_an_empty_form_goes_through_at_the_limit(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    tabs = [open_tab(ada, attempt) for attempt in sitting.attempts.all()]
    Sitting.objects.update(deadline=timezone.now() - timedelta(seconds=1))

    sent = [tab.send() for tab in tabs]
    end = ada.post(f"/sittings/{sitting.key}/finish/")

    assert statuses(sent) == [200] * len(tabs)
    assert end["Location"] == f"/sittings/{sitting.key}/result/"
    assert "0 out of 6" in words_in(text_of(ada.get(end["Location"])))


@pytest.mark.django_db
@pytest.mark.parametrize("key", LESSON_QUESTIONS.values())
def test_f21_no_browser_holds_an_empty_form_back(ada: Client, key: str) -> None:
    attempt = make_check(learner_in(ada), key)

    html = text_of(ada.get(f"/attempts/{attempt.key}/"))

    assert " required" not in html.partition("<form")[2].partition("</form>")[0]
