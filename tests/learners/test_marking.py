"""What answers that learners mark themselves do to their ratings."""

from uuid import uuid4

import pytest
from django.test import Client

from courses.models import Course
from learners.models import Evidence, LearnerOutcome, LearnerQuestion
from learners.rebuild import rebuild_mastery
from quizzes.models import AttemptEvent
from tests.makers import NOW
from tests.published import make_check, publish_course
from tests.quizzes.browser import open_tab, text_of
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
KEY = "peering-aloud"
ALL = ["endpoint", "pair", "priced"]


@pytest.fixture
def ada(db: None) -> Client:
    """Somebody without an account who has begun a quiz."""
    publish_course()
    client = Client()
    client.post("/quizzes/moving-data/warm-up/start/", {"key": str(uuid4())})
    return client


def test_an_answer_without_marks_moves_nothing(ada: Client) -> None:
    open_tab(ada, make_check(learner_in(ada), KEY)).send({"answer": ["Words."]})

    assert not Evidence.objects.exists()
    assert not LearnerQuestion.objects.exists()


def test_marks_weigh_half_of_what_a_machine_says(ada: Client) -> None:
    learner = learner_in(ada)
    attempt = make_check(learner, KEY)
    open_tab(ada, attempt).send({"answer": ["Words."]})
    open_tab(ada, attempt).send({"point": ALL}, press="marks")

    row = Evidence.objects.get()
    assert (row.score, row.weight, row.judge) == (1.0, 0.5, "learner")
    assert {held.n for held in LearnerOutcome.objects.filter(learner=learner)} == {0.5}


def test_they_are_rebuilt_to_the_bit(ada: Client) -> None:
    course = Course.objects.get()
    for ticked in (ALL, ["pair"], []):
        attempt = make_check(learner_in(ada), KEY, seed=len(ticked))
        open_tab(ada, attempt).send({"answer": ["Words."]})
        open_tab(ada, attempt).send({"point": ticked}, press="marks")
        attempt.sitting.finished_at = NOW
        attempt.sitting.save()
    assert Evidence.objects.count() == 3
    assert AttemptEvent.objects.filter(kind="marked").count() == 3

    assert rebuild_mastery(course, now=NOW, check=True).differences == []


def test_the_steps_to_an_estimate_say_who_marked(ada: Client) -> None:
    attempt = make_check(learner_in(ada), KEY)
    open_tab(ada, attempt).send({"answer": ["Words."]})
    open_tab(ada, attempt).send({"point": ALL}, press="marks")

    page = text_of(ada.get("/progress/moving-data/connect-privately/why/"))

    assert "Right on “Two networks and one stream”, by your own marks" in page
