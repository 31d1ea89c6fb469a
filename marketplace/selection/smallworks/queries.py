"""Reads of small works."""

from sqlalchemy import select

from kernel.db import db
from kernel.paging import Key, Page, page
from marketplace.selection.smallworks.models import SmallWorks


def works(number: str) -> SmallWorks | None:
    """Return small works by their number, or None."""
    return db.session.scalars(select(SmallWorks).where(SmallWorks.number == number)).first()


def published(after: str | None = None) -> Page[SmallWorks]:
    """Return a page of small works, the newest first."""
    return page(select(SmallWorks), [Key(SmallWorks.id, downwards=True)], after)
