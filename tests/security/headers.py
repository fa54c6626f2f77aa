"""What the headers of a response have to say, whatever it is."""

from typing import Any

from django.conf import settings

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
VARY = {"Cookie", "HX-Request", "HX-Boosted", "HX-History-Restore-Request"}
PICTURES = ("/figures/", "/static/")
"""What is the same for everybody and never changes under its name."""


def faults_of(response: Any) -> list[str]:
    """Say what is wrong with the headers of a response."""
    headers = response.headers
    wrong = [name for name, value in EXACTLY.items() if headers.get(name) != value]
    if set(headers.get("Content-Security-Policy", "").split("; ")) != POLICY:
        wrong.append("Content-Security-Policy")
    html = headers.get("Content-Type", "").startswith("text/html") or response.status_code == 304
    if html and not set(headers.get("Vary", "").split(", ")) >= VARY:
        wrong.append("Vary")
    if not _kept_rightly(response, html=html):
        wrong.append("Cache-Control")
    asked = f"{response.status_code} {response.request['PATH_INFO']}"
    return [f"{asked}: {name}: {headers.get(name)}" for name in wrong]


def _kept_rightly(response: Any, *, html: bool) -> bool:
    """Whether the response is kept nowhere if it is somebody's own, and asked for anew if not."""
    found = set(response.headers.get("Cache-Control", "").split(", "))
    path, cookies = response.request["PATH_INFO"], response.request.get("HTTP_COOKIE", "")
    if path.startswith(PICTURES) and response.status_code == 200:
        return "public" in found
    own = settings.SESSION_COOKIE_NAME in cookies or response.cookies
    if own:
        return found >= {"private", "no-store"}
    return not html or found >= {"private"}
