"""A wrong key is put right for everybody: shown first, done once, and no mark of a person lost."""

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from domain.attempts import EventKind
from learners.models import CourseModel, Evidence
from learners.rebuild import rebuild_mastery
from quizzes.actions import finish_sitting
from quizzes.models import Attempt, AttemptEvent, Correction, Notice, Sitting
from quizzes.queries import standing_of
from quizzes.regrades import Regraded
from tests.corrections import (
    EXAM,
    FALSE,
    LATER,
    NEITHER,
    REASON,
    TRUE,
    correct,
    key_of,
    make_wrong_course,
    put_right,
    sit,
)
from tests.makers import Asked, Made, answer, make_learner, own, publish, submit, ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    return make_wrong_course()


def ways(done: list[Regraded]) -> dict[str, int]:
    return Counter(one.way for one in done)


def credit(attempt: Attempt) -> float:
    found = own(attempt).get()
    assert found is not None
    return standing_of(found).state.credit


def first_of(sitting: Sitting) -> Attempt:
    return sitting.attempts.get(position=1)


def regrade(*args: str, **options: Any) -> list[str]:
    out = StringIO()
    call_command("regrade", "data-paths/q1", *args, stdout=out, **options)
    return out.getvalue().splitlines()


def test_it_shows_who_goes_up_and_down_and_writes_nothing(made: Made) -> None:
    ada, bob, eve = (make_learner() for _ in range(3))
    up, down = sit(ada, made, [TRUE, FALSE]), sit(bob, made, [FALSE, FALSE])
    sit(eve, made, [NEITHER, FALSE])
    put_right(made)

    lines = regrade("--strict")

    assert lines == [
        f"up    learner {ada.key}  quiz {up.key}  1.5 -> 2 of 2",
        f"down  learner {bob.key}  quiz {down.key}  2 -> 1 of 2",
        "3 attempts would be judged anew: 1 up, 1 down, 1 the same",
    ]
    assert not Correction.objects.exists()
    assert not AttemptEvent.objects.filter(kind=EventKind.CORRECTED).exists()


def test_it_keeps_the_better_result_unless_it_is_told_not_to(made: Made) -> None:
    sit(make_learner(), made, [FALSE, FALSE])
    put_right(made)

    assert regrade()[-1].endswith("0 up, 0 down, 1 the same")
    assert regrade("--strict")[-1].endswith("0 up, 1 down, 0 the same")


def test_applied_it_says_who_when_why_and_between_which_versions(made: Made) -> None:
    sitting = sit(make_learner(), made, [TRUE])
    put_right(made)

    [line, counts] = regrade("--apply", "--reason", REASON)

    row = Correction.objects.get()
    assert (row.wrong.number, row.right.number, row.reason, row.keep) == (1, 2, REASON, True)
    assert row.by
    assert "0.5 -> 1 of 1" in line
    assert counts == "1 attempts judged anew: 1 up, 0 down, 0 the same"
    assert credit(first_of(sitting)) == 1.0
    assert first_of(sitting).version == row.wrong


def test_a_second_time_it_changes_nothing(made: Made) -> None:
    sit(make_learner(), made, [TRUE])
    put_right(made)
    correct(made)
    before = [list(model.objects.values()) for model in (AttemptEvent, Evidence, Notice)]

    assert correct(made) == []

    assert [list(model.objects.values()) for model in (AttemptEvent, Evidence, Notice)] == before
    assert Correction.objects.count() == 1


def test_an_answer_in_a_lesson_is_judged_anew_whether_or_not_it_is_finished(made: Made) -> None:
    open_, done = (answer(make_learner(), made, sent=sent) for sent in (TRUE, FALSE))
    put_right(made)

    assert ways(correct(made, keep=False)) == {"up": 1, "down": 1}

    assert (credit(open_), credit(done)) == (1.0, 0.0)


def test_what_runs_keeps_its_version_and_is_judged_anew_when_it_ends(made: Made) -> None:
    exam = sit(make_learner(), made, [TRUE, FALSE], EXAM, finish=False)
    put_right(made)

    assert correct(made) == []
    assert credit(first_of(exam)) == 0.5

    finish_sitting(exam, now=LATER)

    assert credit(first_of(exam)) == 1.0
    assert Evidence.objects.get(attempt=first_of(exam)).score == 1.0
    assert not Notice.objects.exists()


def test_at_the_end_of_a_quiz_with_feedback_at_once_ratings_follow(made: Made) -> None:
    quiz = sit(make_learner(), made, [TRUE, FALSE], finish=False)
    put_right(made)
    correct(made)

    finish_sitting(quiz, now=LATER)

    newest = Evidence.objects.filter(attempt=first_of(quiz)).latest("revision")
    assert (newest.score, newest.cause) == (1.0, Evidence.Cause.REGRADE)
    model = CourseModel.objects.get()
    assert (model.stale_since, model.stale_cause) == (LATER, "regrade")


def test_evidence_follows_the_key_and_equals_a_replay_from_nothing(made: Made) -> None:
    up, kept = (answer(make_learner(), made, sent=sent) for sent in (TRUE, FALSE))
    put_right(made)

    correct(made)

    for attempt, score in ((up, 1.0), (kept, 0.0)):
        newest = Evidence.objects.filter(attempt=attempt).latest("revision")
        assert (newest.score, newest.cause) == (score, Evidence.Cause.REGRADE)
    assert rebuild_mastery(made.course, now=LATER, check=True).differences == []


def test_a_page_that_was_open_meanwhile_can_still_send_its_answer(made: Made) -> None:
    attempt = answer(make_learner(), made, sent=NEITHER)
    old = ticket(attempt)
    put_right(made)
    correct(made)

    submit(attempt, TRUE, by=old)

    assert credit(attempt) == 1.0
    assert list(attempt.events.values_list("sequence", "kind")) == [
        (0, "answered"),
        (1, "corrected"),
        (2, "answered"),
    ]


def test_an_undone_correction_can_be_made_again(made: Made) -> None:
    attempt = answer(make_learner(), made, sent=TRUE)
    put_right(made)
    correct(made, keep=False)

    regrade("--from", "2", "--to", "1", "--strict", "--apply", "--reason", "It was not wrong.")
    assert credit(attempt) == 0.5

    correct(made, keep=False)
    assert credit(attempt) == 1.0
    assert Correction.objects.count() == 2


def test_if_ratings_cannot_follow_nothing_is_corrected(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(corrected: object) -> None:
        raise RuntimeError("no")

    answer(make_learner(), made, sent=TRUE)
    put_right(made)
    monkeypatch.setattr("quizzes.after.after_corrected", [fail])

    with pytest.raises(RuntimeError):
        correct(made)

    assert not Correction.objects.exists()
    assert not AttemptEvent.objects.filter(kind=EventKind.CORRECTED).exists()


def test_without_anybody_above_attempts_are_corrected_all_the_same(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = answer(make_learner(), made, sent=TRUE)
    put_right(made)
    monkeypatch.setattr("quizzes.after.after_corrected", [])

    correct(made)

    assert credit(attempt) == 1.0


def test_every_version_with_the_same_key_is_corrected(made: Made) -> None:
    first = answer(make_learner(), made, sent=TRUE)
    publish(made, {"q1": Asked(), "q2": Asked()})
    second = answer(make_learner(), made, sent=TRUE)
    put_right(made)

    correct(made)

    assert key_of(made).wrong.number == 2
    assert (credit(first), credit(second)) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--apply"], "say with --reason what was wrong"),
        (["--apply", "--reason", "x" * 501], "in 500 characters at most"),
        (["--from", "7"], "no earlier version of 'q1' has another key"),
        (["--from", "2"], "versions 2 and 2 have the same key"),
        (["--to", "1"], "no earlier version of 'q1' has another key"),
        (["--to", "7"], "there is no published question 'data-paths/q1'"),
    ],
)
def test_it_says_what_it_cannot_do(made: Made, args: list[str], words: str) -> None:
    put_right(made)

    with pytest.raises(CommandError, match=words):
        regrade(*args)


def test_corrections_are_never_rewritten(made: Made) -> None:
    put_right(made)
    correct(made)

    with pytest.raises(TypeError, match="append-only"):
        Correction.objects.get().save()
