"""Reads of admissions, and who may be chosen for an item; why one may not is said by `gate`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, or_, select
from sqlalchemy.orm import aliased

from accounts import queries as accounts
from accounts.models import Organisation
from blacklist import queries as blacklist
from kernel.db import db
from kernel.ledger import Entry
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar, Reckoned
from marketplace.admission import rules
from marketplace.admission.catalogue import items
from marketplace.admission.models import (
    Admission,
    Affiliation,
    AgencyImport,
    ListedService,
    Practitioner,
    Qualification,
    Reentry,
)

DRAFT, SUBMITTED, RETURNED, ACCEPTED = "draft", "submitted", "returned", "accepted"


@dataclass(frozen=True)
class Brought:
    """All that an agency has entered for its admission, what it has withdrawn left out."""

    agency: Organisation | None
    admission: Admission | None
    qualifications: Sequence[Qualification]
    practitioners: Sequence[Practitioner]
    services: Sequence[ListedService]
    affiliations: Sequence[Affiliation]


def admission_of(agency_id: int) -> Admission | None:
    """Return the application of an agency, or None."""
    return db.session.scalars(select(Admission).where(Admission.agency_id == agency_id)).first()


def admission(admission_id: int) -> Admission | None:
    """Return an application, or None."""
    return db.session.get(Admission, admission_id)


def to_check(after: str | None = None) -> Page[Admission]:
    """Return a page of the applications that wait for the form check, the oldest first."""
    chosen = select(Admission).where(Admission.state == SUBMITTED, Admission.submitted_on.is_not(None))
    return page(chosen, [Key(Admission.submitted_on), Key(Admission.id)], after)


def qualification(qualification_id: int) -> Qualification | None:
    """Return a qualification, or None."""
    return db.session.get(Qualification, qualification_id)


def qualifications_of(agency_id: int) -> Sequence[Qualification]:
    """Return the qualifications of an agency that it has not withdrawn."""
    chosen = select(Qualification).where(
        Qualification.agency_id == agency_id, Qualification.withdrawn_on.is_(None)
    )
    return db.session.scalars(chosen.order_by(Qualification.kind, Qualification.id)).all()


def practitioner(practitioner_id: int) -> Practitioner | None:
    """Return a practitioner, or None."""
    return db.session.get(Practitioner, practitioner_id)


def practitioners_of(agency_id: int) -> Sequence[Practitioner]:
    """Return the people who practise for an agency."""
    chosen = select(Practitioner).where(Practitioner.agency_id == agency_id, Practitioner.left_on.is_(None))
    return db.session.scalars(chosen.order_by(Practitioner.id)).all()


def service(service_id: int) -> ListedService | None:
    """Return a listed service, or None."""
    return db.session.get(ListedService, service_id)


def services_of(agency_id: int) -> Sequence[ListedService]:
    """Return the services that an agency lists, those closed by it left out."""
    chosen = select(ListedService).where(
        ListedService.agency_id == agency_id, ListedService.closed_on.is_(None)
    )
    return db.session.scalars(chosen.order_by(ListedService.item_code)).all()


def affiliation(affiliation_id: int) -> Affiliation | None:
    """Return a declared tie, or None."""
    return db.session.get(Affiliation, affiliation_id)


def affiliations_of(agency_id: int) -> Sequence[Affiliation]:
    """Return the ties that an agency has declared and not withdrawn."""
    chosen = select(Affiliation).where(Affiliation.agency_id == agency_id, Affiliation.withdrawn_on.is_(None))
    return db.session.scalars(chosen.order_by(Affiliation.id)).all()


def brought(agency_id: int) -> Brought:
    """Return all that an agency has entered for its admission, in a fixed number of statements."""
    return Brought(
        accounts.organisation(agency_id),
        admission_of(agency_id),
        qualifications_of(agency_id),
        practitioners_of(agency_id),
        services_of(agency_id),
        affiliations_of(agency_id),
    )


def same_qualification(agency_id: int, kind: str, number: str) -> Qualification | None:
    """Return the qualification of an agency with a kind and number, withdrawn or not, or None."""
    mine = (Qualification.agency_id == agency_id, Qualification.kind == kind, Qualification.number == number)
    return db.session.scalars(select(Qualification).where(*mine)).first()


def same_practitioner(agency_id: int, certificate: str) -> Practitioner | None:
    """Return the practitioner of an agency with a certificate, gone or not, or None."""
    mine = (Practitioner.agency_id == agency_id, Practitioner.certificate == certificate)
    return db.session.scalars(select(Practitioner).where(*mine)).first()


def same_service(agency_id: int, item_code: str) -> ListedService | None:
    """Return the listing of an item by an agency, closed or not, or None."""
    mine = (ListedService.agency_id == agency_id, ListedService.item_code == item_code)
    return db.session.scalars(select(ListedService).where(*mine)).first()


def lapsing(first: date, last: date) -> Sequence[int]:
    """Return the ids of the qualifications of admitted agencies that end within some days and have no longer one."""
    longer = aliased(Qualification)
    renewed = exists().where(
        longer.agency_id == Qualification.agency_id,
        longer.kind == Qualification.kind,
        longer.withdrawn_on.is_(None),
        or_(longer.valid_until.is_(None), longer.valid_until > Qualification.valid_until),
    )
    chosen = (
        select(Qualification.id)
        .join(Admission, Admission.agency_id == Qualification.agency_id)
        .where(
            Admission.state == ACCEPTED,
            Qualification.withdrawn_on.is_(None),
            Qualification.valid_until.between(first, last),
            ~renewed,
        )
    )
    return db.session.scalars(chosen.order_by(Qualification.id)).all()


def changed_since(moment: datetime) -> Sequence[int]:
    """Return the ids of the admitted agencies of which something was changed since a moment."""
    entry = aliased(Entry)
    said = exists().where(
        entry.act == "accounts.organisation.changed",
        entry.at >= moment,
        entry.subject_kind == "organisation",
        entry.subject_id == cast(Admission.agency_id, String),
    )
    return db.session.scalars(select(Admission.agency_id).where(Admission.state == ACCEPTED, said)).all()


def agency_import(import_id: int) -> AgencyImport | None:
    """Return an import, or None."""
    return db.session.get(AgencyImport, import_id)


def imports(after: str | None = None) -> Page[AgencyImport]:
    """Return a page of the imports, the newest first."""
    return page(select(AgencyImport), [Key(AgencyImport.id, downwards=True)], after)


def qualified(item_code: str, agency_id: Any, today: date) -> ColumnElement[bool]:  # noqa: ANN401  an id or a column
    """Return the condition that an agency has a valid qualification of the kind that an item wants (A3)."""
    kind = items()[item_code].qualification_kind
    if not kind:
        return Admission.id.is_not(None)
    valid = and_(
        Qualification.agency_id == agency_id,
        Qualification.kind == kind,
        Qualification.withdrawn_on.is_(None),
        Qualification.valid_from <= today,
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= today),
    )
    return exists().where(valid)


def offering(item_code: str, today: date) -> Select[Any]:
    """Select the listed services of the agencies that may be chosen for an item on a day (S3)."""
    return (
        select(ListedService)
        .join(Admission, Admission.agency_id == ListedService.agency_id)
        .join(Organisation, Organisation.id == ListedService.agency_id)
        .where(
            ListedService.item_code == item_code,
            ListedService.closed_on.is_(None),
            Admission.state == ACCEPTED,
            Organisation.switched_off_at.is_(None),
            Organisation.verified_at.is_not(None),
            ListedService.agency_id.not_in(blacklist.barred_on(today)),
            qualified(item_code, ListedService.agency_id, today),
        )
    )


def check_due(rows: Iterable[Admission], calendar: Calendar, book: Rulebook) -> dict[int, Reckoned]:
    """Return, of the applications that wait for the form check, the day by which each is answered (A1)."""
    waiting = {row.id: row.submitted_on for row in rows if row.state == SUBMITTED}
    return {row_id: rules.check_due(day, calendar, book) for row_id, day in waiting.items() if day}


def in_publicity(
    agency_ids: Iterable[int], calendar: Calendar, book: Rulebook, today: date
) -> dict[int, date]:
    """Return, of the agencies named, those in their publicity with its last day (A2), after a re-entry as well."""
    ids = set(agency_ids)
    admitted = select(Admission.agency_id, Admission.accepted_on).where(
        Admission.agency_id.in_(ids), Admission.accepted_on.is_not(None)
    )
    back = select(Reentry.agency_id, Reentry.decided_on).where(
        Reentry.agency_id.in_(ids), Reentry.state == "admitted"
    )
    last: dict[int, date] = {}
    for agency_id, day in db.session.execute(admitted.union_all(back)):
        if day is not None:
            last[agency_id] = max(day, last.get(agency_id, day))
    ends = {i: rules.publicity_until(day, calendar, book).day for i, day in last.items()}
    return {agency_id: day for agency_id, day in ends.items() if today <= day}
