"""C1, S9: by when the contract is filed, and from when it takes effect."""

from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar, Reckoned


@applies("S9")
def file_by(publicity_until: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the last day for filing the contract of an award.

    S9: the award is confirmed within 2 working days after the publicity ended, the contract filed within 10
    working days after the confirmation. By direct choice nothing else confirms the award than the contract
    itself, so both times run one after the other.
    """
    confirm_by = calendar.add(publicity_until, book.whole("S9.confirm_within", publicity_until))
    by = calendar.add(confirm_by.day, book.whole("S9.file_within", confirm_by.day))
    return Reckoned(by.day, by.provisional or confirm_by.provisional)


@applies("C1")
def effective_on(confirmed_on: date, named: date | None) -> date:
    """Return the contract's effective day: the second side confirmed it then, or a later day that it names (C1)."""
    return max(confirmed_on, named) if named else confirmed_on
