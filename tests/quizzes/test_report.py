"""GET and POST /attempts/KEY/report/, and what becomes of it."""

from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from quizzes.models import Attempt, Report
from tests.published import make_check, make_sitting
from tests.quizzes.browser import forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
TEXT = "Choice two is right as well.\nSee the price list."


@pytest.fixture
def attempt(ada: Client) -> Attempt:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send({"choice": ["peered"]})
    return attempt


def url_of(attempt: Attempt) -> str:
    return f"/attempts/{attempt.key}/report/"


def send(client: Client, attempt: Attempt, text: str = TEXT, **more: Any) -> Any:
    return client.post(url_of(attempt), {"key": uuid4(), "text": text, **more})


def reports(*args: str) -> str:
    out = StringIO()
    call_command("reports", *args, stdout=out)
    return out.getvalue()


def test_an_answered_question_leads_to_it_and_an_open_one_does_not(
    ada: Client, attempt: Attempt
) -> None:
    link = f'href="{url_of(attempt)}">Report a problem'

    assert link in text_of(ada.get(f"/attempts/{attempt.key}/"))
    assert link in text_of(ada.get("/courses/moving-data/data-transfer/"))
    assert link not in text_of(ada.get(f"/attempts/{attempt.key}/?again=1"))
    assert "Report a problem" not in text_of(Client().get("/courses/moving-data/data-transfer/"))


def test_a_saved_answer_and_a_result_lead_to_it(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    first = sitting.attempts.get(position=1)
    assert url_of(first) not in text_of(ada.get(f"/sittings/{sitting.key}/1/"))
    open_tab(ada, first).send({"choice": ["peered"]})
    assert url_of(first) in text_of(ada.get(f"/sittings/{sitting.key}/1/"))

    html = text_of(ada.post(f"/sittings/{sitting.key}/finish/", follow=True))

    assert html.count("Report a problem") == 6
    back = f'href="/sittings/{sitting.key}/result/#r-1"'
    assert back in text_of(ada.get(url_of(first)))


def test_it_is_kept_with_the_attempt_and_its_learner_sees_that(
    ada: Client, attempt: Attempt
) -> None:
    form = forms_in(text_of(ada.get(url_of(attempt))))[-1]

    response = send(ada, attempt, key=form.values("key")[0])

    assert response["Location"] == url_of(attempt)
    row = Report.objects.get()
    assert (row.attempt, row.sequence, row.text) == (attempt, 1, TEXT)
    words = words_in(text_of(ada.get(url_of(attempt))))
    assert "Received" in words
    assert "Choice two is right as well. See the price list." in words
    assert "Handled" not in words


def test_it_shows_no_key_of_a_question_that_is_open(ada: Client) -> None:
    attempt = make_sitting(learner_in(ada), "last-exam").attempts.get(position=1)

    assert "metered" not in text_of(ada.get(url_of(attempt)))


def test_a_form_sent_twice_is_one_report(ada: Client, attempt: Attempt) -> None:
    key = uuid4()

    assert [send(ada, attempt, key=key).status_code for _ in range(2)] == [302, 302]

    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        (" \n", 400, "Say in a few words what is wrong."),
        ("x" * 2001, 400, "Say it in 2,000 characters at most."),
        ("a\x00b", 400, "The text holds a NUL character."),
        ("é" * 33_000, 413, "The text is longer than 64 KiB."),
    ],
)
def test_what_cannot_be_kept_stays_in_the_form(
    ada: Client, attempt: Attempt, text: str, status: int, says: str
) -> None:
    response = send(ada, attempt, text)

    assert response.status_code == status
    html = text_of(response)
    assert says in html
    assert 'aria-invalid="true"' in html
    assert forms_in(html)[-1].values("text") == [text.replace("\x00", "")]
    assert not Report.objects.exists()


def test_the_longest_report_is_taken(ada: Client, attempt: Attempt) -> None:
    assert send(ada, attempt, "x" * 2000).status_code == 302


def test_a_form_without_its_key_is_shown_again(ada: Client, attempt: Attempt) -> None:
    response = ada.post(url_of(attempt), {"text": TEXT})

    assert response.status_code == 400
    assert "The form was incomplete" in text_of(response)


def test_ten_an_hour_are_taken_and_no_more(ada: Client, bob: Client, attempt: Attempt) -> None:
    assert [send(ada, attempt).status_code for _ in range(10)] == [302] * 10

    response = send(ada, attempt)

    assert response.status_code == 429
    assert "You have sent ten reports within an hour." in text_of(response)
    other = make_check(learner_in(bob), "which-line")
    assert send(bob, other).status_code == 302
    Report.objects.update(at=timezone.now() - timedelta(hours=1))
    assert send(ada, attempt).status_code == 302


def test_nobody_reports_on_the_attempt_of_another(
    ada: Client, bob: Client, attempt: Attempt
) -> None:
    assert bob.get(url_of(attempt)).status_code == 404
    assert send(bob, attempt).status_code == 404
    assert Client().get(url_of(attempt))["Location"] == f"/accounts/login/?next={url_of(attempt)}"
    assert send(Client(), attempt).status_code == 401  # with the form, to be sent after signing in
    assert not Report.objects.exists()


def test_authors_see_the_file_the_version_and_the_answer(ada: Client, attempt: Attempt) -> None:
    send(ada, attempt)
    open_tab(ada, attempt, query="?again=1").send({"choice": ["internet"]})

    words = reports("--course", "moving-data")

    assert "moving-data/lessons/01-data-transfer/which-line.md  version 1" in words
    assert f"learner {learner_in(ada).key}, attempt {attempt.key}" in words
    assert "answered {'choice': ['peered']}" in words
    assert repr(TEXT) in words
    assert words.endswith("1 waiting\n")
    assert "ada@" not in words


def test_one_that_is_handled_waits_no_more_and_its_learner_sees_that(
    ada: Client, attempt: Attempt
) -> None:
    send(ada, attempt)
    row = Report.objects.get()

    assert reports("--handled", str(row.pk), "999") == f"{row.pk}: handled\n999: not waiting\n"

    assert reports() == "0 waiting\n"
    assert "Handled" in words_in(text_of(ada.get(url_of(attempt))))
    first = Report.objects.values("handled_at", "handled_by").get()
    assert reports("--handled", str(row.pk)) == f"{row.pk}: not waiting\n"
    assert Report.objects.values("handled_at", "handled_by").get() == first


def test_there_is_no_list_of_a_course_that_nobody_knows(db: None) -> None:
    with pytest.raises(CommandError, match="there is no course 'nowhere'"):
        reports("--course", "nowhere")
