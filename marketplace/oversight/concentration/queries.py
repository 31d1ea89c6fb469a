"""Reads of contracts for concentration: aggregates of the database, a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import CTE, Select, func, select

from accounts.models import Organisation
from kernel.db import db
from kernel.paging import Key, Page, page
from kernel.periods import add_months
from kernel.rulebook import Rulebook
from marketplace.delivery.kinds import Kind
from marketplace.delivery.models import Order, OrderEvent
from marketplace.oversight.concentration import rules
from marketplace.oversight.concentration.rules import Concentration, Counted

MOST = 20


@dataclass(frozen=True)
class Window:
    """The months that are looked at: after the first day, up to the last, of all authorities or of one."""

    after: date
    last: date
    authority: str = ""
    item: str = ""


@dataclass(frozen=True)
class Ranked:
    """One agency of an item: its contracts and their money."""

    agency_id: int
    contracts: int
    fen: int

    def shares(self, of: Counted) -> tuple[Fraction, Fraction]:
        """Return what it has of all contracts, by number and by money."""
        return Fraction(self.contracts, of.contracts), Fraction(self.fen, of.fen)


@dataclass(frozen=True)
class Pair:
    """An owner and the agency that it took again and again: how often, and how many contracts the owner has made."""

    owner: Organisation
    agency: Organisation
    together: int
    of_owner: int
    is_marked: bool

    @property
    def share(self) -> Fraction:
        """Return what share of the owner's contracts the agency has."""
        return Fraction(self.together, self.of_owner)


def window(today: date, book: Rulebook, authority: str = "", item: str = "") -> Window:
    """Return the months that are looked at today."""
    after = add_months(today, -book.whole("S6.concentration_months", today))
    return Window(after, today, authority, item)


def by_authority(found: Window, book: Rulebook) -> Mapping[str, Concentration]:
    """Return how concentrated the contracts of each authority are, in one statement."""
    return _groups(found, book, Order.authority_key)


def by_item(found: Window, book: Rulebook) -> Mapping[str, Concentration]:
    """Return how concentrated the contracts of each item are, in one statement."""
    return _groups(found, book, Order.item_code)


def agencies(found: Window) -> Sequence[Ranked]:
    """Return the first agencies of a window, the one with most contracts first, in one statement."""
    number, money = func.count(), func.sum(Order.price_fen)
    chosen = _contracts(found, Order.agency_id, number, money).group_by(Order.agency_id)
    rows = db.session.execute(chosen.order_by(number.desc(), money.desc(), Order.agency_id).limit(MOST))
    return [Ranked(agency_id, int(n), int(fen)) for agency_id, n, fen in rows]


def contracts(found: Window, after: str | None = None) -> Page[Order]:
    """Return a page of the contracts of a window, the latest first."""
    keys = [Key(OrderEvent.on, downwards=True), Key(Order.id, downwards=True)]
    return page(_contracts(found, Order), keys, after)


def pairs(found: Window, book: Rulebook) -> Sequence[Pair]:
    """Return the owners that took one agency most often, with the base of each, in two statements."""
    number = func.count().label("together")
    each = _contracts(found, Order.owner_id, Order.agency_id, number)
    counted = each.group_by(Order.owner_id, Order.agency_id).cte("pair")
    of_owner = func.sum(counted.c.together).over(partition_by=counted.c.owner_id).label("of_owner")
    based = select(counted, of_owner).cte("based")
    chosen = (
        select(based)
        .where(based.c.together >= book.whole("S6.pair_least", found.last))
        .order_by(based.c.together.desc(), based.c.of_owner, based.c.owner_id, based.c.agency_id)
        .limit(MOST)
    )
    rows = [(owner, agency, int(n), int(of)) for owner, agency, n, of in db.session.execute(chosen)]
    bodies = organisations(id_ for row in rows for id_ in row[:2])
    return [
        Pair(bodies[owner], bodies[agency], n, of, rules.is_frequent(n, of, found.last, book))
        for owner, agency, n, of in rows
    ]


def organisations(ids: Any) -> dict[int, Organisation]:  # noqa: ANN401  any ids
    """Return some bodies by their ids, in one statement."""
    chosen = select(Organisation).where(Organisation.id.in_(set(ids)))
    return {row.id: row for row in db.session.scalars(chosen)}


def _contracts(found: Window, *columns: Any) -> Select[Any]:  # noqa: ANN401  columns and tables
    """Select of the contracts that both sides agreed on in a window; what replaces one is none of its own."""
    chosen = (
        select(*columns)
        .select_from(Order)
        .join(OrderEvent, OrderEvent.order_id == Order.id)
        .where(
            OrderEvent.kind == Kind.CONTRACT_CONFIRMED,
            OrderEvent.on > found.after,
            OrderEvent.on <= found.last,
            Order.follows_id.is_(None),
        )
    )
    if found.authority:
        chosen = chosen.where(Order.authority_key == found.authority)
    return chosen.where(Order.item_code == found.item) if found.item else chosen


def _groups(found: Window, book: Rulebook, group: Any) -> dict[str, Concentration]:  # noqa: ANN401  a column
    ranked = _ranked(found, group)
    most = book.whole("S6.concentration_first", found.last)
    sums = (
        func.count(),
        func.sum(ranked.c.number),
        func.sum(ranked.c.money),
        func.sum(ranked.c.number).filter(ranked.c.by_number == 1),
        func.sum(ranked.c.number).filter(ranked.c.by_number <= most),
        func.sum(ranked.c.money).filter(ranked.c.by_money == 1),
        func.sum(ranked.c.money).filter(ranked.c.by_money <= most),
    )
    rows = db.session.execute(select(ranked.c.of, *sums).group_by(ranked.c.of))
    return {
        of: rules.concentration(Counted(*(int(one) for one in numbers)), found.last, book)
        for of, *numbers in rows
    }


def _ranked(found: Window, group: Any) -> CTE:  # noqa: ANN401  a column
    """Rank the agencies of each group, by number of contracts and by their money."""
    of = group.label("of")
    number, money = func.count().label("number"), func.sum(Order.price_fen).label("money")
    counted = (
        _contracts(found, of, Order.agency_id, number, money).group_by(group, Order.agency_id).cte("counted")
    )
    places = [
        func.row_number()
        .over(partition_by=counted.c.of, order_by=(column.desc(), counted.c.agency_id))
        .label(f"by_{name}")
        for name, column in (("number", counted.c.number), ("money", counted.c.money))
    ]
    return select(counted, *places).cte("ranked")
