"""Requests every address in every form, and follows every link until there is no new one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.test import Client

from tests.quizzes.browser import HTMX

LINK = re.compile(rb'(?:href|src|action|hx-get|hx-post)="([^"]+)"|<loc>([^<]+)</loc>')
HOST = "testserver"
WAY_BACK = "next"
"""What sign-in keeps of the page that led there: it makes no other page."""


@dataclass(frozen=True)
class Form:
    """A way to request a page."""

    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


PAGE, FRAGMENT = Form(), Form(headers=HTMX)
OTHERWISE = Form(
    query={"format": "json", "print": "1", "again": "1"}, headers={"accept": "application/json"}
)
FORMS = (PAGE, FRAGMENT, OTHERWISE)


def crawl(client: Client, urls: Iterable[str], forms: Sequence[Form] = FORMS) -> Iterator[Any]:
    """Give the response of every address, in every form, and of whatever they lead to."""
    waiting = list(urls)
    known = set(waiting)
    while waiting:
        url = waiting.pop()
        for response in visit(client, [url], forms):
            new = set(links_in(url, response)) - known
            known |= new
            waiting += sorted(new)
            yield response


def visit(client: Client, urls: Iterable[str], forms: Sequence[Form] = FORMS) -> Iterator[Any]:
    """Give the response of every address, in every form."""
    for url in urls:
        for form in forms:
            response = request(client, url, form)
            yield response
            if "ETag" in response:
                known = {**form.headers, "if-none-match": response["ETag"]}
                yield request(client, url, Form(form.query, known))
            if response.status_code == 405 or (response.status_code == 404 and form is not PAGE):
                break  # what takes no GET, and what is not there, is so in every form


def request(client: Client, url: str, form: Form) -> Any:
    """Request an address in a form."""
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query), *form.query.items()])
    address = parts._replace(query=query).geturl()
    return client.get(address, secure=True, headers=form.headers)


def links_in(url: str, response: Any) -> Iterator[str]:
    """Give where a response leads to on this site."""
    targets = [response["Location"]] if "Location" in response else []
    if not response.streaming:
        found = LINK.findall(response.content)
        targets += [unescape((link or place).decode()) for link, place in found]
    for target in targets:
        parts = urlsplit(urljoin(f"http://{HOST}{url}", target))
        if parts.hostname == HOST:
            query = [pair for pair in parse_qsl(parts.query) if pair[0] != WAY_BACK]
            yield f"{parts.path}?{urlencode(query)}" if query else parts.path
