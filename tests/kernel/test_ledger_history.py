"""The ledger is append-only, and nothing of it is written in bulk."""

import pytest
import sqlalchemy as sa
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kernel.calendars import CalendarEdition, CalendarYear
from kernel.db import db, transaction
from kernel.ledger import Entry, Silence
from kernel.numbers import Counter
from tests.kernel.told import edition, new_year, proved, say_it

pytestmark = pytest.mark.usefixtures("db_session")


def test_an_entry_is_never_changed():
    new_year()
    entry = db.session.scalars(select(Entry)).one()
    with pytest.raises(Silence, match="Entry is append-only"), transaction():
        entry.rule = "T6"
    assert db.session.scalars(select(Entry.rule)).one() == "T5"


@pytest.mark.parametrize("which", [Entry, CalendarEdition])
def test_history_is_never_deleted(which):
    proved()
    row = db.session.scalars(select(which)).first()
    with pytest.raises(Silence, match="append-only"), transaction():
        db.session.delete(row)
    assert db.session.scalars(select(which)).first() is row


def test_evidence_is_never_changed():
    row = proved()
    with pytest.raises(Silence, match="CalendarEdition is append-only"), transaction():
        row.number = "9"


def test_evidence_never_gets_another_entry():
    row, year = proved(), new_year(2051)
    with pytest.raises(Silence, match="append-only"), transaction():
        say_it(year, proves=[row])
    assert db.session.get(CalendarEdition, row.id).entry.subject_id == "2050"


def test_evidence_without_an_entry_is_not_stored():
    new_year()
    with pytest.raises(IntegrityError), transaction():
        db.session.add(edition())


def test_evidence_carries_the_entry_that_proves_it():
    row = proved()
    assert row.entry_id == row.entry.id == max(db.session.scalars(select(Entry.id)))


@pytest.mark.parametrize(
    "statement",
    [
        update(CalendarYear).values(editions=9),
        delete(CalendarYear),
        insert(CalendarYear).values(year=1, editions=0, version=1),
        update(CalendarYear.__table__).values(editions=9),
        delete(CalendarYear).execution_options(claim="x"),
        update(CalendarEdition).values(number="9"),
        update(CalendarEdition).values(number="9").execution_options(claim="x"),
        delete(CalendarEdition),
        update(Entry).values(rule="T6").execution_options(claim="x"),
        delete(Entry.__table__),
        insert(Entry.__table__).values(uid="1"),
    ],
)
def test_nothing_of_it_is_written_in_bulk(statement):
    with pytest.raises(Silence, match="in bulk"):
        db.session.execute(statement)


def test_a_named_claim_may_change_audited_rows():
    new_year()
    claim = update(CalendarYear).where(CalendarYear.editions == 0).values(editions=1)
    assert db.session.execute(claim.execution_options(claim="take-the-year")).rowcount == 1


def test_other_tables_may_be_written_in_bulk():
    db.session.execute(insert(Counter), [{"kind": "T", "year": 1, "last": 1}])
    assert db.session.execute(update(Counter).values(last=2)).rowcount == 1
    joined = sa.text("DELETE FROM counter")
    assert db.session.execute(joined).rowcount == 1
