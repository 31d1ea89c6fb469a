"""The frozen facts of a case in words that a reader understands: pure, from the JSON that was stored."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kernel.periods import add_months
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY, Calendar, Kind

Cell = dict[str, object]
Cells = dict[date, Cell]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NAMES = {
    "order": say("Order"),
    "promise": say("Promised working days"),
    "extended": say("Extended by working days"),
    "effective_on": say("Contract in effect"),
    "start_on": say("The clock started"),
    "due": say("Due day"),
    "overrun_on": say("First day of the overdue"),
    "as_of": say("As of"),
    "delivered_on": say("Delivered on"),
    "ended_on": say("Contract ended"),
    "edition": say("Edition of the rulebook"),
    "year": say("Year that was rated"),
    "grade": say("Grade"),
    "by_score": say("Grade by score alone"),
    "document": say("Document of the determination"),
}


def told(facts: Mapping[str, Any]) -> list[tuple[Sentence, object]]:
    """Return name and value of each frozen fact that has a name, in the order of the clock; days as days."""
    return [(name, _value(facts[key])) for key, name in NAMES.items() if facts.get(key) is not None]


def months(facts: Mapping[str, Any], calendar: Calendar, today: date) -> Iterator[tuple[date, Cells]]:
    """Yield each month of a frozen clock with its days: counted, paused or off, from the start to the overdue."""
    start, due = (_day(facts.get(name)) for name in ("start_on", "due"))
    if start is None or due is None:
        return
    over = _day(facts.get("overrun_on")) or due + ONE_DAY
    counted = [date.fromisoformat(one) for one in facts.get("counted", ())]
    numbers = {day: number for number, day in enumerate(sorted(counted), 1)}
    paused = {date.fromisoformat(one) for one in facts.get("paused", ())}
    cells: Cells = {start: {"kind": "start", "word": say("start day")}}
    day = start + ONE_DAY
    while day <= due:
        cells[day] = _cell(day, numbers.get(day), calendar, paused=day in paused)
        day += ONE_DAY
    if due in numbers:
        cells[due] = {"kind": "due", "word": say("due %(n)s", n=numbers[due])}
    cells[over] = {"kind": "", "word": say("overdue")}
    cells.setdefault(today, {"kind": ""})["today"] = True
    first = start.replace(day=1)
    while first <= over:
        yield first, cells
        first = add_months(first, 1)


def _cell(day: date, number: int | None, calendar: Calendar, *, paused: bool) -> Cell:
    if paused:
        return {"kind": "pause", "word": say("paused")}
    if number is not None:
        make_up = calendar.kind(day) is Kind.MAKE_UP
        word = say("worked, day %(n)s", n=number) if make_up else say("Day %(n)s", n=number)
        return {"kind": "make" if make_up else "on", "word": word}
    is_holiday = calendar.kind(day) is Kind.HOLIDAY
    return {"kind": "hol" if is_holiday else "off", "word": say("off") if is_holiday else say("weekend")}


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _value(value: Any) -> object:  # noqa: ANN401  whatever JSON holds
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value
