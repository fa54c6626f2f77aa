"""F15: a question is retired while somebody is asked it."""

from pathlib import Path

import pytest
from django.test import Client

from courses.queries import question_entry, question_of
from domain.questions.base import Submitted
from quizzes.models import Attempt
from tests.faults.course import answer_right, publish_again, version_at
from tests.published import make_check, make_sitting
from tests.quizzes.browser import open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
RETIRED = (
    ("prerequisites/ready-shell.md", "kind: choice\n", "kind: choice\nstatus: retired\n"),
    ("quizzes/warm-up.md", "ready-shell, ", ""),
)
KEY = "ready-shell"


def answers(attempt: Attempt) -> list[Submitted]:
    """Return a right answer and a wrong one."""
    samples = question_of(attempt.version).samples()
    return [next(one.submitted for one in samples if one.expected == worth) for worth in (1.0, 0.0)]


def test_f15_it_can_still_be_answered_and_reviewed(ada: Client, tmp_path: Path) -> None:
    sitting = make_sitting(learner_in(ada), "warm-up")
    assert sitting.attempts.get(position=1).version.question.key == KEY

    publish_again(tmp_path, *RETIRED)

    assert question_entry("moving-data", KEY) is None
    assert ada.get(f"/sittings/{sitting.key}/1/").status_code == 200
    answer_right(ada, sitting, 1)
    result = words_in(text_of(ada.post(f"/sittings/{sitting.key}/finish/", follow=True)))
    assert "1 out of 1 point, 100%." in result
    assert version_at(sitting, 1).title in result


def test_f15_an_attempt_in_a_lesson_can_be_taken_to_its_end(ada: Client, tmp_path: Path) -> None:
    attempt = make_check(learner_in(ada), KEY)
    right, wrong = answers(attempt)
    tab = open_tab(ada, attempt)

    publish_again(tmp_path, *RETIRED)

    assert tab.send(wrong).status_code == 200
    assert open_tab(ada, attempt, query="?again=1").send(right).status_code == 200
    words = words_in(text_of(ada.get(f"/attempts/{attempt.key}/")))
    assert "Correct" in words
    assert ada.get(f"/questions/moving-data/{KEY}/").status_code == 404
