"""GET and POST /sittings/KEY/finish/."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.actions import finish_sitting
from quizzes.after import Judged
from quizzes.models import Sitting
from quizzes.queries import judged_of, standings_of
from tests.published import make_sitting
from tests.quizzes.browser import forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}


@pytest.fixture
def exam(ada: Client) -> Sitting:
    return make_sitting(learner_in(ada), "last-exam")


def answer(client: Client, sitting: Sitting, position: int, given: dict[str, list[str]]) -> None:
    response = open_tab(client, sitting.attempts.get(position=position)).send(given)
    assert response.status_code == 200


def test_it_lists_what_has_no_answer(ada: Client, exam: Sitting) -> None:
    answer(ada, exam, 1, RIGHT)
    answer(ada, exam, 3, {"answer": ["lots"]})

    html = text_of(ada.get(f"/sittings/{exam.key}/finish/"))

    words = words_in(html)
    assert "5 of 6 questions have no answer:" in words
    assert "Question 2: What a peering link charges" in words
    assert "Question 3: A join across two Regions" in words
    assert "Question 1:" not in words
    assert f'<a href="/sittings/{exam.key}/2/">Question 2' in html
    assert "After this no answer can be changed." in words
    assert forms_in(html)[-1].action == f"/sittings/{exam.key}/finish/"
    assert Sitting.objects.get().finished_at is None


def test_it_counts_one_in_the_singular(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "warm-up")
    answer(ada, sitting, 1, {"choice": ["fails"]})
    answer(ada, sitting, 2, {"row": ["standby", "copy", "partner"], "match": ["copy"] * 3})

    words = words_in(text_of(ada.get(f"/sittings/{sitting.key}/finish/")))

    assert "1 of 3 questions has no answer:" in words
    assert "After this no question can be tried again." in words
    assert "1: wrong 2: partly correct 3: to do" in words


def test_it_says_that_everything_has_an_answer(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    sitting.attempts.filter(position__gt=1).delete()
    answer(ada, sitting, 1, WRONG)

    html = text_of(ada.get(f"/sittings/{sitting.key}/finish/"))

    assert "Every question has an answer." in html
    assert f'href="/sittings/{sitting.key}/1/">Back to the questions' in html


def test_it_closes_the_sitting_and_leads_to_the_result(ada: Client, exam: Sitting) -> None:
    before = timezone.now()
    response = ada.post(f"/sittings/{exam.key}/finish/")

    assert response["Location"] == f"/sittings/{exam.key}/result/"
    finished = Sitting.objects.get().finished_at
    assert finished is not None
    assert before <= finished <= timezone.now()


def test_every_answer_is_told_once_in_the_order_of_asking(
    ada: Client, exam: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, Judged]] = []
    hooks = [lambda one: heard.append(("first", one)), lambda one: heard.append(("second", one))]
    monkeypatch.setattr("quizzes.after.after_judged", hooks)
    answer(ada, exam, 3, {"answer": ["2100"]})
    answer(ada, exam, 1, WRONG)
    answer(ada, exam, 1, RIGHT)
    answer(ada, exam, 4, {"answer": [""]})
    assert heard == []

    for _ in range(2):
        ada.post(f"/sittings/{exam.key}/finish/")

    finished = Sitting.objects.get().finished_at
    assert [(name, one.evidence.question) for name, one in heard] == [
        ("first", "which-line"),
        ("second", "which-line"),
        ("first", "nightly-join"),
        ("second", "nightly-join"),
    ]
    assert {one.evidence.score for _, one in heard} == {1.0}
    assert {one.at for _, one in heard} == {finished}


def test_what_is_told_is_what_a_rebuild_finds(
    ada: Client, exam: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Judged] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])
    answer(ada, exam, 1, WRONG)
    answer(ada, exam, 2, {"choice": ["zones"]})

    finished = finish_sitting(exam, now=timezone.now())

    found = [judged_of(row.attempt, row.rows) for row in standings_of(finished)]
    assert [one for one in found if one] == heard
    assert len(heard) == 2


def test_practice_has_told_everything_already(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Judged] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])
    sitting = make_sitting(learner_in(ada), "warm-up")
    answer(ada, sitting, 2, {"row": ["standby", "copy", "partner"], "match": ["copy"] * 3})
    assert len(heard) == 1

    ada.post(f"/sittings/{sitting.key}/finish/")

    assert len(heard) == 1


def test_nothing_is_finished_if_what_follows_fails(
    ada: Client, exam: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(judged: Judged) -> None:
        raise RuntimeError

    answer(ada, exam, 1, WRONG)
    monkeypatch.setattr("quizzes.after.after_judged", [fail])
    with pytest.raises(RuntimeError):
        ada.post(f"/sittings/{exam.key}/finish/")

    assert Sitting.objects.get().finished_at is None


def test_finishing_twice_is_finishing_once(ada: Client, exam: Sitting) -> None:
    ada.post(f"/sittings/{exam.key}/finish/")
    first: datetime | None = Sitting.objects.get().finished_at

    response = ada.post(f"/sittings/{exam.key}/finish/")

    assert response["Location"] == f"/sittings/{exam.key}/result/"
    assert Sitting.objects.get().finished_at == first


def test_a_finished_sitting_takes_no_answer(ada: Client, exam: Sitting) -> None:
    tab = open_tab(ada, exam.attempts.get(position=1))
    ada.post(f"/sittings/{exam.key}/finish/")

    response = tab.send(RIGHT)

    assert response.status_code == 409
    assert "The sitting is over, so what you sent was not taken." in text_of(response)
    assert not exam.attempts.get(position=1).events.exists()


def test_looking_at_it_after_the_end_leads_to_the_result(ada: Client, exam: Sitting) -> None:
    ada.post(f"/sittings/{exam.key}/finish/")

    for where in ("", "1/", "finish/"):
        response = ada.get(f"/sittings/{exam.key}/{where}")
        assert response["Location"] == f"/sittings/{exam.key}/result/"
