"""Drafts: what a learner has typed and not sent. The only code that writes them."""

from datetime import datetime
from uuid import uuid5

from django.http import QueryDict

from domain.attempts import EventKind
from quizzes.actions.answers import Ticket, append, data_of, locked, refuse
from quizzes.models import Draft, Sitting
from quizzes.queries import Own, standings_of
from web.prepared import Insertion
from web.transactions import atomically

COLUMNS = ("sequence", "data", "at")
_write_draft = Insertion(Draft, ("attempt_id", *COLUMNS), unique=("attempt_id",), update=COLUMNS)


@atomically
def save_draft(own: Own, sent: QueryDict, ticket: Ticket, *, now: datetime) -> None:
    """Keep what stands in the form of an attempt, in the place of what was kept before.

    Nothing is judged and no try is spent. Raise what ``submit_answer`` would raise: a form that is
    too old for an answer is too old for a draft, so a late one replaces nothing that is newer.
    """
    found = locked(own)
    data = data_of(EventKind.ANSWERED, found, found.state, sent)
    refuse(EventKind.ANSWERED, found, ticket, now=now)
    attempt = found.attempt.pk
    _write_draft({"attempt_id": attempt, "sequence": ticket.sequence, "data": data, "at": now})


def answer_with_drafts(sitting: Sitting, *, now: datetime) -> None:
    """Where the time of a locked sitting has run out, take the drafts in it for answers.

    Each becomes an event of the moment at which it was kept, marked ``autosaved``. A learner who
    ends a sitting in time has had the choice, and gets what was sent.
    """
    if sitting.deadline is None or now < sitting.deadline:
        return
    if not Draft.objects.filter(attempt__sitting=sitting).exists():
        return
    for found in standings_of(sitting):
        draft = found.draft
        if draft:
            key = uuid5(found.attempt.key, f"draft {draft.sequence}")
            data = draft.data | {"autosaved": True}
            append(found, EventKind.ANSWERED, key, data, at=draft.at)
