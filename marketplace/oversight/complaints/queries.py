"""Reads of complaints: one by its number or its receipt, and the lists of those who answer, are told, or complained."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false, func, select

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import Organisation, User
from accounts.tokens import digest
from kernel.db import db
from kernel.paging import Key, Page, page
from marketplace.oversight.complaints.models import Complaint, ComplaintPaper
from marketplace.oversight.complaints.vocabulary import Office

RECEIPTS = 5  # that one browser is shown


class Shelf(StrEnum):
    """Which complaints a list shows."""

    OPEN = "open"
    CLOSED = "closed"
    ABOUT = "about"
    MINE = "mine"
    ALL = "all"


def complaint(number: str) -> Complaint | None:
    """Return a complaint by its number, or None."""
    return db.session.scalars(select(Complaint).where(Complaint.number == number)).first()


def receipts(token: str) -> Sequence[Complaint]:
    """Return the newest complaints that came from a browser, by what it holds."""
    mine = select(Complaint).where(Complaint.receipt_hash == digest(token))
    return db.session.scalars(mine.order_by(Complaint.id.desc()).limit(RECEIPTS)).all()


def papers_of(complaint_id: int) -> Sequence[ComplaintPaper]:
    """Return the files that came with a complaint."""
    chosen = select(ComplaintPaper).where(ComplaintPaper.complaint_id == complaint_id)
    return db.session.scalars(chosen.order_by(ComplaintPaper.id)).all()


def paper(paper_id: int) -> ComplaintPaper | None:
    """Return a file that came with a complaint, or None."""
    return db.session.get(ComplaintPaper, paper_id)


def office_of(row: Complaint) -> Sequence[Organisation]:
    """Return the bodies that answer a complaint: the item's authority, the managing office or the supervisor (K1)."""
    if row.office != Office.AUTHORITY:
        return list(accounts.of_kind(Kind(row.office)))
    body = accounts.authority_by_key(row.authority_key)
    return [body] if body else []


def named(kind: Kind, words: str) -> Organisation | None:
    """Return the only organisation of a kind that has exactly this name, or this credit code; else None."""
    chosen = select(Organisation).where(
        Organisation.kind == kind, (Organisation.name == words) | (Organisation.uscc == words.upper())
    )
    found = db.session.scalars(chosen.limit(2)).all()
    return found[0] if len(found) == 1 else None


def shelves(person: User) -> list[Shelf]:
    """Return the lists that a person has, the one to begin with first."""
    kind = person.organisation.kind
    if kind == Kind.SUPERVISOR:
        return [Shelf.OPEN, Shelf.CLOSED, Shelf.ALL, Shelf.MINE]
    if kind in (Kind.AUTHORITY, Kind.MANAGING_OFFICE):
        return [Shelf.OPEN, Shelf.CLOSED, Shelf.MINE]
    return [Shelf.ABOUT, Shelf.MINE] if kind in (Kind.AGENCY, Kind.OWNER) else [Shelf.MINE]


def complaints(person: User, shelf: Shelf, after: str | None = None) -> Page[Complaint]:
    """Return a page of a person's list: what is open by its deadline, the rest from the newest."""
    chosen = select(Complaint).where(_on(shelf, person))
    if shelf is Shelf.OPEN:
        return page(chosen, [Key(Complaint.made_on), Key(Complaint.id)], after)
    return page(chosen, [Key(Complaint.id, downwards=True)], after)


def open_count(person: User) -> int:
    """Return how many complaints wait for a person's body."""
    return db.session.scalar(select(func.count()).where(_on(Shelf.OPEN, person))) or 0


def _on(shelf: Shelf, person: User) -> ColumnElement[bool]:
    conditions: dict[Shelf, Any] = {
        Shelf.OPEN: _answered_by(person) & Complaint.closed_on.is_(None),
        Shelf.CLOSED: _answered_by(person) & Complaint.closed_on.is_not(None),
        Shelf.ABOUT: (Complaint.about_id == person.organisation_id)
        & (Complaint.taken == "yes")
        & (Complaint.office != Office.SUPERVISOR),
        Shelf.MINE: Complaint.made_by == person.id,
        Shelf.ALL: Complaint.id.is_not(None) if person.is_of(Kind.SUPERVISOR) else false(),
    }
    found: ColumnElement[bool] = conditions[shelf]
    return found


def _answered_by(person: User) -> ColumnElement[bool]:
    body = person.organisation
    mine = Complaint.office == body.kind
    return mine & (Complaint.authority_key == body.authority_key) if body.kind == Kind.AUTHORITY else mine
