"""The page on which a learner says that something is wrong with a question."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from quizzes.actions import TooManyReports, report_question
from quizzes.actions.reports import LONGEST
from quizzes.addresses import page_of
from quizzes.forms import KeyForm
from quizzes.models import Attempt
from quizzes.queries import own_attempt, reports_on
from quizzes.views.asking import of_somebody
from web.text import BadText, printable

INCOMPLETE = "The form was incomplete, so nothing was sent. Send it again."
TOO_MANY = "You have sent ten reports within an hour. Send this one later: it stands below."


@require_http_methods(["GET", "HEAD", "POST"])
@of_somebody
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a report on a question that the learner was asked, and show those that were sent."""
    attempt = own_attempt(request, key).get()
    if attempt is None:
        raise Http404
    return _take(request, attempt) if request.method == "POST" else _show(request, attempt)


def _take(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    form, sent = KeyForm(request.POST), request.POST.get("text", "")
    if not form.is_valid():
        return _show(request, attempt, sent=sent, notice=INCOMPLETE, status=400)
    try:
        report_question(attempt, sent, key=form.cleaned_data["key"], now=timezone.now())
    except BadText as bad:
        return _show(request, attempt, sent=sent, notice=str(bad), status=bad.status)
    except TooManyReports:
        return _show(request, attempt, sent=sent, notice=TOO_MANY, status=429)
    return redirect("quizzes:report", attempt.key)


def _show(
    request: HttpRequest, attempt: Attempt, *, sent: str = "", notice: str = "", status: int = 200
) -> HttpResponse:
    [text] = printable([sent])
    context = {
        "attempt": attempt,
        "back": page_of(attempt),
        "reports": reports_on(attempt),
        "key": uuid4(),
        "sent": text,
        "notice": notice,
        "longest": LONGEST,
    }
    return render(request, "quizzes/report.html", context, status=status)
