"""Pages of corrections: the public list of a lesson, and what learners have read of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses.queries import lesson_entry
from quizzes.actions import dismiss_notices
from quizzes.notices import errata as errata_of
from quizzes.notices import own_notices
from quizzes.queries import learner_pk_of
from web.htmx import is_htmx


@require_safe
def errata(request: HttpRequest, course_key: str, lesson_key: str) -> HttpResponse:
    """List what was wrong with the questions of a lesson."""
    entry = lesson_entry(course_key, lesson_key)
    if entry is None or entry.lesson_version is None:
        raise Http404
    version = entry.lesson_version
    context = {
        "course": entry.release.course,
        "outline": entry.release.outline,
        "version": version,
        "errata": errata_of(version.lesson, learner_pk_of(request)),
    }
    return render(request, "quizzes/errata.html", context)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a learner's own notice of a correction away."""
    found = own_notices(learner_pk_of(request)).filter(correction=pk)
    first = found.select_related("correction__right__question__course").first()
    if first is None:
        raise Http404
    dismiss_notices(found, now=timezone.now())
    if is_htmx(request):
        return HttpResponse()
    return redirect("courses:course", first.correction.right.question.course.key)
