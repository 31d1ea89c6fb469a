"""T2, T3, T5: working days, counted over the State Council's yearly notices."""

from bisect import bisect_right
from collections.abc import Container, Iterable
from datetime import MAXYEAR, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from kernel.notices import SATURDAY, Notice, read_folder
from kernel.rulebook import FOLDER, applies

ONE_DAY = timedelta(days=1)
NO_DAYS: frozenset[date] = frozenset()
_DAYS_A_WEEK = 7
_YEARS_KEPT = 100


class Kind(StrEnum):
    """What kind of day a calendar day is."""

    WORKING = "working"
    MAKE_UP = "make-up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Reckoned(NamedTuple):
    """A day that was computed, and whether an unannounced year lies under it (T5)."""

    day: date
    provisional: bool


class Counted(NamedTuple):
    """A number of working days, and whether an unannounced year lies under it (T5)."""

    days: int
    provisional: bool


class Span(NamedTuple):
    """A first and a last day, both of them and every day between them meant."""

    first: date
    last: date


class Spans:
    """Days that lie in one span or more: spans that overlap are one (C5)."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[Span] = []
        for span in sorted(spans):
            if merged and span.first <= merged[-1].last:
                merged[-1] = Span(merged[-1].first, max(merged[-1].last, span.last))
            else:
                merged.append(span)
        self.merged = tuple(merged)
        self._firsts = [span.first for span in merged]

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        before = bisect_right(self._firsts, day)
        return before > 0 and day <= self.merged[before - 1].last


class Earlier(NamedTuple):
    """The calendar as it was until a further notice was laid over it."""

    until: datetime
    calendar: "Calendar"


class Calendar:
    """The working days of all announced years; an imported notice replaces the shipped one of its year."""

    def __init__(self, notices: Iterable[Notice], earlier: Iterable[Earlier] = ()) -> None:
        self.earlier = tuple(earlier)
        self.notices = {notice.year: notice for notice in notices}
        self._named: dict[date, Kind] = {}
        # Where two notices name a day, the later year's was issued later and is the newer word.
        for _, notice in sorted(self.notices.items()):
            self._named |= dict.fromkeys(notice.off, Kind.HOLIDAY)
            self._named |= dict.fromkeys(notice.work, Kind.MAKE_UP)
        turned = {day: _turn(day, kind) for day, kind in sorted(self._named.items()) if _turn(day, kind)}
        self._turned = list(turned)
        self._gained = list(accumulate(turned.values(), initial=0))
        self._kept: dict[int, tuple[date, ...]] = {}

    def with_notices(self, notices: Iterable[Notice]) -> "Calendar":
        """Return a calendar with further notices laid over this one's."""
        return Calendar((self.notices | {n.year: n for n in notices}).values())

    def followed_by(self, notice: Notice, at: datetime) -> "Calendar":
        """Return the calendar from a moment on, from which a notice lies over this one, which it remembers (T5)."""
        notices = (self.notices | {notice.year: notice}).values()
        return Calendar(notices, (*self.earlier, Earlier(at, self)))

    def is_announced(self, day: date) -> bool:
        """Tell whether the notice for the day's year is known (T5)."""
        return day.year in self.notices

    def kind(self, day: date) -> Kind:
        """Return what kind of day it is (T2): in an unannounced year weekends alone are off."""
        return self._named.get(day) or (Kind.WEEKEND if day.weekday() >= SATURDAY else Kind.WORKING)

    @applies("T2")
    def is_workday(self, day: date) -> bool:
        """Tell whether a day is a working day.

        T2: Monday to Friday that is no statutory holiday, or a weekend day made a working day (调休).
        """
        return self.kind(day) in (Kind.WORKING, Kind.MAKE_UP)

    @applies("T3", "T5")
    def add(self, start: date, count: int, skipping: Container[date] = NO_DAYS) -> Reckoned:
        """Return the last day of a period of working days.

        T3: the start day is not counted; the period ends at 24:00 of the n-th working day after it.
        Days in `skipping` (pauses, C5) are not counted. T5: provisional when a day looked at lies in
        an unannounced year. A count of 0 is the start day itself. Raises ValueError for a negative
        count, and for a period that does not end by 31 December 9999.
        """
        if count < 0:
            raise ValueError("a period of working days cannot be negative")
        if isinstance(skipping, Spans):
            day = self._nth(*self._past(skipping.merged, start, count), NO_DAYS)
        else:
            day = self._nth(start, count, skipping)
        return Reckoned(day, self._is_provisional(start, day))

    @applies("T3", "T5")
    def back(self, last: date, count: int) -> Reckoned:
        """Return the last day on which a period of working days may start, so that it ends by a day.

        T3: the start day is not counted, so it lies before the first of the `count` working days up to and
        including `last`. T5: provisional when one of the days after the start lies in an unannounced year.
        Raises ValueError for a negative count, and for a period that would start before the year 1.
        """
        if count < 0:
            raise ValueError("a period of working days cannot be negative")
        wanted, day = self._upto(last) - count, last
        while self._upto(day) > wanted:
            # A week is never more than seven days of work, so this never steps over the day that is looked for.
            step = (self._upto(day) - wanted - 1) // _DAYS_A_WEEK * _DAYS_A_WEEK
            if day.toordinal() - max(step, 1) < 1:
                raise ValueError("the period starts before the year 1")
            day -= max(step, 1) * ONE_DAY
        return Reckoned(day, self._is_provisional(day, last))

    @applies("T3", "T5")
    def between(self, first: date, last: date) -> Counted:
        """Count the working days after `first` up to and including `last` (T3).

        T5: provisional when one of these days lies in an unannounced year. Raises ValueError when `first`
        lies after `last`.
        """
        if first > last:
            raise ValueError("the first day lies after the last")
        return Counted(self._upto(last) - self._upto(first), self._is_provisional(first, last))

    def _upto(self, day: date) -> int:
        """Count the working days from the first of all days, a Monday, up to and including a day."""
        weeks, rest = divmod(day.toordinal(), _DAYS_A_WEEK)
        return weeks * SATURDAY + min(rest, SATURDAY) + self._gained[bisect_right(self._turned, day)]

    def _past(self, spans: Iterable[Span], start: date, count: int) -> tuple[date, int]:
        """Return the day after which no span matters, and how many working days are left from there."""
        for span in spans:
            free = self._upto(span.first - ONE_DAY) - self._upto(start) if span.first > start else 0
            if free >= count:
                break
            start, count = max(start, span.last), count - free
        return start, count

    def _nth(self, start: date, count: int, skipping: Container[date]) -> date:
        """Return the n-th working day after a day that is not skipped."""
        if count == 0:
            return start
        for year in range(start.year, MAXYEAR + 1):
            days = self._workdays(year)
            days = days[bisect_right(days, start) :]
            if skipping is not NO_DAYS:
                days = tuple(day for day in days if day not in skipping)
            if count <= len(days):
                return days[count - 1]
            count -= len(days)
        raise ValueError("the period does not end by 31 December 9999")

    def _is_provisional(self, start: date, last: date) -> bool:
        if start == last:
            return False  # no day was looked at
        years = range((start + ONE_DAY).year, last.year + 1)
        return not all(year in self.notices for year in years)

    def _workdays(self, year: int) -> tuple[date, ...]:
        """Return the working days of a year in order, kept for the next case that asks."""
        days = self._kept.get(year)
        if days is None:
            if len(self._kept) >= _YEARS_KEPT:  # whoever enters the year 9999 must not fill the memory
                self._kept.clear()
            ordinals = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
            days = self._kept[year] = tuple(filter(self.is_workday, map(date.fromordinal, ordinals)))
        return days


def _turn(day: date, kind: Kind) -> int:
    """Tell what a notice does: a weekday off is one working day less, a weekend day worked one more."""
    return (kind is Kind.MAKE_UP) - (day.weekday() < SATURDAY)


@cache
def shipped() -> Calendar:
    """Read the notices that are shipped in rulebook/calendar/, once a process."""
    return Calendar(read_folder(FOLDER / "calendar"))
