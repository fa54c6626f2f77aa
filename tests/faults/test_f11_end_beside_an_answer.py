"""F11: a sitting is finished in one tab while an answer is sent in another."""

import sys
from functools import partial

import pytest
from django.test import Client

from quizzes.after import Judged
from quizzes.models import AttemptEvent, Sitting
from tests.published import make_sitting
from tests.quizzes.browser import HTMX, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
RIGHT = {"choice": ["regions"]}
OVER = "The sitting is over, so what you sent was not taken."


@pytest.mark.parametrize("pairs", [20, pytest.param(1000, marks=pytest.mark.fault)])
def test_it_counts_or_is_refused_before_the_learners_eyes(
    ada: Client, monkeypatch: pytest.MonkeyPatch, pairs: int
) -> None:
    heard, counted = list[Judged](), 0
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])
    for _ in range(pairs):
        Sitting.objects.all().delete()
        heard.clear()
        sitting = make_sitting(learner_in(ada))
        tab = open_tab(ada, sitting.attempts.get(position=1))
        end = f"/sittings/{sitting.key}/finish/"

        answer, _ = at_once(partial(tab.send, RIGHT), partial(ada.post, end, headers=HTMX))

        taken = answer.status_code == 200
        assert taken or (answer.status_code == 409 and OVER in text_of(answer))
        assert AttemptEvent.objects.count() == len(heard) == taken
        score = f"{int(taken)} out of 6"
        assert score in words_in(text_of(ada.get(f"/sittings/{sitting.key}/result/")))
        counted += taken
    sys.stdout.write(f"of {pairs} answers {counted} counted, the others were refused\n")
