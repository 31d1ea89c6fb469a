"""Notices, offers and awards for tests, made by the operations themselves."""

from datetime import date, timedelta

from sqlalchemy import func, select

from blacklist import operations as blacklist
from blacklist.findings import Overdue
from kernel import clock, law
from kernel.db import db, transaction
from marketplace.selection import operations, queries
from tests.factories import admission, projects


def notice(owner, *agencies, need=None, days=5):
    """Invite agencies (their people) to offer for a need of an owner."""
    today = clock.today()
    need = need or projects.need(owner)
    ids = [person.organisation_id for person in agencies]
    until = law.calendar().add(today, days).day
    with transaction():
        return operations.invite(need, ids, until, "", actor_id=owner.id, today=today, book=law.book())


def offer(row, agency, price_fen=2_800_000, workdays=15):
    """Let an agency offer for a notice."""
    entry = entry_of(row, agency)
    with transaction():
        return operations.offer(
            entry, price_fen, workdays, "", actor_id=agency.id, today=clock.today(), book=law.book()
        )


def entry_of(row, agency):
    """Return an agency's entry for a notice."""
    return next(r for r in queries.registrations_of(row.id) if r.agency_id == agency.organisation_id)


def award(owner, agency, row=None, need=None, **terms):
    """Let an owner choose an agency for a need."""
    row = row or notice(owner, agency, need=need)
    entry = offer(row, agency, **terms)
    with transaction():
        return operations.choose(
            row,
            entry.id,
            "价格合理，时限最短",
            actor_id=owner.id,
            today=clock.today(),
            calendar=law.calendar(),
            book=law.book(),
        )


def count(table):
    """Return how many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table))


def ready(*people, item="B02"):
    """Admit agencies that list an item."""
    for person in people:
        admission.agency_with(item, organisation=person)
    return people


def lock_out(agency, fact_on=date(2026, 5, 4), decided_on=date(2026, 5, 20)):
    """Blacklist an agency."""
    with transaction():
        finding = Overdue(order=1, due_on=fact_on - timedelta(days=1), days=1)
        blacklist.take_over_decision(
            agency.organisation, finding, decided_on, "江审管〔2026〕7号", actor_id=None, book=law.book()
        )
