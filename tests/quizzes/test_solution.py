"""POST /attempts/KEY/answer/ with solution=1."""

import pytest
from django.test import Client

from domain.attempts import Rules
from quizzes.after import Judged
from quizzes.models import AttemptEvent
from tests.published import make_check, make_sitting
from tests.quizzes.browser import open_tab, text_of
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db


def test_it_tells_everything_after_a_try(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send({"choice": ["peered"]})

    html = text_of(open_tab(ada, attempt).send(press="solution"))

    assert "Correct answer" in html
    assert "Every byte that crosses the boundary" in html
    assert "Storage is billed for lying there." in html
    assert "Three boundaries, three prices." in html
    assert "Practise this again" in html
    assert "Try again" not in html


def test_it_is_not_offered_before_a_try(ada: Client) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), "which-line"))
    assert "solution" not in tab.form.buttons

    response = tab.send(press="solution")

    assert response.status_code == 400
    assert not AttemptEvent.objects.exists()


def test_an_answer_that_could_not_be_read_is_no_try(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "nightly-join")
    open_tab(ada, attempt).send({"answer": ["much"]})

    assert open_tab(ada, attempt).send(press="solution").status_code == 400


def test_it_is_not_offered_while_feedback_waits(ada: Client) -> None:
    attempt = make_sitting(learner_in(ada)).attempts.get(position=1)
    open_tab(ada, attempt).send({"choice": ["peered"]})
    tab = open_tab(ada, attempt)
    assert "solution" not in tab.form.buttons

    assert tab.send(press="solution").status_code == 400


def test_it_changes_nothing_that_is_known_of_the_learner(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Judged] = []
    attempt = make_check(learner_in(ada), "which-line", Rules(tries=3))
    open_tab(ada, attempt).send({"choice": ["peered"]})
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])

    open_tab(ada, attempt).send(press="solution")

    assert heard == []


def test_it_ends_the_attempt(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    tab = open_tab(ada, attempt)
    tab.send({"choice": ["peered"]})
    open_tab(ada, attempt).send(press="solution")

    response = tab.send({"choice": ["regions"]}, sequence="2")

    assert response.status_code == 409
    assert AttemptEvent.objects.count() == 2
