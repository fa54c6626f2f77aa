"""A server's clock that a test sets by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest import mock

START = datetime(2026, 12, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    """What the server takes for the present."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Tell the time, as ``timezone.now`` does."""
        return self.now

    def move(self, **by: float) -> None:
        """Put it forward, or back, as ``timedelta`` counts."""
        self.now += timedelta(**by)


@contextmanager
def set_clock() -> Iterator[Clock]:
    """Let the server go by a clock that stands still until it is moved."""
    clock = Clock()
    with mock.patch("django.utils.timezone.now", clock):
        yield clock
