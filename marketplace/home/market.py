"""The market in figures, each with its base, and what is looked for most: in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median_low
from typing import Any

from sqlalchemy import func, select

from accounts.models import Agency
from blacklist import queries as blacklist
from kernel.db import db
from kernel.periods import add_months
from kernel.rulebook import Rulebook
from marketplace.admission.models import ListedService
from marketplace.home.directory import listed
from marketplace.selection.models import TrackRecord

ONE_DAY = timedelta(days=1)
MOST_SOUGHT = 4


@dataclass(frozen=True)
class Market:
    """What the market shows today: agencies, orders completed this year, and how they were kept."""

    agencies: int
    carded: int
    done_this_year: int
    until: date
    orders: int
    in_time: Fraction | None
    months: int
    early: int | None
    overdue: int


def market(today: date, book: Rulebook) -> Market:
    """Return the market's figures up to yesterday, in five statements."""
    admitted = listed(today).with_only_columns(Agency.id)
    carded = admitted.where(Agency.id.in_(blacklist.carded_on(today)))
    months = book.whole("S7.window_months", today)
    since = add_months(today, -months)
    done = _done(since, today)
    kept = _kept(done)
    orders = sum(kept.values())
    return Market(
        agencies=_number(admitted),
        carded=_number(carded),
        done_this_year=_number(_done(date(today.year, 1, 1), today)),
        until=today - ONE_DAY,
        orders=orders,
        in_time=Fraction(sum(n for (timely, _), n in kept.items() if timely), orders) if orders else None,
        months=months,
        early=_middle(kept),
        overdue=blacklist.overdue_since(since, today),
    )


def sought() -> Sequence[str]:
    """Return the codes of the service items that most agencies list."""
    chosen = (
        select(ListedService.item_code)
        .where(ListedService.closed_on.is_(None))
        .group_by(ListedService.item_code)
        .order_by(func.count().desc(), ListedService.item_code)
    )
    return db.session.scalars(chosen.limit(MOST_SOUGHT)).all()


def _done(since: date, today: date) -> Any:  # noqa: ANN401  a select of order numbers
    return select(TrackRecord.order_number).where(
        TrackRecord.completed_on >= since, TrackRecord.completed_on < today
    )


def _number(chosen: Any) -> int:  # noqa: ANN401  any select
    return db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0


def _kept(done: Any) -> dict[tuple[bool, int | None], int]:  # noqa: ANN401  a select of order numbers
    """Count the orders by whether they were in time and by how many working days they were early."""
    early = TrackRecord.promised - TrackRecord.used_workdays
    chosen = done.with_only_columns(TrackRecord.in_time, early, func.count()).group_by(
        TrackRecord.in_time, early
    )
    return {(bool(timely), days): number for timely, days, number in db.session.execute(chosen)}


def _middle(kept: Mapping[tuple[bool, int | None], int]) -> int | None:
    """Return the lower median of the working days by which orders were early; those of late ones are below zero."""
    known = sorted((days, number) for (_, days), number in kept.items() if days is not None)
    every = [days for days, number in known for _ in range(number)]
    return median_low(every) if every else None
