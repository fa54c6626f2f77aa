"""F14: the course is published again between two questions of a sitting."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import Course
from quizzes.actions import finish_sitting
from tests.faults.course import LESSON, answer_right, publish_again, version_at
from tests.published import make_sitting
from tests.quizzes.browser import text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
OLDER = "The course was updated after you began."
CHANGE = (f"{LESSON}/file-to-row.md", "Put the steps", "In a new release, put the steps")


def test_f14_a_sitting_goes_on_as_it_began_and_the_next_one_is_current(
    ada: Client, tmp_path: Path
) -> None:
    sitting = make_sitting(learner_in(ada), "warm-up")
    answer_right(ada, sitting, 1)
    answer_right(ada, sitting, 2)
    page = f"/sittings/{sitting.key}/3/"
    before = words_in(text_of(ada.get(page)))
    assert OLDER not in before

    publish_again(tmp_path, CHANGE)

    during = words_in(text_of(ada.get(page)))
    assert OLDER in during
    assert OLDER in words_in(text_of(ada.get(f"/sittings/{sitting.key}/finish/")))
    assert "In a new release" not in during
    answer_right(ada, sitting, 3)
    assert version_at(sitting, 3).number == 1
    result = words_in(text_of(ada.post(f"/sittings/{sitting.key}/finish/", follow=True)))
    assert "3 out of 3 points" in result
    assert OLDER not in result

    following = make_sitting(learner_in(ada), "warm-up", seed=8)

    assert following.release == Course.objects.get().current
    assert version_at(following, 3).number == 2
    asked = words_in(text_of(ada.get(f"/sittings/{following.key}/3/")))
    assert "In a new release" in asked
    assert OLDER not in asked


def test_f14_a_score_stays_as_it_was_when_the_course_is_published_again(
    ada: Client, tmp_path: Path
) -> None:
    sitting = make_sitting(learner_in(ada), "warm-up")
    answer_right(ada, sitting, 2)
    finish_sitting(sitting, now=timezone.now())
    page = f"/sittings/{sitting.key}/result/"
    before = words_in(text_of(ada.get(page)))

    publish_again(tmp_path, CHANGE)

    assert words_in(text_of(ada.get(page))) == before
