"""Pages of a quiz: before it, question by question, at its end and after it."""

import logging
import secrets
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.models import ReleaseEntry
from courses.queries import quiz_entry
from domain.quizzes import CannotDraw
from quizzes.actions import (
    NoSittingsLeft,
    NotOpen,
    close_overdue,
    ensure_learner,
    finish_sitting,
    start_quiz,
)
from quizzes.forms import KeyForm
from quizzes.models import Sitting
from quizzes.queries import SEED_BITS, learner_pk_of, own_sitting, sittings_at, standings_of
from quizzes.runs import Run
from quizzes.sheets import quiz_sheet, result_sheet
from quizzes.views.asking import of_somebody
from quizzes.views.showing import show_position
from web.limits import ADDRESS, ANSWERS, limited

log = logging.getLogger(__name__)

CANNOT_DRAW = (
    "There are not enough questions for this quiz at the moment, so it was not started. "
    "No sitting was used up; try again after the course has been updated."
)
NONE_LEFT = "You have used all sittings of this quiz, so no further one was started."
NOT_OPEN = "This quiz is {}, so it was not started. No sitting was used up."
INCOMPLETE = "The form was incomplete, so nothing was started. Press Start again."


@require_safe
def quiz(request: HttpRequest, course_key: str, quiz_key: str) -> HttpResponse:
    """Show a quiz before it is sat, and how earlier sittings went."""
    return _show_quiz(request, _entry(course_key, quiz_key))


@require_POST
@limited(ANSWERS, ADDRESS)
def start(request: HttpRequest, course_key: str, quiz_key: str) -> HttpResponse:
    """Begin a quiz, or resume the sitting that is running."""
    entry, form, now = _entry(course_key, quiz_key), KeyForm(request.POST), timezone.now()
    if not form.is_valid():
        return _show_quiz(request, entry, notice=INCOMPLETE, status=400)
    learner, seed = ensure_learner(request, now=now), secrets.randbits(SEED_BITS)
    try:
        begun = start_quiz(learner, entry, key=form.cleaned_data["key"], seed=seed, now=now)
    except NotOpen as refused:
        log.warning("%s/%s is %s: refused to learner %s", course_key, quiz_key, refused, learner)
        return _show_quiz(request, entry, notice=NOT_OPEN.format(refused), status=409)
    except CannotDraw:
        return _show_quiz(request, entry, notice=CANNOT_DRAW, status=409)
    except NoSittingsLeft:
        return _show_quiz(request, entry, notice=NONE_LEFT, status=409)
    return redirect("quizzes:sitting", begun.key)


@require_safe
@of_somebody
def sitting(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Lead to the first question without an answer."""
    found = own_closed(request, key)
    if found.finished_at:
        return redirect("quizzes:result", key)
    return redirect(Run(found, tuple(standings_of(found)), timezone.now()).first_blank_url)


@require_safe
@of_somebody
def position(request: HttpRequest, key: UUID, position: int) -> HttpResponseBase:
    """Show one question of a running sitting, or its form once more."""
    found = own_closed(request, key)
    if found.finished_at:
        return redirect("quizzes:result", key)
    return show_position(request, Run(found, tuple(standings_of(found)), timezone.now(), position))


@require_http_methods(["GET", "HEAD", "POST"])
@of_somebody
def finish(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Look a sitting over before it is finished, and finish it."""
    found = own_closed(request, key)
    if request.method == "POST":
        finish_sitting(found, now=timezone.now())
    elif not found.finished_at:
        run = Run(found, tuple(standings_of(found)), timezone.now())
        return render(request, "quizzes/finish.html", {"run": run})
    return redirect("quizzes:result", key)


@require_safe
@of_somebody
def result(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Show what a finished sitting came to, and every question with its reasons."""
    found = own_closed(request, key)
    if not found.finished_at:
        return redirect("quizzes:sitting", key)
    return show_result(request, found)


def show_result(
    request: HttpRequest, sitting: Sitting, *, notice: str = "", status: int = 200
) -> HttpResponse:
    """Show the review of a finished sitting."""
    sheet = result_sheet(sitting, today=timezone.localdate())
    context = {"sheet": sheet, "key": uuid4(), "notice": notice}
    return render(request, "quizzes/result.html", context, status=status)


def _show_quiz(
    request: HttpRequest, entry: ReleaseEntry, *, notice: str = "", status: int = 200
) -> HttpResponse:
    assert entry.quiz_version is not None, "quiz_entry finds quizzes"
    now, learner_pk = timezone.now(), learner_pk_of(request)
    begun = sittings_at(learner_pk, entry.quiz_version.quiz_id)
    closed = [close_overdue(row, now=now) for row in begun]
    sheet = quiz_sheet(entry, learner_pk, closed, now=now)
    context = {"sheet": sheet, "key": uuid4(), "notice": notice}
    return render(request, "quizzes/quiz.html", context, status=status)


def own_closed(request: HttpRequest, key: UUID) -> Sitting:
    """Find the learner's own sitting, closed if its time is up; anyone else's is a 404."""
    return close_overdue(get_object_or_404(own_sitting(request, key)), now=timezone.now())


def _entry(course_key: str, quiz_key: str) -> ReleaseEntry:
    entry = quiz_entry(course_key, quiz_key)
    if entry is None:
        raise Http404
    return entry
