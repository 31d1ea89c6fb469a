"""Reads of evaluations."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from accounts.models import Owner
from kernel.db import db
from kernel.paging import Key, Page, page
from marketplace.delivery.models import Order
from marketplace.evaluation.models import Evaluation
from marketplace.selection import queries as selection

MOST_STARS = 5


def owner(owner_id: int) -> Owner | None:
    """Return an owner, or None."""
    return db.session.get(Owner, owner_id)


def evaluation(evaluation_id: int) -> Evaluation | None:
    """Return an evaluation, or None."""
    return db.session.get(Evaluation, evaluation_id)


def evaluation_of(order_id: int) -> Evaluation | None:
    """Return the evaluation of an order, or None."""
    return db.session.scalars(select(Evaluation).where(Evaluation.order_id == order_id)).first()


def evaluations_of(order_ids: Iterable[int]) -> dict[int, Evaluation]:
    """Return the evaluation of each order named that has one, in one statement."""
    rows = db.session.scalars(select(Evaluation).where(Evaluation.order_id.in_(set(order_ids))))
    return {row.order_id: row for row in rows}


def evaluations_about(agency_id: int, after: str | None = None) -> Page[Evaluation]:
    """Return a page of what owners said of an agency, the newest first."""
    chosen = select(Evaluation).where(Evaluation.agency_id == agency_id)
    return page(chosen, [Key(Evaluation.id, downwards=True)], after)


def tally(agency_id: int) -> dict[int, int]:
    """Return how many owners gave an agency each number of stars overall, from five down to one."""
    chosen = select(Evaluation.overall, func.count()).where(Evaluation.agency_id == agency_id)
    rows = db.session.execute(chosen.group_by(Evaluation.overall))
    counted = {row[0]: row[1] for row in rows}
    return {stars: counted.get(stars, 0) for stars in range(MOST_STARS, 0, -1)}


def accepted_on(order: Order) -> date | None:
    """Return the day on which an order was or will be accepted, also by silence (C6), or None while it runs."""
    track = selection.track_of(order.number)
    return track.completed_on if track else None
