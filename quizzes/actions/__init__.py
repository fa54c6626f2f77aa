"""What learners do: the only code that writes learners, sittings, attempts, events and drafts."""

from quizzes.actions.accommodations import OutOfRange, give_extra_time
from quizzes.actions.answers import (
    NotOffered,
    Refused,
    SittingOver,
    StaleForm,
    Ticket,
    mark_answer,
    show_hint,
    show_solution,
    submit_answer,
)
from quizzes.actions.checks import start_again, start_check
from quizzes.actions.corrections import apply_correction, dismiss_notices
from quizzes.actions.drafts import save_draft
from quizzes.actions.people import (
    drop_learner,
    ensure_learner,
    learner_for,
    name_learner,
    remember_learner,
    repoint_sittings,
)
from quizzes.actions.practice import NothingToPractise, start_practice
from quizzes.actions.reports import TooManyReports, handle_reports, report_question
from quizzes.actions.sittings import (
    NoSittingsLeft,
    NotOpen,
    close_overdue,
    finish_sitting,
    start_quiz,
)

__all__ = [
    "NoSittingsLeft",
    "NotOffered",
    "NotOpen",
    "NothingToPractise",
    "OutOfRange",
    "Refused",
    "SittingOver",
    "StaleForm",
    "Ticket",
    "TooManyReports",
    "apply_correction",
    "close_overdue",
    "dismiss_notices",
    "drop_learner",
    "ensure_learner",
    "finish_sitting",
    "give_extra_time",
    "handle_reports",
    "learner_for",
    "mark_answer",
    "name_learner",
    "remember_learner",
    "repoint_sittings",
    "report_question",
    "save_draft",
    "show_hint",
    "show_solution",
    "start_again",
    "start_check",
    "start_practice",
    "start_quiz",
    "submit_answer",
]
