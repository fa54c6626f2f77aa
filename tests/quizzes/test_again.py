"""POST /attempts/KEY/again/."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import QuestionVersion, ReleaseEntry
from quizzes.models import Attempt, Learner, Sitting
from tests.published import make_check, make_sitting, version_of
from tests.quizzes.browser import open_tab, text_of
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(ada: Client) -> Attempt:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send({"choice": ["regions"]})
    return attempt


def newest() -> Attempt:
    return Attempt.objects.order_by("-pk")[0]


def test_it_begins_the_question_anew(ada: Client, done: Attempt) -> None:
    tab = open_tab(ada, newest())

    html = text_of(tab.post(f"/attempts/{done.key}/again/"))

    assert newest() != done
    assert (newest().sitting, newest().position) == (done.sitting, 2)
    assert newest().seed != done.seed
    assert f"/attempts/{newest().key}/answer/" in html
    assert 'id="q-which-line"' in html
    assert "checked" not in html
    assert "Correct" not in html


def test_the_lesson_then_shows_the_new_attempt(ada: Client, done: Attempt) -> None:
    lesson = "/courses/moving-data/data-transfer/"
    assert f"/attempts/{done.key}/again/" in text_of(ada.get(lesson))

    ada.post(f"/attempts/{done.key}/again/")

    html = text_of(ada.get(lesson))
    assert f"/attempts/{newest().key}/answer/" in html
    assert str(done.key) not in html


def test_it_begins_one_if_it_is_sent_twice(ada: Client, done: Attempt) -> None:
    for _ in range(2):
        ada.post(f"/attempts/{done.key}/again/")

    assert Attempt.objects.count() == 2


def test_it_waits_until_the_attempt_is_over(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")

    response = ada.post(f"/attempts/{attempt.key}/again/")

    assert Attempt.objects.count() == 1
    assert response["Location"] == f"/attempts/{attempt.key}/"


def test_it_asks_the_question_as_it_is_published_now(ada: Client, done: Attempt) -> None:
    old = version_of("which-line")
    source = old.source.replace("Which line of the bill grows with", "What is dearer after")
    new = QuestionVersion.objects.get(pk=old.pk)
    new.pk, new.number, new.digest, new.source = None, 2, "new", source
    new._state.adding = True
    new.save()
    ReleaseEntry.objects.filter(question_version=old).update(question_version=new)

    ada.post(f"/attempts/{done.key}/again/")

    assert newest().version == new
    assert Attempt.objects.get(pk=done.pk).version == old


def test_it_asks_a_retired_question_as_it_was(ada: Client, done: Attempt) -> None:
    ReleaseEntry.objects.filter(question_version=done.version).delete()

    ada.post(f"/attempts/{done.key}/again/")

    assert newest() != done
    assert newest().version == done.version


def test_it_goes_on_in_the_open_sitting_if_that_of_the_attempt_has_ended(
    ada: Client, done: Attempt
) -> None:
    Sitting.objects.update(finished_at=timezone.now() + timedelta(minutes=1))

    response = ada.post(f"/attempts/{done.key}/again/")

    assert response.status_code == 302
    assert newest().sitting != done.sitting
    assert newest().sitting.finished_at is None
    assert Learner.objects.get() == newest().sitting.learner


def test_a_question_of_a_quiz_is_not_practised_again(ada: Client) -> None:
    attempt = make_sitting(learner_in(ada)).attempts.get(position=1)

    response = ada.post(f"/attempts/{attempt.key}/again/")

    assert response.status_code == 400
    assert "The rules here do not give that" in text_of(response)
    assert Attempt.objects.filter(version=attempt.version).count() == 1


def test_it_works_without_javascript(ada: Client, done: Attempt) -> None:
    response = ada.post(f"/attempts/{done.key}/again/", {"back": "lesson"})

    assert response["Location"] == "/courses/moving-data/data-transfer/#q-which-line"
