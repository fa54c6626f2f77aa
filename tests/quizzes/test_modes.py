"""What the modes of quizzes tell their learners, where they differ from practice and grades."""

from typing import Any

import pytest
from django.test import Client

from domain.questions.base import Question, Submitted
from quizzes.actions import finish_sitting
from quizzes.models import Sitting
from tests.clocks import START
from tests.published import change_quiz, make_sitting
from tests.quizzes.browser import open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
WARM_UP = "/quizzes/moving-data/warm-up/"


def sample(question: Question, credit: float) -> Submitted:
    """Return an answer that earns so much."""
    return next(one.submitted for one in question.samples() if one.expected == credit)


def sit_through(client: Client, *, right: int) -> str:
    """Sit the warm-up with some right answers and the rest left out; return what it came to."""
    sitting = make_sitting(learner_in(client), "warm-up")
    for position in range(1, right + 1):
        tab = open_tab(client, sitting.attempts.get(position=position))
        tab.send(sample(tab.question, 1.0))
    return words_in(text_of(client.post(f"/sittings/{sitting.key}/finish/", follow=True)))


@pytest.fixture
def readiness(course: Any) -> None:
    change_quiz("warm-up", "mode: practice", "mode: readiness")


@pytest.mark.usefixtures("readiness")
def test_readiness_says_that_it_is_advice(ada: Client) -> None:
    words = words_in(text_of(ada.get(WARM_UP)))

    for said in (
        "Questions 3",
        "Time no limit",
        "Tries a question 1",
        "Feedback after each answer",
        "Hints no",
        "Ready from 66%",
        "Sittings as many as you like",
        "What counts nothing: this is advice",
    ):
        assert said in words
    assert "Pass mark" not in words


@pytest.mark.usefixtures("readiness")
def test_two_of_three_are_ready(ada: Client) -> None:
    assert "You are ready for this course." in sit_through(ada, right=2)


@pytest.mark.usefixtures("readiness")
def test_fewer_are_told_where_to_look_and_kept_from_nothing(ada: Client) -> None:
    said = sit_through(ada, right=1)

    assert "1 out of 3 points" in said
    assert "Not quite ready. Look first at what you missed, below." in said
    assert "You may begin all the same: this is advice." in said
    assert "assed" not in said


@pytest.mark.usefixtures("readiness")
def test_earlier_readiness_is_listed_and_none_counts(ada: Client) -> None:
    sit_through(ada, right=2)
    sit_through(ada, right=0)

    rows = text_of(ada.get(WARM_UP)).split("<tbody>")[1]

    assert "0 / 3 Not quite ready 1" in words_in(rows)
    assert "2 / 3 Ready" in words_in(rows)
    assert "counts" not in rows


def test_a_review_gives_one_try_and_tells_at_once(ada: Client) -> None:
    change_quiz("warm-up", "mode: practice", "mode: review")
    words = words_in(text_of(ada.get(WARM_UP)))
    assert "Tries a question 1 Feedback after each answer" in words
    assert "What counts nothing: this is practice" in words
    sitting = make_sitting(learner_in(ada), "warm-up")
    attempt = sitting.attempts.get(version__question__key="ready-shell")

    said = words_in(text_of(open_tab(ada, attempt).send({"choice": ["fails"]})))

    assert "Correct" in said
    assert "Try again" not in said


def test_tries_without_limit_never_end(ada: Client) -> None:
    change_quiz("warm-up", "\n---\n\nThree", "\nrules:\n  tries: unlimited\n---\n\nThree")
    assert "Tries a question as many as you like" in words_in(text_of(ada.get(WARM_UP)))
    sitting = make_sitting(learner_in(ada), "warm-up")
    attempt = sitting.attempts.get(version__question__key="ready-shell")

    for _ in range(5):
        tab = open_tab(ada, attempt, query="?again=1")
        said = words_in(text_of(tab.send(sample(tab.question, 0.0))))
        assert "Try again" in said

    finish_sitting(Sitting.objects.get(), now=START)
    assert attempt.events.count() == 5
