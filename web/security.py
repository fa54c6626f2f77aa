"""Headers of every response, and proof that a post comes from our own pages.

Whoever is not signed in gets no cookie for mere reading, so their pages hold no token. Their posts
prove themselves by the origin that every browser names; those of an account need the token too.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from web.context import has_session
from web.htmx import is_htmx
from web.resending import give_back

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
"""What a page may load, and whereto it may send: nothing inline, nothing of anybody else."""
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=()",
}
VARY = ("Accept-Encoding", "Cookie", "HX-Request", "HX-Boosted", "HX-History-Restore-Request")
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
        if "public" in response.headers.get("Cache-Control", ""):
            return response  # a picture or a static file, the same for everybody
        if _is_page(response):
            patch_vary_headers(response, VARY)
            response.headers.setdefault("Cache-Control", "private, no-cache")
        if has_session(request) or response.cookies:
            response.headers["Cache-Control"] = PRIVATE
        return response


def _is_page(response: HttpResponse) -> bool:
    """Tell HTML, and the word that a kept page is still good: it has no type of its own."""
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return html or response.status_code == HTTPStatus.NOT_MODIFIED


class OriginMiddleware(CsrfViewMiddleware):
    """Django's check of origin and token; without an account, of the origin alone."""

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> Any:
        """Let a post through that shows its token or, having no account, our own origin."""
        if _comes_from_here(request) and not self._signed_in(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)

    def _signed_in(self, request: HttpRequest) -> bool:
        return has_session(request) and SESSION_KEY in request.session


def _comes_from_here(request: HttpRequest) -> bool:
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return False
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was too old, and how to go on.

    A page of ours gets a fresh token: a script to send the form with, a reader together with all
    that was sent. A password is given back to nobody.
    """
    if not _comes_from_here(request):
        return render(request, "403_csrf.html", status=403)
    if is_htmx(request):
        return render(request, "_token.html", status=403)
    if any("password" in name for name in request.POST):
        return render(request, "403_csrf.html", status=403)
    return give_back(request, status=403)
