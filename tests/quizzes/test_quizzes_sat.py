"""Which quizzes a learner has sat."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Quiz, QuizVersion
from quizzes.models import Sitting
from quizzes.queries import quizzes_sat
from tests.makers import NOW, make_attempt, make_course, make_learner

pytestmark = pytest.mark.django_db


def test_a_quiz_counts_as_sat_once_any_sitting_is_finished() -> None:
    made, ada, bob = make_course(), make_learner(), make_learner()
    versions = {
        key: QuizVersion.objects.create(
            quiz=Quiz.objects.create(course=made.course, key=key), number=1, title=key
        )
        for key in ("done", "done-before", "open", "bobs")
    }
    for learner, key, finished_at in (
        (ada, "done", NOW),
        (ada, "done-before", NOW),
        (ada, "done-before", None),
        (ada, "open", None),
        (bob, "bobs", NOW),
    ):
        sitting = make_attempt(learner, made).sitting
        sitting.quiz_version, sitting.finished_at, sitting.key = versions[key], finished_at, uuid4()
        sitting.save()
    Sitting.objects.filter(quiz_version=None).delete()

    with CaptureQueriesContext(connection) as found:
        sat = quizzes_sat(ada.pk, made.course.pk)

    assert sat == {"done": True, "done-before": True, "open": False}
    assert len(found) == 1
