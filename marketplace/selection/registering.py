"""S3, S4, S6: an agency registers for an open notice, changes or withdraws it, until the closing to the second."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from accounts import codes
from accounts.models import Organisation
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import NotFound, Refused, WrongState
from kernel.rulebook import applies
from kernel.sentences import Sentence, say
from kernel.typed import plain
from marketplace.admission.gate import UNLISTED, gates
from marketplace.selection import notices, sealing, windows
from marketplace.selection.catalogue import method
from marketplace.selection.choosing import Stage
from marketplace.selection.desk import Desk
from marketplace.selection.models import Notice, Registration
from marketplace.selection.offers import Receipt, Tender
from marketplace.selection.procedure import State, state
from marketplace.selection.tables import Terms

HUNDREDTHS = 100
LIST_IT = say("Your agency does not list this service. List it first, then register before the closing.")


class Entered(NamedTuple):
    """A registration, and the receipt of its sealed offer, where the method seals."""

    row: Registration
    receipt: Receipt | None = None


@applies("S3", "S4")
def register(notice: Notice, agency: Organisation, tender: Tender, *, desk: Desk) -> Entered:
    """Register for a notice, or change what was registered (S3, S4, S6).

    `desk.now` is the moment of the server's receipt, before any waiting: closing is to the second by it. Once per
    notice; what is sent again takes the place of what was sent before. A sealed offer is sealed on receipt (S5).
    """
    lock(notice)
    terms = notices.terms_of(notice.id)
    must_be_open(notice, desk)
    refused = told(agency, notice, terms, desk)
    if refused:
        raise refused
    _check(tender, notice, terms)
    row = notices.entry_of(notice.id, agency.id)
    act = "selection.registration.changed"
    if row is None:
        row, act = (
            Registration(notice=notice, agency=agency, agency_id=agency.id),
            "selection.registration.made",
        )
    elif row.ending:
        raise Refused(row.ending.rule, say("Your part in this choice has ended."))
    row.registered_at, row.declined_at = desk.now, None
    details = {"notice": notice.number, "agency": agency.id, "received_at": desk.now}
    by = desk.actor_id
    if method(notice.method).seals:
        db.session.add(row)
        db.session.flush()  # the sealed offer names it by its id
        receipt, sealed = sealing.receive(row, terms, tender, desk)
        details |= {"offer_sha256": receipt.offer_sha256, "sealed_sha256": receipt.sealed_sha256}
        ledger.record(row, act, actor_id=by, rule="S5", details=details, proves=(sealed,))
        return Entered(row, receipt)
    lay_open(row, tender)
    ledger.record(row, act, actor_id=by, rule="S3", details=details)
    return Entered(row)


def lay_open(row: Registration, tender: Tender) -> None:
    """Write what was offered into the registration, where everybody may read it in time."""
    row.workdays, row.price_fen = tender.workdays, tender.price_fen
    row.discount_hundredths = hundredths(tender.discount)


def standing(row: Registration | None) -> Registration:
    """Return a registration that is there; raise NotFound for none."""
    if row is None:
        raise NotFound
    return row


def withdraw(row: Registration, *, desk: Desk) -> Registration:
    """Withdraw a registration before the closing; until then the agency may register again."""
    lock(row.notice)
    lock(row)
    must_be_open(row.notice, desk)
    if row.declined_at or row.ended_on:
        raise WrongState(say("The registration has been withdrawn already."))
    row.declined_at = desk.now
    details = {"notice": row.notice.number, "agency": row.agency_id}
    ledger.record(row, "selection.registration.withdrawn", actor_id=desk.actor_id, rule="S3", details=details)
    return row


def must_be_open(notice: Notice, desk: Desk) -> None:
    """Raise Refused where registration is not open at the moment of receipt (S4)."""
    if is_open(notice, desk):
        return
    course = notices.course_of(notice, desk.book)
    if _takes(notice, desk):
        raise Refused("S4", say("Registration has just closed. Look again in a minute."))
    if notice.withdrawn_on:
        raise WrongState(say("The notice has been withdrawn."))
    closing = course.closing(desk.now)
    raise Refused("S4", say("Registration closed at %(closing)s, by the server's clock.", closing=closing))


def is_open(notice: Notice, desk: Desk) -> bool:
    """Tell whether registration is open at the moment of receipt (S4)."""
    return _takes(notice, desk) and not _settles(notice, desk)


def _takes(notice: Notice, desk: Desk) -> bool:
    found = state(notices.course_of(notice, desk.book), desk.now)
    return found is State.PUBLISHED and notices.chain_of(notice.id).fixed_at is None


def _settles(notice: Notice, desk: Desk) -> bool:
    """Tell whether the first closing has passed only now, so that it is not known whether it is extended."""
    return notice.closes_at is not None and notice.closes_at <= desk.now < notice.closes_at + windows.SETTLE


def barred(agency: Organisation, notice: Notice, terms: Terms, desk: Desk) -> Refused | None:
    """Say why an agency may not take part in a notice today, or None (S3, S6)."""
    return all_barred([agency], notice, terms, desk).get(agency.id)


@applies("S6")
def all_barred(
    agencies: Iterable[Organisation], notice: Notice, terms: Terms, desk: Desk
) -> dict[int, Refused]:
    """Say of each agency that may not take part in a notice today why (S3, S6), in as many statements for all as for one.

    S6: both sides declare. What an agency has declared is asked at the gate; here are those whom the owner named.
    """
    asked = {agency.id: agency for agency in agencies}
    refused = gates(asked, notice.owner_id, notice.item_code, desk.today, desk.book)
    lines = [line for line in terms.avoidance.splitlines() if line.strip()]
    names, uscc = {plain(line) for line in lines}, {codes.compact(line) for line in lines}
    named = {i for i, agency in asked.items() if plain(agency.name) in names or agency.uscc in uscc}
    tied = Refused("S6", say("The owner has declared a tie to your agency."))
    return dict.fromkeys(named, tied) | refused


@applies("S3")
def told(agency: Organisation, notice: Notice, terms: Terms, desk: Desk) -> Refused | None:
    """Say to the agency itself why it may not take part in a notice today, or None (S3, S6)."""
    refused = barred(agency, notice, terms, desk)
    return Refused("S3", LIST_IT) if refused and refused.sentence == UNLISTED else refused


def warning(agency: Organisation, owner: Organisation) -> Sentence | None:
    """Say what agency and owner share that bars nobody and is shown (S6): the telephone, or the address."""
    if agency.phone and agency.phone == owner.phone:
        return say("Agency and owner have the same telephone.")
    if agency.address and agency.address == owner.address:
        return say("Agency and owner have the same address.")
    return None


def hundredths(discount: Decimal | None) -> int | None:
    """Return a discount in per cent as whole hundredths of a per cent, as it is kept."""
    return None if discount is None else int(discount * HUNDREDTHS)


def _check(tender: Tender, notice: Notice, terms: Terms) -> None:
    """Raise Refused where an offer is not what the notice asks for."""
    asked = {one.name for one in method(notice.method).asked(Stage.OFFER)}
    most = terms.most_workdays or 0
    if not 0 < tender.workdays <= most:
        sentence = say("Promise 1 to %(most)s working days.", most=most)
        raise Refused("C1", sentence, field="workdays")
    if "price_fen" in asked and terms.amount_fen and (tender.price_fen or 0) > terms.amount_fen:
        raise Refused("S2", say("The price is above the highest that is accepted."), field="price_fen")
    if "price_fen" in asked and not tender.price_fen:
        raise Refused("S2", say("Name a price."), field="price_fen")
    if "discount" in asked and (tender.discount is None or not 0 <= tender.discount < HUNDREDTHS):
        raise Refused("S2", say("Name a discount from 0 to below 100 per cent."), field="discount")
