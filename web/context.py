"""What every page knows of its visitor, without a query and without touching the session."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject


def has_session(request: HttpRequest) -> bool:
    """Tell whether the visitor brought a session; one who only reads has none."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give ``base.html`` what it prints around the content, and forms their token.

    The token is made once for all forms of a page. Without a session there is nothing to forge.
    """
    known = has_session(request)
    user = request.user if known and hasattr(request, "user") else None
    email = user.email if user is not None and user.is_authenticated else ""
    return {
        "has_session": known,
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)) if known else "",
        "developing": settings.DEBUG,
        "signed_in": bool(email),
        "email": email,
        "initials": email[:2].upper(),
    }
