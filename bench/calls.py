"""Calls a WSGI application directly, without a socket, and says what each call cost."""

import io
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from django.core.signals import request_started
from django.db import connection, reset_queries

WARM_UP = 10  # calls that do not count


@dataclass(frozen=True)
class Request:
    """What is sent."""

    path: str
    cookies: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cost:
    """What a number of calls cost, in milliseconds of processor time."""

    least: float
    middle: float
    statements: int
    """SQL statements of one call, BEGIN and COMMIT included."""
    size: int
    """Bytes of the body, as sent over the wire."""
    status: int

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)


def environ(request: Request) -> dict[str, Any]:
    """Build what a server would hand over."""
    method = "POST" if request.body else "GET"
    path, _, query = request.path.partition("?")
    found = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": request.cookies,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(request.body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.run_once": False,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
    }
    for name, value in request.headers:
        found[f"HTTP_{name.upper().replace('-', '_')}"] = value
    return found


def call(application: Callable[..., Iterable[bytes]], request: Request) -> tuple[int, bytes]:
    """Send one request; return the status and the body."""
    started: list[str] = []
    result = application(environ(request), lambda status, _headers, *_: started.append(status))
    body = b"".join(result)
    close = getattr(result, "close", None)
    if close:
        close()
    return int(started[0][:3]), body


def measure(
    application: Callable[..., Iterable[bytes]], requests: Iterable[Request], *, expect: int
) -> Cost:
    """Send requests and say what they cost; any other status than the expected is an error."""
    times, size = [], 0
    for number, request in enumerate(requests):
        begun = time.process_time()
        status, body = call(application, request)
        spent = (time.process_time() - begun) * 1000
        if status != expect:
            raise RuntimeError(f"{request.path}: {status} {body[:300]!r}")
        size = len(body)
        if number >= WARM_UP:
            times.append(spent)
    return Cost(min(times), median(times), 0, size, expect)


def statements(application: Callable[..., Iterable[bytes]], request: Request) -> int:
    """Count the SQL statements of one request, transactions included."""
    request_started.disconnect(reset_queries)  # it would empty the log at the start of the call
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    call(application, request)
    count = len(connection.queries_log)
    connection.force_debug_cursor = False
    return count
