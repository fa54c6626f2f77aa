"""Sittings of quizzes: drawn and begun in one go, finished once."""

from dataclasses import asdict
from datetime import datetime
from typing import cast
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone

from courses.models import QuestionVersion, Release, ReleaseEntry
from courses.queries import current_quizzes, live_questions, quiz_of
from domain.questions.base import Difficulty
from domain.quizzes import Candidate, CannotDraw, Quiz, draw
from domain.sittings import deadline_of, end_of, is_overdue
from domain.times import zone_of
from quizzes.actions.asking import ask
from quizzes.actions.corrections import correct_finished
from quizzes.actions.drafts import answer_with_drafts
from quizzes.after import tell
from quizzes.models import Learner, Sitting
from quizzes.queries import (
    extra_percent_of,
    judged_of,
    keys_asked_in,
    rules_of_sitting,
    sittings_at,
    standings_of,
)
from web.transactions import atomically


class NoSittingsLeft(Exception):
    """The learner has sat the quiz as often as it allows."""


class NotOpen(Exception):
    """The quiz is not open yet, or closed; the message says which."""


@atomically
def start_quiz(
    learner: Learner, entry: ReleaseEntry, *, key: UUID, seed: int, now: datetime
) -> Sitting:
    """Begin a quiz, with an attempt at each of its questions, and return the sitting.

    ``key`` comes from the form: sent twice, it starts one sitting. One that is running is
    returned as it is. Raise NotOpen, NoSittingsLeft or CannotDraw.
    """
    Learner.objects.select_for_update(no_key=True).get(pk=learner.pk)
    version = entry.quiz_version
    assert version is not None, "quiz_entry finds quizzes"
    own_key, sat = uuid5(key, str(learner.key)), sittings_at(learner.pk, version.quiz_id)
    for begun in sat.filter(Q(key=own_key) | Q(finished_at=None)):
        if begun.key == own_key or not close_overdue(begun, now=now).finished_at:
            return begun
    quiz = quiz_of(version)
    window = quiz.window(zone_of(entry.release.course.time_zone))
    if window.is_before(now):
        raise NotOpen("not open yet")
    if window.is_after(now):
        raise NotOpen("closed")
    if quiz.rules.sittings is not None and sat.count() >= quiz.rules.sittings:
        raise NoSittingsLeft
    asked = _drawn(quiz, entry.release, learner, seed=seed, now=now)
    sitting = _new_sitting(learner, entry, key=own_key, seed=seed, now=now)
    ask(sitting, asked.values())
    return sitting


@atomically
def finish_sitting(sitting: Sitting, *, now: datetime) -> Sitting:
    """Close a sitting. Where feedback waited for the end, every answer is taken into account now.

    Finishing twice is finishing once.
    """
    sitting = Sitting.objects.select_for_update(no_key=True).get(pk=sitting.pk)
    if sitting.finished_at:
        return sitting
    answer_with_drafts(sitting, now=now)
    sitting.finished_at = end_of(sitting.started_at, sitting.deadline, now)
    sitting.save(update_fields=["finished_at"])
    correct_finished(sitting, now=now)
    if rules_of_sitting(sitting).feedback_at_once:
        return sitting
    for found in standings_of(sitting):
        shown = judged_of(found.attempt, list(found.rows))
        if shown:
            tell(shown)
    return sitting


def close_overdue(sitting: Sitting, *, now: datetime) -> Sitting:
    """Finish a sitting whose time is up with what it has; any other stays as it is."""
    if sitting.finished_at or not is_overdue(sitting.deadline, now):
        return sitting
    return finish_sitting(sitting, now=now)


def _drawn(
    quiz: Quiz, release: Release, learner: Learner, *, seed: int, now: datetime
) -> dict[str, QuestionVersion]:
    """Choose the questions of a sitting, in the order in which they are asked."""
    today, live = timezone.localdate(now), live_questions(release)
    missing = [key for key in quiz.fixed if key not in live]
    if missing:
        raise CannotDraw(f"question '{missing[0]}' is not published")
    pool = [
        _candidate(row.version)
        for row in live.values()
        if not quiz.graded or row.rests_from is None or row.rests_from > today
    ]
    excluded: set[str] = set()
    if quiz.exclude_quizzes:
        others = current_quizzes(release, quiz.exclude_quizzes)
        excluded.update(key for other in others for key in other.fixed)
        excluded |= keys_asked_in(learner.pk, release.course_id, quiz.exclude_quizzes)
    asked = draw(quiz, pool, seed=seed, excluded=frozenset(excluded))
    return {key: live[key].version for key in asked}


def _candidate(version: QuestionVersion) -> Candidate:
    question = version.question
    main = version.outcomes[0] if version.outcomes else ""
    difficulty = cast("Difficulty", version.difficulty)
    return Candidate(question.key, question.kind, main, difficulty)


def _new_sitting(
    learner: Learner, entry: ReleaseEntry, *, key: UUID, seed: int, now: datetime
) -> Sitting:
    assert entry.quiz_version is not None, "quiz_entry finds quizzes"
    quiz = quiz_of(entry.quiz_version)
    course, minutes = entry.release.course, quiz.rules.time_limit_minutes
    extra_percent = extra_percent_of(learner.pk, course.pk) if minutes else 0
    return Sitting.objects.create(
        key=key,
        learner=learner,
        course=course,
        release=entry.release,
        kind=Sitting.Kind.QUIZ,
        quiz_version=entry.quiz_version,
        rules=asdict(quiz.attempt_rules),
        seed=seed,
        started_at=now,
        deadline=deadline_of(
            now,
            minutes,
            extra_percent=extra_percent,
            closes=quiz.window(zone_of(course.time_zone)).closes,
        ),
        extra_percent=extra_percent,
    )
