"""T1: the one clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kernel import clock as kernel_clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 5, 25, 15, 59, 59, 999999, UTC), date(2026, 5, 25)),
        (datetime(2026, 5, 25, 16, 0, tzinfo=UTC), date(2026, 5, 26)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(1988, 7, 1, 15, 0, tzinfo=UTC), date(1988, 7, 2)),  # Shanghai kept summer time then
    ],
)
def test_a_day_begins_at_midnight_in_beijing(moment, day):
    assert kernel_clock.local_day(moment) == day


def test_the_clock_tells_the_time_that_it_was_given(clock):
    clock.set(date(2026, 2, 28))
    assert kernel_clock.today() == date(2026, 2, 28)
    assert kernel_clock.now() == datetime(2026, 2, 28, 4, 0, tzinfo=UTC)


def test_a_borrowed_clock_is_given_back():
    before = kernel_clock.use(None)
    assert kernel_clock.use(lambda: datetime(2020, 1, 1, tzinfo=UTC)) is not None
    assert kernel_clock.today() == date(2020, 1, 1)
    borrowed = kernel_clock.use(before)
    assert borrowed() == datetime(2020, 1, 1, tzinfo=UTC)
    kernel_clock.use(None)


def test_the_systems_clock_is_in_utc():
    kernel_clock.use(None)
    assert kernel_clock.now().utcoffset() == timedelta(0)
