"""Rating learners, one answer at a time."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from domain.evidence import Evidence
from domain.levels import Forecast, Level, Line
from domain.mastery import (
    PARAMS,
    VERSION,
    Mastery,
    aged,
    expected,
    forecast,
    mastery,
    rated,
)
from domain.standing import Easiness, LearnerState, QuestionLevel, Repeats, Skill, Standing

PARAMETERS = PARAMS[1]
RIGHT = Evidence(
    question="q1",
    outcomes=("storage",),
    difficulty="medium",
    score=1.0,
    guess=0.0,
    hints=0,
    weight=1.0,
)
WRONG = replace(RIGHT, score=0.0)
FRESH = Standing(
    learner=LearnerState(0.0, 0.5),
    question=QuestionLevel(0.0, 0.9),
    skills=(Skill(0.0, 0.7),),
    easiness=(Easiness(0.0, 0.8),),
)


def read(
    standing: Standing, *, mean_difficulty: float = 0.0, line: Line = Line.STANDARD
) -> Mastery:
    (skill,), (easiness,) = standing.skills, standing.easiness
    return mastery(
        standing.learner,
        skill,
        easiness,
        mean_difficulty=mean_difficulty,
        params=PARAMETERS,
        line=line,
    )


def ahead(standing: Standing, held: Level, *, line: Line = Line.STANDARD) -> Forecast | None:
    return forecast(standing, held, params=PARAMETERS, line=line)


def with_skill(theta: float, *, n: float, distinct: int, v: float = 0.2) -> Standing:
    skill = Skill(theta, v, n=n, answers=int(n), distinct=distinct)
    return replace(FRESH, learner=LearnerState(0.0, 0.1), skills=(skill,))


def test_it_has_one_set_of_parameters_that_nobody_can_change() -> None:
    assert VERSION == 1
    assert list(PARAMS) == [1]
    assert isinstance(PARAMS, MappingProxyType)
    assert isinstance(PARAMS[1].labels, MappingProxyType)
    assert isinstance(PARAMS[1].thresholds, MappingProxyType)


def test_it_starts_from_the_author_s_label_and_from_ignorance() -> None:
    assert PARAMETERS.new_learner() == FRESH.learner
    assert PARAMETERS.new_skill() == FRESH.skills[0]
    assert PARAMETERS.new_outcome() == FRESH.easiness[0]
    assert PARAMETERS.new_question("easy") == QuestionLevel(-0.4, 0.9)
    assert PARAMETERS.new_question("medium") == QuestionLevel(0.0, 0.9)
    assert PARAMETERS.new_question("hard") == QuestionLevel(0.5, 0.9)


@pytest.mark.parametrize(
    ("guess", "hints", "points"),
    [(0.0, 0, [6.0, -0.6, -7.9]), (0.25, 0, [5.1, -1.9, -9.4]), (0.25, 1, [4.1, -3.0, -10.8])],
)
def test_it_moves_a_fresh_learner_as_published(
    guess: float, hints: int, points: list[float]
) -> None:
    """What the learner's own rows move: those of the question and the outcome are held still."""
    moved = []
    for score in (1.0, 0.5, 0.0):
        after = rated(FRESH, replace(RIGHT, score=score, guess=guess, hints=hints), PARAMETERS)
        own = replace(after, easiness=FRESH.easiness)
        moved.append(round(100 * (read(own).percent - read(FRESH).percent), 1))

    assert moved == points


def test_it_weighs_light_evidence_in_every_row() -> None:
    full, light = (
        rated(FRESH, RIGHT, PARAMETERS),
        rated(FRESH, replace(RIGHT, weight=0.4), PARAMETERS),
    )

    assert 0 < light.learner.g < full.learner.g
    assert 0 < light.skills[0].theta < full.skills[0].theta
    assert 0 < light.easiness[0].b < full.easiness[0].b
    assert full.question.d < light.question.d < 0
    assert full.learner.vg < light.learner.vg < 0.5
    assert light.skills[0] == replace(light.skills[0], n=0.4, answers=1, distinct=1)
    assert light.repeats == Repeats(ok=1)


def test_it_returns_the_very_same_standing_for_evidence_without_weight() -> None:
    standing = replace(FRESH, repeats=Repeats(ok=2))

    assert rated(standing, replace(WRONG, weight=0.0), PARAMETERS) is standing


@pytest.mark.parametrize(("score", "ok", "bad"), [(0.5, 1, 0), (0.499, 0, 1)])
def test_it_counts_half_the_credit_as_right(score: float, ok: int, bad: int) -> None:
    after = rated(FRESH, replace(RIGHT, score=score), PARAMETERS)

    assert after.repeats == Repeats(ok, bad)


@pytest.mark.parametrize(
    ("repeats", "distinct"), [(Repeats(), 1), (Repeats(ok=1), 0), (Repeats(bad=1), 0)]
)
def test_it_counts_a_question_as_different_once(repeats: Repeats, distinct: int) -> None:
    after = rated(replace(FRESH, repeats=repeats), RIGHT, PARAMETERS)

    assert after.skills[0].distinct == distinct
    assert after.skills[0].answers == 1


@pytest.mark.parametrize(
    ("repeats", "credit"),
    [(Repeats(), 0.633444), (Repeats(ok=1), 0.696649), (Repeats(bad=1), 0.655162)],
)
def test_it_expects_more_when_the_question_comes_again(repeats: Repeats, credit: float) -> None:
    again = replace(FRESH, repeats=repeats)

    assert expected(again, RIGHT, PARAMETERS) == pytest.approx(credit, abs=1e-6)


def test_it_shares_what_one_answer_tells_between_the_outcomes() -> None:
    both = replace(FRESH, skills=FRESH.skills * 2, easiness=FRESH.easiness * 2)

    one, shared = rated(FRESH, WRONG, PARAMETERS), rated(both, WRONG, PARAMETERS)

    assert shared.skills[0] == shared.skills[1]
    assert one.skills[0].theta < shared.skills[0].theta < 0


def test_it_survives_a_question_that_cannot_be_missed() -> None:
    certain = replace(FRESH, question=QuestionLevel(-100.0, 0.9))

    assert expected(certain, RIGHT, PARAMETERS) == 1.0
    assert rated(certain, RIGHT, PARAMETERS).learner.g == 0.0


def test_it_learns_even_from_what_could_not_be_expected() -> None:
    hardest = replace(FRESH, question=QuestionLevel(15.0, 0.9))

    assert rated(hardest, RIGHT, PARAMETERS).learner.g == pytest.approx(0.340398, abs=1e-6)


def test_it_tells_chances_apart_down_to_one_in_ten_million_million() -> None:
    small, smallest = QuestionLevel(44.0, 0.9), QuestionLevel(45.0, 0.9)

    assert expected(replace(FRESH, question=small), RIGHT, PARAMETERS) > 1.4e-13
    assert expected(replace(FRESH, question=smallest), RIGHT, PARAMETERS) == 1e-13


def test_it_survives_a_question_that_nobody_can_answer() -> None:
    hopeless = replace(FRESH, question=QuestionLevel(2000.0, 0.9))

    assert expected(hopeless, RIGHT, PARAMETERS) == 1e-13
    assert read(hopeless, mean_difficulty=2000.0).low == 1e-13


def test_it_lets_a_skill_fade_and_grow_uncertain() -> None:
    skill = Skill(1.0, 0.2, n=5.0, answers=5, distinct=4)

    week, year = aged(skill, 7, PARAMETERS), aged(skill, 365, PARAMETERS)

    assert (week.theta, week.v) == pytest.approx((0.770118, 0.262383), abs=1e-6)
    assert (year.theta, year.v) == pytest.approx((0.435433, 0.377079), abs=1e-6)
    assert year == replace(skill, theta=year.theta, v=year.v)


def test_it_is_never_less_sure_of_a_skill_than_of_a_stranger_s() -> None:
    skill = Skill(1.0, 0.69, n=5.0)
    standing = replace(FRESH, skills=(skill,))

    (after,) = rated(standing, replace(RIGHT, guess=0.999), PARAMETERS).skills

    assert after.v == 0.7
    assert aged(skill, 365, PARAMETERS).v == 0.7


@pytest.mark.parametrize("days", [0.0, -1.0])
def test_it_ages_nothing_in_no_time(days: float) -> None:
    skill = Skill(1.0, 0.2, n=5.0)

    assert aged(skill, days, PARAMETERS) is skill


def test_it_cannot_forget_what_was_never_practised() -> None:
    assert aged(Skill(0.0, 0.7), 365, PARAMETERS) == Skill(0.0, 0.7)


def test_it_reads_a_skill_against_the_outcome_s_typical_question() -> None:
    typical, harder = read(FRESH, mean_difficulty=0.0), read(FRESH, mean_difficulty=0.5)

    assert harder.percent < typical.percent
    assert (harder.low, harder.high) < (typical.low, typical.high)
    assert harder.p_known < typical.p_known


def test_it_asks_for_more_certainty_of_a_stricter_line() -> None:
    standing = with_skill(0.6, n=6.0, distinct=4)

    found = {line: read(standing, line=line) for line in Line}

    assert len({(m.percent, m.low, m.high) for m in found.values()}) == 1
    assert [m.level for m in found.values()] == ["familiar", "mastered", "mastered"]
    assert found[Line.STRICT].p_known < found[Line.STANDARD].p_known < found[Line.LENIENT].p_known


def test_it_foretells_the_next_level_of_a_fresh_learner() -> None:
    found = [ahead(FRESH, level) for level in Level]

    assert found == [
        Forecast(1, Level.LEARNING),
        Forecast(2, Level.FAMILIAR),
        Forecast(3, Level.PROFICIENT),
        Forecast(4, Level.MASTERED),
        None,
    ]


@pytest.mark.parametrize(("distinct", "answers"), [(0, 3), (1, 2), (2, 1), (3, 1)])
def test_it_foretells_that_mastered_takes_three_different_questions(
    distinct: int, answers: int
) -> None:
    able = with_skill(1.5, n=10.0, distinct=distinct)

    assert ahead(able, Level.PROFICIENT) == Forecast(answers, Level.MASTERED)


def test_it_foretells_ten_answers_ahead_and_no_further() -> None:
    ten, more = with_skill(-1.5, n=8.0, distinct=4), with_skill(-2.0, n=8.0, distinct=4)

    assert ahead(ten, Level.PROFICIENT, line=Line.STRICT) == Forecast(10, Level.MASTERED)
    assert ahead(more, Level.PROFICIENT, line=Line.STRICT) is None


def test_it_foretells_from_the_level_that_is_held_and_not_from_today_s() -> None:
    faded = with_skill(-0.5, n=8.0, distinct=4)

    assert read(faded).level == Level.FAMILIAR
    assert ahead(faded, Level.FAMILIAR) == Forecast(2, Level.PROFICIENT)
    assert ahead(faded, Level.PROFICIENT) == Forecast(4, Level.MASTERED)


def test_it_foretells_new_questions_whatever_was_answered_before() -> None:
    faded = with_skill(-0.5, n=8.0, distinct=4)
    well_known = replace(faded, question=QuestionLevel(0.0, 0.01), repeats=Repeats(ok=5))

    assert ahead(well_known, Level.PROFICIENT) == Forecast(4, Level.MASTERED)
