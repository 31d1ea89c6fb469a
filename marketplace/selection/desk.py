"""What every verb on an open notice is told besides: who acts, at which moment, by which calendar and rulebook."""

from dataclasses import dataclass
from datetime import date, datetime

from kernel.clock import local_day
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar


@dataclass(frozen=True)
class Desk:
    """Who acts, when, and by which law; `actor_id` is nobody where a job announces what the dates have done."""

    actor_id: int | None
    now: datetime
    calendar: Calendar
    book: Rulebook

    @property
    def today(self) -> date:
        """Return the day of the act in the business zone."""
        return local_day(self.now)
