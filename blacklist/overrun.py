"""C9: from which overrun on a case is opened: here from any, as the source says; another place may allow some days."""

import json
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar


@applies("C9")
def counts(days: int, on: date, book: Rulebook) -> bool:
    """Tell whether an overrun of so many working days opens a case.

    C9: any overrun does, also one that ends on a day off before a working day has passed. Where the rulebook allows
    some days, which the source does not, those beyond them.
    """
    beyond = book.whole("C9.overrun_beyond", on)
    return beyond == 0 or days > beyond


def days_of(facts: str, decided_on: date, calendar: Calendar) -> int | None:
    """Return the working days of the overrun that a case's facts tell, until its decision where it went on, or None."""
    told = json.loads(facts)
    if not told.get("due"):
        return None
    ended = told.get("delivered_on") or told.get("ended_on") or decided_on.isoformat()
    due, last = date.fromisoformat(told["due"]), date.fromisoformat(ended)
    return calendar.between(due, max(due, last)).days
