"""K1, K2: who answers a complaint and by when. Pure."""

from dataclasses import dataclass
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar, Reckoned
from marketplace.oversight.complaints.vocabulary import OF_OFFICIALS, About, Office, Topic


@dataclass(frozen=True)
class Deadlines:
    """The days of a complaint: taken up or not by the one, answered by the other."""

    take_up: Reckoned
    answer: Reckoned


@applies("K1")
def deadlines(made_on: date, calendar: Calendar, book: Rulebook) -> Deadlines:
    """Return the days by which a complaint is taken up or not, and answered (K1).

    Both are counted from the receipt: who takes a complaint up late has no more time to answer it.
    """
    return Deadlines(
        calendar.add(made_on, book.whole("K1.take_up", made_on)),
        calendar.add(made_on, book.whole("K1.answer", made_on)),
    )


@applies("K1")
def comment_until(taken_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the last day on which the one complained of is waited for before the answer (K1)."""
    return calendar.add(taken_on, book.whole("K1.comment", taken_on))


@applies("K1", "K2")
def office_of(about: About, topic: Topic, authority: str) -> Office:
    """Return who answers a complaint.

    K1: of an agency the item's authority, or the managing office where no item is named; of an owner the managing
    office; of an official body the supervisor. K2: a tip about a red-cap tie goes to the supervisor at once, and so
    does whatever only an official can have done.
    """
    if about is About.OFFICIAL or topic in OF_OFFICIALS:
        return Office.SUPERVISOR
    return Office.AUTHORITY if about is About.AGENCY and authority else Office.MANAGING_OFFICE
