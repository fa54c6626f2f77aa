"""Pages of progress. Everybody sees their own and nobody else's: no URL names a learner."""

import secrets
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses.models import Course, Lesson
from learners.actions import mark_lesson_read
from learners.activity import lesson_standing
from learners.beliefs import beliefs_page
from learners.explanations import why as steps_to
from learners.pages import courses_of, page_of
from learners.queries import today_at
from quizzes.actions import NothingToPractise, ensure_learner, start_practice
from quizzes.beliefs import questions_to_practise
from quizzes.forms import KeyForm
from quizzes.queries import SEED_BITS, learner_of, learner_pk_of
from web.htmx import is_htmx

NOTHING_OPEN = "No belief of yours is open that a question asks about, so nothing was started."
INCOMPLETE = "The form was incomplete, so nothing was started. Press the button again."


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """List the courses in which the learner has done something."""
    context = {"courses": courses_of(learner_pk_of(request)), "now": timezone.now()}
    return render(request, "learners/progress.html", context)


@require_safe
def course(request: HttpRequest, course_key: str) -> HttpResponse:
    """Show how the learner stands in a course."""
    found, now = _course(course_key), timezone.now()
    page = page_of(learner_of(request), found, now=now)
    context = {"course": found, "page": page, "now": now, "today": timezone.localdate(now)}
    return render(request, "learners/course.html", context)


@require_safe
def why(request: HttpRequest, course_key: str, outcome_key: str) -> HttpResponse:
    """Show every step that has led to a percentage."""
    found, now = _course(course_key), timezone.now()
    outcome = get_object_or_404(found.outcomes.filter(retired=False), key=outcome_key)
    context: dict[str, Any] = {"course": found, "outcome": outcome, "now": now, "row": None}
    learner = learner_of(request)
    if learner:
        today = today_at(learner, found, outcome, now=now)
        steps = steps_to(learner, outcome, today, now=now)
        context |= {"row": today.progress, "steps": steps}
    return render(request, "learners/why.html", context)


@require_safe
def beliefs(request: HttpRequest, course_key: str) -> HttpResponse:
    """Show which beliefs the learner's answers have shown, and which are corrected."""
    return _show_beliefs(request, _course(course_key))


@require_POST
def practise(request: HttpRequest, course_key: str) -> HttpResponse:
    """Begin practice of all open beliefs, or of the one that the button names."""
    found, form, now = _course(course_key), KeyForm(request.POST), timezone.now()
    learner = learner_of(request)
    if not form.is_valid():
        return _show_beliefs(request, found, notice=INCOMPLETE, status=400)
    if learner is None or found.current is None:
        return _show_beliefs(request, found, notice=NOTHING_OPEN, status=409)
    own = {"key": form.cleaned_data["key"], "seed": secrets.randbits(SEED_BITS)}
    asked = questions_to_practise(learner.pk, found.current, request.POST.get("belief", ""))
    try:
        begun = start_practice(learner, found.current, asked, **own, now=now)
    except NothingToPractise:
        return _show_beliefs(request, found, notice=NOTHING_OPEN, status=409)
    return redirect("quizzes:sitting", begun.key)


@require_POST
def read(request: HttpRequest, course_key: str, lesson_key: str) -> HttpResponse:
    """Mark a lesson as read; a visitor becomes a guest by it."""
    lesson = get_object_or_404(
        Lesson.objects.select_related("course"), course__key=course_key, key=lesson_key
    )
    now = timezone.now()
    learner = ensure_learner(request, now=now)
    mark_lesson_read(learner, lesson, now=now)
    if not is_htmx(request):
        page = reverse("courses:lesson", args=[course_key, lesson_key])
        return redirect(f"{page}#mark-read")
    standing = lesson_standing(learner.pk, lesson)
    context = {"course": lesson.course, "lesson": lesson, "read_at": standing.read_at}
    return render(request, "learners/_mark_read.html", context)


def _show_beliefs(
    request: HttpRequest, course: Course, *, notice: str = "", status: int = 200
) -> HttpResponse:
    page = beliefs_page(learner_pk_of(request), course, today=timezone.localdate())
    context = {"course": course, "page": page, "key": uuid4(), "notice": notice}
    return render(request, "learners/beliefs.html", context, status=status)


def _course(key: str) -> Course:
    """Find a published course."""
    published = Course.objects.filter(current__isnull=False).select_related("current")
    return get_object_or_404(published, key=key)
