"""Times on the clocks of a course."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.times import Local, Window, read_local, zone_of

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_zone_is_read_once() -> None:
    assert zone_of("Europe/London") is zone_of("Europe/London")


def test_what_is_not_said_is_none() -> None:
    assert read_local(None) is None


def test_a_time_on_the_clocks_has_no_zone_of_its_own() -> None:
    found = read_local("2026-12-01 09:00")

    assert found is not None
    assert (found.isoformat(), found.tzinfo) == ("2026-12-01T09:00:00", None)


def test_most_times_are_one_moment() -> None:
    nine = datetime.fromisoformat("2026-12-01 09:00")

    local = Local(nine, zone_of("America/New_York"))

    assert local.first == local.last == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert not local.double
    assert not local.missing


@pytest.mark.parametrize(
    ("after", "before_it", "after_it"),
    [(-SECOND, True, False), (0 * SECOND, False, True), (SECOND, False, True)],
)
def test_it_opens_and_closes_with_the_second(
    after: timedelta, before_it: bool, after_it: bool
) -> None:
    assert Window(opens=NOON).is_before(NOON + after) is before_it
    assert Window(closes=NOON).is_after(NOON + after) is after_it


def test_without_times_it_is_always_open() -> None:
    assert not Window().is_before(NOON)
    assert not Window().is_after(NOON)
