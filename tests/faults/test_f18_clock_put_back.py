"""F18: the clock of the server goes back by an hour."""

from datetime import timedelta

import pytest
from django.test import Client

from courses.models import Course
from learners.models import Evidence
from learners.rebuild import rebuild_mastery
from quizzes.actions import finish_sitting
from quizzes.models import AttemptEvent, Sitting
from tests.clocks import Clock
from tests.published import change_quiz, make_sitting
from tests.quizzes.browser import fresh_tab, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}
LIMIT = timedelta(minutes=20)


@pytest.fixture
def exam(ada: Client, clock: Clock) -> Sitting:
    """Begin a quiz of twenty minutes at noon; five minutes later the clock goes back."""
    sitting = make_sitting(learner_in(ada), "money")
    clock.move(minutes=5)
    attempt = sitting.attempts.get(version__question__key="which-line")
    assert open_tab(ada, attempt).send(WRONG).status_code == 200
    clock.move(hours=-1)
    return sitting


def test_the_deadline_stays_where_it_was(ada: Client, clock: Clock, exam: Sitting) -> None:
    ada.get(f"/sittings/{exam.key}/1/")

    exam.refresh_from_db()
    assert exam.deadline == exam.started_at + LIMIT
    assert exam.finished_at is None
    clock.now = exam.started_at + LIMIT + timedelta(seconds=31)
    ada.get(f"/sittings/{exam.key}/1/")
    exam.refresh_from_db()
    assert exam.finished_at == exam.deadline


def test_no_page_promises_more_time_than_there_was(ada: Client, exam: Sitting) -> None:
    html = text_of(ada.get(f"/sittings/{exam.key}/1/"))

    assert 'data-left="1200" data-whole="1200"' in html
    assert "20 min left until 12:20 UTC" in words_in(html)


def test_answers_go_by_their_number_and_not_by_their_time(ada: Client, exam: Sitting) -> None:
    attempt = exam.attempts.get(version__question__key="which-line")

    assert open_tab(ada, attempt).send(RIGHT).status_code == 200

    one, two = AttemptEvent.objects.filter(attempt=attempt).order_by("sequence")
    assert two.at < one.at
    result = ada.post(f"/sittings/{exam.key}/finish/", follow=True)
    assert "1 out of 4 points" in words_in(text_of(result))


def test_no_sitting_took_less_than_no_time(ada: Client, exam: Sitting) -> None:
    result = words_in(text_of(ada.post(f"/sittings/{exam.key}/finish/", follow=True)))

    exam.refresh_from_db()
    assert exam.finished_at == exam.started_at
    assert "1 Dec 2026, 12:00 UTC 1 min" in result


def test_the_latest_sitting_is_the_one_begun_last(ada: Client, clock: Clock, exam: Sitting) -> None:
    change_quiz("money", "sittings: 2", "sittings: 2\n  best: latest")
    finish_sitting(exam, now=clock.now)
    later = make_sitting(learner_in(ada), "money")
    assert later.started_at < exam.started_at
    finish_sitting(later, now=clock.now)

    rows = text_of(ada.get("/quizzes/moving-data/money/")).split("<tbody>")[1]

    assert rows.index(f"{later.key}") < rows.index("counts") < rows.index(f"{exam.key}")
    assert "Sitting 2" in words_in(text_of(ada.get(f"/sittings/{later.key}/result/")))


def test_progress_is_what_a_replay_of_the_answers_makes(
    ada: Client, clock: Clock, course: Course
) -> None:
    for key, given in (("which-line", RIGHT), ("nightly-join", {"answer": ["1"]})):
        assert fresh_tab(ada, key).send(given).status_code == 200
        clock.move(hours=-1)

    assert Evidence.objects.count() == 2
    assert rebuild_mastery(course, now=clock.now, check=True).count == 0
