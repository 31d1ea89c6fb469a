"""Reads of external records and of the sheets in which they came."""

from collections.abc import Iterable

from sqlalchemy import select, tuple_

from accounts.kinds import Kind
from accounts.models import Agency, User
from kernel.db import db
from kernel.paging import Key, Page, page
from marketplace.oversight.penalties.models import ExternalRecord, RecordImport

Name = tuple[int, str, str]


def record(record_id: int) -> ExternalRecord | None:
    """Return an external record, or None."""
    return db.session.get(ExternalRecord, record_id)


def records(person: User, after: str | None = None) -> Page[ExternalRecord]:
    """Return a page of what a person may see: its authority's, those about its agency, or all; the newest first."""
    chosen, body = select(ExternalRecord), person.organisation
    if body.kind == Kind.AUTHORITY:
        chosen = chosen.where(ExternalRecord.authority_key == body.authority_key)
    elif body.kind == Kind.AGENCY:
        chosen = chosen.where(ExternalRecord.agency_id == body.id)
    return page(chosen, [Key(ExternalRecord.id, downwards=True)], after)


def record_import(import_id: int) -> RecordImport | None:
    """Return a sheet that was brought, or None."""
    return db.session.get(RecordImport, import_id)


def record_imports(authority_key: str) -> list[RecordImport]:
    """Return the newest sheets that an authority brought."""
    chosen = select(RecordImport).where(RecordImport.authority_key == authority_key)
    return list(db.session.scalars(chosen.order_by(RecordImport.id.desc()).limit(10)))


def agencies_by_code(codes: Iterable[str]) -> dict[str, Agency]:
    """Return the agencies that have one of some credit codes, by code, in one statement."""
    chosen = select(Agency).where(Agency.uscc.in_(set(codes)))
    return {row.uscc: row for row in db.session.scalars(chosen) if row.uscc}


def agency_named(words: str) -> Agency | None:
    """Return the only agency that has exactly this name, or this credit code; else None."""
    chosen = select(Agency).where((Agency.name == words) | (Agency.uscc == words.upper()))
    found = db.session.scalars(chosen.limit(2)).all()
    return found[0] if len(found) == 1 else None


def standing_names(names: Iterable[Name]) -> set[Name]:
    """Return which records, named by agency, source and number, are on file and not set aside, in one statement."""
    table, wanted = ExternalRecord, list(names)
    if not wanted:
        return set()
    chosen = select(table.agency_id, table.source, table.number).where(
        tuple_(table.agency_id, table.source, table.number).in_(wanted), table.set_aside_on.is_(None)
    )
    return {(row[0], row[1], row[2]) for row in db.session.execute(chosen)}
