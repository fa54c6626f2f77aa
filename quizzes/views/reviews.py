"""What a learner does with a finished sitting: practise what went wrong, or take it away."""

import secrets
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses.queries import live_questions
from quizzes.actions import NothingToPractise, start_practice
from quizzes.exports import export_of
from quizzes.forms import KeyForm
from quizzes.queries import SEED_BITS, keys_missed_in
from quizzes.views.asking import of_somebody
from quizzes.views.sittings import own_closed, show_result

RETIRED = "The questions you got wrong are no longer asked, so no practice was started."
INCOMPLETE = "The form was incomplete, so nothing was started. Press the button again."


@require_safe
@of_somebody
def export(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Hand a finished sitting out as a file."""
    found = own_closed(request, key)
    if not found.finished_at:
        return redirect("quizzes:sitting", key)
    name = f"{found.course.key}-{found.finished_at:%Y-%m-%d}-{str(key)[:8]}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(export_of(found), headers=headers, json_dumps_params={"indent": 1})


@require_POST
@of_somebody
def practise(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Begin practice of what was not right in a finished sitting, as it is published now."""
    found, form = own_closed(request, key), KeyForm(request.POST)
    if not found.finished_at:
        return redirect("quizzes:sitting", key)
    if not form.is_valid():
        return show_result(request, found, notice=INCOMPLETE, status=400)
    assert found.course.current is not None, "of a published course"
    live, missed = live_questions(found.course.current), keys_missed_in(found)
    versions = [live[key].version for key in missed if key in live]
    own = {"key": form.cleaned_data["key"], "seed": secrets.randbits(SEED_BITS)}
    release, now = found.course.current, timezone.now()
    try:
        begun = start_practice(found.learner, release, versions, **own, now=now)
    except NothingToPractise:
        return show_result(request, found, notice=RETIRED, status=409)
    return redirect("quizzes:sitting", begun.key)
