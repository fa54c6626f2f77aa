"""The outline of a course, made when it is published: what its page and its lessons print."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from courses.rendering import Renderer, practice_minutes
from domain.course_files import FurtherMeta, PrerequisiteMeta
from domain.courses import LessonFile
from domain.questions.base import Question
from web.markdown import render


def outline_of(made: Renderer) -> dict[str, Any]:
    """Gather what pages say of a course as a whole. Plain data: it is stored with the release."""
    tree = made.tree
    assert tree.course is not None, "a course without course.md is not published"
    meta = tree.course[1].meta
    live = [row for row in tree.live_questions() if tree.lesson_of(row)]
    seconds = {row.question.id: row.question.seconds for row in live}
    parts: list[dict[str, Any]] = [
        {"title": part.title, "lessons": [_lesson(made, key, seconds) for key in part.lessons]}
        for part in meta.parts
    ]
    for part in parts:
        part["minutes"] = sum(lesson["practice_minutes"] for lesson in part["lessons"])
    lessons = [lesson for part in parts for lesson in part["lessons"]]
    return {
        "title": meta.title,
        "time_zone": meta.time_zone,
        "summary": meta.summary.strip(),
        "category": meta.category,
        "level": meta.level,
        "lessons": len(lessons),
        "minutes": sum(lesson["minutes"] for lesson in lessons),
        "practice_minutes": sum(lesson["practice_minutes"] for lesson in lessons),
        "questions": len(live),
        "graded": sum(row.quiz.graded for row in tree.quizzes),
        "body": render(tree.course[1].body, made.setting()),
        "readiness": meta.readiness or "",
        "parts": parts,
        "outcomes": _outcomes(made, [row.question for row in live]),
        "prerequisites": [
            {"text": entry.text, "further": entry.further, "url": _url(made, entry)}
            for entry in meta.prerequisites
        ],
        "further_study": [_further(made, entry) for entry in meta.further_study],
        "keep_reading": [_further(made, entry) for entry in meta.keep_reading],
        "quizzes": _quizzes(made),
    }


def _lesson(made: Renderer, key: str, seconds: Mapping[str, int]) -> dict[str, Any]:
    lesson = made.tree.lesson_by_id[key].lesson
    return {
        "key": key,
        "title": lesson.title,
        "summary": lesson.summary,
        "number": made.tree.order[key] + 1,
        "minutes": lesson.minutes,
        "practice_minutes": practice_minutes(lesson, seconds),
        "checks": len(lesson.checks),
        "asks": [check.question for check in lesson.checks if check.question in seconds],
        "outcomes": list(lesson.outcomes),
    }


def _outcomes(made: Renderer, questions: list[Question]) -> list[dict[str, Any]]:
    asked = Counter(question.outcomes[0] for question in questions if question.outcomes)
    ordered = sorted(made.tree.lessons, key=lambda row: made.tree.order[row.lesson.id])
    return [
        {
            "key": outcome.id,
            "can": outcome.can,
            "why": outcome.why,
            "questions": asked[outcome.id],
            "lessons": [
                _taught_in(made, row) for row in ordered if outcome.id in row.lesson.outcomes
            ],
        }
        for outcome in made.tree.outcomes
    ]


def _taught_in(made: Renderer, row: LessonFile) -> dict[str, Any]:
    key = row.lesson.id
    return {"key": key, "number": made.tree.order[key] + 1, "title": row.lesson.title}


def _further(made: Renderer, entry: FurtherMeta) -> dict[str, Any]:
    return {
        "title": entry.title,
        "category": entry.category,
        "url": _url(made, entry),
        "this": entry.course == made.content.key,
    }


def _url(made: Renderer, entry: FurtherMeta | PrerequisiteMeta) -> str:
    """Return where something is learnt, or '' if it is not written yet."""
    if entry.lesson:
        return reverse("courses:lesson", args=[entry.course or made.content.key, entry.lesson])
    return reverse("courses:course", args=[entry.course]) if entry.course else ""


def _quizzes(made: Renderer) -> list[dict[str, Any]]:
    return [
        {
            "key": row.quiz.id,
            "title": row.quiz.title,
            "mode": row.quiz.mode,
            "after": row.quiz.after or "",
            "questions": row.quiz.size,
            "minutes": row.quiz.rules.time_limit_minutes,
        }
        for row in made.tree.quizzes
    ]
