"""Each file in tests/walkthroughs is one learner at one question of a quiz, row by row.

The name of a file says the kind of the question and the rules of the quiz. ``fields`` is what is
filled in before the button is pressed, by the author's ids. ``mark`` is what the answer has earned
by then, where that is known at all.
"""

import csv
from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client

from domain.attempts import Rules
from domain.quiz_files import QuizMode
from domain.quizzes import MODES, Quiz
from quizzes.models import Attempt, Sitting
from quizzes.queries import Standing, rules_of
from tests.content import ROOT
from tests.published import LESSON_QUESTIONS, WRITTEN, make_sitting
from tests.quizzes.browser import open_tab, text_of
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
FILES = sorted((ROOT / "tests" / "walkthroughs").glob("*.csv"))
BUTTONS = {"answer": "", "hint": "hint", "solution": "solution", "mark": "marks"}
WORDS = {
    "right": "right",
    "part": "partly right",
    "wrong": "wrong",
    "unmarked": "not marked",
    "blank": "blank",
}
SAID = {
    "cannot be read, may try again": "This did not count as a try.",
    "saved": "saved",
    "to be marked": "Save my marks",
    "right, over": "Correct",
    "wrong, may try again": "Try again",
    "partly right, may try again": "Try again",
    "wrong, over": "Correct answer",
}
"""Words that the page has in a state."""


def rules_named(mode: str) -> Rules:
    modes: dict[str, QuizMode] = {"practice": "practice", "graded": "graded"}
    named = modes[mode]
    return Quiz("", "", "", named, None, (), (), {}, (), MODES[named], "").attempt_rules


def state_of(standing: Standing) -> str:
    state, rules = standing.state, rules_of(standing.attempt)
    over = standing.attempt.sitting.finished_at is not None or state.finished
    word = WORDS[standing.marked.word]
    if over:
        return f"{word}, over"
    if not rules.feedback_at_once and state.answered:
        return "saved"
    if state.awaiting:
        return "to be marked" if rules.feedback_at_once else "saved"
    if state.unreadable:
        return "cannot be read, may try again"
    return "to do" if word == "blank" else f"{word}, may try again"


def filled(fields: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in fields.split("; ") if fields else ():
        name, _, value = pair.partition("=")
        found.setdefault(name, []).append(value)
    return found


def act(client: Client, attempt: Attempt, row: dict[str, str]) -> Any:
    if row["action"] == "look":
        return client.get(f"/sittings/{attempt.sitting.key}/{attempt.position}/")
    if row["action"] == "finish":
        return client.post(f"/sittings/{attempt.sitting.key}/finish/", follow=True)
    given, press = filled(row["fields"]), BUTTONS[row["action"]]
    tab = open_tab(client, attempt, query="" if press in ("solution", "marks") else "?again=1")
    assert press in tab.form.buttons, row
    assert given.keys() <= tab.form.names | {name for name, _ in tab.form.fields}, row
    return tab.send(given, press=press)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_learner_walks_through(ada: Client, path: Any) -> None:
    kind, mode = path.stem.split("-")[:2]
    sitting = make_sitting(learner_in(ada), "rehearsal" if kind in WRITTEN else "last-exam")
    Sitting.objects.update(rules=asdict(rules_named(mode)))
    attempt = sitting.attempts.get(version__question__key=LESSON_QUESTIONS[kind])
    with path.open() as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        response = act(ada, attempt, row)

        assert response.status_code == 200, row
        found = Attempt.objects.select_related("sitting", "version").get(pk=attempt.pk)
        standing = Standing(found, tuple(found.events.all()))
        assert state_of(standing) == row["state"], row
        if row["action"] != "finish":
            assert SAID.get(row["state"], "") in text_of(response), row
        if row["mark"]:
            assert f"{standing.state.credit:.7f}" == row["mark"], row


def test_every_kind_is_walked_through_under_both_rules() -> None:
    names = {path.stem for path in FILES}

    assert names >= {
        f"{kind}-{mode}" for kind in LESSON_QUESTIONS for mode in ("practice", "graded")
    }
