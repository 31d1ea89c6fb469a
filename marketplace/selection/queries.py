"""Reads of notices, registrations and awards, and of the track record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Exists, and_, func, or_, select, true

from accounts.models import Organisation
from blacklist import queries as blacklist
from kernel.db import db
from kernel.errors import NotFound
from kernel.paging import Key, Page, page
from kernel.periods import add_months
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar, Reckoned
from marketplace.selection import rules
from marketplace.selection.models import Award, Notice, Registration, TrackRecord

_STANDS = Award.ended_on.is_(None)
_LIVES = and_(Notice.withdrawn_on.is_(None), Notice.failed_on.is_(None))
_DIRECT = Notice.closes_at.is_(None)


def notice(notice_id: int) -> Notice | None:
    """Return a notice, or None."""
    return db.session.get(Notice, notice_id)


def registration(registration_id: int) -> Registration | None:
    """Return an agency's entry for a notice, or None."""
    return db.session.get(Registration, registration_id)


def award(award_id: int) -> Award | None:
    """Return an award, or None."""
    return db.session.get(Award, award_id)


def open_notice_of(need_id: int) -> Notice | None:
    """Return the notice of a need that has neither been withdrawn nor failed, or None."""
    return db.session.scalars(select(Notice).where(Notice.need_id == need_id, _LIVES)).first()


def notices_of_needs(need_ids: Iterable[int]) -> dict[int, Notice]:
    """Return the open notice of each need named, in one statement."""
    chosen = select(Notice).where(Notice.need_id.in_(set(need_ids)), _LIVES)
    return {row.need_id: row for row in db.session.scalars(chosen)}


def registrations_of(notice_id: int) -> Sequence[Registration]:
    """Return everyone who was invited for a notice, those who offered first, cheapest first."""
    chosen = select(Registration).where(Registration.notice_id == notice_id)
    return db.session.scalars(
        chosen.order_by(Registration.offered_at.is_(None), Registration.price_fen, Registration.id)
    ).all()


def invitations_to(agency_id: int, after: str | None = None) -> Page[Registration]:
    """Return a page of the notices that an agency was invited to, the newest first."""
    chosen = select(Registration).where(
        Registration.agency_id == agency_id, Registration.invited_at.is_not(None)
    )
    return page(chosen, [Key(Registration.id, downwards=True)], after)


def waiting_for_offer(agency_id: int | None, today: date) -> Sequence[Registration]:
    """Return the invitations that an agency, or any, has not answered and still may."""
    whose = true() if agency_id is None else Registration.agency_id == agency_id
    chosen = (
        select(Registration)
        .join(Notice)
        .where(
            whose,
            Registration.invited_at.is_not(None),
            Registration.offered_at.is_(None),
            Registration.declined_at.is_(None),
            Registration.ended_on.is_(None),
            Notice.withdrawn_on.is_(None),
            Notice.offers_until >= today,
            ~_is_chosen(),
        )
    )
    return db.session.scalars(chosen.order_by(Notice.offers_until, Registration.id)).all()


def waiting_for_choice(owner_id: int) -> Sequence[Notice]:
    """Return the owner's notices by direct choice for which nobody has been chosen."""
    chosen = select(Notice).where(
        Notice.owner_id == owner_id,
        _DIRECT,
        Notice.withdrawn_on.is_(None),
        ~_is_chosen(),
    )
    return db.session.scalars(chosen.order_by(Notice.offers_until, Notice.id)).all()


def award_of(notice_id: int) -> Award | None:
    """Return the award of a notice that stands, or None."""
    return db.session.scalars(select(Award).where(Award.notice_id == notice_id, _STANDS)).first()


def ended_award_of(notice_id: int) -> Award | None:
    """Return the last award of a notice that ended before its contract, or None."""
    chosen = select(Award).where(Award.notice_id == notice_id, Award.ended_on.is_not(None))
    return db.session.scalars(chosen.order_by(Award.id.desc())).first()


def known_award(award_id: int) -> Award:
    """Return an award; raise NotFound where there is none."""
    row = award(award_id)
    if row is None:
        raise NotFound
    return row


def awards_of_notices(notice_ids: Iterable[int]) -> dict[int, Award]:
    """Return the award of each notice named that stands, in one statement."""
    chosen = select(Award).where(Award.notice_id.in_(set(notice_ids)), _STANDS)
    return {row.notice_id: row for row in db.session.scalars(chosen)}


def awards_of_needs(need_ids: Iterable[int]) -> dict[int, Award]:
    """Return the award for each need named that stands, in one statement."""
    chosen = (
        select(Award)
        .join(Notice)
        .where(Notice.need_id.in_(set(need_ids)), Notice.withdrawn_on.is_(None), _STANDS)
    )
    return {row.notice.need_id: row for row in db.session.scalars(chosen)}


def open_registrations_of(agency_id: int) -> Sequence[Registration]:
    """Return the entries of an agency that have neither ended nor come to an award, on notices that stand."""
    chosen = select(Registration).join(Notice).where(Registration.agency_id == agency_id, *_is_open())
    return db.session.scalars(chosen.order_by(Registration.id)).all()


def barred_with_something_open(day: date) -> Sequence[int]:
    """Return the ids of the agencies that are locked out on a day and still have an open entry or an award (P11)."""
    barred = blacklist.barred_on(day)
    entered = select(Registration.agency_id).join(Notice).where(*_is_open())
    awarded = select(Award.agency_id).where(_STANDS)
    chosen = select(Organisation.id).where(
        Organisation.id.in_(barred), or_(Organisation.id.in_(entered), Organisation.id.in_(awarded))
    )
    return db.session.scalars(chosen.order_by(Organisation.id)).all()


def standing_awards_of(agency_id: int) -> Sequence[Award]:
    """Return the awards to an agency that have not ended."""
    return db.session.scalars(
        select(Award).where(Award.agency_id == agency_id, _STANDS).order_by(Award.id)
    ).all()


def awards_of_party(organisation_id: int) -> Sequence[Award]:
    """Return the latest awards of an owner or an agency, the newest first, as many as a workbench needs."""
    mine = or_(Award.owner_id == organisation_id, Award.agency_id == organisation_id)
    return db.session.scalars(select(Award).where(mine).order_by(Award.id.desc()).limit(100)).all()


def results(after: str | None = None, size: int = 20) -> Page[Award]:
    """Return a page of the published results, the newest first."""
    keys = [Key(Award.published_on, downwards=True), Key(Award.id, downwards=True)]
    return page(select(Award), keys, after, size)


def publicity_ends(row: Award, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the last day of an award's publicity (S8)."""
    return rules.publicity_until(row.published_on, calendar, book, public_money=row.notice.public_money)


def on_time_rates(agency_ids: Iterable[int], today: date, book: Rulebook) -> dict[int, rules.OnTime]:
    """Return the on-time rate of each agency named (S7), in one statement."""
    ids = set(agency_ids)
    since = add_months(today, -book.whole("S7.window_months", today))
    chosen = select(
        TrackRecord.agency_id, TrackRecord.in_time, TrackRecord.used_workdays, TrackRecord.promised
    ).where(
        TrackRecord.agency_id.in_(ids), TrackRecord.completed_on >= since, TrackRecord.completed_on < today
    )
    found: dict[int, list[rules.Completed]] = defaultdict(list)
    for agency_id, in_time, used, promised in db.session.execute(chosen):
        found[agency_id].append(rules.Completed(bool(in_time), used or 0, promised))
    return {i: rules.on_time(found[i], book, today) for i in ids}


def experiences(agency_ids: Iterable[int], item_code: str, today: date, book: Rulebook) -> dict[int, int]:
    """Return how many orders of an item each agency named completed in the last months (S2), in one statement."""
    ids = set(agency_ids)
    since = add_months(today, -book.whole("S2.experience_months", today))
    chosen = (
        select(TrackRecord.agency_id, func.count().label("many"))
        .where(
            TrackRecord.agency_id.in_(ids),
            TrackRecord.item_code == item_code,
            TrackRecord.completed_on >= since,
            TrackRecord.completed_on < today,
        )
        .group_by(TrackRecord.agency_id)
    )
    return dict.fromkeys(ids, 0) | {row.agency_id: row.many for row in db.session.execute(chosen)}


def track_of(order_number: str) -> TrackRecord | None:
    """Return what an order shows of its agency, or None before its clock runs."""
    return db.session.get(TrackRecord, order_number)


def loads(agency_ids: Iterable[int], today: date) -> dict[int, int]:
    """Return how many orders each agency named has in hand today, in one statement."""
    ids = set(agency_ids)
    chosen = (
        select(TrackRecord.agency_id, func.count().label("many"))
        .where(
            TrackRecord.agency_id.in_(ids),
            TrackRecord.started_on <= today,
            or_(TrackRecord.completed_on.is_(None), TrackRecord.completed_on > today),
            or_(TrackRecord.ended_on.is_(None), TrackRecord.ended_on > today),
        )
        .group_by(TrackRecord.agency_id)
    )
    return dict.fromkeys(ids, 0) | {row.agency_id: row.many for row in db.session.execute(chosen)}


def price_band(item_code: str, today: date, book: Rulebook) -> rules.PriceBand | None:
    """Return the band of an item's prices in the contracts of the last months (M2), or None for too few."""
    since = add_months(today, -book.whole("M2.months", today))
    chosen = select(TrackRecord.price_fen).where(
        TrackRecord.item_code == item_code, TrackRecord.started_on >= since
    )
    return rules.price_band(db.session.scalars(chosen).all(), book, today)


def _is_open() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an entry, joined with its notice, has neither ended nor come to an award."""
    return (
        Registration.declined_at.is_(None),
        Registration.ended_on.is_(None),
        _LIVES,
        ~_is_chosen(),
    )


def _is_chosen() -> Exists:
    """Return the condition that a notice has an award that stands."""
    return select(Award.id).where(Award.notice_id == Notice.id, _STANDS).exists()
