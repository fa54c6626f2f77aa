"""Attempts at the questions of lessons: begun with the first answer, and begun again."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid5

from courses.models import Lesson, QuestionVersion, Release
from courses.queries import question_entry
from domain.attempts import LESSON_RULES
from quizzes.actions.answers import NotOffered
from quizzes.models import Attempt, Learner, Sitting
from quizzes.queries import fresh_seed, states_of
from web.transactions import atomically


@atomically
def start_check(
    learner: Learner,
    version: QuestionVersion,
    release: Release,
    *,
    key: UUID,
    now: datetime,
    form_key: UUID | None = None,
) -> Attempt:
    """Return the learner's attempt at a question outside any quiz, begun if there is none.

    Lesson checks share one open sitting for each lesson, made with the first answer. A question
    that was begun already, in another tab perhaps, is continued and not begun twice; where the
    form with that key was taken before, the attempt that took it is found again.
    """
    sitting = _lesson_sitting(learner, version.lesson, release, key=key, now=now)
    same = sitting.attempts.filter(version__question=version.question_id)
    taken = same.filter(events__key=form_key).first() if form_key else None
    begun = taken or same.order_by("-position").first()
    return begun or _begin(sitting, version, seed=fresh_seed(version))


@atomically
def start_again(attempt: Attempt, *, seed: int, now: datetime) -> Attempt:
    """Begin a question of a lesson anew, once the attempt before is finished.

    It is asked as it is published now. Raise NotOffered for a question of a quiz.
    """
    old = attempt.sitting
    if old.kind != Sitting.Kind.LESSON:
        raise NotOffered
    entry = question_entry(old.course.key, attempt.version.question.key)
    release = entry.release if entry else old.release
    key = uuid5(attempt.key, str(seed))
    sitting = _lesson_sitting(old.learner, old.lesson, release, key=key, now=now)
    same = sitting.attempts.filter(version__question=attempt.version.question_id)
    newest = same.order_by("-position").select_related("version", "sitting").first()
    if newest and not states_of(newest, newest.events.all())[-1].finished:
        return newest
    version = entry.question_version if entry else None
    return _begin(sitting, version or attempt.version, seed=seed)


def _begin(sitting: Sitting, version: QuestionVersion, *, seed: int) -> Attempt:
    position = sitting.attempts.count() + 1
    return Attempt.objects.create(sitting=sitting, version=version, position=position, seed=seed)


def _lesson_sitting(
    learner: Learner, lesson: Lesson | None, release: Release, *, key: UUID, now: datetime
) -> Sitting:
    """Return the open sitting of a lesson, locked; there is one at most."""
    open_, _ = Sitting.objects.select_for_update(no_key=True).get_or_create(
        learner=learner,
        course_id=release.course_id,
        kind=Sitting.Kind.LESSON,
        lesson=lesson,
        finished_at=None,
        defaults={
            "key": key,
            "release": release,
            "rules": asdict(LESSON_RULES),
            "seed": 0,
            "started_at": now,
        },
    )
    return open_
