"""T3, C5 day by day: where a number of working days ends or starts, or how many lie between two days. Pure.

Of each day on the way it is said why it counts or does not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kernel import typed
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY, Calendar, Kind, Reckoned, Span, Spans

MOST = 200
MOST_APART = 400  # days between two days whose working days are counted, and in a pause
MOST_PAUSES = 5
MONTHS_OF_YEAR = 12
FIRST, LAST = date(2004, 1, 1), date(2100, 1, 1)

WHY: Mapping[Kind, Sentence] = {
    Kind.WORKING: say("working day, counted"),
    Kind.MAKE_UP: say("make-up working day, counted"),
    Kind.WEEKEND: say("weekend, not counted"),
    Kind.HOLIDAY: say("public holiday, not counted"),
}
PAUSED = say("paused, not counted")
_TO = re.compile(r"\.\.|至|到|~|to")
_CELLS = {Kind.WORKING: "on", Kind.MAKE_UP: "make", Kind.WEEKEND: "off", Kind.HOLIDAY: "hol"}
_WORDS = {Kind.WEEKEND: say("rest"), Kind.HOLIDAY: say("holiday")}


class Mode(StrEnum):
    """What is asked."""

    FORWARD = "forward"
    BACK = "back"
    BETWEEN = "between"

    @property
    def label(self) -> Sentence:
        """Say it as a question."""
        return _MODES[self]


_MODES = {
    Mode.FORWARD: say("When does a period end?"),
    Mode.BACK: say("When must a period start, to end by a day?"),
    Mode.BETWEEN: say("How many working days lie between two days?"),
}


@dataclass(frozen=True)
class Day:
    """One day on the way: which counted day it is, or none, and why."""

    day: date
    kind: Kind
    number: int | None
    is_paused: bool = False

    @property
    def why(self) -> Sentence:
        """Return why it counts or does not."""
        return PAUSED if self.is_paused else WHY[self.kind]


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

    mode: Mode = Mode.FORWARD
    typed: Mapping[str, str] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    number: int | None = None
    pauses: tuple[Span, ...] = ()
    problems: Mapping[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """The answer: the start day, the last day, how many days count between, and the months as the calendar draws them."""

    start: date
    due: Reckoned
    days: Sequence[Day]
    months: Sequence[tuple[date, Mapping[date, Mapping[str, object]]]]

    @property
    def counted(self) -> int:
        """Return how many days count."""
        return sum(day.number is not None for day in self.days)

    @property
    def unusual(self) -> Sequence[Run]:
        """Return the stretches of days that are not as the week would have them."""
        runs: list[Run] = []
        for day in self.days:
            if day.kind not in (Kind.HOLIDAY, Kind.MAKE_UP) or day.is_paused:
                continue
            if runs and runs[-1].kind is day.kind and runs[-1].last == day.day - ONE_DAY:
                runs[-1] = Run(day.kind, runs[-1].first, day.day)
            else:
                runs.append(Run(day.kind, day.day, day.day))
        return runs


FIELDS = {
    Mode.FORWARD: ("start", "days", "pauses"),
    Mode.BACK: ("last", "days"),
    Mode.BETWEEN: ("start", "last"),
}


def asked(args: Mapping[str, str]) -> Asked:
    """Read what was typed; nothing typed at all is nothing asked."""
    mode = Mode(args["mode"]) if args.get("mode") in list(Mode) else Mode.FORWARD
    texts = {name: args.get(name, "") for name in FIELDS[mode]}
    if not any(texts.values()):
        return Asked(mode)
    problems: dict[str, Sentence] = {}
    days = {name: _day(name, texts[name], problems) for name in ("start", "last") if name in texts}
    number = _number(texts["days"], problems) if "days" in texts else None
    pauses = _pauses(texts["pauses"], problems) if "pauses" in texts else ()
    first, last = days.get("start"), days.get("last")
    if first and last and not problems and not 0 <= (last - first).days <= MOST_APART:
        problems["last"] = say(
            "Enter a day that lies after the first, at most %(most)s days later.", most=MOST_APART
        )
    return Asked(mode, texts, first, last, number, pauses, problems)


def answer(sought: Asked, calendar: Calendar) -> Way | None:
    """Return what was asked for, or None while it cannot be read."""
    if sought.problems:
        return None
    if sought.first and sought.number:
        return way(sought.first, sought.number, calendar, sought.pauses)
    if sought.last and sought.number:
        start = calendar.back(sought.last, sought.number)
        return _way(start.day, Reckoned(sought.last, start.provisional), calendar)
    if sought.first and sought.last:
        provisional = calendar.between(sought.first, sought.last).provisional
        return _way(sought.first, Reckoned(sought.last, provisional), calendar)
    return None


def way(start: date, number: int, calendar: Calendar, pauses: Sequence[Span] = ()) -> Way:
    """Return the last day of a period of working days with every day on the way.

    T3: the start day is left out. C5: the days of a pause are not counted.
    """
    return _way(start, calendar.add(start, number, Spans(pauses)), calendar, pauses)


def _way(start: date, due: Reckoned, calendar: Calendar, pauses: Sequence[Span] = ()) -> Way:
    paused, days, counted = Spans(pauses), [], 0
    for step in range(1, (due.day - start).days + 1):
        day = start + step * ONE_DAY
        counts = calendar.is_workday(day) and day not in paused
        counted += counts
        days.append(Day(day, calendar.kind(day), counted if counts else None, day in paused))
    cells: dict[date, Mapping[str, object]] = {day.day: _cell(day) for day in days}
    cells[due.day] = {"kind": "due", "word": say("last day")}
    cells[start] = {"kind": "start", "word": say("start")}
    months = [
        (
            first,
            {day: cell for day, cell in cells.items() if (day.year, day.month) == (first.year, first.month)},
        )
        for first in _months(start, due.day)
    ]
    return Way(start, due, days, months)


def _day(name: str, text: str, problems: dict[str, Sentence]) -> date | None:
    found = typed.day(typed.plain(text))
    if found is None:
        problems[name] = say("Enter a day that exists, for example 2026-03-19 or 2026年3月19日.")
    elif not FIRST <= found < LAST:
        problems[name] = say("Enter a day from %(first)s to %(last)s.", first=FIRST, last=LAST - ONE_DAY)
    return found


def _number(text: str, problems: dict[str, Sentence]) -> int | None:
    found = typed.whole(typed.plain(text))
    if found is None or not 1 <= found <= MOST:
        problems["days"] = say("Enter a whole number of working days from 1 to %(most)s.", most=MOST)
    return found


def _pauses(text: str, problems: dict[str, Sentence]) -> tuple[Span, ...]:
    """Read pauses, one a line: a first and a last day, or one day."""
    found = []
    for line in filter(None, (typed.plain(line) for line in text.splitlines())):
        first, *rest = (typed.day(part) for part in _TO.split(line, maxsplit=1))
        last = rest[0] if rest else first
        if first is None or last is None or not 0 <= (last - first).days <= MOST_APART or first < FIRST:
            problems["pauses"] = say(
                "Enter a pause as its first and last day, for example 2026-03-05..2026-03-09, one a line."
            )
            return ()
        found.append(Span(first, last))
    if len(found) > MOST_PAUSES:
        problems["pauses"] = say("Enter at most %(most)s pauses.", most=MOST_PAUSES)
    return tuple(found)


def _cell(day: Day) -> Mapping[str, object]:
    if day.is_paused:
        return {"kind": "pause", "word": say("paused")}
    return {"kind": _CELLS[day.kind], "word": day.number or _WORDS.get(day.kind, "")}


def _months(first: date, last: date) -> list[date]:
    span = range(first.year * MONTHS_OF_YEAR + first.month - 1, last.year * MONTHS_OF_YEAR + last.month)
    return [date(n // MONTHS_OF_YEAR, n % MONTHS_OF_YEAR + 1, 1) for n in span]
