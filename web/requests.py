"""Each request has an id, and a line in the log that says how it went."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from web.logs import reference, route_of
from web.sessions import SESSION_LEARNER, SessionStore

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
PSEUDONYM = 12  # characters
QUIET = ("/static/", "/healthz/")
"""Beginnings of paths that are asked for all the time and tell nothing."""

_log = logging.getLogger("blotter.requests")


class LogMiddleware:
    """Gives each request an id, and logs how it went. It stands before all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count what that took."""
        start, count = time.perf_counter(), _Count()
        reference.set(_id_of(request))  # until the next: Django logs once more after this
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = reference.get()
        if not request.path.startswith(QUIET):
            spent = time.perf_counter() - start
            _log.info("request", extra={"details": _details(request, response, spent, count)})
        return response


class _Count:
    """Counts statements as they pass by."""

    statements = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.statements += 1
        return execute(*args)


def _id_of(request: HttpRequest) -> str:
    """Take the id that our own proxy has given, and nobody else's."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _details(
    request: HttpRequest, response: HttpResponse, spent: float, count: _Count
) -> dict[str, Any]:
    return {
        "method": request.method,
        "route": route_of(request),
        "status": response.status_code,
        "ms": round(spent * 1000, 1),
        "queries": count.statements,
        "learner": _pseudonym(request),
    }


def _pseudonym(request: HttpRequest) -> str:
    """Stand for whoever asks, if the request had to know; asking for it would cost a query."""
    session = getattr(request, "session", None)
    pk = session.seen(SESSION_LEARNER) if isinstance(session, SessionStore) else None
    return salted_hmac("web.logs", str(pk)).hexdigest()[:PSEUDONYM] if pk else ""
