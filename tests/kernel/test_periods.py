"""T4: periods of years and months, against another way of counting, and at the ends of time."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.periods import add_months, add_years


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-600, 600))
def test_a_period_ends_on_the_corresponding_day_or_on_the_month_s_last(start: date, months: int) -> None:
    ends = add_months(start, months)
    assert (ends.year * 12 + ends.month) - (start.year * 12 + start.month) == months
    assert ends.day == min(start.day, monthrange(ends.year, ends.month)[1])


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 50))
def test_a_year_is_twelve_months(start: date, years: int) -> None:
    assert add_years(start, years) == add_months(start, 12 * years)


def test_the_last_month_there_is_can_be_reached_and_not_passed() -> None:
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert add_months(date(1, 2, 28), -1) == date(1, 1, 28)
    with pytest.raises(ValueError, match="9999"):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(ValueError, match="9999"):
        add_years(date(1, 1, 1), -1)
