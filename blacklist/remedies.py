"""P5b, P5c, P13: until when somebody may turn against a decision: pure, from its service, the calendar and the book."""

from dataclasses import dataclass
from datetime import date, timedelta

from blacklist.course import Deadline, served
from kernel.periods import add_months
from kernel.rulebook import Rulebook, applies
from kernel.workdays import ONE_DAY, Calendar


@dataclass(frozen=True)
class Remedies:
    """When a decision counts as served, and the last days for review, administrative reconsideration and suit."""

    served: Deadline
    review_until: Deadline
    reconsider_until: Deadline
    sue_until: Deadline


@applies("P5c", "P13")
def remedies(decided_on: date, calendar: Calendar, book: Rulebook, opened_on: date | None = None) -> Remedies:
    """Return the last days on which a decision can be turned against, by the figures of its day.

    P5b: every period runs from service; without `opened_on` it is the latest that can be. P13: ten working days for
    a review. P5c: 60 days for reconsideration and 6 months for a suit, which protect who must act, so an end on a day
    off is moved to the next working day (民法典 203), other than the end of a sanction (T4).
    """
    service = served(decided_on, opened_on, calendar, book)
    days = book.whole("P5c.reconsideration_days", decided_on)
    months = book.whole("P5c.suit_months", decided_on)
    review = calendar.add(service.day, book.whole("P13.ask_within", decided_on))
    return Remedies(
        served=service,
        review_until=Deadline(review.day, review.provisional or service.provisional),
        reconsider_until=_moved(service.day + timedelta(days=days), service, calendar),
        sue_until=_moved(add_months(service.day, months), service, calendar),
    )


def _moved(end: date, service: Deadline, calendar: Calendar) -> Deadline:
    """Move an end on a day off to the next working day."""
    while not calendar.is_workday(end):
        end += ONE_DAY
    return Deadline(end, service.provisional or not calendar.is_announced(end))
