"""Finds marks, however they are dressed up, in all that a site says and in all that it keeps."""

import re
import zlib
from base64 import b64encode, urlsafe_b64decode
from binascii import Error
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from tests.security.canaries import MARK, NUMBER, WORD

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
ENTITY = re.compile(r"&#(?!x27;|39;)")
"""A character reference, but for that of a quotation mark."""
ENCODED = re.compile(r"[A-Za-z0-9+/_-]{12,}")
URL_SAFE = str.maketrans("+/", "-_")
GROUPING = str.maketrans("", "", ",.")
"""8,812,340,032 and 88.12340032 hold a mark as well."""


def _in_base64(word: str) -> Iterator[str]:
    """Give what a word is in base64, wherever in the encoded text it begins."""
    for before in range(3):
        whole = b64encode(b"\0" * before + word.encode()).decode()
        yield whole[-(-before * 8 // 6) : (before + len(word)) * 8 // 6]


NEEDLES = [needle for word in (WORD, NUMBER) for needle in _in_base64(word)]


def marks_in(text: str) -> set[str]:
    """Return the marks in a text: as they are, backwards, escaped, grouped, or in base64."""
    told = (view for view in _views(text) if WORD in view or NUMBER in view)
    return {mark for view in told for mark in MARK.findall(view)}


def _views(text: str) -> Iterator[str]:
    yield text
    yield text[::-1]
    yield text.translate(GROUPING)
    if ENTITY.search(text):
        yield unescape(text)
    if "\\u" in text:
        yield ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if "%3" in text or "%6" in text:
        yield unquote(text)
    if any(needle in text for needle in NEEDLES):
        yield from _decoded(text)


def _decoded(text: str) -> Iterator[str]:
    for run in ENCODED.findall(text):
        for start in range(4):
            yield _bytes_in(run[start:]).decode("latin-1")


def _bytes_in(encoded: str) -> bytes:
    """Decode base64 of either alphabet; a last digit that stands alone says nothing."""
    whole = encoded[: len(encoded) - (len(encoded) % 4 == 1)]
    return urlsafe_b64decode(whole.translate(URL_SAFE) + "=" * (-len(whole) % 4))


def said_by(response: Any) -> str:
    """Return everything that a response says: body, headers, cookies, also what is packed."""
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    body = whole.decode("latin-1")
    cookies = [cookie.value for cookie in response.cookies.values()]
    return "\n".join([body, str(response.headers), str(response.cookies), *map(unpacked, cookies)])


def unpacked(cookie: str) -> str:
    """Return what a signed value holds; '' where it is not one."""
    payload = cookie.split(":", maxsplit=1)[0]
    try:
        data = _bytes_in(payload.removeprefix("."))
        return (zlib.decompress(data) if payload.startswith(".") else data).decode("latin-1")
    except (Error, zlib.error):
        return ""
