"""Reports of learners that something is wrong with a question."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from quizzes.models import Attempt, Learner, Report
from web.text import BadText, checked
from web.transactions import atomically

HOUR = timedelta(hours=1)
MOST = 10
"""Reports that a learner may send in an hour: a course is not reported question by question."""
LONGEST = 2000
"""Characters of a report."""


class TooManyReports(Exception):
    """The learner has sent as many in this hour as are taken."""


@atomically
def report_question(attempt: Attempt, text: str, *, key: UUID, now: datetime) -> Report:
    """Keep what a learner says of a question, beside the attempt at it.

    The same form sent again is the same report. Raise TooManyReports, or BadText for a text that
    cannot be kept, is empty or too long.
    """
    [text] = checked([text.strip()])
    if not text:
        raise BadText("Say in a few words what is wrong. Nothing was sent.")
    if len(text) > LONGEST:
        raise BadText(f"Say it in {LONGEST:,} characters at most. Nothing was sent.")
    learner = attempt.sitting.learner_id
    Learner.objects.select_for_update(no_key=True).get(pk=learner)
    own = Report.objects.filter(attempt__sitting__learner=learner)
    known = own.filter(key=key).first()
    if known:
        return known
    if own.filter(at__gt=now - HOUR).count() >= MOST:
        raise TooManyReports
    place = attempt.events.count()
    return Report.objects.create(key=key, attempt=attempt, sequence=place, text=text, at=now)


def handle_reports(pks: Collection[int], *, by: str, now: datetime) -> list[int]:
    """Mark reports as handled, and return which of them were not before."""
    waiting = Report.objects.filter(pk__in=pks, handled_at=None)
    found = list(waiting.values_list("pk", flat=True))
    Report.objects.filter(pk__in=found, handled_at=None).update(handled_at=now, handled_by=by)
    return found
