"""T4: periods of years and months, ending on the corresponding day or on the month's last."""

import calendar
from datetime import MAXYEAR, MINYEAR, date

from kernel.rulebook import applies

_MONTHS = 12


@applies("T4")
def add_months(start: date, months: int) -> date:
    """Return the day on which a period of months ends; a negative number looks back.

    T4: the corresponding day of the last month; where that month has no such day, its last day
    (29 Feb 2024 + 12 months ends 28 Feb 2025). A day off does not move the end.
    Dates are local dates of Asia/Shanghai. Source: 民法典 202. Raises ValueError for an end
    outside the years 1 to 9999.
    """
    count = start.year * _MONTHS + (start.month - 1) + months
    year, month = count // _MONTHS, count % _MONTHS + 1
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError("the period does not end in the years 1 to 9999")
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


@applies("T4")
def add_years(start: date, years: int) -> date:
    """Return the day on which a period of years ends (T4; see `add_months`)."""
    return add_months(start, years * _MONTHS)
