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
from web.prepared import Change, Insertion

BATCH = 500  # rows a statement
FIRST = {"revision": 0, "cause": Evidence.Cause.ANSWER}
"""What the evidence of an answer says of itself, before any correction."""
EVIDENCE = (
    *("learner_id", "course_id", "release_id", "attempt_id", "question_id", "version_id"),
    *("outcomes", "score", "weight", "judge", "guess", "hints", "at"),
    *("used", "expected", "moved", "params", "revision", "cause"),
)


def rate_answer(judged: Judged) -> None:
    """Take one judged answer into account. Runs in the transaction that recorded it.

    The evidence is written while every row that the answer moves is locked, so that for any two
    answers that share a row the order of their numbers is the order in which they were rated.
    """
    if judged.evidence.weight == 0:
        return
    rows = _locked(judged)
    found = step(judged.evidence, judged.at, rows.before, rows.regime)
    content = content_of(judged, sorted(rows.outcomes))
    _write_evidence(content | traces_of(found, rows.regime.version) | FIRST)
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
    _write_level(pk=level.pk, g=found.learner.g, vg=found.learner.vg, answers=level.answers + 1)
    _write_question(
        pk=question.pk,
        d=found.question.d,
        vd=found.question.vd,
        answers=question.answers + 1,
        grading_digest=rows.scale.digest_after(judged.grading_digest, judged.version_id),
    )
    _write_outcomes(
        *(
            {"outcome": pk, "b": easiness.b, "vb": easiness.vb}
            for pk, easiness in found.easiness.items()
        )
    )
    _write_held(
        *(
            {"learner": judged.learner_id, "outcome": pk} | columns_of(held)
            for pk, held in found.held.items()
        )
    )
    _write_repeats(
        {
            "learner": judged.learner_id,
            "question": judged.question_id,
            "ok": found.repeats.ok,
            "bad": found.repeats.bad,
        }
    )


_write_evidence = Insertion(Evidence, EVIDENCE)
_write_level = Change(LearnerLevel, ("g", "vg", "answers"))
_write_question = Change(QuestionStat, ("d", "vd", "answers", "grading_digest"))
_write_outcomes = Insertion(
    OutcomeStat, ("outcome", "b", "vb"), unique=("outcome",), update=("b", "vb")
)
_write_held = Insertion(
    LearnerOutcome,
    ("learner", "outcome", *COLUMNS),
    unique=("learner", "outcome"),
    update=COLUMNS,
)
_write_repeats = Insertion(
    LearnerQuestion,
    ("learner", "question", "ok", "bad"),
    unique=("learner", "question"),
    update=("ok", "bad"),
)
