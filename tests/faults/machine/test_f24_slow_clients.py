"""F24: two hundred clients that send a byte a second keep nobody else waiting."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.faults.machine.proxy import program, proxy_of
from tests.published import FOLDER
from tests.served.site import Site

SLOW = 200
PAUSE = 1  # seconds between two bytes
PATIENCE = 10  # seconds; one of few threads would be held for much longer
ASKED = 40
PAGE = f"/courses/{FOLDER.name}/"
HEAD = "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"


@pytest.fixture(params=["alone", "nginx"])
def port(
    request: pytest.FixtureRequest, serve: Callable[..., Site], tmp_path: Path
) -> Iterator[int]:
    """Serve the course, by itself and behind a proxy."""
    if request.param == "alone":
        yield serve().port
        return
    if program() is None:
        pytest.skip("no nginx: install nginx-light")
    with proxy_of(serve().port, tmp_path) as own:
        yield own


@contextmanager
def slow_clients(port: int) -> Iterator[None]:
    """Let half of them send a head that never ends, the others a body."""
    done = threading.Event()
    with ExitStack() as open_:
        wires = [
            open_.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW)
        ]
        for at, wire in enumerate(wires):
            begun = HEAD.format(method="POST", path="/accounts/login/")
            wire.sendall((begun + ("Content-Length: 600\r\n\r\n" if at % 2 else "X: ")).encode())

        def trickle() -> None:
            while not done.wait(PAUSE):
                for wire in wires:
                    wire.sendall(b"x")

        sending = threading.Thread(target=trickle)
        sending.start()
        try:
            yield
        finally:
            done.set()
            sending.join()


def test_f24_slow_clients_keep_nobody_waiting(port: int) -> None:
    with slow_clients(port):
        for _ in range(ASKED):
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", PAGE)
            assert connection.getresponse().status == 200
            connection.close()


def test_f24_who_sends_slowly_is_answered(port: int) -> None:
    whole = HEAD.format(method="GET", path="/robots.txt") + "\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as wire:
        for sent in whole:
            wire.sendall(sent.encode())

        assert wire.makefile("rb").readline().split()[1] == b"200"


@pytest.mark.parametrize("again", [b"G", b"GET / HTTP/1.1\r\n"])
def test_f24_what_follows_a_whole_request_is_waited_for_too(
    serve: Callable[..., Site], again: bytes
) -> None:
    site = serve()
    head = HEAD.format(method="GET", path="/robots.txt").replace("close", "keep-alive") + "\r\n"
    with ExitStack() as open_:
        for _ in range(SLOW):
            wire = open_.enter_context(socket.create_connection(("127.0.0.1", site.port)))
            wire.sendall(head.encode() + again)

        connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
        connection.request("GET", PAGE)
        assert connection.getresponse().status == 200
        connection.close()
