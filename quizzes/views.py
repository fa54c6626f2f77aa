"""Pages and fragments of a question: find it, do one thing, show it."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses.models import QuestionVersion, ReleaseEntry
from courses.queries import question_entry
from quizzes.actions import (
    NotOffered,
    SittingOver,
    StaleForm,
    Ticket,
    ensure_learner,
    show_hint,
    show_solution,
    start_again,
    start_check,
    submit_answer,
)
from quizzes.cards import QuestionView, attempt_view, fresh_view, version_of
from quizzes.forms import TicketForm
from quizzes.models import Attempt
from quizzes.queries import SEED_BITS, learner_of
from web.htmx import is_htmx, render_page
from web.text import BadText

MOVED_ON = "This question moved on in another tab. Your last answer was not taken; here is both."
TOO_LATE = "The sitting is over, so this answer was not taken. What you sent is below."
NOT_OFFERED = "The rules here give no hint and no answer at this point. Nothing was recorded."


@require_safe
def question(request: HttpRequest, course_key: str, question_key: str) -> HttpResponse:
    """Show a question on a page of its own."""
    entry = _entry(course_key, question_key)
    learner = learner_of(request)
    begun = None
    if learner:
        attempts = Attempt.objects.filter(
            sitting__learner=learner,
            sitting__kind="lesson",
            version__question__key=question_key,
            version__question__course__key=course_key,
        )
        begun = attempts.select_related("sitting", "version").order_by("-pk").first()
    return _page(request, entry, begun, now=timezone.now())


@require_POST
def begin(request: HttpRequest, course_key: str, question_key: str) -> HttpResponse:
    """Take the first answer to a question, and with it begin the attempt."""
    entry, now = _entry(course_key, question_key), timezone.now()
    ticket = TicketForm(request.POST)
    shown = version_of(request.POST.get("version", ""))
    version = (
        QuestionVersion.objects.filter(pk=shown or 0, question_id=_version(entry).question_id)
        .select_related("lesson", "question")
        .first()
    )
    if not ticket.is_valid() or version is None:
        return HttpResponse("The form is incomplete. Load the page again.", status=400)
    learner = ensure_learner(request, now=now)
    found = start_check(
        learner, version, entry.release, key=UUID(int=secrets.randbits(128)), now=now
    )
    return _take(request, found, Ticket(**ticket.cleaned_data), now=now)


@require_safe
def attempt(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show an attempt as it stands, or its form once more."""
    found = _own_attempt(request, key)
    view = _view(found, again="again" in request.GET)
    return render_page(request, "quizzes/question.html", "quizzes/_question.html", {"q": view})


@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take one answer, hint or surrender, then show where the attempt stands."""
    ticket = TicketForm(request.POST)
    if not ticket.is_valid():
        return HttpResponse("The form is incomplete. Load the page again.", status=400)
    found = _own_attempt(request, key)
    return _take(request, found, Ticket(**ticket.cleaned_data), now=timezone.now())


@require_POST
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin a finished question of a lesson anew."""
    found = start_again(_own_attempt(request, key), seed=secrets.randbits(SEED_BITS))
    return _shown(request, found)


def _take(request: HttpRequest, found: Attempt, ticket: Ticket, *, now: datetime) -> HttpResponse:
    """Record what was pressed; a refusal shows what was sent beside what counts."""
    try:
        if "hint" in request.POST:
            show_hint(found, request.POST, ticket, now=now)
        elif "solution" in request.POST:
            show_solution(found, ticket, now=now)
        else:
            submit_answer(found, request.POST, ticket, now=now)
    except BadText as refused:
        return _shown(request, found, status=refused.status, notice=str(refused))
    except StaleForm as stale:
        return _shown(request, found, status=409, notice=MOVED_ON, sent=_words(stale.sent))
    except SittingOver:
        return _shown(request, found, status=409, notice=TOO_LATE)
    except NotOffered:
        return _shown(request, found, status=400, notice=NOT_OFFERED)
    return _shown(request, found)


def _shown(request: HttpRequest, found: Attempt, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer a post: with the fragment, or by a redirect if there is nothing to complain of."""
    if status == 200 and not is_htmx(request):
        return redirect(_back(request, found))
    context = {"q": _view(found, **more)}
    page, part = "quizzes/question.html", "quizzes/_question.html"
    return render_page(request, page, part, context, status=status)


def _back(request: HttpRequest, found: Attempt) -> str:
    lesson = found.version.lesson
    if request.POST.get("back") == "lesson" and lesson:
        page = reverse("courses:lesson", args=[found.sitting.course.key, lesson.key])
        return f"{page}#q-{found.version.question.key}"
    return reverse("quizzes:attempt", args=[found.key])


def _view(found: Attempt, **more: Any) -> QuestionView:
    today = timezone.localdate()
    return attempt_view(found, list(found.events.all()), today=today, **more)


def _words(sent: Any) -> tuple[str, ...]:
    values = sent.get("submitted") or sent.get("draft") or {}
    return tuple(value for given in values.values() for value in given if value)


def _entry(course_key: str, question_key: str) -> ReleaseEntry:
    entry = question_entry(course_key, question_key)
    if entry is None:
        raise Http404
    return entry


def _version(entry: ReleaseEntry) -> QuestionVersion:
    assert entry.question_version is not None, "question_entry finds questions"
    return entry.question_version


def _own_attempt(request: HttpRequest, key: UUID) -> Attempt:
    """Find the learner's own attempt; anyone else's is a 404, so ids give nothing away."""
    learner = learner_of(request)
    mine = Attempt.objects.filter(sitting__learner=learner) if learner else Attempt.objects.none()
    related = ("sitting__course", "version__question", "version__lesson")
    return get_object_or_404(mine.select_related(*related), key=key)


def _page(
    request: HttpRequest, entry: ReleaseEntry, begun: Attempt | None, *, now: datetime
) -> HttpResponse:
    course, version = entry.release.course, _version(entry)
    view = _view(begun) if begun else fresh_view(course.key, version, today=timezone.localdate(now))
    context = {"q": view, "course": course}
    return render_page(request, "quizzes/question.html", "quizzes/_question.html", context)
