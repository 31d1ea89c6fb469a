"""The public list of agencies: who is in it, what it is searched by, and the facts shown beside each name.

A removed or blacklisted agency is not in it (P11), nor is one that is not admitted or is switched off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, false, func, select

from accounts.models import Agency, Organisation
from blacklist import queries as blacklist
from credit import queries as credit
from kernel.db import db
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.search import matching
from kernel.workdays import Calendar
from marketplace.admission import queries as admission
from marketplace.admission.catalogue import items
from marketplace.admission.models import Admission, ListedService
from marketplace.selection.comparison import Facts, facts

INDEX = "agency"
WITH_CARD, WITHOUT_CARD = "with", "without"
MOST_AREAS = 40


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for; what is empty does not narrow the list."""

    words: str = ""
    item: str = ""
    grades: tuple[str, ...] = ()
    area: str = ""
    card: str = ""

    @property
    def narrows(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.words or self.item or self.grades or self.area or self.card)


@dataclass(frozen=True)
class Listed:
    """One agency of the list, with its facts, and what it lists of the item that was asked for."""

    agency: Organisation
    facts: Facts
    standing: blacklist.Standing
    publicity_until: date | None
    service: ListedService | None


def wanted(args: Mapping[str, str], grades: Iterable[str] = ()) -> Wanted:
    """Read what is looked for from an address; an unknown item, grade or card is left out."""
    item, card = args.get("item", ""), args.get("card", "")
    return Wanted(
        words=" ".join(args.get("q", "").split()),
        item=item if item in items() else "",
        grades=tuple(g for g in credit.ORDER if g in set(grades)),
        area=args.get("area", "").strip(),
        card=card if card in (WITH_CARD, WITHOUT_CARD) else "",
    )


def listed(today: date) -> Select[Any]:
    """Select the agencies of the directory on a day: admitted, not switched off, neither removed nor blacklisted."""
    return (
        select(Agency)
        .join(Admission, Admission.agency_id == Agency.id)
        .where(
            Admission.state == admission.ACCEPTED,
            Agency.verified_at.is_not(None),
            Agency.switched_off_at.is_(None),
            Agency.id.not_in(blacklist.barred_on(today)),
        )
    )


def narrowed(sought: Wanted, today: date) -> Select[Any]:
    """Select the agencies that are looked for, whatever their grade."""
    chosen = listed(today)
    if sought.words:
        named = matching(INDEX, sought.words, Organisation.__table__.c.id)
        chosen = chosen.where(false() if named is None else Agency.id.in_(named))
    if sought.item:
        offering = admission.offering(sought.item, today).with_only_columns(ListedService.agency_id)
        chosen = chosen.where(Agency.id.in_(offering))
    if sought.area:
        chosen = chosen.where(Agency.area == sought.area)
    if sought.card:
        carded = Agency.id.in_(blacklist.carded_on(today))
        chosen = chosen.where(carded if sought.card == WITH_CARD else ~carded)
    return chosen


def found(
    sought: Wanted, after: str | None, today: date, calendar: Calendar, book: Rulebook, size: int = 20
) -> Page[Listed]:
    """Return a page of the agencies looked for, the better grade first (G9), in a fixed number of statements."""
    rank = credit.rank_on(today, Agency.id)
    chosen = narrowed(sought, today)
    if sought.grades:
        chosen = chosen.where(rank.in_([credit.ORDER.index(g) for g in sought.grades]))
    rows = page(chosen, [Key(rank), Key(Agency.id)], after, size)
    ids = [row.id for row in rows.rows]
    known, standings = facts(ids, today, book), blacklist.standings(ids, today, book)
    shown = admission.in_publicity(ids, calendar, book, today)
    services = services_for(ids, sought.item) if sought.item else {}
    listing = [
        Listed(r, known[r.id], standings[r.id], shown.get(r.id), services.get(r.id)) for r in rows.rows
    ]
    return Page(listing, rows.following)


def counts(sought: Wanted, today: date) -> dict[str, int]:
    """Return how many agencies of each grade are looked for, in one statement."""
    rank = credit.rank_on(today, Agency.id).label("rank")
    ranked = narrowed(sought, today).with_only_columns(rank).subquery()
    rows = db.session.execute(select(ranked.c.rank, func.count()).group_by(ranked.c.rank))
    return dict.fromkeys(credit.ORDER, 0) | {credit.ORDER[rank]: number for rank, number in rows}


def total(sought: Wanted, by_grade: Mapping[str, int]) -> int:
    """Return how many agencies are looked for, of the grades that were asked for."""
    return sum(by_grade[grade] for grade in sought.grades or by_grade)


def services_for(agency_ids: Iterable[int], item_code: str) -> dict[int, ListedService]:
    """Return what each agency named lists of an item, in one statement."""
    chosen = select(ListedService).where(
        ListedService.agency_id.in_(set(agency_ids)), ListedService.item_code == item_code
    )
    return {row.agency_id: row for row in db.session.scalars(chosen)}


def areas(today: date) -> Sequence[str]:
    """Return the areas that the agencies of the directory come from, those of most agencies first."""
    chosen = (
        listed(today)
        .with_only_columns(Agency.area)
        .where(Agency.area != "")
        .group_by(Agency.area)
        .order_by(func.count().desc(), Agency.area)
    )
    return db.session.scalars(chosen.limit(MOST_AREAS)).all()
