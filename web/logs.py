"""What is logged: one JSON object a line, which names nobody and quotes nobody.

No answer, token, cookie, password or address ever gets here. A request is named by its route, for
a path may hold a token; a fault by its type and place, for its message may quote what was sent.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest

reference: ContextVar[str] = ContextVar("reference", default="")
"""The id of the request that this thread answers, or has answered last; '' before the first."""


class Lines(logging.Formatter):
    """Writes a record as one line of JSON, which leaves no control character unescaped."""

    def format(self, record: logging.LogRecord) -> str:
        """Say when, how grave, what, and within which request."""
        request = getattr(record, "request", None)
        event, details = record.getMessage(), getattr(record, "details", {})
        if isinstance(request, HttpRequest):
            event = event.replace(request.path, route_of(request))
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": event,
            "request": reference.get(),
            **details,
        }
        if record.exc_info and record.exc_info[1]:
            line["fault"] = fault_of(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value not in ("", None)})


def fault_of(fault: BaseException) -> dict[str, Any]:
    """Name a fault by type and place; what a database says of its own state is quoted."""
    frames = traceback.extract_tb(fault.__traceback__)
    said = str(fault).partition("\n")[0] if isinstance(fault, OperationalError) else ""
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"type": type(fault).__qualname__, "said": said, "where": where}


def route_of(request: HttpRequest) -> str:
    """Return the pattern of a path; the path itself where it leads nowhere."""
    return f"/{request.resolver_match.route}" if request.resolver_match else request.path
