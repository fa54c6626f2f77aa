"""The boundary check of submitted text: what no database can keep never gets near one."""

from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

MAX_BYTES = 64 * 1024  # of one submitted value


class BadText(Exception):
    """A submitted value that cannot be stored; the message says what to do."""

    status = 400


class TooLong(BadText):
    """A submitted value over the limit."""

    status = 413


def whole(form: bytes) -> None:
    """Raise for a form that is no UTF-8: reading it would put other characters into the text."""
    try:
        unquote_to_bytes(form).decode("utf-8")
    except UnicodeDecodeError:
        raise BadText("The text holds half a character, now a '\ufffd'. Put it right.") from None


def checked(values: Iterable[str]) -> list[str]:
    """Return the values as they are, or raise: SQLite would keep a NUL, PostgreSQL fail on it."""
    found = list(values)
    for value in found:
        if "\x00" in value:
            raise BadText("The text holds a NUL character. It is taken out below: send it again.")
        try:
            size = len(value.encode("utf-8"))
        except UnicodeEncodeError:
            raise BadText("The text holds half a character, now a '?'. Put it right.") from None
        if size > MAX_BYTES:
            raise TooLong(f"The text is longer than {MAX_BYTES // 1024} KiB. Shorten it.")
    return found


def printable(values: Iterable[str]) -> list[str]:
    """Return the values as a page can show them again: without NUL, '?' for half a character."""
    return [value.replace("\x00", "").encode("utf-8", "replace").decode() for value in values]
