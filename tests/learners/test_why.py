"""Why a percentage is what it is."""

from datetime import datetime
from itertools import pairwise

import pytest

from learners.explanations import Line, why
from learners.merging import adopt_guest
from learners.models import Evidence
from learners.queries import today_at
from learners.rebuild import rebuild_mastery
from quizzes.models import AttemptEvent, Learner
from tests.learners.histories import OUTCOMES, give, history, make_varied_course
from tests.makers import NOW, Asked, Made, answer, days, make_course, make_learner, make_user

pytestmark = pytest.mark.django_db


def steps(learner: Learner, made: Made, key: str = "storage", now: datetime = NOW) -> list[Line]:
    outcome = made.outcomes[key]
    return why(learner, outcome, today_at(learner, made.course, outcome, now=now), now=now)


def adds_up(learner: Learner, made: Made, key: str, now: datetime) -> bool:
    lines = steps(learner, made, key, now)
    today = today_at(learner, made.course, made.outcomes[key], now=now).percent
    start = next(line.after for line in lines if line.kind == "start")
    total = start + sum(line.change for line in lines)
    return total == pytest.approx(today, abs=1e-9)


def test_all_steps_together_lead_to_todays_percentage() -> None:
    made = make_varied_course(8)
    learners = [make_learner(), make_learner(), make_learner(make_user())]
    for given in history(made, learners, 60, seed=5):
        give(made, given)
    later = NOW + days(200)

    for learner in learners:
        assert all(adds_up(learner, made, key, later) for key in OUTCOMES)

    adopt_guest(learners[0], learners[2], now=later)
    assert all(adds_up(learners[2], made, key, later) for key in OUTCOMES)
    rebuild_mastery(made.course, now=later)
    assert all(adds_up(one, made, key, later) for one in learners[1:] for key in OUTCOMES)


def test_no_step_is_missing_between_two_stored_values() -> None:
    made, ada = make_course(), make_learner()
    for day, (key, sent) in enumerate((("q1", "right"), ("q2", "half"), ("q3", "no idea"))):
        answer(ada, made, key, sent, at=NOW + days(20 * day))

    found = steps(ada, made, now=NOW + days(100))

    assert [line.kind for line in found] == [
        "start",
        "answer",
        *["elsewhere", "ageing", "answer"] * 2,
        "elsewhere",
        "ageing",
    ]
    assert [line.verdict for line in found if line.kind == "answer"] == [
        "right",
        "partly right",
        "wrong",
    ]
    assert [line.days for line in found if line.kind == "ageing"] == [20, 20, 60]
    for last, this in pairwise(found):
        assert this.after - last.after == pytest.approx(this.change, abs=1e-12)


def test_a_step_that_nobody_took_is_told_from_a_point_on() -> None:
    made, ada = make_course(), make_learner()
    answer(ada, made)

    soon, late = steps(ada, made, now=NOW + days(0.1)), steps(ada, made, now=NOW + days(90))

    assert [line.shown for line in soon] == [True, True, False, False]
    assert [line.kind for line in late if line.shown] == ["start", "answer", "ageing"]


def test_answers_on_other_outcomes_show_as_elsewhere() -> None:
    made = make_course({"q1": Asked(), "q2": Asked(outcomes=("transfer",))})
    ada = make_learner()
    answer(ada, made, "q1")
    answer(ada, made, "q2", "no idea")

    found = {line.kind: line for line in steps(ada, made)}

    assert found["elsewhere"].change < -0.01
    assert found["elsewhere"].shown
    assert found["ageing"].change == 0


def test_it_says_what_came_from_before_the_account() -> None:
    made, ada, guest = make_course(), make_learner(make_user()), make_learner()
    answer(ada, made, "q1")
    answer(guest, made, "q2")

    adopt_guest(guest, ada, now=NOW)

    causes = [line.cause for line in steps(ada, made) if line.kind == "answer"]
    assert causes == ["", "answered before you signed in"]


def test_it_says_what_does_not_count() -> None:
    made, ada = make_course(), make_learner()
    attempt = answer(ada, made)
    answer(ada, made, "q2")
    AttemptEvent.objects.filter(attempt=attempt).delete()
    rebuild_mastery(made.course, now=NOW)

    found = steps(ada, made)

    assert [line.kind for line in found[:3]] == ["void", "start", "answer"]
    assert found[0].cause == "does not count"
    assert adds_up(ada, made, "storage", NOW)


def test_it_shows_only_ones_own_steps() -> None:
    made, ada, bob = make_course(), make_learner(), make_learner()
    answer(bob, made)

    assert [line.kind for line in steps(ada, made)] == ["start"]
    assert Evidence.objects.count() == 1
