"""What a whole request is."""

import pytest

from config.arrivals import MOST, is_whole

POST = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "arrived",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        POST + b"Content-Length: 0\r\n\r\n",
        POST + b"content-length:3\r\n\r\nabc",
        POST + b"Content-Length: 3\r\n\r\nabcGET / HTTP",
        POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        b"x" * (MOST + 1),
        POST + b"Content-Length: 99999999\r\n\r\n" + b"x" * MOST,
    ],
)
def test_it_is_whole(arrived: bytes) -> None:
    assert is_whole(arrived)


@pytest.mark.parametrize(
    "arrived",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        POST + b"Content-Length: 3\r\n\r\nab",
        POST + b"Content-Length: 99999999\r\n\r\nx",
        POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"x" * MOST,
    ],
)
def test_more_of_it_is_to_come(arrived: bytes) -> None:
    assert not is_whole(arrived)
