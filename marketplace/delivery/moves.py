"""T5: which running orders another calendar moves, and from when to when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from kernel.db import db
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.delivery import queries
from marketplace.delivery.course import Course
from marketplace.delivery.models import Order
from marketplace.selection.models import TrackRecord


@dataclass(frozen=True)
class Move:
    """A running order under two calendars."""

    order: Order
    old: Course
    new: Course

    @property
    def is_moved(self) -> bool:
        """Tell whether the due day is another one."""
        return self.old.clock.due != self.new.clock.due

    @property
    def is_settled(self) -> bool:
        """Tell whether a due day that was provisional is certain now."""
        return self.old.clock.provisional and not self.new.clock.provisional

    @property
    def is_told(self) -> bool:
        """Tell whether the parties are told: the due day moves, or whether it is certain changes."""
        return self.is_moved or self.old.clock.provisional != self.new.clock.provisional

    @property
    def is_felt(self) -> bool:
        """Tell whether anything that is laid down for others to find the order by may change."""
        old, new = self.old, self.new
        return (
            self.is_told
            or old.acceptance != new.acceptance
            or old.next_look_on != new.next_look_on
            or old.clock.overrun_on != new.clock.overrun_on
        )


def moves(old: Calendar, new: Calendar, book: Rulebook, today: date) -> list[Move]:
    """Return the running orders that feel another calendar, the oldest first, in three statements.

    T5: a closed matter is never recomputed, so what is over under the old calendar is left out.
    """
    over = select(TrackRecord.order_number).where(
        TrackRecord.order_number == Order.number,
        or_(TrackRecord.completed_on <= today, TrackRecord.ended_on <= today),
    )
    rows = db.session.scalars(select(Order).where(~over.exists()).order_by(Order.id)).all()
    before, after = (queries.clocks(rows, calendar, book, today) for calendar in (old, new))
    found = [Move(row, before[row.id], after[row.id]) for row in rows if not before[row.id].is_over]
    return [move for move in found if move.is_felt]
