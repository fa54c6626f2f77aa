"""POST /attempts/KEY/draft/, and what becomes of a draft."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from domain.sittings import GRACE
from quizzes.actions import close_overdue, finish_sitting
from quizzes.models import Attempt, AttemptEvent, Draft, Sitting
from quizzes.queries import standing_of
from tests.published import make_check, make_sitting
from tests.quizzes.browser import Tab, forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}
TYPED = "This is what you typed last. It is not sent"


@pytest.fixture
def attempt(ada: Client) -> Attempt:
    return make_check(learner_in(ada), "which-line")


@pytest.fixture
def exam(ada: Client) -> Sitting:
    return make_sitting(learner_in(ada), "last-exam")


def words_of(client: Client, url: str) -> str:
    return words_in(text_of(client.get(url)))


def picked(tab: Tab, given: dict[str, list[str]]) -> bool:
    """Whether a form holds an answer."""
    return tab.form.values("choice") == tab.tokens(given)["choice"]


def test_it_keeps_what_was_typed_and_shows_nothing(ada: Client, attempt: Attempt) -> None:
    response = open_tab(ada, attempt).type(WRONG)

    assert (response.status_code, response.content) == (204, b"")
    assert Draft.objects.get().data == {"submitted": WRONG}
    assert not AttemptEvent.objects.exists()


@pytest.mark.parametrize("htmx", [True, False])
def test_it_stands_in_the_form_on_every_device(ada: Client, attempt: Attempt, htmx: bool) -> None:
    open_tab(ada, attempt, htmx=htmx).type(WRONG, confidence="3")
    phone = Client()
    user = attempt.sitting.learner.user
    assert user is not None
    phone.force_login(user)

    for client in (ada, phone):
        tab = open_tab(client, attempt)
        assert picked(tab, WRONG)
        assert tab.form.values("confidence") == ["3"]
        assert TYPED in words_of(client, f"/attempts/{attempt.key}/")
        assert picked(tab_in_lesson(client, attempt), WRONG)


def tab_in_lesson(client: Client, attempt: Attempt) -> Tab:
    """Find the form of an attempt among those of its lesson."""
    tab = open_tab(client, attempt)
    lesson = text_of(client.get("/courses/moving-data/data-transfer/"))
    forms = [one for one in forms_in(lesson) if one.action == tab.form.action]
    return Tab(client, forms[0], tab.question, tab.arranged)


def test_the_newest_is_kept(ada: Client, attempt: Attempt) -> None:
    tab = open_tab(ada, attempt)
    tab.type(WRONG)

    tab.type(RIGHT)

    assert Draft.objects.get().data["submitted"] == RIGHT


def test_it_costs_no_try_and_is_no_answer(ada: Client, attempt: Attempt) -> None:
    tab = open_tab(ada, attempt)
    tab.type(WRONG)

    assert "Correct" in text_of(tab.send(RIGHT))
    assert standing_of(attempt).state.tries == 1


def test_an_answer_is_newer(ada: Client, attempt: Attempt) -> None:
    tab = open_tab(ada, attempt)
    tab.type(RIGHT)

    html = text_of(tab.send(WRONG))

    assert TYPED not in words_in(html)
    assert "Not this one" in html
    assert "Not this one" in text_of(ada.get(f"/attempts/{attempt.key}/"))


def test_one_that_comes_late_is_refused(ada: Client, attempt: Attempt) -> None:
    tab = open_tab(ada, attempt)
    tab.send(WRONG)

    response = tab.type(RIGHT)

    assert response.status_code == 409
    assert "moved on" in text_of(response)
    assert not Draft.objects.exists()


def test_one_that_comes_late_replaces_none_that_is_newer(ada: Client, attempt: Attempt) -> None:
    old = open_tab(ada, attempt)
    old.send(WRONG)
    open_tab(ada, attempt, query="?again=1").type(RIGHT)

    assert old.type(WRONG).status_code == 409
    assert picked(open_tab(ada, attempt), RIGHT)


def test_after_a_verdict_it_opens_the_form_again(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(WRONG)

    open_tab(ada, attempt, query="?again=1").type(RIGHT)

    assert picked(open_tab(ada, attempt), RIGHT)
    assert "Not this one" not in text_of(ada.get(f"/attempts/{attempt.key}/"))


def test_a_finished_question_takes_none(ada: Client, attempt: Attempt) -> None:
    tab = open_tab(ada, attempt)
    tab.send(RIGHT)

    assert tab.type(WRONG, sequence="1", key=str(uuid4())).status_code == 409


def test_a_form_without_its_number_is_not_kept(ada: Client, attempt: Attempt) -> None:
    response = open_tab(ada, attempt).type(WRONG, sequence="")

    assert response.status_code == 400
    assert "came without its number" in text_of(response)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [("a\x00b", 400, "NUL"), ("x" * 65_537, 413, "longer than 64 KiB")],
    ids=["NUL", "too long"],
)
def test_what_no_database_keeps_is_not_kept(
    ada: Client, attempt: Attempt, text: str, status: int, words: str
) -> None:
    response = open_tab(ada, attempt).type({"choice": [text]})

    assert response.status_code == status
    assert response["Content-Type"].startswith("text/plain")
    assert words in text_of(response)
    assert not Draft.objects.exists()


def test_a_text_of_64_kib_is_kept(ada: Client, attempt: Attempt) -> None:
    assert open_tab(ada, attempt).type({"choice": ["x" * 65_536]}).status_code == 204


def test_nobody_else_writes_it_or_reads_it(ada: Client, bob: Client, attempt: Attempt) -> None:
    tab = open_tab(ada, attempt)
    visitor = Client(headers={"origin": "http://testserver"})

    for client, status in ((bob, 404), (visitor, 401)):
        tab.client = client
        assert tab.type(WRONG).status_code == status
        assert client.get(tab.form.draft).status_code == 405
    assert not Draft.objects.exists()


def test_an_exam_says_that_it_is_not_the_answer(ada: Client, exam: Sitting) -> None:
    first = exam.attempts.get(position=1)
    open_tab(ada, first).send(WRONG)
    open_tab(ada, first).type(RIGHT)

    page = words_of(ada, f"/sittings/{exam.key}/1/")
    end = words_of(ada, f"/sittings/{exam.key}/finish/")

    assert "it counts once you press Save answer. Until then your earlier answer does." in page
    assert "Saved." not in page
    assert "At 1 question you typed something that is not sent." in end
    assert end.count("Question 1: ") == 1
    assert picked(open_tab(ada, first), RIGHT)


def test_whoever_finishes_in_time_gets_what_was_sent(ada: Client, exam: Sitting) -> None:
    first = exam.attempts.get(position=1)
    open_tab(ada, first).send(WRONG)
    open_tab(ada, first).type(RIGHT)

    finish_sitting(exam, now=timezone.now())

    assert "0 out of 6" in words_of(ada, f"/sittings/{exam.key}/result/")
    assert TYPED not in words_of(ada, f"/sittings/{exam.key}/result/")


def end_in(exam: Sitting, seconds: float) -> datetime:
    """Let the time of a sitting run out then."""
    deadline = timezone.now() + timedelta(seconds=seconds)
    Sitting.objects.filter(pk=exam.pk).update(deadline=deadline)
    exam.refresh_from_db()
    return deadline


def test_when_the_time_runs_out_the_draft_is_the_answer(ada: Client, exam: Sitting) -> None:
    first, second = exam.attempts.filter(position__lte=2)
    open_tab(ada, first).type(RIGHT)
    open_tab(ada, second).send({"choice": []})
    kept, deadline = Draft.objects.get().at, end_in(exam, 60)

    close_overdue(exam, now=deadline + GRACE + timedelta(seconds=1))

    event = AttemptEvent.objects.get(attempt=first)
    assert event.data == {"submitted": RIGHT, "autosaved": True}
    assert (event.sequence, event.at) == (0, kept)
    assert AttemptEvent.objects.filter(attempt=second).count() == 1
    assert "1 out of 6" in words_of(ada, f"/sittings/{exam.key}/result/")


@pytest.mark.parametrize(("seconds", "events"), [(-1, 0), (0, 1), (1, 1)])
def test_the_time_runs_out_at_the_limit(
    ada: Client, exam: Sitting, seconds: int, events: int
) -> None:
    open_tab(ada, exam.attempts.get(position=1)).type(RIGHT)
    deadline = end_in(exam, 60)

    for _ in range(2):  # finishing twice is finishing once
        finish_sitting(exam, now=deadline + timedelta(seconds=seconds))

    assert AttemptEvent.objects.count() == events


@pytest.mark.parametrize(("seconds", "status"), [(29, 204), (31, 409)])
def test_it_is_taken_as_long_as_an_answer(
    ada: Client, exam: Sitting, seconds: int, status: int
) -> None:
    tab = open_tab(ada, exam.attempts.get(position=1))
    end_in(exam, -seconds)

    assert tab.type(RIGHT).status_code == status


def test_a_draft_that_cannot_be_read_takes_nothing_away(ada: Client, exam: Sitting) -> None:
    first = exam.attempts.get(position=1)
    open_tab(ada, first).send(RIGHT)
    open_tab(ada, first).type({"choice": []})
    deadline = end_in(exam, 60)

    close_overdue(exam, now=deadline + timedelta(minutes=1))

    assert AttemptEvent.objects.filter(attempt=first).count() == 2
    assert "1 out of 6" in words_of(ada, f"/sittings/{exam.key}/result/")


def test_a_draft_that_an_answer_overtook_is_not_graded(ada: Client, exam: Sitting) -> None:
    first = exam.attempts.get(position=1)
    tab = open_tab(ada, first)
    tab.type(WRONG)
    tab.send(RIGHT)
    deadline = end_in(exam, 60)

    close_overdue(exam, now=deadline + timedelta(minutes=1))

    assert AttemptEvent.objects.get().data == {"submitted": RIGHT}


def test_where_feedback_comes_at_once_a_draft_is_judged_like_any_try(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])
    sitting = make_sitting(learner_in(ada), "warm-up")
    matching = sitting.attempts.get(position=2)
    question = open_tab(ada, matching).question
    right = next(one for one in question.samples() if one.expected == 1.0)
    open_tab(ada, matching).type(right.submitted)
    deadline = end_in(sitting, 60)

    close_overdue(sitting, now=deadline + timedelta(minutes=1))

    assert [judged.evidence.score for judged in heard] == [1.0]
