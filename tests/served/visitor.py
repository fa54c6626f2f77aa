"""A visitor's browser, without the browser: it keeps cookies, and speaks HTTP to a real server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urldefrag, urlencode

PATIENCE = 300  # seconds


@dataclass(frozen=True)
class Reply:
    """What the server has said."""

    status_code: int
    content: bytes = field(repr=False)
    location: str
    """Where a redirect leads to, without the place on that page; '' for a page."""
    retry_after: str = ""
    """Seconds after which to ask again, if there is a point in it."""


@dataclass
class Visitor:
    """Somebody with a browser of their own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self._ask("GET", path)

    def post(
        self, path: str, data: Mapping[str, Sequence[str]], *, headers: Mapping[str, str]
    ) -> Reply:
        """Send a form."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        origin = {"Origin": f"http://127.0.0.1:{self.port}"}
        return self._ask("POST", path, urlencode(data, doseq=True), {**form, **origin, **headers})

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] = {}
    ) -> Reply:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {**headers, "Cookie": cookies})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        location = urldefrag(response.headers.get("Location", "")).url
        retry_after = response.headers.get("Retry-After", "")
        return Reply(response.status, content, location, retry_after)
