"""F22: what is too large is refused by word of its size, and costs no memory."""

import socket
from collections.abc import Callable

import pytest

from quizzes.models import AttemptEvent
from tests.faults.machine.answering import Answering
from tests.quizzes.browser import Tab, text_of, words_in
from tests.served.site import Site
from tests.served.visitor import Visitor
from web.text import MAX_BYTES

MB = 1024 * 1024


@pytest.mark.parametrize("size", [MAX_BYTES + 1, MB], ids=["64 KiB + 1", "1 MB"])
@pytest.mark.parametrize("htmx", [True, False], ids=["fragment", "page"])
def test_f22_too_long_an_answer_is_not_printed_back(tab: Tab, size: int, *, htmx: bool) -> None:
    tab.htmx = htmx

    response = tab.send({"answer": ["x" * size]})

    assert response.status_code == 413
    assert len(response.content) < 4000
    assert "xxx" not in text_of(response)
    assert ("<html" in text_of(response)) is not htmx
    assert "still" in words_in(text_of(response))
    assert not AttemptEvent.objects.exists()


def test_f22_the_last_byte_that_fits_is_taken(tab: Tab) -> None:
    assert tab.send({"answer": ["x" * MAX_BYTES]}).status_code == 200


@pytest.mark.fault
def test_f22_fifty_megabytes_cost_no_memory(serve: Callable[..., Site]) -> None:
    site = serve()
    Answering(Visitor(site.port))
    before = site.memory()

    for size in (MB, 50 * MB):
        assert b" 413 " in sent(site.port, size).partition(b"\r\n")[0]

    assert site.memory() - before < 64 * MB


def sent(port: int, size: int) -> bytes:
    """Send a body of that size, as far as it is taken, and return the reply."""
    head = (
        "POST /questions/moving-data/nightly-join/answer/ HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nHX-Request: true\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {size}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        wire.sendall(head.encode())
        reply = b""
        try:
            for _ in range(size // 4096):
                wire.sendall(b"x" * 4096)
            wire.sendall(b"x" * (size % 4096))
        except OSError:
            pass  # it has heard enough
        while part := wire.recv(65536):
            reply += part
        return reply
