"""Levels, lines, and what may be shown."""

import pytest

from domain.levels import (
    THRESHOLDS,
    Level,
    Line,
    Threshold,
    bar_shown,
    expectation_shown,
    level_of,
    needs_review,
    percent_shown,
)

NEVER, LOW, NEAR, GOOD, FULL = Level  # from not started to mastered


def read(
    chance: float = 0.99,
    p_known: float = 0.99,
    *,
    n: float = 10.0,
    distinct: int = 10,
    line: Line = Line.STANDARD,
) -> Level:
    return level_of(chance, p_known, n=n, distinct=distinct, threshold=THRESHOLDS[line])


def test_it_has_three_mastery_lines() -> None:
    assert THRESHOLDS[Line.STRICT] == Threshold(tau=0.80, bar=0.70)
    assert THRESHOLDS[Line.STANDARD] == Threshold(tau=0.70, bar=0.70)
    assert THRESHOLDS[Line.LENIENT] == Threshold(tau=0.60, bar=0.50)


def test_it_orders_levels_by_rank_and_not_by_alphabet() -> None:
    words = ["not started", "learning", "familiar", "proficient", "mastered"]

    assert [str(level) for level in Level] == words
    assert [level.rank for level in Level] == [0, 1, 2, 3, 4]


def test_it_has_not_started_without_evidence_however_good_the_chance() -> None:
    assert read(n=0.0, distinct=0) == Level.NOT_STARTED


@pytest.mark.parametrize(
    ("n", "level"),
    [
        (0.4, Level.LEARNING),
        (1.9, Level.LEARNING),
        (2.0, Level.FAMILIAR),
        (2.9, Level.FAMILIAR),
        (3.0, Level.PROFICIENT),
        (3.9, Level.PROFICIENT),
        (4.0, Level.MASTERED),
    ],
)
def test_it_asks_for_enough_answers_at_each_level(n: float, level: Level) -> None:
    assert read(n=n) == level


@pytest.mark.parametrize(
    ("line", "tau"), [(Line.STRICT, 0.80), (Line.STANDARD, 0.70), (Line.LENIENT, 0.60)]
)
def test_it_moves_the_lower_lines_with_the_mastery_line(line: Line, tau: float) -> None:
    assert read(tau - 0.151, line=line) == Level.LEARNING
    assert read(tau - 0.149, line=line) == Level.FAMILIAR
    assert read(tau - 0.001, line=line) == Level.FAMILIAR
    assert read(tau, line=line) == Level.MASTERED


@pytest.mark.parametrize(
    ("line", "bar"), [(Line.STRICT, 0.70), (Line.STANDARD, 0.70), (Line.LENIENT, 0.50)]
)
def test_it_masters_only_what_is_known_with_certainty_enough(line: Line, bar: float) -> None:
    assert read(p_known=bar - 0.001, line=line) == Level.PROFICIENT
    assert read(p_known=bar, line=line) == Level.MASTERED


def test_it_masters_only_what_three_different_questions_have_shown() -> None:
    assert read(distinct=2) == Level.PROFICIENT
    assert read(distinct=3) == Level.MASTERED


@pytest.mark.parametrize(
    ("held", "today", "unaged", "badge"),
    [
        (FULL, FULL, FULL, False),
        (FULL, GOOD, FULL, True),  # time alone
        (FULL, GOOD, GOOD, False),  # answers elsewhere alone
        (FULL, NEAR, GOOD, True),  # both, and time by itself too
        (GOOD, GOOD, FULL, False),  # time took only what answers elsewhere had added
        (GOOD, NEAR, FULL, True),
        (GOOD, FULL, FULL, False),  # answers elsewhere raised it
        (NEVER, NEVER, NEVER, False),
        (LOW, LOW, LOW, False),  # nothing is below it
    ],
)
def test_it_needs_review_when_time_alone_lowers_the_level(
    held: Level, today: Level, unaged: Level, *, badge: bool
) -> None:
    assert needs_review(held, today=today, unaged=unaged) is badge


def test_it_shows_a_percentage_from_the_second_answer_on() -> None:
    assert [percent_shown(answers) for answers in (0, 1, 2, 3)] == [False, False, True, True]


def test_it_shows_a_bar_once_the_answers_weigh_two() -> None:
    assert [bar_shown(n) for n in (0.0, 1.9, 2.0)] == [False, False, True]


def test_it_speaks_of_other_outcomes_after_ten_answers_in_the_course() -> None:
    assert not expectation_shown(1, in_course=9)
    assert expectation_shown(1, in_course=10)


def test_it_speaks_of_other_outcomes_only_in_place_of_a_percentage() -> None:
    assert not expectation_shown(2, in_course=10)
