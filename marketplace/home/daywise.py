"""T3 day by day: where a number of working days ends, and why each day on the way counts or does not. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kernel import typed
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar, Kind, Reckoned

ONE_DAY = timedelta(days=1)
MOST = 200
MONTHS_OF_YEAR = 12
FIRST, LAST = date(2004, 1, 1), date(2100, 1, 1)

WHY: Mapping[Kind, Sentence] = {
    Kind.WORKING: say("working day, counted"),
    Kind.MAKE_UP: say("make-up working day, counted"),
    Kind.WEEKEND: say("weekend, not counted"),
    Kind.HOLIDAY: say("public holiday, not counted"),
}
_CELLS = {Kind.WORKING: "on", Kind.MAKE_UP: "make", Kind.WEEKEND: "off", Kind.HOLIDAY: "hol"}
_WORDS = {Kind.WEEKEND: say("rest"), Kind.HOLIDAY: say("holiday")}


@dataclass(frozen=True)
class Day:
    """One day on the way: which counted day it is, or none, and why."""

    day: date
    kind: Kind
    number: int | None

    @property
    def why(self) -> Sentence:
        """Return why it counts or does not."""
        return WHY[self.kind]


@dataclass(frozen=True)
class Run:
    """Days of one kind in a row."""

    kind: Kind
    first: date
    last: date

    @property
    def why(self) -> Sentence:
        """Return why they count or do not."""
        return WHY[self.kind]


@dataclass(frozen=True)
class Asked:
    """What was typed into the calculator, what could be read of it, and what is wrong with it, by field."""

    start: str = ""
    days: str = ""
    first: date | None = None
    number: int | None = None
    problems: Mapping[str, Sentence] = field(default_factory=dict)

    @property
    def can_be_counted(self) -> bool:
        """Tell whether both fields could be read."""
        return self.first is not None and self.number is not None and not self.problems


@dataclass(frozen=True)
class Way:
    """The answer: the last day, the days up to it, and the months as the calendar draws them."""

    due: Reckoned
    days: Sequence[Day]
    months: Sequence[tuple[date, Mapping[date, Mapping[str, object]]]]

    @property
    def unusual(self) -> Sequence[Run]:
        """Return the stretches of days that are not as the week would have them."""
        runs: list[Run] = []
        for day in self.days:
            if day.kind not in (Kind.HOLIDAY, Kind.MAKE_UP):
                continue
            if runs and runs[-1].kind is day.kind and runs[-1].last == day.day - ONE_DAY:
                runs[-1] = Run(day.kind, runs[-1].first, day.day)
            else:
                runs.append(Run(day.kind, day.day, day.day))
        return runs


def asked(args: Mapping[str, str]) -> Asked:
    """Read what was typed; nothing typed at all is nothing asked."""
    start, days = args.get("start", ""), args.get("days", "")
    if not start and not days:
        return Asked()
    first, number = typed.day(typed.plain(start)), typed.whole(typed.plain(days))
    problems = {}
    if first is None:
        problems["start"] = say("Enter a day that exists, for example 2026-03-19 or 2026年3月19日.")
    elif not FIRST <= first < LAST:
        problems["start"] = say("Enter a day from %(first)s to %(last)s.", first=FIRST, last=LAST - ONE_DAY)
    if number is None or not 1 <= number <= MOST:
        problems["days"] = say("Enter a whole number of working days from 1 to %(most)s.", most=MOST)
    return Asked(start, days, first, number, problems)


def way(start: date, number: int, calendar: Calendar) -> Way:
    """Return the last day of a period of working days with every day on the way (T3: the start day is left out)."""
    due = calendar.add(start, number)
    days: list[Day] = []
    counted = 0
    for step in range(1, (due.day - start).days + 1):
        day = start + step * ONE_DAY
        counted += calendar.is_workday(day)
        days.append(Day(day, calendar.kind(day), counted if calendar.is_workday(day) else None))
    cells: dict[date, Mapping[str, object]] = {day.day: _cell(day) for day in days}
    cells[start] = {"kind": "start", "word": say("start")}
    cells[due.day] = {"kind": "due", "word": say("last day")}
    months = [
        (
            first,
            {day: cell for day, cell in cells.items() if (day.year, day.month) == (first.year, first.month)},
        )
        for first in _months(start, due.day)
    ]
    return Way(due, days, months)


def _cell(day: Day) -> Mapping[str, object]:
    return {"kind": _CELLS[day.kind], "word": day.number or _WORDS.get(day.kind, "")}


def _months(first: date, last: date) -> list[date]:
    span = range(first.year * MONTHS_OF_YEAR + first.month - 1, last.year * MONTHS_OF_YEAR + last.month)
    return [date(n // MONTHS_OF_YEAR, n % MONTHS_OF_YEAR + 1, 1) for n in span]
