"""Faults of the machine, said in words that help: nothing is lost, and when to try again.

A page for everyone, a fragment for htmx that is put beside what was typed and never over it. Both
are made without the database, which may be what is missing, and show neither stack nor version.
"""

import sqlite3
import sys
from dataclasses import dataclass
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from web.htmx import is_htmx
from web.logs import reference

RETRY_AFTER = 5  # seconds; a database that was restarted is there again by then
OWN_MISTAKE = sqlite3.SQLITE_ERROR
"""What SQLite says of a statement that is wrong: no table, no column. Waiting does not help."""
DISK_FULL = "53100"  # how PostgreSQL says it


@dataclass(frozen=True)
class Trouble:
    """Something that stands in the way of a request, as its sender is told."""

    status: HTTPStatus
    title: str
    words: str
    """What a page says."""
    beside: str
    """What is said beside a form that keeps what was typed."""
    wait: int = 0
    """Seconds after which to try again; 0 if that would not help."""


AWAY = Trouble(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "We cannot reach our records right now",
    "Nothing is lost: every answer that was confirmed is kept. If you were sending one, go back: "
    "what you typed is still in the form. Send it again in a few seconds; twice does no harm.",
    "We cannot save right now. Nothing is lost: what you typed is kept here. Send it again in a "
    "few seconds.",
    RETRY_AFTER,
)
FULL = Trouble(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Our storage is full",
    "Nothing is lost: every answer that was confirmed is kept, and nothing was half saved. If you "
    "were sending one, go back: what you typed is still in the form. Send it again later.",
    "We cannot save: our storage is full. Nothing is lost: what you typed is kept here. Send it "
    "again later.",
    60,
)
TOO_LARGE = Trouble(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "That was too long to take",
    "An answer may be 64 KiB long, about ten thousand words. Nothing was recorded. Go back: what "
    "you typed is still in the form. Shorten it, then send it again.",
    "That is longer than 64 KiB, so it was not saved. It is still here: shorten it, then send it "
    "again.",
)


def refuse(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Say what stands in the way: beside the form for htmx, on a page for everyone else."""
    name = "_trouble.html" if is_htmx(request) else "trouble.html"
    html = render_to_string(name, {"trouble": trouble, "reference": reference.get()})
    response = HttpResponse(html, status=trouble.status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["HX-Reswap"] = "none"  # what was typed stays, whatever the page would do
    if trouble.wait:
        response.headers["Retry-After"] = str(trouble.wait)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nothing else has caught: a database that is away, or our own mistake."""
    trouble = _outage(sys.exception())
    if trouble:
        return refuse(request, trouble)
    html = render_to_string("500.html", {"reference": reference.get()})
    return HttpResponse(html, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _outage(fault: BaseException | None) -> Trouble | None:
    """Tell a database that is away, locked or full from one that was asked nonsense."""
    if isinstance(fault, InterfaceError | ConnectionError):
        return AWAY  # the connection was closed under our hands, or what it leads to is down
    if not isinstance(fault, OperationalError):
        return None
    code = getattr(fault.__cause__, "sqlite_errorcode", None)
    if code == OWN_MISTAKE:
        return None
    full = code == sqlite3.SQLITE_FULL or getattr(fault.__cause__, "sqlstate", "") == DISK_FULL
    return FULL if full else AWAY
