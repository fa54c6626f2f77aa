"""GET /progress/COURSE/beliefs/ and POST …/practise/."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Misconception, ReleaseEntry
from quizzes.actions import finish_sitting
from quizzes.models import Sitting
from tests.published import make_check, make_sitting
from tests.quizzes.browser import forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import ada, bob, course, learner_in, signed_in

__all__ = ["ada", "bob", "course", "signed_in"]
pytestmark = pytest.mark.django_db
PAGE = "/progress/moving-data/beliefs/"
FREE = "What crosses a peering link is free."
CORRECTION = "A peering is a route; the boundary sets the price."
ALL = "Any byte that leaves a Region is charged as internet egress."
PEERED: dict[str, list[str]] = {"choice": ["peered"]}


def answer(client: Client, key: str, given: dict[str, list[str]], sure: str = "") -> Any:
    attempt = make_check(learner_in(client), key)
    attempt.sitting.finished_at = timezone.now()  # another open sitting of the lesson may follow
    told = open_tab(client, attempt).send(given, confidence=sure)
    attempt.sitting.save()
    return told


def words(client: Client) -> str:
    return words_in(text_of(client.get(PAGE)))


def practise(client: Client, **sent: str) -> Any:
    return client.post(f"{PAGE}practise/", {"key": str(uuid4()), **sent})


def practised() -> list[list[str]]:
    """Return the keys of the questions of every practice."""
    return [
        list(sitting.attempts.values_list("version__question__key", flat=True))
        for sitting in Sitting.objects.filter(kind="review")
    ]


def test_an_open_belief_stands_with_answer_correction_and_paragraph(ada: Client) -> None:
    answer(ada, "which-line", PEERED, sure="4")

    html = text_of(ada.get(PAGE))

    said = words_in(html)
    assert f"you were sure “{FREE}”" in said
    assert "you answered: Nothing, as long as the two VPCs are peered" in said
    assert f"What is the case: {CORRECTION}" in said
    assert 'href="/courses/moving-data/data-transfer/#h-three-prices"' in html
    assert "Still open" in said
    assert "Beliefs you corrected" not in said


def test_a_belief_without_confidence_is_open_and_not_sure(ada: Client) -> None:
    answer(ada, "which-line", PEERED)

    assert FREE in words(ada)
    assert "you were sure" not in words(ada)


def test_a_right_answer_to_a_different_question_corrects_it(ada: Client) -> None:
    answer(ada, "which-line", PEERED, sure="4")
    answer(ada, "peering-bill", {"choice": ["zones", "regions"]})

    said = words(ada)

    assert "Beliefs you corrected" in said
    assert "Still open" not in said
    assert f"“{FREE}”" in said
    assert "Practise this one" not in said


def test_the_correction_waits_while_the_question_can_be_answered(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send(PEERED)

    html = text_of(ada.get(PAGE))

    assert FREE in html
    assert CORRECTION not in html
    assert f'href="/attempts/{attempt.key}/"' in html


def test_an_exam_shows_no_belief_before_its_end(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    open_tab(ada, sitting.attempts.get(position=1)).send(PEERED)
    before = words(ada)

    finish_sitting(sitting, now=timezone.now())

    assert "No beliefs yet" in before
    assert FREE not in before
    assert f"What is the case: {CORRECTION}" in words(ada)


def test_a_belief_that_the_course_gave_up_is_left_out(ada: Client) -> None:
    answer(ada, "which-line", PEERED)
    Misconception.objects.filter(belief=FREE).update(retired=True)
    from_now_on(ada)

    assert "No beliefs yet" in words(ada)


def from_now_on(client: Client) -> None:
    """Let a release follow, so that nothing is known from before."""
    release = Sitting.objects.filter(learner=learner_in(client))[0].release
    release.at = timezone.now()
    release.save()


def test_a_belief_nobody_asks_about_offers_no_practice(ada: Client) -> None:
    answer(ada, "which-line", PEERED)
    ReleaseEntry.objects.filter(question_version__isnull=False).delete()
    from_now_on(ada)

    assert "Practise this one" not in words(ada)
    assert practise(ada).status_code == 409
    assert practised() == []


def test_nobody_sees_anothers(ada: Client, bob: Client) -> None:
    answer(ada, "which-line", PEERED)

    assert "No beliefs yet" in words(bob)
    assert "No beliefs yet" in words(Client())


def test_practice_asks_a_different_question_on_each_open_belief(ada: Client) -> None:
    answer(ada, "which-line", PEERED)
    answer(ada, "zone-hop", {"choice": ["regions"]}, sure="3")
    [_, form, *_] = forms_in(text_of(ada.get(PAGE)))

    response = ada.post(form.action, dict(form.fields))

    [keys] = practised()
    assert len(keys) == 2
    assert not {"which-line", "zone-hop"} & set(keys)
    assert response["Location"].startswith("/sittings/")


def test_one_belief_can_be_practised_alone(ada: Client) -> None:
    answer(ada, "which-line", PEERED)
    answer(ada, "zone-hop", {"choice": ["regions"]})

    practise(ada, belief="peering-is-free")

    [[key]] = practised()
    assert key == "peering-aloud"


def test_the_same_question_comes_only_if_there_is_no_other(ada: Client) -> None:
    answer(ada, "which-line", PEERED)
    others = ReleaseEntry.objects.filter(question_version__isnull=False)
    others.exclude(question_version__question__key="which-line").delete()
    from_now_on(ada)

    practise(ada)

    assert practised() == [["which-line"]]


def test_the_form_sent_twice_starts_one_practice(ada: Client) -> None:
    answer(ada, "which-line", PEERED)
    key = str(uuid4())

    assert practise(ada, key=key)["Location"] == practise(ada, key=key)["Location"]
    assert len(practised()) == 1


def test_a_form_without_its_key_starts_nothing(ada: Client) -> None:
    response = practise(ada, key="none")

    assert response.status_code == 400
    assert "Press the button again." in text_of(response)


def test_a_visitor_starts_nothing(ada: Client) -> None:
    response = practise(Client())

    assert response.status_code == 409
    assert "nothing was started" in text_of(response)


def test_it_costs_the_same_however_many_answers_there_are(ada: Client) -> None:
    counts = []
    for _ in range(2):
        answer(ada, "which-line", PEERED)
        answer(ada, "zone-hop", {"choice": ["regions"]})
        ada.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            ada.get(PAGE)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 7


def test_several_tries_in_several_sittings_are_told_apart(ada: Client) -> None:
    """Each stands first in its sitting: only the attempt itself says which events belong to it."""
    for _ in range(2):
        attempt = make_check(learner_in(ada), "which-line")
        for _ in range(2):
            open_tab(ada, attempt, query="?again=1").send(PEERED)
        Sitting.objects.update(finished_at=timezone.now())

    assert f"“{FREE}”" in words(ada)
