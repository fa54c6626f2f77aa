"""F19: a quiz opens and closes while the clocks of its course are changed."""

# ruff: noqa: E501 - a table reads better with a row on one line

from datetime import UTC, datetime, timedelta

import pytest

from domain.times import Local, zone_of

CHANGES = [
    # zone, missing, is taken for (UTC), double, first, second (UTC)
    ("America/New_York", "03-10 02:30", "03-10 07:30", "11-03 01:30", "11-03 05:30", "11-03 06:30"),
    ("America/St_Johns", "03-10 02:30", "03-10 06:00", "11-03 01:30", "11-03 04:00", "11-03 05:00"),
    ("America/Havana", "03-10 00:30", "03-10 05:30", "11-03 00:30", "11-03 04:30", "11-03 05:30"),
    ("America/Santiago", "09-08 00:30", "09-08 04:30", "04-06 23:30", "04-07 02:30", "04-07 03:30"),
    ("Europe/London", "03-31 01:30", "03-31 01:30", "10-27 01:30", "10-27 00:30", "10-27 01:30"),
    ("Africa/Casablanca", "04-14 02:30", "04-14 02:30", "03-10 02:30", "03-10 01:30", "03-10 02:30"),
    ("Australia/Lord_Howe", "10-06 02:15", "10-05 15:45", "04-07 01:45", "04-06 14:45", "04-06 15:15"),
    ("Pacific/Auckland", "09-29 02:30", "09-28 14:30", "04-07 02:30", "04-06 13:30", "04-06 14:30"),
]  # fmt: skip
"""The changes of 2024, as they happened: half past the hour, midnight and half an hour among them."""
ZONES = [row[0] for row in CHANGES]


def clock(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-{text}")


def moment(text: str) -> datetime:
    return clock(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "missing", "taken_for"), [row[:3] for row in CHANGES], ids=ZONES)
def test_a_time_that_the_clocks_leave_out_is_as_long_after_the_change(
    zone: str, missing: str, taken_for: str
) -> None:
    local = Local(clock(missing), zone_of(zone))

    assert (local.missing, local.double) == (True, False)
    assert local.first == local.last == moment(taken_for)


@pytest.mark.parametrize(
    ("zone", "double", "first", "second"), [(row[0], *row[3:]) for row in CHANGES], ids=ZONES
)
def test_a_time_that_comes_twice_opens_at_the_first_and_closes_at_the_second(
    zone: str, double: str, first: str, second: str
) -> None:
    local = Local(clock(double), zone_of(zone))

    assert (local.missing, local.double) == (False, True)
    assert (local.first, local.last) == (moment(first), moment(second))


@pytest.mark.parametrize("place", [1, 3], ids=["forward", "back"])
@pytest.mark.parametrize("row", CHANGES, ids=ZONES)
def test_the_days_around_a_change_are_of_their_true_length(
    row: tuple[str, ...], place: int
) -> None:
    zone, day = zone_of(row[0]), clock(row[place])
    noons = [
        Local(day.replace(hour=12, minute=0) + timedelta(days=step), zone) for step in (-1, 0, 1)
    ]
    shift = timedelta(minutes=30 if row[0] == "Australia/Lord_Howe" else 60)
    changed = timedelta(days=2) + (-shift if place == 1 else shift)

    assert [noon.first == noon.last for noon in noons] == [True] * 3
    assert noons[2].first - noons[0].first == changed
