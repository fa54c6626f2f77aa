"""The time and the score of a sitting."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.attempts import Confidence, Rules, State
from domain.questions.base import Grade
from domain.sittings import (
    GRACE,
    Marked,
    Score,
    Sureness,
    deadline_of,
    end_of,
    is_late,
    is_overdue,
    score_of,
    scores_by_outcome,
    seconds_left,
    sureness_of,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GRADED = Rules(mode="graded", feedback_at_once=False, passing=0.7)


def marked(credit: float | None, outcome: str = "a", sure: Confidence | None = None) -> Marked:
    if credit is None:
        return Marked(outcome, State())
    grade = Grade(credit)
    return Marked(outcome, State(grade=grade, first=grade, credit=credit, confidence=sure))


@pytest.mark.parametrize(
    ("late", "overdue"),
    [(-SECOND, False), (0 * SECOND, False), (GRACE, False), (GRACE + SECOND, True)],
)
def test_the_time_is_up_after_the_grace(late: timedelta, overdue: bool) -> None:
    assert is_overdue(NOON, NOON + late) is overdue


def test_without_a_limit_the_time_is_never_up() -> None:
    assert not is_overdue(None, NOON)
    assert not is_late(None, NOON)
    assert end_of(NOON - SECOND, None, NOON) == NOON


def test_a_sitting_ends_when_it_is_finished_and_at_its_deadline_at_the_latest() -> None:
    start = NOON - timedelta(minutes=20)

    assert end_of(start, NOON, NOON - SECOND) == NOON - SECOND
    assert end_of(start, NOON, NOON + timedelta(days=3)) == NOON


@pytest.mark.parametrize("deadline", [None, NOON + timedelta(minutes=20)])
def test_a_sitting_never_ends_before_it_started(deadline: datetime | None) -> None:
    assert end_of(NOON, deadline, NOON - timedelta(hours=1)) == NOON


@pytest.mark.parametrize(("after", "late"), [(-SECOND, False), (0 * SECOND, False), (SECOND, True)])
def test_what_comes_after_the_deadline_is_late(after: timedelta, late: bool) -> None:
    assert is_late(NOON, NOON + after) is late


@pytest.mark.parametrize(
    ("minutes", "extra", "closes", "ends"),
    [
        (None, 25, None, None),
        (20, 0, None, timedelta(minutes=20)),
        (20, 25, None, timedelta(minutes=25)),
        (45, 25, None, timedelta(minutes=56, seconds=15)),
        (20, 300, None, timedelta(minutes=80)),
        (20, 25, timedelta(minutes=24), timedelta(minutes=24)),
        (20, 25, timedelta(minutes=26), timedelta(minutes=25)),
        (None, 25, timedelta(days=2), timedelta(days=2)),
    ],
)
def test_extra_time_lengthens_the_limit_and_never_the_quiz(
    minutes: int | None, extra: int, closes: timedelta | None, ends: timedelta | None
) -> None:
    shut = None if closes is None else NOON + closes

    found = deadline_of(NOON, minutes, extra_percent=extra, closes=shut)

    assert found == (None if ends is None else NOON + ends)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (timedelta(minutes=5), 900),
        (timedelta(minutes=19, seconds=59.5), 0),
        (timedelta(minutes=21), 0),
        (timedelta(hours=-1), 1200),
    ],
)
def test_the_time_left_is_never_below_zero_nor_above_the_whole(now: timedelta, left: int) -> None:
    assert seconds_left(NOON, NOON + timedelta(minutes=20), NOON + now) == left


@pytest.mark.parametrize(
    ("credit", "word"), [(1.0, "right"), (0.34, "part"), (0.0, "wrong"), (None, "blank")]
)
def test_a_question_came_to_a_word(credit: float | None, word: str) -> None:
    assert marked(credit).word == word


def test_a_question_that_was_right_in_the_end_is_right() -> None:
    first = Grade(0.0)

    assert Marked("a", State(grade=Grade(1.0), first=first, credit=0.67)).word == "right"
    assert Marked("a", State(grade=Grade(0.0), first=first, credit=0.5)).word == "part"


def test_an_outcome_of_which_nothing_counts_is_left_out() -> None:
    assert scores_by_outcome([marked(None, "a"), marked(1.0, "b")], Rules()).keys() == {"b"}


def test_a_blank_question_counts_as_nothing() -> None:
    score = score_of([marked(1.0), marked(0.5), marked(None), marked(0.0)], GRADED)

    assert (score.points, score.of, score.share) == (1.5, 4, 0.375)


def test_in_practice_a_blank_question_does_not_count() -> None:
    score = score_of([marked(1.0), marked(None), marked(0.0)], Rules(passing=0.5))

    assert (score.points, score.of, score.passed) == (1.0, 2, True)


def test_readiness_is_asked_of_everything() -> None:
    ready = Rules(mode="readiness", passing=0.66)

    assert score_of([marked(1), marked(1), marked(None)], ready).passed
    assert not score_of([marked(1), marked(None), marked(None)], ready).passed


def test_nothing_answered_is_no_share() -> None:
    assert score_of([marked(None)], Rules()).share == 0.0


@pytest.mark.parametrize(
    ("earned", "passed"),
    [([1.0] * 7 + [0.0] * 3, True), ([1.0] * 6 + [0.9] + [0.0] * 3, False), ([0.7] * 3, True)],
)
def test_just_enough_passes(earned: list[float], passed: bool) -> None:
    assert score_of(map(marked, earned), GRADED).passed is passed


def test_thirds_that_make_a_whole_are_a_whole() -> None:
    score = score_of([marked(1 / 3)] * 3, Rules(mode="graded", passing=1 / 3))

    assert score.passed
    assert score.shown == "1"


def test_nobody_passes_where_that_is_not_asked() -> None:
    assert score_of([marked(1.0)], Rules()).passed is None


@pytest.mark.parametrize(
    ("points", "shown"), [(2.0, "2"), (1.5, "1.5"), (2 / 3, "0.67"), (0.0, "0"), (10.0, "10")]
)
def test_points_are_written_short(points: float, shown: str) -> None:
    assert Score(points, 10).shown == shown


def test_points_go_to_the_main_outcome_in_the_order_of_asking() -> None:
    scores = scores_by_outcome(
        [marked(1.0, "b"), marked(0.5, "a"), marked(None, "b"), marked(1.0, "")], GRADED
    )

    assert [(key, score.points, score.of) for key, score in scores.items()] == [
        ("b", 1.0, 2),
        ("a", 0.5, 1),
    ]


def test_confidence_is_compared_with_the_first_answer() -> None:
    lines = sureness_of(
        [
            marked(1.0, sure=Confidence.UNSURE),
            marked(0.5, sure=Confidence.CERTAIN),
            marked(1.0, sure=Confidence.CERTAIN),
            marked(1.0),
            marked(None),
        ]
    )

    assert lines == [Sureness(Confidence.CERTAIN, 2, 1), Sureness(Confidence.UNSURE, 1, 1)]
