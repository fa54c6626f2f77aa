"""What the base of all kinds promises."""

import pytest

from domain.questions.answers import only
from domain.questions.base import Grade, Mark
from domain.questions.choice import Choice
from tests.documents import changed, make_question
from tests.sources import PEERING_BILL, WHICH_LINE


@pytest.mark.parametrize("fraction", [-0.01, 1.01])
def test_a_grade_lies_between_none_and_full(fraction: float) -> None:
    with pytest.raises(ValueError, match=r"is outside 0\.\.1"):
        Grade(fraction)


def test_a_mark_says_right_or_wrong() -> None:
    assert Mark.of(right=True) is Mark.RIGHT
    assert Mark.of(right=False) is Mark.WRONG


@pytest.mark.parametrize(
    ("values", "value"), [({}, ""), ({"x": []}, ""), ({"x": ["a"]}, "a"), ({"x": ["a", "b"]}, "")]
)
def test_a_field_counts_where_it_has_one_value(values: dict[str, list[str]], value: str) -> None:
    assert only(values, "x") == value


def test_the_grading_digest_changes_with_the_key_and_not_with_the_words() -> None:
    question = make_question(PEERING_BILL)
    reworded = changed(PEERING_BILL, "Two VPCs are peered.", "A peering links two VPCs.")
    other = changed(PEERING_BILL, "- [x] Between two zones", "- [ ] Between two zones")

    assert len(question.grading_digest) == 64
    assert make_question(reworded).grading_digest == question.grading_digest
    assert make_question(other).grading_digest != question.grading_digest


class Renamed(Choice):
    """A choice under another name."""

    kind = "renamed"


def test_the_grading_digest_tells_kinds_apart() -> None:
    choice = make_question(WHICH_LINE)

    assert Renamed(**vars(choice)).grading_digest != choice.grading_digest
