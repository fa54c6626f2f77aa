"""An attempt tells what is secret once it can no longer help an answer, and no sooner."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from markupsafe import escape

from domain.attempts import Rules
from quizzes.actions import finish_sitting
from quizzes.models import Attempt
from tests.published import make_check, make_sitting
from tests.quizzes.browser import open_tab, tab_of, text_of
from tests.quizzes.conftest import learner_in
from tests.security.answers import (
    KINDS,
    PARAGRAPH,
    Answer,
    repeated,
    right_answer,
    told_at_once,
    told_at_the_end,
    wrong_answer,
)
from tests.security.canaries import BELIEFS, Marks
from tests.security.crawler import FRAGMENT, PAGE, visit
from tests.security.finding import marks_in, said_by
from tests.security.world import ORIGIN

pytestmark = pytest.mark.django_db
UNLIKE = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z]{64}| checked| selected"
"""What two replies may differ in: keys, tokens, and what stands in the form as it was sent."""
OWN_HEADERS = ("Content-Length", "X-Request-ID")
"""The first counts the answer that stands in the form again, the second is drawn by chance."""


@pytest.fixture
def ada(marks: Marks) -> Client:
    client = Client(headers=ORIGIN)
    client.post(
        "/quizzes/moving-data/warm-up/start/", {"key": "00000000-0000-4000-8000-000000000001"}
    )
    return client


def marks_on(responses: Iterable[Any]) -> set[str]:
    return {mark for response in responses for mark in marks_in(said_by(response))}


def pages_of(client: Client, attempt: Attempt) -> set[str]:
    """Return the marks on every page that shows an attempt, as page and as fragment."""
    urls = [
        f"/attempts/{attempt.key}/",
        f"/attempts/{attempt.key}/?again=1",
        f"/questions/moving-data/{attempt.version.question.key}/",
        "/courses/moving-data/data-transfer/",
    ]
    return marks_on(visit(client, urls, [PAGE, FRAGMENT]))


@pytest.mark.parametrize("key", KINDS)
def test_nothing_is_told_by_an_answer_that_cannot_be_read(
    ada: Client, marks: Marks, key: str
) -> None:
    attempt = make_check(learner_in(ada), key)

    response = open_tab(ada, attempt).send(dict.fromkeys(wrong_answer(marks, key), ["?"] * 3))

    assert b"This did not count as a try." in response.content
    assert marks_on([response]) == set()
    assert pages_of(ada, attempt) == set()


@pytest.mark.parametrize("key", KINDS)
def test_a_wrong_answer_is_told_only_what_speaks_to_it(ada: Client, marks: Marks, key: str) -> None:
    attempt = make_check(learner_in(ada), key)

    response = open_tab(ada, attempt).send(wrong_answer(marks, key))

    assert marks_on([response]) == told_at_once(marks, key)
    assert pages_of(ada, attempt) == told_at_once(marks, key)


def test_hints_are_told_one_by_one(ada: Client, marks: Marks) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    hints = sorted(marks.of("which-line", "hint"))

    first = open_tab(ada, attempt).send(press="hint")
    second = tab_of(ada, text_of(first), attempt).send(press="hint")

    assert marks_on([first]) == {hints[0]}
    assert marks_on([second]) == set(hints)


@pytest.mark.parametrize("key", KINDS)
def test_everything_is_told_after_the_end(ada: Client, marks: Marks, key: str) -> None:
    attempt = make_check(learner_in(ada), key)
    open_tab(ada, attempt).send(wrong_answer(marks, key))

    response = open_tab(ada, attempt).send(press="solution")

    own = told_at_once(marks, key) - marks.of(key, "reason", part="free")
    assert marks_on([response]) == own | told_at_the_end(marks, key)


@pytest.mark.parametrize("htmx", [True, False], ids=["fragment", "page"])
@pytest.mark.parametrize("quiz", ["last-exam", "rehearsal"])
def test_while_feedback_waits_right_and_wrong_get_the_same_reply(
    ada: Client, marks: Marks, quiz: str, *, htmx: bool
) -> None:
    bob = Client(headers=ORIGIN)
    bob.post("/quizzes/moving-data/warm-up/start/", {"key": str(uuid4())})
    for mine, other in zip(
        *(make_sitting(learner_in(one), quiz).attempts.all() for one in (ada, bob)), strict=True
    ):
        key = mine.version.question.key
        right, wrong = right_answer(marks, key), wrong_answer(marks, key)

        replies = [
            open_tab(client, attempt, htmx=htmx).send(given)
            for client, attempt, given in ((ada, mine, right), (bob, other, wrong))
        ]

        assert [reply.status_code for reply in replies] == [200 if htmx else 302] * 2
        assert pieces_of(replies[0], right) == pieces_of(replies[1], wrong)


def pieces_of(response: Any, given: Answer) -> Counter[str]:
    """Take a reply apart: headers, tags and texts, without names of its own and the answer sent."""
    text = text_of(response)
    for typed in (*given.get("answer", ()), *given.get("fill", ())):
        text = text.replace(str(escape(typed)), "")
    headers = [
        f"{name}: {value}" for name, value in response.headers.items() if name not in OWN_HEADERS
    ]
    return Counter(re.sub(UNLIKE, "", part) for part in (*re.split(r"[<>]\n?", text), *headers))


def test_a_belief_tells_its_correction_once_the_question_is_done(ada: Client, marks: Marks) -> None:
    page, correction = "/progress/moving-data/beliefs/", marks.of(BELIEFS, "correction")
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send(wrong_answer(marks, "which-line"))
    shown = marks_on(visit(ada, [page], [PAGE, FRAGMENT]))

    open_tab(ada, attempt).send(press="solution")

    assert len(shown & marks.of(BELIEFS, "belief")) == 1
    assert shown & correction == set()
    assert len(marks_on([ada.get(page)]) & correction) == 1


@pytest.mark.parametrize("quiz", ["last-exam", "rehearsal"])
@pytest.mark.parametrize("answer", [right_answer, wrong_answer])
def test_a_quiz_with_feedback_at_the_end_tells_nothing_before_its_end_and_everything_after(
    ada: Client, marks: Marks, answer: Any, quiz: str
) -> None:
    sitting = make_sitting(learner_in(ada), quiz)
    asked = [attempt.version.question.key for attempt in sitting.attempts.all()]
    for attempt in sitting.attempts.select_related("version__question"):
        given = answer(marks, attempt.version.question.key)
        response = open_tab(ada, attempt).send(given)
        assert b"Saved." in response.content
        assert marks_on([response]) == repeated(given)
    urls = [f"/sittings/{sitting.key}/{n}/" for n in range(1, len(asked) + 1)]
    urls += [f"/sittings/{sitting.key}/finish/", f"/quizzes/moving-data/{quiz}/"]
    urls += [f"/sittings/{sitting.key}/export/", "/progress/", "/courses/moving-data/"]
    urls += ["/courses/moving-data/data-transfer/", "/progress/moving-data/beliefs/"]
    own = {mark for key in asked for mark in repeated(answer(marks, key))}
    assert marks_on(visit(ada, urls, [PAGE, FRAGMENT])) == own

    finish_sitting(sitting, now=timezone.now())

    right = answer is right_answer
    told = {mark for key in asked for mark in told_at_the_end(marks, key, right=right)}
    if PARAGRAPH in asked:
        told |= marks.of(PARAGRAPH, "explanation")  # nobody marks it any more
    if not right:
        told |= {mark for key in asked for mark in told_at_once(marks, key)}
        told -= marks.of("tier-rules", "reason", part="free")
    assert marks_on([ada.get(f"/sittings/{sitting.key}/result/")]) == told
    given = {mark for key in asked for mark in marks_in(str(answer(marks, key)))}
    earned = set() if right else {mark for key in asked for mark in marks.of(key, "credit")}
    assert marks_on([ada.get(f"/sittings/{sitting.key}/export/")]) - earned == given


def test_an_export_keeps_quiet_on_what_an_exam_is_asking(ada: Client, marks: Marks) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    first = sitting.attempts.get(position=1)
    key = first.version.question.key
    open_tab(ada, first).send(right_answer(marks, key))
    finish_sitting(sitting, now=timezone.now())
    make_check(learner_in(ada), key, Rules(feedback_at_once=False))

    response = ada.get(f"/sittings/{sitting.key}/export/")

    assert response.json()["questions"][0]["withheld"]
    assert marks_on([response]) == set()


def test_a_sure_answer_is_told_its_own_belief_and_no_correction(ada: Client, marks: Marks) -> None:
    attempt = make_check(learner_in(ada), "which-line")

    response = open_tab(ada, attempt).send(wrong_answer(marks, "which-line"), confidence="4")

    more = marks_on([response]) - told_at_once(marks, "which-line")
    assert len(more) == 1
    assert more < marks.of(BELIEFS, "belief")
