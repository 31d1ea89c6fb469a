"""The list of notices that are open for registration: searched, narrowed, what closes first at the head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from kernel import search
from kernel.clock import local_day
from kernel.db import db
from kernel.paging import SIZE, Key, Page, page
from kernel.rulebook import Rulebook
from marketplace.admission.catalogue import items
from marketplace.selection import notices
from marketplace.selection.catalogue import methods
from marketplace.selection.models import Notice, Registration
from marketplace.selection.procedure import least_registrations

INDEX = "notice"
SOON = timedelta(days=3)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for among the open notices."""

    words: str = ""
    item: str = ""
    method: str = ""
    money: str = ""
    soon: bool = False

    @property
    def narrows(self) -> bool:
        """Tell whether anything is asked for."""
        return self != Wanted()

    @property
    def asked(self) -> Mapping[str, str]:
        """Return what is asked for, as the parts of an address."""
        parts = {"q": self.words, "item": self.item, "method": self.method, "money": self.money}
        return {name: part for name, part in (parts | {"soon": "1" if self.soon else ""}).items() if part}


def wanted(given: Mapping[str, str]) -> Wanted:
    """Read what is looked for from the parts of an address; what is no answer is left out."""
    item, way, money = given.get("item", ""), given.get("method", ""), given.get("money", "")
    return Wanted(
        given.get("q", "").strip()[:100],
        item if item in items() else "",
        way if way in {one.key for one in methods()} else "",
        money if money in ("public", "private") else "",
        given.get("soon") == "1",
    )


def open_notices(
    sought: Wanted, now: datetime, book: Rulebook, after: str | None = None, size: int = SIZE
) -> Page[Notice]:
    """Return a page of the notices that are open for registration now, what closes first at the head."""
    return page(_fitting(sought, now, book), [Key(Notice.closes_at), Key(Notice.id)], after, size)


def number_open(sought: Wanted, now: datetime, book: Rulebook) -> int:
    """Return how many notices are open now."""
    chosen = _fitting(sought, now, book).with_only_columns(Notice.id)
    return db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0


def told(rows: Sequence[Notice], now: datetime, book: Rulebook) -> dict[str, Any]:
    """Return what the table of open notices tells of some of them, in a fixed number of statements."""
    return {
        "courses": notices.courses(rows, book),
        "terms": notices.terms_of_notices(row.id for row in rows),
        "methods": {one.key: one for one in methods()},
        "items": items(),
        "now": now,
        "soon": now + SOON,
    }


def latest(sought: Wanted, now: datetime, book: Rulebook, size: int = 50) -> Sequence[Notice]:
    """Return the open notices that were published last, narrowed as the list is, for the feed."""
    chosen = _fitting(sought, now, book).order_by(Notice.published_at.desc(), Notice.id.desc())
    return db.session.scalars(chosen.limit(size)).unique().all()


def _fitting(sought: Wanted, now: datetime, book: Rulebook) -> Select[Any]:
    chosen = select(Notice).where(
        Notice.withdrawn_on.is_(None), Notice.failed_on.is_(None), _takes(sought, now, book)
    )
    if sought.item:
        chosen = chosen.where(Notice.item_code == sought.item)
    if sought.method:
        chosen = chosen.where(Notice.method == sought.method)
    if sought.money:
        chosen = chosen.where(Notice.public_money.is_(sought.money == "public"))
    named = search.matching(INDEX, sought.words, Notice.id) if sought.words else None
    return chosen if named is None else chosen.where(Notice.id.in_(named))


def _takes(sought: Wanted, now: datetime, book: Rulebook) -> ColumnElement[bool]:
    """Return the condition that a notice takes registrations now; the one extension follows from the dates (S4)."""
    before = now + SOON if sought.soon else None
    first = Notice.closes_at > now if before is None else Notice.closes_at.between(now, before)
    late = Notice.late_closes_at > now if before is None else Notice.late_closes_at.between(now, before)
    entered = select(func.count()).where(
        Registration.notice_id == Notice.id,
        Registration.registered_at < Notice.closes_at,
        or_(Registration.declined_at.is_(None), Registration.declined_at >= Notice.closes_at),
        or_(Registration.ended_on.is_(None), Registration.ended_on >= Notice.offers_until),
    )
    least = least_registrations(local_day(now), book, needs_quorum=True)
    short = or_(Notice.extended_at.is_not(None), entered.scalar_subquery() < least)
    too_few = and_(Notice.closes_at <= now, short)
    return or_(first, and_(late, too_few))
