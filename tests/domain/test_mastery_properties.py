"""What holds of the rating model whatever is known of learner, question and outcome."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.evidence import Evidence
from domain.levels import Line
from domain.mastery import PARAMS, Mastery, aged, mastery, rated
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

GUESSES = (0.0, 1 / 32, 1 / 8, 1 / 5, 1 / 4, 1 / 3, 1 / 2)
WEIGHTS = (0.0, 0.4, 0.5, 0.6, 0.8, 1.0)

cases = settings(max_examples=2000, deadline=None, derandomize=True)
logits = st.floats(-3, 3)
hints = st.integers(0, 4)
guesses = st.sampled_from(GUESSES)
practised = st.builds(Skill, logits, st.floats(1e-3, 0.7), st.floats(0.4, 20))
skills = st.just(Skill(0.0, 0.7)) | practised


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Draw what may be known before an answer: no variance is above its prior."""
    known = draw(st.lists(skills, min_size=1, max_size=2))
    easiness = Easiness(draw(logits), draw(st.floats(1e-3, 0.8)))
    return Standing(
        learner=LearnerState(draw(logits), draw(st.floats(1e-3, 0.5))),
        question=QuestionLevel(draw(logits), draw(st.floats(1e-3, 0.9))),
        skills=tuple(known),
        easiness=(easiness,) * len(known),
        repeats=draw(st.builds(Repeats, st.integers(0, 5), st.integers(0, 5))),
    )


def after(standing: Standing, answer: Evidence, guess: float, hints: int) -> Standing:
    return rated(standing, replace(answer, guess=guess, hints=hints), PARAMETERS)


def read(standing: Standing, mean_difficulty: float) -> Mastery:
    return mastery(
        standing.learner,
        standing.skills[0],
        standing.easiness[0],
        mean_difficulty=mean_difficulty,
        params=PARAMETERS,
        line=Line.STANDARD,
    )


@cases
@given(standings(), st.sampled_from([*combinations(GUESSES, 2)]), hints, st.integers(1, 4))
def test_it_credits_a_right_answer_less_the_more_it_was_given_away(
    standing: Standing, guess: tuple[float, float], hints: int, more: int
) -> None:
    typed = after(standing, RIGHT, guess[0], hints)
    guessed = after(standing, RIGHT, guess[1], hints)
    hinted = after(standing, RIGHT, guess[0], hints + more)

    mean_difficulty = standing.question.d
    assert read(guessed, mean_difficulty).percent < read(typed, mean_difficulty).percent
    assert read(hinted, mean_difficulty).percent < read(typed, mean_difficulty).percent


@cases
@given(standings(), guesses, hints)
def test_it_moves_a_skill_with_the_answer_but_for_what_practice_teaches(
    standing: Standing, guess: float, hints: int
) -> None:
    right, wrong = after(standing, RIGHT, guess, hints), after(standing, WRONG, guess, hints)

    for before, up, down in zip(standing.skills, right.skills, wrong.skills, strict=True):
        assert up.theta >= before.theta
        assert down.theta <= before.theta + 0.10


@cases
@given(standings(), guesses, hints, st.floats(0, 1), st.sampled_from(WEIGHTS))
def test_it_keeps_every_variance_above_nothing_and_near_its_prior(
    standing: Standing, guess: float, hints: int, score: float, weight: float
) -> None:
    answered = after(standing, replace(RIGHT, score=score, weight=weight), guess, hints)

    assert 0 < answered.learner.vg <= 0.5 + 0.004
    assert 0 < answered.question.vd <= 0.9
    assert all(0 < skill.v <= 0.7 for skill in answered.skills)
    assert all(0 < easy.vb <= 0.8 for easy in answered.easiness)


@cases
@given(practised, st.floats(1e-3, 4000))
def test_it_ages_towards_what_is_left_and_never_beyond(skill: Skill, days: float) -> None:
    later = aged(skill, days, PARAMETERS)

    assert min(-0.5, skill.theta) <= later.theta <= max(-0.5, skill.theta)
    assert abs(later.theta + 0.5) <= abs(skill.theta + 0.5)
    assert skill.v <= later.v <= 0.7


@cases
@given(standings(), st.floats(-5, 5), st.sampled_from([1, 4]))
def test_it_reads_a_band_between_never_and_always(
    standing: Standing, mean: float, times: int
) -> None:
    above = 0.8 + standing.learner.g + standing.skills[0].theta + standing.easiness[0].b

    near, far = read(standing, above - mean), read(standing, above - mean * times)

    assert near.low <= near.percent <= near.high
    assert 0 < far.low < far.high < 1


@cases
@given(standings(), st.sampled_from([*combinations(WEIGHTS, 2)]), guesses, st.floats(0, 1))
def test_it_moves_further_the_more_an_answer_weighs_and_nowhere_without_weight(
    standing: Standing, weights: tuple[float, float], guess: float, score: float
) -> None:
    answer = replace(RIGHT, guess=guess, score=score)
    nothing, light, heavy = (
        moves(standing, replace(answer, weight=weight)) for weight in (0.0, *weights)
    )

    assert set(nothing) == {0.0}
    for near, far in zip(light, heavy, strict=True):
        assert min(far, 0) - 1e-12 <= near <= max(far, 0) + 1e-12


def moves(before: Standing, answer: Evidence) -> list[float]:
    """Return what the surprise moved, in logits: of skills, without what practice teaches."""
    now = rated(before, answer, PARAMETERS)
    taught = [answer.weight * 0.10 / (1 + skill.n / 4.0) for skill in before.skills]
    rows = zip(before.skills, now.skills, taught, strict=True)
    return [
        now.learner.g - before.learner.g,
        now.question.d - before.question.d,
        now.easiness[0].b - before.easiness[0].b,
        *(skill.theta - then.theta - gain for then, skill, gain in rows),
    ]
