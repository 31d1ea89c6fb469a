"""T6: the job of commitments announces what has become true; no answer waits for it."""

from datetime import date

from kernel import law
from kernel.jobs import each, job
from marketplace.delivery import queries
from marketplace.delivery.operations import overdue


@job("open-overdue-cases", cron="5 0 * * *")
def open_overdue_cases(day: date) -> int:
    """Open the case of every commitment whose due day was missed, once ever, and tell its parties."""
    calendar, book = law.calendar(), law.book()

    def look(order_id: int) -> bool:
        order = queries.order_by_id(order_id)
        return order is not None and overdue.look_at(order, calendar, book, day)

    return each(queries.to_look_at(day), look, lambda order_id: overdue.put_off(order_id, day))
