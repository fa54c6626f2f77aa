"""Evidence, and the weights of those who judge."""

from typing import Any

import pytest

from domain import evidence
from domain.evidence import Evidence


def make_evidence(**fields: Any) -> Evidence:
    defaults: dict[str, Any] = {
        "question": "s3-classes",
        "outcomes": ("storage",),
        "difficulty": "medium",
        "score": 1.0,
        "guess": 0.25,
        "hints": 0,
        "weight": 1.0,
    }
    return Evidence(**(defaults | fields))


def test_it_weighs_judges_by_how_far_they_stand_from_the_answer() -> None:
    assert evidence.MACHINE_WEIGHT == 1.0
    assert evidence.INSTRUCTOR_WEIGHT == 1.0
    assert evidence.INTERVIEWER_WEIGHT == 0.8
    assert evidence.LEARNER_AGREEING_WEIGHT == 0.6
    assert evidence.LEARNER_UNDECIDED_WEIGHT == 0.5
    assert evidence.LEARNER_DISAGREEING_WEIGHT == 0.4
    assert evidence.SUGGESTION_WEIGHT == 0.0


@pytest.mark.parametrize("name", ["score", "guess", "weight"])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_it_takes_shares_from_nothing_to_all(name: str, share: float) -> None:
    found = make_evidence(**{name: share})

    assert getattr(found, name) == share


@pytest.mark.parametrize("name", ["score", "guess", "weight"])
@pytest.mark.parametrize("share", [-0.001, 1.001, float("nan")])
def test_it_refuses_shares_beyond(name: str, share: float) -> None:
    with pytest.raises(ValueError, match=f"{name} .* is outside 0..1"):
        make_evidence(**{name: share})


def test_it_refuses_fewer_hints_than_none() -> None:
    with pytest.raises(ValueError, match="-1 hints were shown"):
        make_evidence(hints=-1)


def test_it_refuses_an_answer_that_is_evidence_of_nothing() -> None:
    with pytest.raises(ValueError, match="question s3-classes exercises no outcome"):
        make_evidence(outcomes=())
