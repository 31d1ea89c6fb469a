"""P14: early repair of a blacklisting, which the rulebook holds and leaves switched off."""

from collections.abc import Collection
from datetime import date, timedelta

from kernel.periods import add_years
from kernel.rulebook import Rulebook, applies


@applies("P14")
def repaired_from(
    blacklisted_on: Collection[date], others_until: Collection[date], book: Rulebook, on: date
) -> date | None:
    """Return the day from which early repair may be applied for, or None where the rulebook has it switched off.

    P14: a year after each blacklisting, with the fact corrected, which whoever decides the re-entry looks at; another
    lockout is never shortened. Off, as the source asks: two years without re-entry [seed].
    """
    if not blacklisted_on or not book.value("P14.repair", on):
        return None
    years = book.whole("P14.repair_after_years", on)
    return max([*(add_years(day, years) for day in blacklisted_on), *others_until]) + timedelta(days=1)
