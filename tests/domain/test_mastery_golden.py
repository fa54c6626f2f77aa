"""One learner's seven answers, worked out with the reference arithmetic."""

from dataclasses import dataclass

import pytest

from domain.evidence import Evidence
from domain.levels import Level
from domain.mastery import Mastery
from tests.domain.rating_book import RatingBook


@dataclass(frozen=True)
class Step:
    """An answer to one question, and what the reference makes of it."""

    day: float
    evidence: Evidence
    expected: float
    percent: float
    low: float
    high: float
    p_known: float
    n: float
    level: str


def step(question: str, day: float, row: str) -> Step:
    """Read a row: guess, hints, score, weight; then expected, percent, band, p_known, n, level."""
    *cells, level = row.split()
    guess, hints, score, weight, expected, percent, low, high, p_known, n = map(float, cells)
    evidence = Evidence(
        question=question,
        outcomes=("storage",),
        difficulty="medium",
        score=score,
        guess=guess,
        hints=int(hints),
        weight=weight,
    )
    return Step(day, evidence, expected, percent, low, high, p_known, n, level)


GOLDEN = (
    step("q1", 0, ".25 0 1 1  .770761 .720044 .440518 .925353 .606962 1 learning"),
    step("q2", 0.01, ".25 0 0 1  .765027 .507126 .210861 .800291 .220747 2 learning"),
    step("q3", 0.02, ".25 1 1 1  .751895 .578778 .276901 .848080 .327387 3 familiar"),
    step("q2", 3, ".25 0 1 1  .631933 .661874 .369782 .894489 .482715 4 familiar"),
    step("q4", 3.01, "0 0 1 1  .561432 .756041 .511224 .932876 .686706 5 proficient"),
    step("q3", 3.02, ".25 0 .5 1  .844338 .665269 .383715 .890534 .485639 6 familiar"),
    step("q4", 10, "0 0 1 .6  .656370 .692430 .416742 .905346 .544708 6.6 familiar"),
)


def golden_book() -> RatingBook:
    book = RatingBook()
    book.publish("q1", ("storage",), "easy")
    book.publish("q2", ("storage",), "medium")
    book.publish("q3", ("storage",), "medium")
    book.publish("q4", ("storage",), "hard")
    return book


def numbers(found: Mastery) -> tuple[float, float, float, float]:
    return found.percent, found.low, found.high, found.p_known


def test_it_starts_where_the_questions_are() -> None:
    start = golden_book().mastery("ada", "storage", day=0)

    golden = (0.654514, 0.347755, 0.898341, 0.473689)
    assert numbers(start) == pytest.approx(golden, abs=1e-6)
    assert start.level == Level.NOT_STARTED


def test_it_follows_the_golden_trace() -> None:
    book = golden_book()

    for row in GOLDEN:
        assert book.rate("ada", row.evidence, row.day) == pytest.approx(row.expected, abs=1e-6)
        found = book.mastery("ada", "storage", row.day)
        golden = (row.percent, row.low, row.high, row.p_known)
        assert numbers(found) == pytest.approx(golden, abs=1e-6)
        assert found.level == row.level
        assert book.skill("ada", "storage", row.day).n == pytest.approx(row.n, abs=1e-6)


def test_it_ages_to_day_forty() -> None:
    book = golden_book()
    for row in GOLDEN:
        book.rate("ada", row.evidence, row.day)

    later = book.mastery("ada", "storage", day=40)

    golden = (0.657861, 0.364443, 0.892679, 0.474722)
    assert numbers(later) == pytest.approx(golden, abs=1e-6)
    assert book.skill("ada", "storage", day=40).answers == 7
    assert book.skill("ada", "storage", day=40).distinct == 4
