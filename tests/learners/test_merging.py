"""A guest's answers, when the guest turns out to have an account."""

from typing import Any

import pytest
from django.db import IntegrityError

from learners.actions import mark_lesson_read
from learners.merging import ExamRunning, adopt_guest, settle_guest
from learners.models import (
    CourseModel,
    Evidence,
    LearnerLevel,
    LearnerOutcome,
    LearnerQuestion,
    LessonMark,
)
from learners.rebuild import rebuild_learner, rebuild_mastery
from quizzes.models import Attempt, Learner, Sitting
from tests.learners.histories import give, history, make_varied_course
from tests.makers import NOW, answer, days, make_attempt, make_course, make_learner, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + days(3)


MODELS: tuple[Any, ...] = (LearnerLevel, LearnerOutcome, LearnerQuestion, Evidence)


def ratings(learner: Learner) -> dict[str, list[dict[str, Any]]]:
    return {
        model.__name__: list(model.objects.filter(learner=learner).order_by("pk").values())
        for model in MODELS
    }


def test_it_keeps_every_answer_and_counts_none_twice() -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    for learner, key, sent in ((ada, "q1", "right"), (guest, "q1", "half"), (guest, "q2", "no")):
        answer(learner, made, key, sent=sent)
    answer(ada, made, "q3")

    adopt_guest(guest, ada, now=LATER)

    assert not Learner.objects.filter(pk=guest.pk).exists()
    assert Attempt.objects.filter(sitting__learner=ada).count() == 4
    assert LearnerLevel.objects.get().answers == 4
    counts = {row.question.key: (row.ok, row.bad) for row in LearnerQuestion.objects.all()}
    assert counts == {"q1": (2, 0), "q2": (0, 1), "q3": (1, 0)}
    held = LearnerOutcome.objects.get(learner=ada)
    assert (held.answers, held.distinct) == (4, 3)


def test_the_guests_evidence_stays_and_says_where_it_came_from() -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    own, theirs = answer(ada, made, "q1"), answer(guest, made, "q1")
    later = answer(ada, made, "q2")

    adopt_guest(guest, ada, now=LATER)

    rows = list(Evidence.objects.filter(attempt=theirs).order_by("revision"))
    assert [row.cause for row in rows] == ["answer", "merge"]
    assert rows[1].place == rows[0].number
    assert Evidence.objects.filter(attempt=own).count() == 1
    revised = Evidence.objects.filter(attempt=later).latest("revision")
    assert (revised.revision, revised.cause) == (1, "answer")


def test_merging_twice_changes_nothing() -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    answer(ada, made)
    answer(guest, made, "q2")
    adopt_guest(guest, ada, now=LATER)
    once = ratings(ada)

    adopt_guest(guest, ada, now=LATER + days(1))

    assert ratings(ada) == once
    assert CourseModel.objects.get().stale_since == LATER


def test_a_course_that_is_stale_stays_so_since_the_first_time() -> None:
    made = make_course()
    ada, guests = make_learner(make_user()), [make_learner(), make_learner()]
    for guest in guests:
        answer(guest, made)

    for number, guest in enumerate(guests):
        adopt_guest(guest, ada, now=LATER + days(number))

    assert CourseModel.objects.get().stale_since == LATER


def test_the_merged_learner_is_what_a_rebuild_makes_and_the_course_settles() -> None:
    made = make_varied_course(6)
    ada, bob, guests = make_learner(make_user()), make_learner(), [make_learner() for _ in "five5"]
    for given in history(made, [ada, bob, *guests], 60, seed=4):
        give(made, given)

    for guest in guests:
        adopt_guest(guest, ada, now=LATER)

    assert LearnerLevel.objects.count() == 2
    assert rebuild_learner(ada, made.course, check=True).differences == []
    assert CourseModel.objects.get().stale_cause == "merge"
    rebuild_mastery(made.course, now=LATER)
    assert rebuild_mastery(made.course, now=LATER).differences == []
    for learner in (ada, bob):
        assert rebuild_learner(learner, made.course, check=True).differences == []


def test_of_two_open_sittings_of_a_lesson_the_guests_ends() -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    own, theirs = answer(ada, made, "q1"), answer(guest, made, "q2")

    adopt_guest(guest, ada, now=LATER)

    own.sitting.refresh_from_db()
    theirs.sitting.refresh_from_db()
    assert (own.sitting.finished_at, theirs.sitting.finished_at) == (None, LATER)
    assert theirs.sitting.learner == ada


def test_of_two_open_sittings_without_a_lesson_the_guests_ends() -> None:
    made = make_course()
    version = made.versions["q1"]
    version.lesson = None
    version.save()
    ada, guest = make_learner(make_user()), make_learner()
    answer(ada, made)
    theirs = answer(guest, made)

    adopt_guest(guest, ada, now=LATER)

    theirs.sitting.refresh_from_db()
    assert theirs.sitting.finished_at == LATER


def test_a_guests_only_sitting_of_a_lesson_stays_open() -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    theirs = answer(guest, made)

    adopt_guest(guest, ada, now=LATER)

    theirs.sitting.refresh_from_db()
    assert theirs.sitting.finished_at is None
    assert answer(ada, made, "q2").sitting == theirs.sitting


def test_it_unites_the_lessons_that_were_read() -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    mark_lesson_read(ada, made.lessons["first"], now=NOW)
    mark_lesson_read(guest, made.lessons["first"], now=LATER)
    mark_lesson_read(guest, made.lessons["second"], now=LATER)

    adopt_guest(guest, ada, now=LATER)

    marks = dict(LessonMark.objects.filter(learner=ada).values_list("lesson__key", "at"))
    assert marks == {"first": NOW, "second": LATER}


@pytest.mark.parametrize(
    ("own", "theirs", "kept"),
    [
        (NOW, LATER, 2.0),
        (LATER, NOW, 1.0),
        (None, NOW, 2.0),
        (NOW, None, 1.0),
    ],
)
def test_it_keeps_the_memory_of_the_later_review(own: Any, theirs: Any, kept: float) -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    for learner, at, stability in ((ada, own, 1.0), (guest, theirs, 2.0)):
        answer(learner, made)
        LearnerQuestion.objects.filter(learner=learner).update(last_review=at, stability=stability)

    adopt_guest(guest, ada, now=LATER)

    row = LearnerQuestion.objects.get()
    assert (row.stability, row.ok) == (kept, 2)


def test_it_waits_for_the_end_of_an_exam() -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    sitting = make_attempt(guest, made).sitting
    sitting.rules["mode"] = "exam"
    sitting.deadline = LATER
    sitting.save()

    with pytest.raises(ExamRunning):
        adopt_guest(guest, ada, now=NOW)
    assert Sitting.objects.get().learner == guest

    adopt_guest(guest, ada, now=LATER)
    assert Sitting.objects.get().learner == ada


def test_a_learner_with_an_account_is_never_taken_for_a_guest() -> None:
    made = make_course()
    ada, bob = make_learner(make_user()), make_learner(make_user("bob"))
    answer(bob, made)

    adopt_guest(bob, ada, now=LATER)
    assert bob.user is not None
    assert settle_guest(ada, bob.user, now=LATER) == bob

    assert LearnerLevel.objects.get().learner == bob


def test_a_merge_that_fails_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_course()
    ada, guest = make_learner(make_user()), make_learner()
    answer(guest, made)
    before = ratings(guest)

    def fail(*_: object, **__: object) -> None:
        raise IntegrityError("gone")

    monkeypatch.setattr("learners.merging.drop_learner", fail)
    with pytest.raises(IntegrityError):
        adopt_guest(guest, ada, now=LATER)

    assert ratings(guest) == before
    assert Sitting.objects.get().learner == guest
