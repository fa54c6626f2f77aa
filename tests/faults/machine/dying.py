"""How gunicorn serves a site whose process dies once, right after an answer was committed."""

# ruff: noqa: F403 - everything else is as in use

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

from config.gunicorn import *

DYING = Path(os.environ["BLOTTER_VAR"], "dying")
"""While this file exists, whoever saves an answer removes it and dies."""


def post_fork(server: Any, worker: Any) -> None:
    """Put death where the reply would be made."""
    questions: Any = import_module("quizzes.views.questions")
    shown = questions.show_recorded

    def show(request: HttpRequest, *args: Any) -> HttpResponse:
        if DYING.exists():
            DYING.unlink()
            os._exit(9)
        response: HttpResponse = shown(request, *args)
        return response

    questions.show_recorded = show
