"""Headers of every response, and proof that a post comes from our own pages.

A visitor without a session has nothing that a forged post could abuse, and gets no cookie for
mere reading. Such a visitor's first post proves itself by its origin; every other by the token.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from web.context import has_session

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=()",
}
VARY = ("Cookie", "HX-Request", "HX-Boosted", "HX-History-Restore-Request")
PRIVATE = "private, no-store"


class HeadersMiddleware:
    """Set the headers that no view may forget."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then complete the headers; what a view has set itself stays."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, VARY)
            if has_session(request) or response.cookies:
                response.headers["Cache-Control"] = PRIVATE
            else:
                response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class OriginMiddleware(CsrfViewMiddleware):
    """Django's check of the token; without a session, of the origin instead."""

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> Any:
        """Let a post through that shows its token or, having no session, its own origin."""
        if not has_session(request) and self._comes_from_here(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)

    def _comes_from_here(self, request: HttpRequest) -> bool:
        own = f"{request.scheme}://{request.get_host()}"
        return request.headers.get("Origin") in {own, *settings.CSRF_TRUSTED_ORIGINS}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was too old, and how to go on."""
    return render(request, "403_csrf.html", status=403)
