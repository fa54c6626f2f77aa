"""Who is told of a correction, where, and how often."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes.actions import apply_correction, finish_sitting
from quizzes.models import Correction, Notice, Sitting
from tests.corrections import put_right_in
from tests.published import make_check, make_sitting
from tests.quizzes.browser import HTMX, forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
COURSE, ERRATA = "/courses/moving-data/", "/errata/moving-data/data-transfer/"
REASON = "A join reads: nothing is moved but what is stored."
TRUE, FALSE = {"choice": ["storage"]}, {"choice": ["regions"]}
TELLING = (COURSE, "/progress/", "/progress/moving-data/")


def sit(client: Client, given: dict[str, list[str]]) -> Sitting:
    """Answer the first question of the exam, and finish it."""
    sitting = make_sitting(learner_in(client), "last-exam")
    assert open_tab(client, sitting.attempts.get(position=1)).send(given).status_code == 200
    return finish_sitting(sitting, now=timezone.now())


def correct(folder: Path) -> Correction:
    apply_correction(put_right_in(folder), reason=REASON, by="ira", now=timezone.now())
    return Correction.objects.get()


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return text_of(response)


def dismissal(html: str) -> str:
    return next(form.action for form in forms_in(html) if form.action.endswith("/dismiss/"))


@pytest.mark.parametrize("path", TELLING)
def test_whoever_has_another_result_is_told_what_changed_and_why(
    ada: Client, bob: Client, tmp_path: Path, path: str
) -> None:
    sitting = sit(ada, TRUE)
    sit(bob, {"choice": ["peered"]})
    correct(tmp_path)

    html = page(ada, path)

    said = "Your score in “Last exam” rose from 0 to 1: the key of question 1 was wrong."
    assert f"{said} See the result {REASON}" in words_in(html)
    assert f'href="/sittings/{sitting.key}/result/#r-1"' in html
    assert "was wrong" not in page(bob, path)
    assert "was wrong" not in page(Client(), path)


def test_who_keeps_points_is_told_so(ada: Client, tmp_path: Path) -> None:
    sit(ada, FALSE)
    correct(tmp_path)

    words = words_in(page(ada, COURSE))

    assert "Your score in “Last exam” stays at 1: the key of question 1 was wrong." in words


def test_an_answer_in_a_lesson_has_a_credit_of_its_own(ada: Client, tmp_path: Path) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send(TRUE)
    correct(tmp_path)

    html = page(ada, COURSE)

    assert (
        "Your answer to “Which line of the bill grows” was judged anew,"
        " and your credit rose from 0 to 1: its key was wrong." in words_in(html)
    )
    assert f'href="/attempts/{attempt.key}/"' in html


@pytest.mark.parametrize("htmx", [False, True])
def test_a_notice_is_dismissed_for_good(ada: Client, tmp_path: Path, htmx: bool) -> None:
    sit(ada, TRUE)
    correct(tmp_path)
    action = dismissal(page(ada, COURSE))

    for _ in range(2):
        response = ada.post(action, headers=HTMX if htmx else {})
        if htmx:
            assert (response.status_code, response.content) == (200, b"")
        else:
            assert response["Location"] == COURSE

    assert "was wrong" not in page(ada, COURSE)
    assert Notice.objects.get().dismissed_at is not None


def test_nobody_dismisses_what_another_is_told(ada: Client, bob: Client, tmp_path: Path) -> None:
    sit(ada, TRUE)
    correct(tmp_path)
    action = dismissal(page(ada, COURSE))

    assert bob.post(action).status_code == 404
    assert Client().post(action).status_code == 404
    assert ada.get(action).status_code == 405
    assert Notice.objects.get().dismissed_at is None


def test_while_the_question_is_asked_in_a_quiz_nothing_is_told_of_it(
    ada: Client, tmp_path: Path
) -> None:
    sit(ada, TRUE)
    running = make_sitting(learner_in(ada), "money")
    correct(tmp_path)

    assert REASON not in page(ada, COURSE)
    assert REASON not in page(ada, ERRATA)
    assert "You are asked this question in a quiz." in page(ada, ERRATA)
    assert REASON not in page(ada, "/progress/moving-data/estimate-transfer/why/")

    finish_sitting(running, now=timezone.now())

    for path in (COURSE, ERRATA, "/progress/moving-data/estimate-transfer/why/"):
        assert REASON in page(ada, path)


def test_a_result_says_what_it_was_and_which_question_was_corrected(
    ada: Client, tmp_path: Path
) -> None:
    sitting = sit(ada, TRUE)
    correct(tmp_path)

    words = words_in(page(ada, f"/sittings/{sitting.key}/result/"))

    assert "1 out of 6 points, 17%. Before a key was corrected it was 0." in words
    today = timezone.localdate()
    assert f"Corrected on {today.day} {today:%b %Y}." in words
    assert f"{REASON} Your answer earns 1 of 1 now, instead of 0." in words


def test_a_result_that_stays_says_so(ada: Client, tmp_path: Path) -> None:
    kept = sit(ada, FALSE)
    correct(tmp_path)

    words = words_in(page(ada, f"/sittings/{kept.key}/result/"))

    assert "A key was corrected since: your points stay at 1." in words
    assert "You keep the 1 of 1 that the old key gave you." in words


def test_the_page_of_an_answer_says_that_it_was_corrected(ada: Client, tmp_path: Path) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send({"choice": ["peered"]})
    correct(tmp_path)

    for path in (f"/attempts/{attempt.key}/", "/courses/moving-data/data-transfer/"):
        assert f"{REASON} Your points stay the same." in words_in(page(ada, path))


def test_a_lesson_leads_to_its_corrections(client: Client, ada: Client, tmp_path: Path) -> None:
    assert f'href="{ERRATA}"' in page(client, "/courses/moving-data/data-transfer/")
    assert "No question of this lesson has been corrected so far." in page(client, ERRATA)

    correct(tmp_path)

    words = words_in(page(client, ERRATA))
    assert f"Which line of the bill grows {REASON}" in words
    assert client.get("/errata/moving-data/nowhere/").status_code == 404
    assert client.post(ERRATA).status_code == 405


def test_the_way_to_an_estimate_names_the_correction(ada: Client, tmp_path: Path) -> None:
    open_tab(ada, make_check(learner_in(ada), "which-line")).send(TRUE)
    correct(tmp_path)

    words = words_in(page(ada, "/progress/moving-data/estimate-transfer/why/"))

    assert f"the key was wrong; your answer was judged anew: {REASON}" in words


def test_beliefs_follow_the_corrected_key(ada: Client, tmp_path: Path) -> None:
    beliefs = "/progress/moving-data/beliefs/"
    open_tab(ada, make_check(learner_in(ada), "which-line")).send(TRUE)
    correct(tmp_path)

    assert "No beliefs yet" in page(ada, beliefs)


def test_it_asks_no_more_of_the_database_however_many_are_told(ada: Client, tmp_path: Path) -> None:
    counts, sitting = [], sit(ada, TRUE)
    correction = correct(tmp_path)
    for more in sitting.attempts.filter(position__in=(2, 3)):
        with CaptureQueriesContext(connection) as asked:
            page(ada, COURSE)
        counts.append(len(asked))
        Notice.objects.create(correction=correction, attempt=more, before=0, after=1)

    assert counts[0] == counts[1]
