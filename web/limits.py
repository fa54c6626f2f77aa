"""How large a request may be, and how often somebody may send one.

What is counted lives in the memory of each process, so that counting writes nothing: every process
grants its share of a limit.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from web.context import has_session
from web.faults import TOO_LARGE, Trouble, refuse
from web.sessions import SESSION_LEARNER

Args = ParamSpec("Args")
View = Callable[Concatenate[HttpRequest, Args], HttpResponse]

TOO_OFTEN = Trouble(
    HTTPStatus.TOO_MANY_REQUESTS,
    "That was too often in too short a time",
    "Nothing was recorded, and nothing you earned is lost. Wait a minute, go back and send it "
    "again: what you typed is still in the form.",
    "That was too often in too short a time, so it was not saved. It is still here: wait a minute, "
    "then send it again.",
)


@dataclass(frozen=True)
class Limit:
    """How often one sender may do one thing."""

    name: str
    most: Callable[[], int]
    """In all processes together; 0 for no limit."""
    sender: Callable[[HttpRequest], str]
    """Who is counted; '' for somebody who cannot be."""
    seconds: int = 60

    def wait(self, request: HttpRequest, *, now: datetime) -> int:
        """Count one more; return 0 if it is within the limit, or the seconds until the next."""
        most, sender = self.most(), self.sender(request)
        if not most or not sender:
            return 0
        window, spent = divmod(int(now.timestamp()), self.seconds)
        key, process = f"{self.name}-{sender}-{window}", caches["process"]
        process.add(key, 0, self.seconds)
        share = max(1, most // settings.WORKERS)
        return self.seconds - spent if process.incr(key) > share else 0


def learner_in(request: HttpRequest) -> str:
    """Name the learner of a session; a visitor who has none yet cannot be told from others."""
    return str(request.session.get(SESSION_LEARNER, "")) if has_session(request) else ""


def address_of(request: HttpRequest) -> str:
    """Name the address that a request came from, as our own proxy saw it."""
    return str(get_adapter(request).get_client_ip(request))


ANSWERS = Limit("answers", lambda: settings.ANSWERS_PER_MINUTE, learner_in)
DRAFTS = Limit("drafts", lambda: settings.DRAFTS_PER_MINUTE, learner_in)
ADDRESS = Limit("address", lambda: settings.ANSWERS_PER_MINUTE_OF_ADDRESS, address_of)


def limited(*limits: Limit) -> Callable[[View[Args]], View[Args]]:
    """Refuse what comes too often, before a view does anything."""

    def within(view: View[Args]) -> View[Args]:
        @wraps(view)
        def count(request: HttpRequest, /, *args: Args.args, **named: Args.kwargs) -> HttpResponse:
            now = timezone.now()
            wait = max(limit.wait(request, now=now) for limit in limits)
            if wait:
                return refuse(request, replace(TOO_OFTEN, wait=wait))
            return view(request, *args, **named)

        return count

    return within


class BodyMiddleware:
    """Refuses a body that is too large by what it says of itself: not a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what is small enough. A body that says no length is not read by Django either."""
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdigit() and int(said) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return refuse(request, TOO_LARGE)
        return self.get_response(request)
