"""What stands on the clocks of a course, and which moments that is.

The table of time zones comes with the system. It is read like a part of the language, as the table
of letters is: see docs/decisions/0020-times-of-quizzes.md.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, WithJsonSchema

from domain.problems import meant

LOCAL = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
ZONES = 64  # kept in a process


def _zone(name: str) -> str:
    known = _zones()
    if name not in known:
        raise ValueError(
            f"must be a zone of the IANA list, such as Europe/London{meant(name, known)}"
        )
    return name


def _local(text: str) -> str:
    try:
        if LOCAL.fullmatch(text):
            datetime.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise ValueError("must be a date and a time of day on the course's clocks: 2026-12-01 09:00")


Zone = Annotated[str, AfterValidator(_zone), WithJsonSchema({"type": "string"})]
"""The name of a time zone: Europe/London."""
LocalTime = Annotated[
    str,
    AfterValidator(_local),
    WithJsonSchema({"type": "string", "pattern": f"^{LOCAL.pattern}$"}),
]
"""A date and a time of day without a zone: 2026-12-01 09:00."""


@lru_cache(maxsize=ZONES)
def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name that was checked at publish."""
    return ZoneInfo(name)


@dataclass(frozen=True)
class Local:
    """A time on the clocks of some place. When they are changed, a time may be missing or double.

    A missing one is as long after the change as its author meant after the hour before: where
    clocks go from 2 to 3, half past two is half past three.
    """

    clock: datetime
    """Without a zone."""
    zone: tzinfo

    @property
    def first(self) -> datetime:
        """The moment, the earlier one of two. UTC."""
        return self._moment(fold=0)

    @property
    def last(self) -> datetime:
        """The moment, the later one of two. UTC."""
        return max(self.first, self._moment(fold=1))

    @property
    def double(self) -> bool:
        """Whether the clocks show it twice."""
        return self.first < self._moment(fold=1)

    @property
    def missing(self) -> bool:
        """Whether the clocks leave it out."""
        return self.first > self._moment(fold=1)

    def _moment(self, *, fold: int) -> datetime:
        return self.clock.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)


@dataclass(frozen=True)
class Window:
    """From when and until when a quiz may be begun; None where that is not said. UTC.

    It opens at the first of two equal times and closes at the second, so that nobody loses an hour.
    """

    opens: datetime | None = None
    closes: datetime | None = None

    def is_before(self, now: datetime) -> bool:
        """Whether it is not open yet."""
        return self.opens is not None and now < self.opens

    def is_after(self, now: datetime) -> bool:
        """Whether it is closed."""
        return self.closes is not None and now >= self.closes


def read_local(text: str | None) -> datetime | None:
    """Return a checked local time as a date and time without a zone."""
    return datetime.fromisoformat(text) if text else None


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
