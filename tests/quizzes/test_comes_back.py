"""A sure and wrong answer brings back a different question on the same belief."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Course, Release, ReleaseEntry
from courses.queries import question_of
from quizzes.actions import start_practice
from quizzes.models import Sitting
from tests.published import make_check, make_sitting, version_of
from tests.quizzes.browser import open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
FREE = "What crosses a peering link is free."
WHY = f"You were sure of this: “{FREE}” Here it is again from another side."
PEERED: dict[str, list[str]] = {"choice": ["peered"]}
BELIEF = "peering-is-free"
NEXT = "zone-hop"
"""The live question on it that comes after which-line, in reading order."""
SURE_ANSWER = (
    22  # statements: two to look for a different question, one to ask it, one to lead there
)


def practice(client: Client, *keys: str) -> Sitting:
    release = Course.objects.get().current
    assert release is not None
    versions = [version_of(key) for key in keys]
    now = timezone.now()
    return start_practice(learner_in(client), release, versions, key=uuid4(), seed=7, now=now)


def answer(client: Client, sitting: Sitting, position: int = 1, sure: str = "4") -> Any:
    return open_tab(client, sitting.attempts.get(position=position)).send(PEERED, confidence=sure)


def keys_of(sitting: Sitting) -> list[str]:
    return list(sitting.attempts.values_list("version__question__key", flat=True))


def test_a_lesson_offers_a_different_question_and_says_why(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")

    html = text_of(open_tab(ada, attempt).send(PEERED, confidence="4"))

    assert WHY in words_in(html)
    assert re.findall(r'href="/questions/moving-data/([a-z-]+)/">A different', html) == [NEXT]
    assert WHY in words_in(text_of(ada.get("/courses/moving-data/data-transfer/")))


@pytest.mark.parametrize("sure", ["", "1", "2"])
def test_who_was_not_sure_is_offered_none(ada: Client, sure: str) -> None:
    attempt = make_check(learner_in(ada), "which-line")

    html = text_of(open_tab(ada, attempt).send(PEERED, confidence=sure))

    assert "from another side" not in html
    assert "A different question" not in html


def test_who_is_right_is_offered_none(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")

    html = text_of(open_tab(ada, attempt).send({"choice": ["regions"]}, confidence="4"))

    assert "from another side" not in html


def test_nothing_is_said_while_the_form_stands_there_again(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send(PEERED, confidence="4")

    html = text_of(ada.get(f"/attempts/{attempt.key}/?again=1"))

    assert FREE not in html


def test_without_a_different_question_none_is_offered(ada: Client) -> None:
    entries = ReleaseEntry.objects.filter(question_version__isnull=False)
    entries.exclude(question_version__question__key="which-line").delete()
    Release.objects.update(at=timezone.now())  # nothing is known of it from before
    attempt = make_check(learner_in(ada), "which-line")

    html = text_of(open_tab(ada, attempt).send(PEERED, confidence="4"))

    assert "from another side" not in html


def test_a_practice_asks_one_more_question_and_leads_there(ada: Client) -> None:
    sitting = practice(ada, "which-line", "usage-type")

    html = text_of(answer(ada, sitting))

    [*_, added] = sitting.attempts.all()
    assert len(keys_of(sitting)) == 3
    assert BELIEF in question_of(added.version).misconceptions
    assert added.version.question.key != "which-line"
    assert WHY in words_in(html)
    assert f'href="/sittings/{sitting.key}/3/">Next question' in html


def test_the_answer_sent_twice_asks_one_more(ada: Client) -> None:
    sitting = practice(ada, "which-line", "usage-type")
    tab = open_tab(ada, sitting.attempts.get(position=1))

    tab.send(PEERED, confidence="4")
    tab.send(PEERED, confidence="4")
    open_tab(ada, sitting.attempts.get(position=1), query="?again=1").send(PEERED, confidence="4")

    assert len(keys_of(sitting)) == 3


def test_what_was_passed_over_comes_next(ada: Client) -> None:
    sitting = practice(ada, "which-line", "usage-type")
    answer(ada, sitting)

    html = text_of(open_tab(ada, sitting.attempts.get(position=3)).send({"answer": ["?"]}))

    assert f'href="/sittings/{sitting.key}/2/">Next question' in html


def test_a_question_that_waits_anyway_comes_first(ada: Client) -> None:
    sitting = practice(ada, "which-line", "usage-type", "peering-bill")

    html = text_of(answer(ada, sitting))

    assert keys_of(sitting) == ["which-line", "usage-type", "peering-bill"]
    assert f'href="/sittings/{sitting.key}/3/">Next question' in html


def test_who_was_not_sure_goes_on_as_before(ada: Client) -> None:
    sitting = practice(ada, "which-line", "usage-type")

    html = text_of(answer(ada, sitting, sure="2"))

    assert len(keys_of(sitting)) == 2
    assert f'href="/sittings/{sitting.key}/2/">Next question' in html


def test_an_exam_is_not_touched_and_tells_nothing(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    Sitting.objects.update(rules={**sitting.rules, "confidence": True})
    before = keys_of(sitting)

    html = text_of(answer(ada, sitting))

    assert keys_of(sitting) == before
    assert FREE not in html
    assert f'href="/sittings/{sitting.key}/2/">Next question' in html


def test_a_graded_quiz_is_not_touched(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    rules = {**sitting.rules, "mode": "graded", "feedback_at_once": True, "confidence": True}
    Sitting.objects.update(rules=rules)
    before = keys_of(sitting)

    html = text_of(answer(ada, sitting))

    assert keys_of(sitting) == before
    assert FREE not in html


def test_it_costs_a_few_statements_more_however_long_the_practice(ada: Client) -> None:
    counts = []
    for extra in ((), (), ("usage-type", "nightly-join", "file-to-row")):
        sitting = practice(ada, "which-line", *extra)
        tab = open_tab(ada, sitting.attempts.get(position=1))
        with CaptureQueriesContext(connection) as asked:
            tab.send(PEERED, confidence="4")
        counts.append(len(asked))

    assert counts[1] == counts[2] <= SURE_ANSWER  # the first has yet to read what is published
