"""How requests arrive: whole, before a thread takes them.

gunicorn's threads read from their clients, so that a handful who send a byte now and then occupy
every one. Here the loop that waits for connections collects what each sends; a slow client costs a
socket and the bytes that it has sent.
"""

import re
import socket
import time
from bisect import insort
from functools import partial
from selectors import EVENT_READ
from weakref import WeakKeyDictionary

from gunicorn.workers.gthread import TConn, ThreadWorker

WAIT = 60  # seconds that a request may take to arrive, from its first byte
PIECE = 64 * 1024  # bytes read at once
MOST = 512 * 1024  # bytes; twice what is taken as a body, so what is larger is refused in words
REPLY = 256 * 1024  # bytes that the system holds for who reads slowly; more than any page
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)


def is_whole(arrived: bytes) -> bool:
    """Whether a request has arrived as far as its head says, or is too long to be waited for."""
    head, ended, body = arrived.partition(b"\r\n\r\n")
    if not ended or len(arrived) > MOST:
        return len(arrived) > MOST
    if CHUNKED.search(head):
        return body.endswith(b"0\r\n\r\n")
    length = LENGTH.search(head)
    return not length or len(body) >= int(length[1])


class PatientWorker(ThreadWorker):
    """Threads that are given requests, not connections."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._until: WeakKeyDictionary[TConn, float] = WeakKeyDictionary()
        """When those whose request has begun to arrive are given up."""

    def enqueue_req(self, conn: TConn) -> None:
        """Take what has arrived; hand over a whole request, and wait for the rest of another."""
        if self._read(conn):
            self._until.pop(conn, None)
            super().enqueue_req(conn)
            return
        now = time.monotonic()
        begun = conn.parser.unreader.buf.tell() > 0
        conn.timeout = (
            self._until.setdefault(conn, now + WAIT) if begun else now + self.cfg.keepalive
        )
        insort(self.pending_conns, conn, key=lambda other: other.timeout)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, readable)

    def _read(self, conn: TConn) -> bool:
        """Read without waiting; return whether there is nothing more to wait for."""
        if not conn.initialized:
            conn.init()
            conn.data_ready = True
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, REPLY)
        arrived = conn.parser.unreader.buf
        arrived.seek(0, 2)
        while not is_whole(arrived.getvalue()):
            try:
                piece = conn.sock.recv(PIECE, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False
            except OSError:
                return True  # the thread meets it too, and closes
            if not piece:
                return True
            arrived.write(piece)
        return True

    def _cap_keepalive(self, deadline: float) -> None:
        """Let a worker that stops wait no longer for what is late than for what is idle."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)
