"""POST /sittings/KEY/practise/."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from courses.models import ReleaseEntry
from quizzes.models import Sitting
from tests.published import make_sitting
from tests.quizzes.browser import forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sat(ada: Client) -> Sitting:
    """Finish an exam: one question right, one in part, one wrong, one left out."""
    sitting = make_sitting(learner_in(ada), "last-exam")
    sitting.attempts.filter(position__gt=4).delete()
    given = {1: {"choice": ["regions"]}, 2: {"choice": ["zones"]}, 3: {"answer": ["9450"]}}
    for position, answer in given.items():
        open_tab(ada, sitting.attempts.get(position=position)).send(answer)
    ada.post(f"/sittings/{sitting.key}/finish/")
    return sitting


def practise(client: Client, sitting: Sitting, key: object = None, **extra: Any) -> Any:
    return client.post(f"/sittings/{sitting.key}/practise/", {"key": str(key or uuid4())}, **extra)


def practices() -> list[Sitting]:
    return list(Sitting.objects.filter(kind="review"))


def keys_of(sitting: Sitting) -> list[str]:
    return list(sitting.attempts.values_list("version__question__key", flat=True))


def test_it_asks_just_what_was_not_right(ada: Client, sat: Sitting) -> None:
    form = forms_in(text_of(ada.get(f"/sittings/{sat.key}/result/")).split("<main")[1])[0]

    response = ada.post(form.action, dict(form.fields))

    [begun] = practices()
    assert response["Location"] == f"/sittings/{begun.key}/"
    assert keys_of(begun) == keys_of(sat)[1:]
    assert begun.rules["mode"] == "practice"
    assert begun.rules["feedback_at_once"]


def test_the_form_sent_twice_starts_one(ada: Client, sat: Sitting) -> None:
    key = uuid4()

    first, second = practise(ada, sat, key), practise(ada, sat, key)

    assert first["Location"] == second["Location"]
    assert len(practices()) == 1


def test_it_goes_from_question_to_question_to_a_result(ada: Client, sat: Sitting) -> None:
    practise(ada, sat)
    [begun] = practices()
    first, passed_over, last = begun.attempts.all()

    told = open_tab(ada, first).send({"choice": ["zones", "regions"]})
    open_tab(ada, passed_over).send({"answer": ["no idea"]})
    ended = open_tab(ada, last).send({"answer": ["no idea"]})
    finish = words_in(text_of(ada.get(f"/sittings/{begun.key}/finish/")))
    result = words_in(text_of(ada.post(f"/sittings/{begun.key}/finish/", follow=True)))

    assert f'href="/sittings/{begun.key}/2/"' in text_of(told)
    assert f'href="/sittings/{begun.key}/finish/"' in text_of(ended)
    assert "Finish the practice?" in finish
    assert "Practice Sitting 1" in result
    assert "1 out of 2 points" in result


def test_it_leaves_out_what_is_no_longer_asked(ada: Client, sat: Sitting) -> None:
    gone = keys_of(sat)[2]
    ReleaseEntry.objects.filter(question_version__question__key=gone).delete()

    practise(ada, sat)

    assert keys_of(practices()[0]) == [keys_of(sat)[1], keys_of(sat)[3]]


def test_it_says_so_where_nothing_is_left(ada: Client, sat: Sitting) -> None:
    ReleaseEntry.objects.filter(question_version__isnull=False).delete()

    response = practise(ada, sat)

    assert response.status_code == 409
    assert "are no longer asked" in text_of(response)
    assert practices() == []


def test_a_form_without_its_key_starts_nothing(ada: Client, sat: Sitting) -> None:
    response = practise(ada, sat, "nothing")

    assert response.status_code == 400
    assert "Press the button again." in text_of(response)
    assert practices() == []


def test_it_is_not_offered_where_everything_was_right(ada: Client, sat: Sitting) -> None:
    sat.attempts.filter(position__gt=1).delete()

    html = text_of(ada.get(f"/sittings/{sat.key}/result/"))

    assert "Practise only what I got wrong" not in html
    assert practise(ada, sat).status_code == 409


def test_nothing_starts_before_the_end(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")

    response = practise(ada, sitting)

    assert response["Location"] == f"/sittings/{sitting.key}/"
    assert practices() == []


def test_a_stranger_practises_nothing(bob: Client, sat: Sitting) -> None:
    assert practise(bob, sat).status_code == 404
    assert practices() == []
