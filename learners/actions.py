"""What answers mean: rates them, and makes the rows that ratings are kept in."""

from datetime import datetime
from typing import Any, cast

from courses.models import Lesson, Outcome
from domain.evidence import Difficulty
from domain.levels import Line
from domain.mastery import PARAMS, VERSION
from learners.difficulties import labels_of
from learners.locks import Locked, Unprepared, lock_level, lock_rows
from learners.models import (
    CourseModel,
    Evidence,
    LearnerLevel,
    LearnerOutcome,
    LearnerQuestion,
    LessonMark,
    OutcomeStat,
    QuestionStat,
)
from learners.steps import Step, step
from learners.stored import COLUMNS, columns_of
from quizzes.after import Judged
from quizzes.models import Learner

BATCH = 500  # rows a statement


def rate_answer(judged: Judged) -> None:
    """Take one judged answer into account. Runs in the transaction that recorded it.

    The evidence is written while every row that the answer moves is locked, so that for any two
    answers that share a row the order of their numbers is the order in which they were rated.
    """
    if judged.evidence.weight == 0:
        return
    rows = _locked(judged)
    found = step(judged.evidence, judged.at, rows.before, rows.regime)
    Evidence.objects.create(
        **content_of(judged, sorted(rows.outcomes)), **traces_of(found, rows.regime.version)
    )
    _store(judged, rows, found)


def content_of(judged: Judged, outcomes: list[int]) -> dict[str, Any]:
    """Return the columns of evidence that say what was answered, and how well."""
    evidence = judged.evidence
    return {
        "learner_id": judged.learner_id,
        "course_id": judged.course_id,
        "release_id": judged.release_id,
        "attempt_id": judged.attempt_id,
        "question_id": judged.question_id,
        "version_id": judged.version_id,
        "outcomes": outcomes,
        "score": evidence.score,
        "weight": evidence.weight,
        "judge": evidence.judge.value,
        "guess": evidence.guess,
        "hints": evidence.hints,
        "at": judged.at,
    }


def traces_of(found: Step, params: int) -> dict[str, Any]:
    """Return the columns of evidence that say what the rating made of it."""
    return {
        "used": found.used,
        "expected": found.expected,
        "moved": found.moved,
        "params": params,
    }


def prepare_course(course_id: int) -> None:
    """Make the rows that the ratings of a course are kept in, as far as they are missing.

    A question starts from the label of its newest version. Harmless to do twice, and at once.
    """
    CourseModel.objects.bulk_create(
        [CourseModel(course_id=course_id, params=VERSION, mastery_line=Line.STANDARD)],
        ignore_conflicts=True,
    )
    params = PARAMS[CourseModel.objects.get(course=course_id).params]
    easy = params.new_outcome()
    outcomes = Outcome.objects.filter(course=course_id, stat=None).order_by("pk")
    OutcomeStat.objects.bulk_create(
        [OutcomeStat(outcome=row, b=easy.b, vb=easy.vb) for row in outcomes],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    rows = []
    for question, (label, digest) in labels_of(course_id).items():
        level = params.new_question(cast(Difficulty, label))
        rows.append(
            QuestionStat(
                question_id=question, label=label, d=level.d, vd=level.vd, grading_digest=digest
            )
        )
    QuestionStat.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def mark_lesson_read(learner: Learner, lesson: Lesson, *, now: datetime) -> None:
    """Note that a learner has read a lesson; the first time counts."""
    LessonMark.objects.bulk_create(
        [LessonMark(learner=learner, lesson=lesson, at=now)], ignore_conflicts=True
    )


def new_level(learner_id: int, course_id: int) -> None:
    """Make the row whose lock guards a learner's rows in a course, if it is missing."""
    start = PARAMS[VERSION].new_learner()
    LearnerLevel.objects.bulk_create(
        [LearnerLevel(learner_id=learner_id, course_id=course_id, g=start.g, vg=start.vg)],
        ignore_conflicts=True,
    )


def _locked(judged: Judged) -> Locked:
    level = lock_level(judged.learner_id, judged.course_id)
    if level is None:
        new_level(judged.learner_id, judged.course_id)
        level = lock_level(judged.learner_id, judged.course_id)
    assert level is not None, "made above"
    try:
        return lock_rows(judged, level)
    except Unprepared:
        prepare_course(judged.course_id)
        return lock_rows(judged, level)


def _store(judged: Judged, rows: Locked, found: Step) -> None:
    """Write what an answer has changed."""
    level, question = rows.level, rows.question
    level.g, level.vg = found.learner.g, found.learner.vg
    level.answers += 1
    level.save(update_fields=["g", "vg", "answers"])
    question.d, question.vd = found.question.d, found.question.vd
    question.answers += 1
    question.grading_digest = rows.scale.digest_after(judged.grading_digest, judged.version_id)
    question.save(update_fields=["d", "vd", "answers", "grading_digest"])
    for pk, row in rows.outcomes.items():
        row.b, row.vb = found.easiness[pk].b, found.easiness[pk].vb
    OutcomeStat.objects.bulk_create(
        rows.outcomes.values(),
        update_conflicts=True,
        unique_fields=["outcome"],
        update_fields=["b", "vb"],
    )
    LearnerOutcome.objects.bulk_create(
        [
            LearnerOutcome(learner_id=judged.learner_id, outcome_id=pk, **columns_of(held))
            for pk, held in found.held.items()
        ],
        update_conflicts=True,
        unique_fields=["learner", "outcome"],
        update_fields=COLUMNS,
    )
    LearnerQuestion.objects.bulk_create(
        [
            LearnerQuestion(
                learner_id=judged.learner_id,
                question_id=judged.question_id,
                ok=found.repeats.ok,
                bad=found.repeats.bad,
            )
        ],
        update_conflicts=True,
        unique_fields=["learner", "question"],
        update_fields=["ok", "bad"],
    )
