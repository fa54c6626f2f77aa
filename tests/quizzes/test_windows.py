"""Quizzes that open and close."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from courses.models import Course
from quizzes.models import AttemptEvent, Sitting
from tests.clocks import Clock, set_clock
from tests.published import change_quiz
from tests.quizzes.browser import forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
MONEY = "/quizzes/moving-data/money/"
OPENS = datetime(2026, 12, 1, 14, tzinfo=UTC)
CLOSES = datetime(2026, 12, 1, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Tell a time at which the quiz is open."""
    with set_clock() as clock:
        clock.now = datetime(2026, 12, 1, 15, tzinfo=UTC)
        yield clock


@pytest.fixture(autouse=True)
def window(course: Course) -> None:
    """Open the quiz on money from nine to twelve on the clocks of New York."""
    Course.objects.update(time_zone="America/New_York")
    times = "opens: 2026-12-01 09:00\ncloses: 2026-12-01 12:00"
    change_quiz("money", "after: data-transfer", times)


def start(client: Client) -> Any:
    return client.post(f"{MONEY}start/", {"key": uuid4()})


def test_it_says_when_it_opens_and_closes(ada: Client, clock: Clock) -> None:
    words = words_in(text_of(ada.get(MONEY)))

    assert "Opens 1 Dec 2026, 09:00 (America/New York)" in words
    assert "Closes 1 Dec 2026, 12:00 (America/New York)" in words
    assert "The time runs from here, also while you are away." in words
    assert "It is up when the quiz closes." not in words


def test_it_says_if_the_quiz_closes_before_the_time_is_up(ada: Client, clock: Clock) -> None:
    clock.now = CLOSES - timedelta(minutes=20) + SECOND

    assert "It is up when the quiz closes." in words_in(text_of(ada.get(MONEY)))


@pytest.mark.parametrize(
    ("now", "why"),
    [(OPENS - SECOND, "not open yet"), (CLOSES, "closed"), (CLOSES + SECOND, "closed")],
)
def test_a_post_outside_its_times_is_refused_and_logged(
    ada: Client, clock: Clock, caplog: pytest.LogCaptureFixture, now: datetime, why: str
) -> None:
    clock.now = now

    with caplog.at_level(logging.WARNING, logger="quizzes.views.sittings"):
        response = start(ada)

    words = words_in(text_of(response))
    assert response.status_code == 409
    assert f"This quiz is {why}, so it was not started. No sitting was used up." in words
    assert "Sittings 2 of 2 left" in words
    assert not Sitting.objects.exists()
    learner = learner_in(ada).key
    assert caplog.messages[0] == f"moving-data/money is {why}: refused to learner {learner}"


@pytest.mark.parametrize("now", [OPENS, CLOSES - SECOND])
def test_it_is_open_from_the_first_second_to_the_last(
    ada: Client, clock: Clock, now: datetime
) -> None:
    clock.now = now

    assert start(ada).status_code == 302


@pytest.mark.parametrize(
    ("now", "said"),
    [(OPENS - SECOND, "This quiz is not open yet."), (CLOSES, "This quiz is closed.")],
)
def test_the_page_offers_no_start_outside_its_times(
    ada: Client, clock: Clock, now: datetime, said: str
) -> None:
    clock.now = now

    html = text_of(ada.get(MONEY))

    assert said in words_in(html)
    assert not any(form.action.endswith("start/") for form in forms_in(html))


def test_a_sitting_that_runs_when_the_quiz_closes_ends_then(ada: Client, clock: Clock) -> None:
    clock.now = CLOSES - timedelta(minutes=5)
    start(ada)
    sitting = Sitting.objects.get()
    assert sitting.deadline == CLOSES
    tab = open_tab(ada, sitting.attempts.get(version__question__key="which-line"))

    clock.now = CLOSES + timedelta(seconds=30)
    assert tab.send({"choice": ["regions"]}).status_code == 200
    clock.move(seconds=1)
    late = tab.send({"choice": ["regions"]}, key=str(uuid4()), sequence="1")
    words = words_in(text_of(ada.get(f"/sittings/{sitting.key}/", follow=True)))

    assert late.status_code == 409
    assert AttemptEvent.objects.count() == 1
    assert "1 out of 4 points" in words
    assert Sitting.objects.get().finished_at == CLOSES


def test_what_was_begun_is_resumed_after_the_close_as_long_as_answers_are_taken(
    ada: Client, clock: Clock
) -> None:
    clock.now = CLOSES - timedelta(minutes=5)
    begun = start(ada)
    clock.now = CLOSES + timedelta(seconds=30)

    assert start(ada)["Location"] == begun["Location"]
    clock.move(seconds=1)
    assert start(ada).status_code == 409


def test_a_quiz_without_a_limit_ends_when_it_closes(ada: Client, clock: Clock) -> None:
    change_quiz("money", "  time_limit_minutes: 20\n", "")

    start(ada)
    sitting = Sitting.objects.get()

    assert sitting.deadline == CLOSES
    words = words_in(text_of(ada.get(f"/sittings/{sitting.key}/1/")))
    assert "2 h left until 12:00 (America/New York)" in words


def test_a_later_close_of_the_file_does_not_reach_into_a_sitting(ada: Client, clock: Clock) -> None:
    start(ada)
    change_quiz("money", "2026-12-01 12:00", "2026-12-01 10:05")

    assert Sitting.objects.get().deadline == clock.now + timedelta(minutes=20)
