"""Rating an answer through the database."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from domain.levels import Level
from learners.actions import prepare_course, rate_answer
from learners.models import (
    Evidence,
    LearnerLevel,
    LearnerOutcome,
    LearnerQuestion,
    OutcomeStat,
    QuestionStat,
)
from quizzes.after import Judged
from tests.domain.test_mastery_golden import GOLDEN
from tests.makers import NOW, Asked, Made, make_attempt, make_course, make_judged, make_learner

pytestmark = pytest.mark.django_db
GOLDEN_QUESTIONS = {
    "q1": Asked(difficulty="easy"),
    "q2": Asked(),
    "q3": Asked(),
    "q4": Asked(difficulty="hard"),
}


def rate(judged: Judged) -> None:
    with transaction.atomic():
        rate_answer(judged)


def test_it_follows_the_golden_trace() -> None:
    made, ada = make_course(GOLDEN_QUESTIONS), make_learner()
    prepare_course(made.course.pk)
    outcome = str(made.outcomes["storage"].pk)

    for row in GOLDEN:
        attempt = make_attempt(ada, made, row.evidence.question)
        told = row.evidence
        rate(
            make_judged(
                attempt,
                score=told.score,
                guess=told.guess,
                hints=told.hints,
                weight=told.weight,
                at=NOW + timedelta(days=row.day),
            )
        )

        evidence = Evidence.objects.get(attempt=attempt)
        moved = evidence.moved[outcome]
        assert evidence.expected == pytest.approx(row.expected, abs=1e-6)
        assert moved["after"] == pytest.approx(row.percent, abs=1e-6)
        assert moved["level"] == row.level
        held = LearnerOutcome.objects.get(learner=ada)
        assert held.n == pytest.approx(row.n, abs=1e-6)
        assert held.held_level == row.level

    first = Evidence.objects.order_by("number")[0].moved[outcome]
    assert first["before"] == pytest.approx(0.654514, abs=1e-6)
    assert (held.answers, held.distinct) == (7, 4)
