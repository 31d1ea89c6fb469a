"""What happened to an agency on one line of years: pure, from dates to positions.

Across, positions are per cents of the width, so that the line fits a phone as well as a screen; down, pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from kernel.sentences import Sentence, say

LEFT, RIGHT = 4.0, 96.0  # room for half a mark at either end
MARK = 8.0  # what a mark takes of a phone's width
LEAST = 1.5  # a bar of one day can still be seen
LABEL = 11.0  # what the number of a year takes of a phone's width
TOP, HEAD, ROW, GAP, AXIS = 22, 22, 28, 8, 26


class Lane(StrEnum):
    """What is told on a lane of its own, in this order."""

    RATING = "rating"
    CARD = "card"
    CASE = "case"
    LOCKOUT = "lockout"


LANES: dict[Lane, Sentence] = {
    Lane.RATING: say("Ratings"),
    Lane.CARD: say("Yellow cards"),
    Lane.CASE: say("Upheld cases"),
    Lane.LOCKOUT: say("Lockouts"),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened on a day, or from a day to a last one; one that runs on has no last day yet."""

    lane: Lane
    first: date
    word: Sentence
    last: date | None = None
    runs_on: bool = False
    letter: str = ""
    note: Sentence | str = ""
    document: str = ""
    decision_id: int | None = None

    @property
    def is_bar(self) -> bool:
        """Tell whether it lasts."""
        return self.runs_on or self.last is not None


@dataclass(frozen=True)
class Placed:
    """An event where it is drawn: from `x` over `width` in per cent, and `y`, the middle of its row."""

    event: Event
    x: float
    width: float
    y: int


@dataclass(frozen=True)
class Year:
    """The first day of a year on the line, the middle of the year, and whether there is room for its number."""

    number: int
    x: float
    middle: float
    is_named: bool


@dataclass(frozen=True)
class Line:
    """The whole line: its years, its lanes with the height of their names, what lies on them, and today."""

    years: Sequence[Year]
    lanes: Sequence[tuple[Sentence, int]]
    placed: Sequence[Placed]
    today: float
    height: int

    @property
    def axis(self) -> int:
        """Return the height at which the years are written."""
        return self.height - AXIS


def line(events: Iterable[Event], today: date) -> Line | None:
    """Lay events on a line of whole years, from the first event to today or the last end; None without any.

    What would touch its neighbour on a phone goes into another row of the lane.
    """
    known = sorted(events, key=lambda event: (event.first, event.last or date.max))
    if not known:
        return None
    ends = [_end(event, today) for event in known]
    scale = _Scale(known[0].first.year, max(today.year, *(end.year for end in ends)))
    lanes: list[tuple[Sentence, int]] = []
    placed: list[Placed] = []
    y = TOP
    for lane in Lane:
        mine = [scale.place(event, today) for event in known if event.lane is lane]
        if mine:
            lanes.append((LANES[lane], y + HEAD // 2))
            rows = _rows(mine)
            placed += [
                Placed(event, x, width, y + HEAD + row * ROW + ROW // 2)
                for (event, x, width), row in zip(mine, rows, strict=True)
            ]
            y += HEAD + (max(rows) + 1) * ROW + GAP
    return Line(scale.years(), lanes, placed, scale.at(today), y + AXIS)


@dataclass(frozen=True)
class _Scale:
    """The years that the line covers."""

    first: int
    last: int

    def at(self, day: date) -> float:
        """Return where a day lies."""
        start, end = date(self.first, 1, 1).toordinal(), date(self.last, 12, 31).toordinal() + 1
        return round(LEFT + (RIGHT - LEFT) * (day.toordinal() - start) / (end - start), 2)

    def place(self, event: Event, today: date) -> tuple[Event, float, float]:
        """Return an event with where it begins and how wide it is; a mark has no width."""
        x = self.at(event.first)
        wide = self.at(_end(event, today)) - x
        return event, x, round(max(wide, LEAST), 2) if event.is_bar else 0.0

    def years(self) -> list[Year]:
        """Return every year, with the number of as many as there is room for, this way counted from the last."""
        numbers = range(self.first, self.last + 1)
        every = ceil(LABEL * len(numbers) / (RIGHT - LEFT))
        return [
            Year(n, self.at(date(n, 1, 1)), self.at(date(n, 7, 2)), (self.last - n) % every == 0)
            for n in numbers
        ]


def _end(event: Event, today: date) -> date:
    return max(today, event.first) if event.runs_on else event.last or event.first


def _rows(lane: Iterable[tuple[Event, float, float]]) -> list[int]:
    """Give each of a lane, the earlier first, the first row in which it touches nothing."""
    ends: list[float] = []
    rows = []
    for event, x, width in lane:
        begins, ends_at = (x, x + width + LEAST) if event.is_bar else (x - MARK / 2, x + MARK / 2)
        row = next((i for i, end in enumerate(ends) if end <= begins), len(ends))
        ends[row : row + 1] = [ends_at]
        rows.append(row)
    return rows
