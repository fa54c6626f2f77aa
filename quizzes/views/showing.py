"""How a question answers a request: its fragment for htmx, its page or the way there else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from quizzes.actions import close_overdue
from quizzes.addresses import position_url
from quizzes.cards import QuestionView, Refusal, attempt_view, refused_view
from quizzes.models import Attempt
from quizzes.queries import Standing, standing_of, standings_of
from quizzes.runs import Run, step_of
from web.htmx import is_htmx, render_page
from web.text import printable


def show_standing(request: HttpRequest, standing: Standing, *, again: bool = False) -> HttpResponse:
    """Show an attempt as it stands."""
    view = attempt_view(standing, today=timezone.localdate(), again=again)
    return _render(request, standing, view)


def show_position(request: HttpRequest, run: Run) -> HttpResponse:
    """Show the question of a running sitting that the run stands at."""
    standing = next((row for row in run.standings if row.attempt.position == run.position), None)
    if standing is None:
        raise Http404
    view = attempt_view(standing, today=timezone.localdate(), again="again" in request.GET)
    page, part = "quizzes/sitting.html", "quizzes/_question.html"
    return render_page(request, page, part, {"q": view, "run": run})


def show_recorded(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Answer a post that was recorded: with the fragment, or by the way to the page."""
    if is_htmx(request):
        return show_standing(request, standing)
    return redirect(_page_of(request, standing.attempt))


def show_refused(request: HttpRequest, attempt: Attempt | None, refusal: Refusal) -> HttpResponse:
    """Show why something was not taken; what was sent stands in the form again."""
    if attempt is None:
        raise Http404
    attempt.sitting = close_overdue(attempt.sitting, now=timezone.now())
    standing = standing_of(attempt)
    names = standing.question.fields
    sent = {name: printable(request.POST.getlist(name)) for name in names if name in request.POST}
    sure = request.POST.get("confidence", "")
    view = refused_view(standing, refusal, sent, sure=sure, today=timezone.localdate())
    return _render(request, standing, view, status=refusal.status)


def _render(
    request: HttpRequest, standing: Standing, view: QuestionView, *, status: int = 200
) -> HttpResponse:
    sitting = standing.attempt.sitting
    if not sitting.paged:
        page, part = "quizzes/question.html", "quizzes/_question.html"
        return render_page(request, page, part, {"q": view}, status=status)
    context: dict[str, Any] = {"q": view, "step": step_of(standing, current=True)}
    if not is_htmx(request):
        others = tuple(standings_of(sitting))
        context["run"] = Run(sitting, others, timezone.now(), standing.attempt.position)
    page, part = "quizzes/sitting.html", "quizzes/_answered.html"
    return render_page(request, page, part, context, status=status)


def _page_of(request: HttpRequest, attempt: Attempt) -> str:
    """Return the page that an attempt is shown on."""
    if attempt.sitting.paged:
        return position_url(attempt.sitting, attempt.position)
    lesson = attempt.version.lesson
    if request.POST.get("back") == "lesson" and lesson:
        page = reverse("courses:lesson", args=[attempt.sitting.course.key, lesson.key])
        return f"{page}#q-{attempt.version.question.key}"
    return reverse("quizzes:attempt", args=[attempt.key])
