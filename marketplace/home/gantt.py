"""The plan of a project laid out as a Gantt chart: pure, from days to positions.

Across, positions are per cents of the width, so that a chart fits a phone as well as a sheet of paper; a day is as
wide as every other one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from kernel.periods import add_months
from kernel.workdays import ONE_DAY, Calendar
from marketplace.home.planning import Planning, Service, promised

LABEL = 22.0  # what the name of a month takes of a phone's width
BACK = 6  # months of what is done that are drawn before what is not
LEAST = 0.8  # a bar of one day can still be seen in a chart of two years
SHORTEST = timedelta(days=55)  # a chart of two months at least, so that one service does not fill it


@dataclass(frozen=True)
class Bar:
    """A stretch of days where it is drawn, in per cent.

    Kinds: promised, planned (both above); real, ahead, over, pause (below, in the order in which they are laid).
    """

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """The bars of one service, the middle of its due day and of the day of its delivery.

    One that `lies_before` was done before the chart begins.
    """

    bars: Sequence[Bar]
    lies_before: bool
    due: float | None
    delivered: float | None


@dataclass(frozen=True)
class Month:
    """The first day of a month on the chart, and whether there is room for its name."""

    first: date
    x: float
    is_named: bool


@dataclass(frozen=True)
class Chart:
    """The whole chart: its months, today, and a row a service, by the need's id."""

    months: Sequence[Month]
    today: float
    rows: Mapping[int, Row]


def chart(planning: Planning, calendar: Calendar, today: date) -> Chart:
    """Lay the services of a project out on whole months, up to the last day, today among them.

    What was done long before the first service that is not, would press the others into a corner: it lies before
    the chart.
    """
    drawn = {service.progress.need.id: list(_bars(service, calendar)) for service in planning.services}
    every = [day for bars in drawn.values() for _, first, last in bars for day in (first, last)]
    begun = [service.planned.begins_on for service in planning.services if not service.planned.task.ended_on]
    earliest = add_months(min([today, *begun]), -BACK)
    scale = _scale(max(earliest, min([today, *every])), max([today, *every]))
    rows = {one.progress.need.id: _row(scale, one, drawn[one.progress.need.id]) for one in planning.services}
    return Chart(scale.months(), scale.at(today) + scale.day / 2, rows)


@dataclass(frozen=True)
class _Scale:
    """The days that the chart covers, the last one left out."""

    first: date
    end: date

    @property
    def day(self) -> float:
        """Return the width of a day."""
        return 100 / (self.end - self.first).days

    def at(self, day: date) -> float:
        """Return where a day begins; what lies before the chart, at its edge."""
        return round(max((day - self.first).days, 0) * self.day, 2)

    def months(self) -> list[Month]:
        """Return every month, with the name of as many as there is room for."""
        firsts = [self.first]
        while (following := add_months(firsts[-1], 1)) < self.end:
            firsts.append(following)
        every = ceil(LABEL * len(firsts) / 100)
        return [
            Month(first, self.at(first), place % every == 0 and self.at(first) <= 100 - LABEL / 2)
            for place, first in enumerate(firsts)
        ]


def _scale(first: date, last: date) -> _Scale:
    start = first.replace(day=1)
    end = add_months(max(last, start + SHORTEST).replace(day=1), 1)
    return _Scale(start, end)


def _bars(service: Service, calendar: Calendar) -> Iterator[tuple[str, date, date]]:
    """Yield what is drawn of a service: (kind, first day, last day)."""
    planned, word = service.planned, promised(service, calendar)
    if word:
        yield "promised", *word
    if planned.task.is_planned:
        yield "planned", planned.begins_on, planned.ends_on
    began, worked, due = service.began_on, service.worked_to, service.due_on
    if began is None or worked is None:
        return
    yield "real", began, worked
    if planned.ends_on > worked and not planned.task.is_planned and not planned.task.ended_on:
        yield "ahead", worked, planned.ends_on
    if due and worked > due:
        yield "over", due + ONE_DAY, worked
    for pause in service.pauses:
        yield "pause", *pause


def _row(scale: _Scale, service: Service, bars: Sequence[tuple[str, date, date]]) -> Row:
    shown = [_bar(scale, *bar) for bar in bars if bar[-1] >= scale.first]
    return Row(shown, not shown, _middle(scale, service.due_on), _middle(scale, service.delivered_on))


def _bar(scale: _Scale, kind: str, first: date, last: date) -> Bar:
    width = scale.at(last + ONE_DAY) - scale.at(first)
    return Bar(kind, scale.at(first), round(max(width, LEAST), 2))


def _middle(scale: _Scale, day: date | None) -> float | None:
    return round(scale.at(day) + scale.day / 2, 2) if day and day >= scale.first else None
