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
from quizzes.actions.drafts import save_draft
from quizzes.actions.people import (
    drop_learner,
    ensure_learner,
    learner_for,
    name_learner,
    remember_learner,
    repoint_sittings,
)
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
    "OutOfRange",
    "Refused",
    "SittingOver",
    "StaleForm",
    "Ticket",
    "close_overdue",
    "drop_learner",
    "ensure_learner",
    "finish_sitting",
    "give_extra_time",
    "learner_for",
    "mark_answer",
    "name_learner",
    "remember_learner",
    "repoint_sittings",
    "save_draft",
    "show_hint",
    "show_solution",
    "start_again",
    "start_check",
    "start_quiz",
    "submit_answer",
]
