"""F20: the limit passes while answers are on their way."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from quizzes.after import Judged
from quizzes.models import AttemptEvent, Sitting
from quizzes.queries import standing_of
from tests.clocks import Clock
from tests.published import make_sitting
from tests.quizzes.browser import open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
RIGHT = {"choice": ["regions"]}
LIMIT = timedelta(minutes=20)
GRACE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)
SAID = {
    "in time": "Saved. You can change it until you finish.",
    "late": "Saved. It came just after the time was up, and counts.",
    "refused": "The sitting is over, so what you sent was not taken.",
}
"""What a learner reads after sending an answer."""


@pytest.fixture
def exam(ada: Client, clock: Clock) -> Sitting:
    """Begin a quiz of twenty minutes at noon."""
    return make_sitting(learner_in(ada), "money")


def close(by: str, client: Client, sitting: Sitting) -> str:
    """Let a look at one of its pages, or the command, close what is overdue."""
    if by == "command":
        out = StringIO()
        call_command("close_sittings", stdout=out)
        return out.getvalue()
    page = {"quiz": "/quizzes/moving-data/money/"}.get(by, f"/sittings/{sitting.key}/{by}")
    client.get(page)
    return ""


@pytest.mark.parametrize(
    ("after", "which"),
    [
        (-SECOND, "in time"),
        (0 * SECOND, "in time"),
        (SECOND, "late"),
        (GRACE - SECOND, "late"),
        (GRACE, "late"),
        (GRACE + SECOND, "refused"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False], ids=["script", "plain"])
def test_an_answer_is_taken_until_the_grace_is_over(
    ada: Client, clock: Clock, exam: Sitting, *, after: timedelta, which: str, htmx: bool
) -> None:
    attempt = exam.attempts.get(version__question__key="which-line")
    tab = open_tab(ada, attempt, htmx=htmx)
    clock.now = exam.started_at + LIMIT + after

    response = tab.send(RIGHT)
    taken = which != "refused"
    told = response if htmx or not taken else ada.get(response["Location"])

    assert response.status_code == (409 if not taken else 200 if htmx else 302)
    assert SAID[which] in words_in(text_of(told))
    assert AttemptEvent.objects.count() == taken
    assert standing_of(attempt).late is (which == "late")
    clock.now = exam.started_at + LIMIT + 2 * GRACE
    result = words_in(text_of(ada.get(f"/sittings/{exam.key}/result/")))
    assert f"{int(taken)} out of 4 points" in result
    assert ("Sent just after the time was up. It counts." in result) is (which == "late")


@pytest.mark.parametrize("by", ["", "1/", "finish/", "result/", "quiz", "command"])
@pytest.mark.parametrize("after", [GRACE, GRACE + SECOND, timedelta(days=3)])
def test_it_is_closed_after_the_grace_by_a_look_or_by_the_command(
    ada: Client, clock: Clock, exam: Sitting, by: str, after: timedelta
) -> None:
    clock.now = exam.started_at + LIMIT + after

    close(by, ada, exam)

    finished = Sitting.objects.get().finished_at
    assert finished == (None if after == GRACE else exam.started_at + LIMIT)


def closed_by(
    by: str, client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> tuple[Any, ...]:
    """Sit the quiz with an answer in time and one in the grace; return all that closing makes."""
    heard: list[Judged] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])
    started = clock.now
    exam = make_sitting(learner_in(client), "money", seed=1)
    tabs = [
        open_tab(client, exam.attempts.get(version__question__key=key))
        for key in ("which-line", "nightly-join")
    ]
    tabs[0].send(RIGHT)
    clock.now = started + LIMIT + SECOND
    tabs[1].send({"answer": ["2100"]})
    clock.now = started + LIMIT + GRACE + SECOND
    close(by, client, exam)
    clock.move(hours=1)
    exam.refresh_from_db()
    told = [(one.evidence, one.at - started) for one in heard]
    result = words_in(text_of(client.get(f"/sittings/{exam.key}/result/")))
    return exam.finished_at and exam.finished_at - started, told, result.partition("Sitting 1")[2]


def test_a_look_and_the_command_come_to_the_same(
    ada: Client, bob: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = clock.now
    by_look = closed_by("result/", ada, clock, monkeypatch)
    clock.now = begun
    by_command = closed_by("command", bob, clock, monkeypatch)

    assert by_look == by_command
    assert by_look[0] == LIMIT
    assert len(by_look[1]) == 2
    assert "2 out of 4 points" in by_look[2]


def test_the_command_says_what_it_closed(ada: Client, bob: Client, clock: Clock) -> None:
    first, later = make_sitting(learner_in(ada), "money"), make_sitting(learner_in(bob))
    practice = make_sitting(learner_in(bob), "warm-up")
    assert close("command", ada, first) == "0 closed\n"
    clock.move(minutes=20, seconds=31)

    assert close("command", ada, first) == (
        f"moving-data/money: {first.key} ended 2026-12-01 12:20:00 UTC\n1 closed\n"
    )
    assert close("command", ada, first) == "0 closed\n"
    clock.move(days=300)
    assert close("command", ada, first).startswith(f"moving-data/last-exam: {later.key} ended")
    practice.refresh_from_db()
    assert practice.finished_at is None


def test_a_sitting_that_cannot_be_closed_stops_no_other(
    ada: Client, bob: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(judged: Judged) -> None:
        if judged.learner_id == learner_in(ada).pk:
            raise RuntimeError("no room")

    for client in (ada, bob):
        sitting = make_sitting(learner_in(client), "money")
        open_tab(client, sitting.attempts.get(version__question__key="which-line")).send(RIGHT)
    monkeypatch.setattr("quizzes.after.after_judged", [fail])
    clock.move(minutes=21)

    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 could not be closed"):
        call_command("close_sittings", stdout=out, stderr=err)

    open_ = Sitting.objects.get(finished_at=None)
    assert open_.learner == learner_in(ada)
    assert f"moving-data/money: {open_.key} stays open: RuntimeError('no room')" in err.getvalue()
    assert out.getvalue().endswith("1 closed\n")
