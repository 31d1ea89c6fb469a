"""T5: which years' notices should be here by now and are not."""

from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar


@applies("T5")
def missing_years(calendar: Calendar, book: Rulebook, today: date) -> tuple[int, ...]:
    """Return the years without a notice among this year and, from the rulebook's day on, the next one.

    T5: a year that the State Council has not announced counts weekends only. The notice of a year comes
    out in the late autumn before it, so from `T5.ask_from` (a month and day) on it is asked for.
    """
    years = [today.year]
    if today >= date.fromisoformat(f"{today.year}-{book.value('T5.ask_from', today)}"):
        years.append(today.year + 1)
    return tuple(year for year in years if year not in calendar.notices)
