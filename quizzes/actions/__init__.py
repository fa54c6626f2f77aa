"""What learners do: the only code that writes learners, sittings, attempts and events."""

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
from quizzes.actions.people import (
    drop_learner,
    ensure_learner,
    name_learner,
    remember_learner,
    repoint_sittings,
)
from quizzes.actions.practice import NothingToPractise, start_practice
from quizzes.actions.sittings import NoSittingsLeft, close_overdue, finish_sitting, start_quiz

__all__ = [
    "NoSittingsLeft",
    "NotOffered",
    "NothingToPractise",
    "Refused",
    "SittingOver",
    "StaleForm",
    "Ticket",
    "close_overdue",
    "drop_learner",
    "ensure_learner",
    "finish_sitting",
    "mark_answer",
    "name_learner",
    "remember_learner",
    "repoint_sittings",
    "show_hint",
    "show_solution",
    "start_again",
    "start_check",
    "start_practice",
    "start_quiz",
    "submit_answer",
]
