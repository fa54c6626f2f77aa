"""Pages and fragments of a question: find it, do one thing, show it."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses.models import QuestionVersion, ReleaseEntry
from courses.queries import question_entry, question_of
from quizzes.actions import (
    NotOffered,
    Refused,
    SittingOver,
    StaleForm,
    Ticket,
    ensure_learner,
    mark_answer,
    save_draft,
    show_hint,
    show_solution,
    start_again,
    start_check,
    submit_answer,
)
from quizzes.addresses import position_url
from quizzes.cards import Refusal, fresh_view, version_of
from quizzes.forms import TicketForm
from quizzes.models import Attempt
from quizzes.queries import SEED_BITS, Own, begun_attempt, learner_pk_of, own_attempt, standing_of
from quizzes.views.asking import of_somebody
from quizzes.views.showing import show_recorded, show_refused, show_standing
from web.faults import TOO_LARGE, refuse
from web.htmx import render_page
from web.limits import ADDRESS, ANSWERS, DRAFTS, limited
from web.text import BadText, TooLong, printable, whole

FORM = "application/x-www-form-urlencoded"
MOVED_ON = "This question has moved on, in another tab perhaps. What you sent was not taken."
TOO_LATE = "The sitting is over, so what you sent was not taken."
NOT_OFFERED = "The rules here do not give that at this point. Nothing was recorded."
INCOMPLETE = "The form came without its number, so nothing was recorded. Send it again."
REFUSALS: dict[type[Refused], Refusal] = {
    StaleForm: Refusal(MOVED_ON),
    SittingOver: Refusal(TOO_LATE),
    NotOffered: Refusal(NOT_OFFERED, status=400),
}


@require_safe
def question(request: HttpRequest, course_key: str, question_key: str) -> HttpResponse:
    """Show a question on a page of its own."""
    entry, learner_pk = _entry(course_key, question_key), learner_pk_of(request)
    begun = begun_attempt(learner_pk, _version(entry).question_id) if learner_pk else None
    if begun:
        return show_standing(request, standing_of(begun))
    return _show_fresh(request, entry)


@require_POST
@limited(ANSWERS, ADDRESS)
def begin(request: HttpRequest, course_key: str, question_key: str) -> HttpResponse:
    """Take the first answer to a question, and with it begin the attempt."""
    entry, now, form = _entry(course_key, question_key), timezone.now(), TicketForm(request.POST)
    version = version_of(request.POST.get("version", ""), _version(entry).question_id)
    if version is None or not form.is_valid():
        return _show_fresh(request, entry, notice=INCOMPLETE)
    ticket = Ticket(**form.cleaned_data, version=version.pk)
    learner, keys = ensure_learner(request, now=now), {"key": uuid4(), "form_key": ticket.key}
    begun = start_check(learner, version, entry.release, **keys, now=now)
    return _take(request, own_attempt(request, begun.key), ticket, now=now)


@require_safe
@of_somebody
def attempt(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show an attempt as it stands, or its form once more."""
    found = _found(own_attempt(request, key))
    if found.sitting.paged:
        return redirect(position_url(found.sitting, found.position))
    return show_standing(request, standing_of(found), again="again" in request.GET)


@require_POST
@of_somebody
@limited(ANSWERS, ADDRESS)
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take one answer, marks, hint or surrender, then show where the attempt stands."""
    own, form = own_attempt(request, key), TicketForm(request.POST)
    if not form.is_valid():
        return show_refused(request, own.get(), Refusal(INCOMPLETE, status=400))
    return _take(request, own, Ticket(**form.cleaned_data), now=timezone.now())


@require_POST
@of_somebody
@limited(DRAFTS)
def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what stands in the form of an attempt. Nothing is shown, but why that was not done."""
    own, form = own_attempt(request, key), TicketForm(request.POST)
    if not form.is_valid():
        return _in_words(INCOMPLETE, 400)
    try:
        save_draft(own, request.POST, Ticket(**form.cleaned_data), now=timezone.now())
    except Attempt.DoesNotExist:
        raise Http404 from None
    except BadText as bad:
        return _in_words(str(bad), bad.status)
    except Refused as refused:
        return _in_words(REFUSALS[type(refused)].notice, REFUSALS[type(refused)].status)
    return HttpResponse(status=204)


@require_POST
@of_somebody
@limited(ANSWERS, ADDRESS)
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin a finished question of a lesson anew, as it is published now."""
    old = _found(own_attempt(request, key))
    try:
        new = start_again(old, seed=secrets.randbits(SEED_BITS), now=timezone.now())
    except NotOffered:
        return show_refused(request, old, REFUSALS[NotOffered])
    return show_recorded(request, standing_of(_found(own_attempt(request, new.key))))


def _take(request: HttpRequest, own: Own, ticket: Ticket, *, now: datetime) -> HttpResponse:
    """Record what was pressed; a refusal shows what was sent beside what counts."""
    acts = {"hint": show_hint, "solution": show_solution, "marks": mark_answer}
    act = next((acts[name] for name in acts if name in request.POST), submit_answer)
    try:
        if request.content_type == FORM:
            whole(request.body)
        standing = act(own, request.POST, ticket, now=now)
    except Attempt.DoesNotExist:
        raise Http404 from None
    except TooLong:  # not shown again: whoever sent it has it still
        return refuse(request, TOO_LARGE)
    except BadText as bad:
        return show_refused(request, own.get(), Refusal(str(bad), status=bad.status))
    except Refused as refused:
        return show_refused(request, own.get(), REFUSALS[type(refused)])
    return show_recorded(request, standing)


def _in_words(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _found(own: Own) -> Attempt:
    attempt = own.get()
    if attempt is None:
        raise Http404
    return attempt


def _show_fresh(request: HttpRequest, entry: ReleaseEntry, *, notice: str = "") -> HttpResponse:
    version = _version(entry)
    names = question_of(version).fields if notice else ()
    view = fresh_view(
        entry.release.course.key,
        version,
        today=timezone.localdate(),
        sent={name: printable(request.POST.getlist(name)) for name in names} if notice else None,
        notice=notice,
    )
    page, part = "quizzes/question.html", "quizzes/_question.html"
    return render_page(request, page, part, {"q": view}, status=400 if notice else 200)


def _entry(course_key: str, question_key: str) -> ReleaseEntry:
    entry = question_entry(course_key, question_key)
    if entry is None:
        raise Http404
    return entry


def _version(entry: ReleaseEntry) -> QuestionVersion:
    assert entry.question_version is not None, "question_entry finds questions"
    return entry.question_version
