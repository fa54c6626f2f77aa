"""What becomes of a guest's answers when the guest turns out to have an account."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q
from django.db.models.functions import Coalesce

from courses.models import Course
from learners.actions import new_level
from learners.models import CourseModel, Evidence, LearnerLevel, LearnerQuestion, LessonMark
from learners.rebuild import rebuild_learner
from quizzes.actions import drop_learner, name_learner, repoint_sittings
from quizzes.models import Learner, Sitting
from web.transactions import atomically

MEMORY = ("stability", "difficulty", "due", "last_review")
"""Columns that say how well a question is remembered."""


class ExamRunning(Exception):
    """A guest cannot be merged in the middle of an exam: it would change hands."""


@atomically
def settle_guest(guest: Learner | None, user: User, *, now: datetime) -> Learner | None:
    """Return the learner of an account that signs in; a guest's answers become its own.

    To a new account nothing moves: the guest gets its name. Raise ExamRunning if the guest's
    answers would have to move during an exam.
    """
    User.objects.select_for_update().get(pk=user.pk)
    known = Learner.objects.filter(user=user).first()
    if guest is None or guest.user_id is not None or guest == known:
        return known
    if known:
        adopt_guest(guest, known, now=now)
        return known
    name_learner(guest, user)
    return guest


@atomically
def adopt_guest(guest: Learner, learner: Learner, *, now: datetime) -> None:
    """Merge a guest into a learner: no answer is lost, and none counts twice.

    Done a second time it finds no guest and does nothing. Sittings are locked first, as answers
    do; whoever begins one meanwhile waits for the row of the guest.
    """
    list(Sitting.objects.select_for_update().filter(learner=guest).order_by("pk").only("pk"))
    found = Learner.objects.select_for_update().filter(pk=guest.pk, user=None).first()
    if found is None:
        return
    if exam_runs(found, now=now):
        raise ExamRunning
    repoint_sittings(found, learner, now=now)
    _merge_marks(found, learner)
    for course in Course.objects.filter(pk__in=found.levels.values("course")).order_by("pk"):
        _merge_ratings(found, learner, course, now=now)
    drop_learner(found)


def exam_runs(learner: Learner, *, now: datetime) -> bool:
    """Say whether a learner sits an exam at this moment."""
    open_ = Sitting.objects.filter(learner=learner, finished_at=None, rules__mode="exam")
    return open_.filter(Q(deadline=None) | Q(deadline__gt=now)).exists()


def _merge_marks(guest: Learner, learner: Learner) -> None:
    LessonMark.objects.bulk_create(
        [
            LessonMark(learner=learner, lesson_id=mark.lesson_id, at=mark.at)
            for mark in guest.marks.order_by("lesson")
        ],
        ignore_conflicts=True,
    )


def _merge_ratings(guest: Learner, learner: Learner, course: Course, *, now: datetime) -> None:
    """Let the learner's rows follow from the answers of both."""
    new_level(learner.pk, course.pk)
    levels = LearnerLevel.objects.filter(course=course, learner__in=(guest, learner))
    list(levels.select_for_update(no_key=True).order_by("pk").only("pk"))
    evidence = Evidence.objects.filter(learner=guest, course=course)
    attempts = set(evidence.values_list("attempt", flat=True))
    evidence.update(learner=learner)
    _merge_memory(guest, learner, course)
    rebuild_learner(learner, course, merged=attempts)
    CourseModel.objects.filter(course=course).update(
        stale_since=Coalesce("stale_since", now), stale_cause=Evidence.Cause.MERGE
    )


def _merge_memory(guest: Learner, learner: Learner, course: Course) -> None:
    """Keep the memory of the later review; right and wrong answers are counted anew."""
    known = {row.question_id: row for row in learner.questions.filter(question__course=course)}
    rows = []
    for row in guest.questions.filter(question__course=course).order_by("question"):
        own = known.get(row.question_id)
        newest = row if own is None or _later(row, own) else own
        memory = {name: getattr(newest, name) for name in MEMORY}
        rows.append(LearnerQuestion(learner=learner, question_id=row.question_id, **memory))
    LearnerQuestion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["learner", "question"],
        update_fields=MEMORY,
    )


def _later(one: LearnerQuestion, other: LearnerQuestion) -> bool:
    """Say whether one was reviewed after the other."""
    if one.last_review is None or other.last_review is None:
        return one.last_review is not None
    return one.last_review > other.last_review
