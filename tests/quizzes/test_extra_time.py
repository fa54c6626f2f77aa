"""Extra time for a learner, and ``manage.py extra_time``."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client

from courses.models import Course
from quizzes.actions import OutOfRange, give_extra_time
from quizzes.models import Accommodation, Learner, Sitting
from quizzes.queries import extra_percent_of
from tests.clocks import set_clock
from tests.published import change_quiz, make_sitting
from tests.quizzes.browser import text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
MONEY = "/quizzes/moving-data/money/"


def run(*given: object) -> str:
    out = StringIO()
    call_command("extra_time", *map(str, given), stdout=out)
    return out.getvalue()


def minutes_of(sitting: Sitting) -> float:
    assert sitting.deadline is not None
    return (sitting.deadline - sitting.started_at) / timedelta(minutes=1)


def test_it_lengthens_the_deadline_and_stays_with_the_sitting(ada: Client) -> None:
    learner = learner_in(ada)
    give_extra_time(learner, None, percent=25)

    sitting = make_sitting(learner, "money")
    give_extra_time(learner, None, percent=100)

    assert (minutes_of(sitting), sitting.extra_percent) == (25, 25)
    sitting.refresh_from_db()
    assert (minutes_of(sitting), sitting.extra_percent) == (25, 25)


def test_without_it_a_sitting_has_the_time_of_the_quiz(ada: Client, bob: Client) -> None:
    give_extra_time(learner_in(bob), None, percent=25)

    sitting = make_sitting(learner_in(ada), "money")

    assert (minutes_of(sitting), sitting.extra_percent) == (20, 0)


def test_a_quiz_without_a_limit_has_none(ada: Client) -> None:
    give_extra_time(learner_in(ada), None, percent=25)

    sitting = make_sitting(learner_in(ada), "warm-up")

    assert (sitting.deadline, sitting.extra_percent) == (None, 0)


def test_no_extra_time_goes_beyond_the_close(ada: Client) -> None:
    change_quiz("money", "after: data-transfer", "closes: 2026-12-01 12:24")
    give_extra_time(learner_in(ada), None, percent=25)

    with set_clock():  # at noon
        sitting = make_sitting(learner_in(ada), "money")

    assert (minutes_of(sitting), sitting.extra_percent) == (24, 25)


@pytest.mark.parametrize(
    ("given", "percent"),
    [({}, 0), ({None: 50}, 50), ({"here": 25}, 25), ({None: 50, "here": 0}, 0), ({"there": 99}, 0)],
)
def test_what_is_said_of_the_course_goes_first(
    ada: Client, course: Course, given: dict[str | None, int], percent: int
) -> None:
    learner = learner_in(ada)
    courses = {None: None, "here": course, "there": Course.objects.create(key="there", title="T")}
    for name, extra in given.items():
        give_extra_time(learner, courses[name], percent=extra)

    assert extra_percent_of(learner.pk, course.pk) == percent
    assert extra_percent_of(None, course.pk) == 0


def test_given_again_it_is_another(ada: Client, course: Course) -> None:
    for where in (None, course):
        for percent in (25, 300):
            give_extra_time(learner_in(ada), where, percent=percent)

    assert list(Accommodation.objects.values_list("extra_percent", flat=True)) == [300, 300]


@pytest.mark.parametrize("percent", [-1, 301])
def test_there_is_a_most(ada: Client, percent: int) -> None:
    with pytest.raises(OutOfRange, match="give 0 to 300 per cent"):
        give_extra_time(learner_in(ada), None, percent=percent)

    assert not Accommodation.objects.exists()


def test_the_database_keeps_to_the_most_as_well(ada: Client) -> None:
    with pytest.raises(IntegrityError):
        Accommodation.objects.create(learner=learner_in(ada), extra_percent=301)


def test_the_page_tells_its_learner(ada: Client, bob: Client, course: Course) -> None:
    give_extra_time(learner_in(ada), course, percent=30)

    assert "Time 26 min: 20 min and 30% extra time" in words_in(text_of(ada.get(MONEY)))
    for other in (bob, Client()):
        assert "Time 20 min Answers" in words_in(text_of(other.get(MONEY)))


# manage.py extra_time


def test_the_command_gives_it_in_all_courses(ada: Client) -> None:
    said = run("ADA@example.org", 25)

    assert said == "ada@example.org: 25% extra time in all courses.\n"
    given = Accommodation.objects.get()
    assert (given.learner, given.course, given.extra_percent) == (learner_in(ada), None, 25)


def test_the_command_gives_it_in_one_course(ada: Client, course: Course) -> None:
    said = run("ada@example.org", 50, "--course", "moving-data")

    assert said == "ada@example.org: 50% extra time in the course moving-data.\n"
    assert Accommodation.objects.get().course == course


def test_the_command_knows_an_account_that_has_not_answered_yet(course: Course) -> None:
    user = User.objects.create_user("eve", email="eve@example.org")

    run("eve@example.org", 25)

    assert Accommodation.objects.get().learner == Learner.objects.get(user=user)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (("nobody@example.org", 25), "there is no account 'nobody@example.org'"),
        (("ada@example.org", 25, "--course", "nothing"), "there is no course 'nothing'"),
        (("ada@example.org", 301), "301 is out of range; give 0 to 300 per cent"),
    ],
)
def test_the_command_says_what_it_cannot_do(
    ada: Client, given: tuple[object, ...], fault: str
) -> None:
    with pytest.raises(CommandError, match=fault):
        run(*given)

    assert not Accommodation.objects.exists()
