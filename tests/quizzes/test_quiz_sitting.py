"""GET /sittings/KEY/ and /sittings/KEY/N/, and the answers given there."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import ReleaseEntry
from quizzes.models import Attempt, AttemptEvent, Sitting
from tests.published import make_sitting
from tests.quizzes.browser import HTMX, open_tab, tab_of, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}
UP = timedelta(seconds=31)


@pytest.fixture
def exam(ada: Client) -> Sitting:
    return make_sitting(learner_in(ada), "last-exam")


@pytest.fixture
def warm_up(ada: Client) -> Sitting:
    return make_sitting(learner_in(ada), "warm-up")


def at(sitting: Sitting, position: int) -> Attempt:
    return sitting.attempts.get(position=position)


def page(client: Client, sitting: Sitting, where: object = "") -> Any:
    return client.get(f"/sittings/{sitting.key}/{f'{where}/' if where else ''}")


def steps_in(html: str) -> list[str]:
    return re.findall(r'id="step-\d+"[^>]*><span class="vh">([^<]*)<', html)


def test_it_leads_to_the_first_question_without_an_answer(ada: Client, exam: Sitting) -> None:
    assert page(ada, exam)["Location"] == f"/sittings/{exam.key}/1/"
    open_tab(ada, at(exam, 1)).send(RIGHT)
    open_tab(ada, at(exam, 3)).send({"answer": ["1"]})

    assert page(ada, exam)["Location"] == f"/sittings/{exam.key}/2/"


def test_it_leads_to_the_end_when_everything_has_an_answer(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    sitting.attempts.filter(position__gt=1).delete()
    open_tab(ada, at(sitting, 1)).send(RIGHT)

    assert page(ada, sitting)["Location"] == f"/sittings/{sitting.key}/finish/"


def test_it_shows_one_question_in_its_frame(ada: Client, exam: Sitting) -> None:
    html = text_of(page(ada, exam, 2))

    assert "<title>Question 2 of 6, Last exam" in html
    assert steps_in(html) == [
        "1: to do",
        "2: current",
        "3: to do",
        "4: to do",
        "5: to do",
        "6: to do",
    ]
    assert 'aria-label="Question 2 of 6"' in html
    assert 'aria-current="step"' in html
    assert "2 / 6" in words_in(html)
    assert 'aria-label="Leave quiz, answers are saved"' in html
    assert 'href="/quizzes/moving-data/last-exam/"' in html
    assert html.count("<article") == 1
    assert 'id="q-2"' in html
    assert "Two VPCs are peered." in html
    assert f'href="/sittings/{exam.key}/1/"' in html
    assert f'href="/sittings/{exam.key}/3/"' in html
    assert "Main" not in re.findall(r'aria-label="(\w+)"', html)


def test_the_first_leads_back_to_the_quiz_and_the_last_to_the_end(
    ada: Client, exam: Sitting
) -> None:
    first, last = text_of(page(ada, exam, 1)), text_of(page(ada, exam, 6))

    assert 'href="/quizzes/moving-data/last-exam/"><span>Leave' in first
    assert f'href="/sittings/{exam.key}/finish/"><span>Next' in last


def test_it_says_how_much_time_is_left(ada: Client, exam: Sitting, warm_up: Sitting) -> None:
    assert "44 min left" in text_of(page(ada, exam, 1))
    assert "left</span>" not in text_of(page(ada, warm_up, 1))

    Sitting.objects.filter(pk=exam.pk).update(deadline=timezone.now() + timedelta(seconds=50))
    assert "less than a minute left" in text_of(page(ada, exam, 1))


def test_an_answer_is_saved_and_nothing_more_is_said(ada: Client, exam: Sitting) -> None:
    html = text_of(open_tab(ada, at(exam, 1)).send(WRONG))

    assert "Saved. You can change it until you finish." in html
    assert "Feedback comes at the end" in html
    assert f'href="/sittings/{exam.key}/2/"' in html
    assert steps_in(html) == ["1: saved, current"]
    assert 'hx-swap-oob="true"' in html
    for secret in ("Not this one", "Correct", "charged as usual", "boundaries, three", "0 / 1"):
        assert secret not in html


def plain(html: str) -> str:
    """Take away what every page has of its own: keys, time, and which input is checked."""
    html = re.sub(r'name="(key|csrfmiddlewaretoken)" value="[^"]*"|data-taken="[^"]*"', "", html)
    return re.sub(r' checked|data-left="\d+"|\d+ min left', "", html)


def test_right_and_wrong_look_the_same_to_the_byte(ada: Client, exam: Sitting) -> None:
    attempt, seen = at(exam, 1), []
    for given in (RIGHT, WRONG):
        AttemptEvent.objects.all().delete()
        answer = open_tab(ada, attempt).send(given)
        pages = [answer, page(ada, exam, 1), page(ada, exam, 2), page(ada, exam, "finish")]
        pages += [ada.get("/quizzes/moving-data/last-exam/"), ada.get("/courses/moving-data/")]
        seen.append([plain(text_of(response)) for response in pages])
        assert [response.status_code for response in pages] == [200] * 6

    assert seen[0] == seen[1]
    assert "saved" in seen[0][2]


def test_a_saved_answer_can_be_changed_and_the_last_one_counts(ada: Client, exam: Sitting) -> None:
    open_tab(ada, at(exam, 1)).send(RIGHT)
    tab = open_tab(ada, at(exam, 1))
    assert tab.form.values("choice") == tab.tokens(RIGHT)["choice"]

    tab.send(WRONG)

    assert AttemptEvent.objects.count() == 2
    ada.post(f"/sittings/{exam.key}/finish/")
    assert "0 out of 6 points" in words_in(text_of(page(ada, exam, "result")))


def test_a_saved_answer_counts_although_a_later_one_cannot_be_read(
    ada: Client, exam: Sitting
) -> None:
    open_tab(ada, at(exam, 3)).send({"answer": ["2100"]})

    html = text_of(open_tab(ada, at(exam, 3)).send({"answer": ["lots"]}))

    assert "The answer that you saved before still counts." in html
    assert 'value="lots"' in html
    ada.post(f"/sittings/{exam.key}/finish/")
    result = text_of(page(ada, exam, "result"))
    assert "1 out of 6 points" in words_in(result)
    assert 'value="2100"' in result


def test_an_answer_that_cannot_be_read_is_not_an_answer(ada: Client, exam: Sitting) -> None:
    html = text_of(open_tab(ada, at(exam, 3)).send({"answer": ["lots"]}))

    assert "This did not count as a try." in html
    assert "Saved" not in html
    assert steps_in(html) == ["3: current"]


def test_no_hint_is_given_where_the_rules_have_none(ada: Client, exam: Sitting) -> None:
    tab = open_tab(ada, at(exam, 1))
    assert tab.form.buttons == {""}

    assert tab.send(press="hint").status_code == 400


def test_without_javascript_an_answer_leads_back_to_its_question(
    ada: Client, exam: Sitting
) -> None:
    response = open_tab(ada, at(exam, 2), htmx=False).send({"choice": ["zones"]})

    assert response["Location"] == f"/sittings/{exam.key}/2/"
    html = text_of(ada.get(response["Location"]))
    assert "Saved." in html
    assert steps_in(html)[1] == "2: saved, current"


def test_practice_tells_at_once_and_gives_three_tries(ada: Client, warm_up: Sitting) -> None:
    first = text_of(open_tab(ada, at(warm_up, 1)).send({"choice": ["fails"]}))
    assert "Try 1 of 3" in text_of(page(ada, warm_up, 2))
    assert "Not this one" in first
    assert "That is written with two bars." in first
    assert "joined by a pipe" not in first
    assert "2 tries left." in first
    assert steps_in(first) == ["1: wrong, current"]
    assert f'hx-get="/sittings/{warm_up.key}/1/?again=1"' in first

    form = text_of(ada.get(f"/sittings/{warm_up.key}/1/?again=1", headers=HTMX))
    assert "<html" not in form
    assert "Try 2 of 3" in form
    second = text_of(tab_of(ada, form, at(warm_up, 1)).send({"choice": ["feeds"]}))
    assert "Correct" in second
    assert steps_in(second) == ["1: correct, current"]
    assert "Next question" in second

    ada.post(f"/sittings/{warm_up.key}/finish/")
    assert "0.67 out of 1 point," in words_in(text_of(page(ada, warm_up, "result")))


def test_practice_tries_again_without_javascript(ada: Client, warm_up: Sitting) -> None:
    open_tab(ada, at(warm_up, 1)).send({"choice": ["fails"]})

    html = text_of(ada.get(f"/sittings/{warm_up.key}/1/?again=1"))

    assert "</html>" in html
    assert "Check answer" in html
    assert "Not this one" not in html


def test_partial_credit_is_a_step_of_its_own(ada: Client, warm_up: Sitting) -> None:
    tab = open_tab(ada, at(warm_up, 2))
    html = text_of(
        tab.send({"row": ["standby", "copy", "partner"], "match": ["standby", "copy", "free"]})
    )

    assert steps_in(html) == ["2: partly correct, current"]
    assert 'class="part"' in html


def test_a_stale_page_is_told_on_a_page_of_the_quiz(ada: Client, exam: Sitting) -> None:
    tab = open_tab(ada, at(exam, 1), htmx=False)
    tab.send(RIGHT)

    response = tab.send(WRONG)

    html = text_of(response)
    assert response.status_code == 409
    assert "has moved on" in html
    assert "<title>Question 1 of 6, Last exam" in html
    assert steps_in(html)[0] == "1: saved, current"


def test_a_stale_fragment_shows_both_and_asks_again(ada: Client, exam: Sitting) -> None:
    tab = open_tab(ada, at(exam, 1))
    tab.send(RIGHT)

    response = tab.send(WRONG)

    words = words_in(text_of(response))
    assert "You sent: Nothing, as long as the two VPCs are peered" in words
    assert "What counts: Data transfer between the two Regions, per gigabyte" in words
    again = tab_of(ada, text_of(response), at(exam, 1))
    assert again.form.values("choice") == again.tokens(WRONG)["choice"]
    assert AttemptEvent.objects.count() == 1


@pytest.mark.parametrize("late", [timedelta(seconds=-1), timedelta(seconds=29)])
def test_an_answer_within_the_grace_counts(ada: Client, exam: Sitting, late: timedelta) -> None:
    tab = open_tab(ada, at(exam, 1))
    Sitting.objects.update(deadline=timezone.now() - late)

    response = tab.send(RIGHT)

    assert response.status_code == 200
    assert "Saved." in text_of(response)


def test_an_answer_after_the_grace_is_refused_visibly(ada: Client, exam: Sitting) -> None:
    open_tab(ada, at(exam, 1)).send(WRONG)
    tab = open_tab(ada, at(exam, 1))
    deadline = timezone.now() - UP
    Sitting.objects.update(deadline=deadline)

    response = tab.send(RIGHT)

    words = words_in(text_of(response))
    assert response.status_code == 409
    assert "The sitting is over, so what you sent was not taken." in words
    assert "You sent: Data transfer between the two Regions" in words
    assert "What counts: Nothing, as long as" in words
    assert "See the result" in words
    assert AttemptEvent.objects.count() == 1
    assert Sitting.objects.get().finished_at == deadline


def test_a_late_answer_without_javascript_is_refused_on_a_page(ada: Client, exam: Sitting) -> None:
    tab = open_tab(ada, at(exam, 1), htmx=False)
    Sitting.objects.update(deadline=timezone.now() - UP)

    response = tab.send(RIGHT)

    assert response.status_code == 409
    assert "</html>" in text_of(response)
    assert f'href="/sittings/{exam.key}/result/"' in text_of(response)


def test_a_reply_that_was_lost_is_given_again_after_the_deadline(
    ada: Client, exam: Sitting
) -> None:
    tab = open_tab(ada, at(exam, 1))
    tab.send(RIGHT)
    Sitting.objects.update(deadline=timezone.now() - UP)

    assert tab.send(RIGHT).status_code == 200
    assert AttemptEvent.objects.count() == 1


@pytest.mark.parametrize("where", ["", 1, "finish", "result"])
def test_the_next_look_at_it_closes_a_sitting_whose_time_is_up(
    ada: Client, exam: Sitting, where: object
) -> None:
    open_tab(ada, at(exam, 1)).send(RIGHT)
    deadline = timezone.now() - UP
    Sitting.objects.update(deadline=deadline)

    response = ada.get(f"/sittings/{exam.key}/{f'{where}/' if where else ''}", follow=True)

    assert "1 out of 6 points" in words_in(text_of(response))
    assert Sitting.objects.get().finished_at == deadline


def test_it_keeps_its_questions_when_the_course_changes(ada: Client, exam: Sitting) -> None:
    ReleaseEntry.objects.filter(question_version__question__key="which-line").delete()

    response = open_tab(ada, at(exam, 1)).send(RIGHT)

    assert "Saved." in text_of(response)


def test_an_attempt_of_a_quiz_is_shown_in_the_quiz(ada: Client, exam: Sitting) -> None:
    response = ada.get(f"/attempts/{at(exam, 3).key}/")

    assert response["Location"] == f"/sittings/{exam.key}/3/"


def test_lessons_know_nothing_of_attempts_in_a_quiz(ada: Client, exam: Sitting) -> None:
    open_tab(ada, at(exam, 1)).send(RIGHT)

    html = text_of(ada.get("/questions/moving-data/which-line/"))

    assert "/questions/moving-data/which-line/answer/" in html


@pytest.mark.parametrize("where", ["", "1/", "finish/", "result/"])
def test_it_is_hidden_from_others(ada: Client, bob: Client, exam: Sitting, where: str) -> None:
    visitor, page = Client(headers={"origin": "http://testserver"}), f"/sittings/{exam.key}/{where}"
    assert bob.get(page).status_code == 404
    assert bob.post(f"/sittings/{exam.key}/finish/").status_code == 404
    assert visitor.get(page)["Location"] == f"/accounts/login/?next={page}"
    assert visitor.post(f"/sittings/{exam.key}/finish/").status_code == 401

    assert Sitting.objects.get().finished_at is None


@pytest.mark.parametrize("where", ["0/", "7/", "999999/"])
def test_there_are_no_other_questions(ada: Client, exam: Sitting, where: str) -> None:
    assert ada.get(f"/sittings/{exam.key}/{where}").status_code == 404


def test_there_is_no_other_sitting(ada: Client) -> None:
    assert ada.get(f"/sittings/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("where", ["", "1/", "result/"])
def test_looking_takes_no_posts(ada: Client, exam: Sitting, where: str) -> None:
    assert ada.post(f"/sittings/{exam.key}/{where}").status_code == 405
