"""Rows of the kernel that are told to the ledger, for its tests."""

import sqlalchemy as sa
from sqlalchemy import select

from kernel import clock as kernel_clock
from kernel import ledger
from kernel.calendars import CalendarEdition, CalendarYear
from kernel.db import db, transaction
from kernel.ledger import Entry

ACT = {"actor_id": None, "rule": "T5"}


def say_it(row, act="kernel.calendar.touched", **more):
    return ledger.record(row, act, **(ACT | more))


def new_year(number=2050, **details):
    with transaction():
        row = CalendarYear(year=number, editions=0)
        say_it(row, details=details)
    return row


def edition(number=2050):
    now = kernel_clock.now()
    return CalendarEdition(year=number, edition=1, number="", off="[]", work="[]", imported_at=now)


def proved(number=2050):
    year = new_year(number)
    with transaction():
        row = edition(number)
        say_it(year, proves=[row])
    return row


def change(row, first=lambda: None, then=lambda: None):
    with transaction():
        first()
        row.editions = 7
        then()


def stored(number=2050):
    return db.session.execute(
        sa.text("SELECT editions FROM calendar_year WHERE year = :year"), {"year": number}
    ).scalar()


def number_of_entries():
    return db.session.scalar(select(sa.func.count()).select_from(Entry))


def alter(column, value, entry_id):
    db.session.commit()
    change = sa.text(f"UPDATE ledger_entry SET {column} = :value WHERE id = :id")  # noqa: S608  our own names
    db.session.execute(change, {"value": value, "id": entry_id})
    db.session.commit()
