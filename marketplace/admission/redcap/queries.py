"""Reads of the register: a page of it, one entry, and what it knows of an agency."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from kernel.db import db
from kernel.paging import Key, Page, page
from kernel.typed import plain
from marketplace.admission.catalogue import authorities
from marketplace.admission.redcap.models import Institution, InstitutionAgency, InstitutionSheet
from marketplace.admission.redcap.rules import Standing

LONGEST = 80


@dataclass(frozen=True)
class Sought:
    """What is looked for in the register: words of a name or code, an authority, a standing."""

    words: str = ""
    authority: str = ""
    standing: str = ""


def sought(args: Mapping[str, str]) -> Sought:
    """Read what is looked for from an address; what is no authority or standing is not asked for."""
    authority, standing = args.get("authority", ""), args.get("state", "")
    return Sought(
        " ".join(args.get("q", "").split())[:LONGEST],
        authority if authority in authorities() else "",
        standing if standing in set(Standing) else "",
    )


def register(found: Sought, today: date) -> Select[Any]:
    """Select the entries that fit, those struck off left out."""
    chosen = select(Institution).where(Institution.struck_on.is_(None))
    if found.words:
        by_name = Institution.name.contains(found.words, autoescape=True)
        chosen = chosen.where(or_(by_name, Institution.uscc == found.words.upper()))
    if found.authority:
        chosen = chosen.where(Institution.authority_key == found.authority)
    if found.standing:
        chosen = chosen.where(_stands(Standing(found.standing), today))
    return chosen


def listed(found: Sought, today: date, after: str | None = None) -> Page[Institution]:
    """Return a page of the entries that fit, by authority and name."""
    keys = [Key(Institution.authority_key), Key(Institution.name), Key(Institution.id)]
    return page(register(found, today), keys, after)


def everything(found: Sought, today: date) -> Sequence[Institution]:
    """Return all the entries that fit, for the export."""
    chosen = register(found, today)
    return db.session.scalars(chosen.order_by(Institution.authority_key, Institution.name)).all()


def counts(today: date) -> dict[Standing, int]:
    """Return how many entries stand how, in one statement."""
    each = [func.count().filter(_stands(standing, today)) for standing in Standing]
    row = db.session.execute(select(*each).where(Institution.struck_on.is_(None))).one()
    return dict(zip(Standing, row, strict=True))


def institution(institution_id: int) -> Institution | None:
    """Return an entry, or None."""
    return db.session.get(Institution, institution_id)


def agency_link(link_id: int) -> InstitutionAgency | None:
    """Return the link of an agency to an entry, or None."""
    return db.session.get(InstitutionAgency, link_id)


def linked(institution_ids: Iterable[int]) -> dict[int, list[InstitutionAgency]]:
    """Return the agencies linked to some entries, by entry, in one statement."""
    chosen = select(InstitutionAgency).where(InstitutionAgency.institution_id.in_(set(institution_ids)))
    found: dict[int, list[InstitutionAgency]] = defaultdict(list)
    for row in db.session.scalars(chosen.order_by(InstitutionAgency.id)):
        found[row.institution_id].append(row)
    return found


def links_of(uscc: str | None) -> Sequence[InstitutionAgency]:
    """Return what the register knows of an agency, by its credit code: of entries that are not struck off."""
    return links([uscc]).get(uscc or "", [])


def links(usccs: Iterable[str | None]) -> dict[str, list[InstitutionAgency]]:
    """Return what the register knows of agencies, by credit code, in one statement: of entries not struck off."""
    codes = {uscc for uscc in usccs if uscc}
    chosen = (
        select(InstitutionAgency)
        .join(Institution)
        .where(InstitutionAgency.uscc.in_(codes), Institution.struck_on.is_(None))
    )
    found: dict[str, list[InstitutionAgency]] = defaultdict(list)
    for row in db.session.scalars(chosen.order_by(InstitutionAgency.id)):
        found[row.uscc].append(row)
    return found


def known(names: Iterable[str], codes: Iterable[str | None]) -> Sequence[Institution]:
    """Return the entries that have one of some names, however written, or credit codes, in one statement."""
    wanted, coded = {plain(n) for n in names if n}, {c for c in codes if c}
    if not wanted and not coded:
        return ()
    fits = or_(
        Institution.plain_name.in_(wanted) if wanted else false(),
        Institution.uscc.in_(coded) if coded else false(),
    )
    return db.session.scalars(select(Institution).where(Institution.struck_on.is_(None), fits)).all()


def sheet_of(sheet_id: int) -> InstitutionSheet | None:
    """Return a list that was brought, or None."""
    return db.session.get(InstitutionSheet, sheet_id)


def sheets() -> Sequence[InstitutionSheet]:
    """Return the newest lists that were brought."""
    chosen = select(InstitutionSheet).order_by(InstitutionSheet.id.desc()).limit(10)
    return db.session.scalars(chosen).all()


def _stands(standing: Standing, today: date) -> ColumnElement[bool]:
    """Return the condition that an entry stands so on a day, as `rules.stands` says it of one."""
    is_excepted, is_proved = Institution.excepted_by != "", Institution.decoupled_on <= today
    is_decoupled = Institution.state == Standing.DECOUPLED
    return {
        Standing.EXCEPTED: is_excepted,
        Standing.DECOUPLED: and_(~is_excepted, is_decoupled, is_proved),
        Standing.IN_PROGRESS: and_(
            ~is_excepted, or_(Institution.state == Standing.IN_PROGRESS, and_(is_decoupled, ~is_proved))
        ),
        Standing.BOUND: and_(~is_excepted, Institution.state == Standing.BOUND),
    }[standing]
