"""A finished sitting as data that its learner may take away: see docs/export.md."""

from typing import Any

from domain.sittings import score_of
from quizzes.models import Sitting
from quizzes.queries import Standing, asked_elsewhere, rules_of_sitting, standings_of

FORMAT = 1
"""Of the file: raised when a field changes its meaning, not when one is added."""


def export_of(sitting: Sitting) -> dict[str, Any]:
    """Return a finished sitting as plain data.

    Of a question that the learner is asked in another sitting, which has yet to say how its
    answers were, nothing is said that could help there; and then nothing of the sum either.
    """
    assert sitting.finished_at is not None, "finished"
    standings, asked = standings_of(sitting), asked_elsewhere(sitting)
    rules, version = rules_of_sitting(sitting), sitting.quiz_version
    withheld = any(found.attempt.version.question_id in asked for found in standings)
    score = score_of([found.marked for found in standings], rules)
    return {
        "format": FORMAT,
        "sitting": str(sitting.key),
        "course": sitting.course.key,
        "quiz": version.quiz.key if version else None,
        "title": sitting.title,
        "mode": rules.mode,
        "started_at": sitting.started_at.isoformat(),
        "finished_at": sitting.finished_at.isoformat(),
        "points": None if withheld else score.points,
        "of": score.of,
        "passed": None if withheld else score.passed,
        "questions": [
            _asked(found)
            | (_NOTHING if found.attempt.version.question_id in asked else _told(found))
            for found in standings
        ],
    }


_NOTHING: dict[str, Any] = dict.fromkeys(
    ("digest", "submitted", "verdict", "credit", "tries", "hints", "confidence")
) | {"withheld": True}


def _asked(found: Standing) -> dict[str, Any]:
    """Say what was asked, and when it was answered."""
    version, rows = found.attempt.version, found.rows
    return {
        "position": found.attempt.position,
        "question": version.question.key,
        "version": version.number,
        "outcomes": version.outcomes,
        "first_at": rows[0].at.isoformat() if rows else None,
        "last_at": rows[-1].at.isoformat() if rows else None,
    }


def _told(found: Standing) -> dict[str, Any]:
    """Say what was answered, and how good that was."""
    state = found.state
    return {
        "digest": found.attempt.version.digest,
        "submitted": state.judged,
        "verdict": found.marked.word,
        "credit": state.credit,
        "tries": state.tries,
        "hints": state.hints,
        "confidence": state.confidence.name.lower() if state.confidence else None,
        "withheld": False,
    }
