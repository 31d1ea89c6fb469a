"""T6: the jobs of commitments announce what has become true; no answer waits for them."""

from datetime import date, datetime, time

from sqlalchemy import select

from accounts.models import Organisation
from kernel import clock, law
from kernel.db import db
from kernel.jobs import each, job
from marketplace.delivery import queries
from marketplace.delivery.operations import overdue, silence
from marketplace.delivery.operations.release import release
from marketplace.selection import queries as selection
from marketplace.selection import succeeding
from marketplace.selection.desk import Desk
from marketplace.selection.models import Award

NOON = time(12)


@job("open-overdue-cases", cron="5 0 * * *")
def open_overdue_cases(day: date) -> int:
    """Open the case of every commitment whose due day was missed, once ever, and tell its parties."""
    calendar, book = law.calendar(), law.book()

    def look(order_id: int) -> bool:
        order = queries.order_by_id(order_id)
        return order is not None and overdue.look_at(order, calendar, book, day)

    return each(queries.to_look_at(day), look, lambda order_id: overdue.put_off(order_id, day))


@job("release-locked-out", cron="25 0 * * *")
def release_locked_out(day: date) -> int:
    """Make good a release that was missed when an agency was removed (P11): its gates have been closed since."""
    book = law.book()

    def look(agency_id: int) -> bool:
        agency = db.session.get_one(Organisation, agency_id)
        return release(agency, actor_id=None, today=day, book=book) > 0

    return each(selection.barred_with_something_open(day), look)


@job("lapse-awards", cron="20 0 * * *")
def lapse_awards(day: date) -> int:
    """Record what silence has made of awards: a give-up, or a release, and who follows (S9)."""
    desk = Desk(None, datetime.combine(day, NOON, clock.BEIJING), law.calendar(), law.book())

    def look(award_id: int) -> bool:
        award = db.session.get_one(Award, award_id)
        return succeeding.settle(award, desk=desk) or silence.lapse_contract(award, desk=desk)

    waiting = select(Award.id).where(Award.ended_on.is_(None), Award.contracted_on.is_(None))
    return each(db.session.scalars(waiting.order_by(Award.id)).all(), look)
