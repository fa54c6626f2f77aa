"""How a learner stands, with no more than may be shown of it."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from domain.levels import Level
from learners.actions import mark_lesson_read, rate_answer
from learners.activity import CourseActivity, activity_of, answers_by_day, first_day
from learners.models import CourseModel, Evidence, LearnerOutcome
from learners.queries import OutcomeProgress, progress_of
from quizzes.models import Learner
from tests.domain.test_mastery_golden import GOLDEN
from tests.learners.test_rating import GOLDEN_QUESTIONS
from tests.makers import (
    NOW,
    Asked,
    Made,
    answer,
    days,
    make_attempt,
    make_course,
    make_judged,
    make_learner,
)

pytestmark = pytest.mark.django_db


def rate(learner: Learner, made: Made, key: str = "q1", **more: Any) -> None:
    with transaction.atomic():
        rate_answer(make_judged(make_attempt(learner, made, key), **more))


def stand(learner: Learner, made: Made, now: datetime = NOW) -> dict[str, OutcomeProgress]:
    found = progress_of(learner, made.course, now=now)
    return {row.key: row for row in found.outcomes}


def test_it_reads_the_golden_learner_on_day_forty() -> None:
    made = make_course(GOLDEN_QUESTIONS)
    ada = make_learner()
    for row in GOLDEN:
        told = row.evidence
        rate(
            ada,
            made,
            told.question,
            score=told.score,
            guess=told.guess,
            hints=told.hints,
            weight=told.weight,
            at=NOW + days(row.day),
        )

    found = stand(ada, made, NOW + days(40))["storage"]

    assert found.percent == pytest.approx(0.657861, abs=1e-6)
    assert found.low == pytest.approx(0.364443, abs=1e-6)
    assert found.high == pytest.approx(0.892679, abs=1e-6)
    assert (found.level, found.answers, found.bar) == (Level.FAMILIAR, 7, True)
    assert found.lines == pytest.approx((0.55, 0.70))


def test_it_shows_no_percentage_before_the_second_answer() -> None:
    made, ada = make_course(), make_learner()

    untouched = stand(ada, made)["storage"]
    answer(ada, made)
    once = stand(ada, made)["storage"]
    answer(ada, made, "q2")
    twice = stand(ada, made)["storage"]

    assert (untouched.level, untouched.percent, untouched.ahead) == (Level.NOT_STARTED, None, "")
    assert (once.percent, once.low, once.high, once.bar, once.told) == (
        None,
        None,
        None,
        False,
        False,
    )
    assert once.level is Level.LEARNING
    assert twice.percent is not None
    assert twice.bar
    assert twice.told


def test_it_draws_no_bar_while_the_answers_weigh_little() -> None:
    made, ada = make_course(), make_learner()
    rate(ada, made, weight=0.6)
    rate(ada, made, "q2", weight=0.6)

    found = stand(ada, made)["storage"]

    assert found.percent is not None
    assert not found.bar


def test_it_says_what_to_expect_after_ten_answers_elsewhere() -> None:
    made = make_course(
        {f"q{n}": Asked() for n in range(1, 11)} | {"other": Asked(outcomes=("transfer",))}
    )
    ada = make_learner()
    for n in range(1, 10):
        answer(ada, made, f"q{n}")
    assert stand(ada, made)["transfer"].percent is None

    answer(ada, made, "q10")

    found = stand(ada, made)["transfer"]
    assert found.expected
    assert found.percent is not None
    assert not found.bar
    assert found.level is Level.NOT_STARTED
    assert not stand(ada, made)["storage"].expected


def test_it_asks_for_review_when_time_alone_has_lowered_the_level() -> None:
    made, ada = make_course(), make_learner()
    for key, sent in (("q1", "half"), ("q2", "half"), ("q3", "right")):
        answer(ada, made, key, sent)
    held = LearnerOutcome.objects.get().held_level

    today, later = stand(ada, made)["storage"], stand(ada, made, NOW + days(400))["storage"]

    assert (today.level.value, today.review) == (held, False)
    assert (later.level.value, later.review) == (held, True)
    assert later.percent is not None
    assert today.percent is not None
    assert later.percent < today.percent


@pytest.mark.parametrize(
    ("sent", "ahead"),
    [
        (["right"], "1 more right answer to Familiar"),
        (["right", "right"], "1 more right answer to Proficient"),
        (["half", "half", "right"], "2 more right answers in a row to Mastered"),
    ],
)
def test_it_foretells_the_next_level(sent: list[str], ahead: str) -> None:
    made, ada = make_course(), make_learner()
    for number, one in enumerate(sent, start=1):
        answer(ada, made, f"q{number}", one)

    assert stand(ada, made)["storage"].ahead == ahead


def test_nothing_is_foretold_at_the_top() -> None:
    made, ada = make_course({f"q{n}": Asked() for n in range(1, 9)}), make_learner()
    for n in range(1, 9):
        answer(ada, made, f"q{n}")

    found = stand(ada, made)["storage"]

    assert (found.level, found.ahead) == (Level.MASTERED, "")
    assert progress_of(ada, made.course, now=NOW).weakest is None


def test_the_weakest_outcome_is_one_that_was_answered() -> None:
    made = make_course({"q1": Asked(), "q2": Asked(outcomes=("transfer",)), "q3": Asked()})
    ada = make_learner()
    answer(ada, made, "q1")
    answer(ada, made, "q3")
    answer(ada, made, "q2", "no idea")

    found = progress_of(ada, made.course, now=NOW)

    assert found.weakest is not None
    assert found.weakest.key == "transfer"
    assert found.answers == 3


def test_a_course_may_draw_its_line_elsewhere() -> None:
    made, ada = make_course(), make_learner()
    answer(ada, made)
    CourseModel.objects.update(mastery_line="strict")

    assert stand(ada, made)["storage"].lines == pytest.approx((0.65, 0.80))


def test_it_takes_as_many_statements_for_a_hundred_outcomes() -> None:
    names = [f"outcome-{n}" for n in range(100)]
    large = make_course(
        {f"q{n}": Asked(outcomes=[name]) for n, name in enumerate(names)},
        key="large",
        outcomes=names,
    )
    small, ada = make_course(), make_learner()
    counts = []
    for made in (small, large):
        answer(ada, made)
        with CaptureQueriesContext(connection) as found:
            progress_of(ada, made.course, now=NOW)
        counts.append(len(found))

    assert counts == [3, 3]


def test_others_do_not_show() -> None:
    made, ada, bob = make_course(), make_learner(), make_learner()
    answer(bob, made)
    answer(bob, made, "q2")

    assert stand(ada, made)["storage"].answers == 0
    assert activity_of(ada.pk) == {}
    assert not answers_by_day(ada, made.course, now=NOW)


def test_a_lesson_is_done_when_it_is_read_or_all_its_checks_are_answered() -> None:
    made = make_course({"q1": Asked(), "q2": Asked(), "q3": Asked(lesson="second")})
    ada, outline = make_learner(), made.release.outline

    assert [row.done for row in CourseActivity().path(outline).lessons] == [False] * 3
    answer(ada, made, "q1", "no idea")
    path = activity_of(ada.pk)[made.course.pk].path(outline)
    assert path.lessons[0].begun
    assert path.next == path.lessons[0]
    answer(ada, made, "q2")
    mark_lesson_read(ada, made.lessons["third"], now=NOW)
    path = activity_of(ada.pk)[made.course.pk].path(outline)

    assert [(row.done, row.begun) for row in path.lessons] == [
        (True, False),
        (False, False),
        (True, False),
    ]
    assert path.next == path.lessons[1]
    assert (path.done, path.answered, path.asked) == (2, 2, 3)
    assert path.share == pytest.approx(2 / 3)


def test_a_lesson_without_checks_is_done_only_when_it_is_read() -> None:
    made = make_course({})

    path = CourseActivity().path(made.release.outline)

    assert (path.done, path.begun, path.share) == (0, False, 0.0)


def test_it_counts_answers_by_day_over_twelve_weeks() -> None:
    made, ada = make_course(), make_learner()
    answer(ada, made, at=NOW - days(100))
    answer(ada, made, "q2", at=NOW - days(78))  # Monday 7 September
    answer(ada, made, "q3", at=NOW - days(1))
    answer(ada, made, "q4", at=NOW - days(1))
    Evidence.objects.create(
        **(Evidence.objects.values().latest("number") | {"number": None, "revision": 1})
    )

    found = answers_by_day(ada, made.course, now=NOW)

    assert first_day(NOW.date()) == (NOW - days(78)).date()
    assert found == {(NOW - days(78)).date(): 1, (NOW - days(1)).date(): 2}
