"""Reads of small works."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from kernel.db import db
from kernel.paging import Key, Page, page
from marketplace.selection.smallworks.models import SmallWorks, SmallWorksTender


def works(number: str) -> SmallWorks | None:
    """Return small works by their number, or None."""
    return db.session.scalars(select(SmallWorks).where(SmallWorks.number == number)).first()


def published(after: str | None = None) -> Page[SmallWorks]:
    """Return a page of the small works that were published, the newest first."""
    chosen = select(SmallWorks).where(SmallWorks.published_on.is_not(None))
    return page(chosen, [Key(SmallWorks.id, downwards=True)], after)


def to_check() -> Sequence[SmallWorks]:
    """Return the small works that wait for the form check, the oldest first."""
    chosen = select(SmallWorks).where(
        SmallWorks.published_on.is_(None),
        SmallWorks.submitted_at.is_not(None),
        SmallWorks.withdrawn_on.is_(None),
    )
    return db.session.scalars(chosen.order_by(SmallWorks.submitted_at, SmallWorks.id).limit(100)).all()


def unfinished(owner_id: int) -> Sequence[SmallWorks]:
    """Return the small works of an owner that are not published, or have no result yet, the oldest first."""
    chosen = select(SmallWorks).where(
        SmallWorks.owner_id == owner_id,
        SmallWorks.withdrawn_on.is_(None),
        or_(SmallWorks.published_on.is_(None), SmallWorks.result_on.is_(None)),
    )
    return db.session.scalars(chosen.order_by(SmallWorks.id).limit(100)).all()


def tenders_of(works_id: int) -> Sequence[SmallWorksTender]:
    """Return every tender of an opening: the best total first, or the best discount."""
    chosen = select(SmallWorksTender).where(SmallWorksTender.works_id == works_id)
    ranked = chosen.order_by(
        SmallWorksTender.total_fen, SmallWorksTender.discount_hundredths.desc(), SmallWorksTender.id
    )
    return db.session.scalars(ranked).all()
