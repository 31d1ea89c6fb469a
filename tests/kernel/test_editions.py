"""G10: an adopted edition is a row laid over the shipped figures, for every page, job and command alike."""

from datetime import date

import pytest
from flask import current_app
from sqlalchemy import text

from kernel import editions, law
from kernel.db import db, transaction
from kernel.ledger import Silence
from marketplace.app import create_app
from marketplace.config import from_environment
from tests.factories import editions as make

LAST, FIRST = date(2026, 12, 31), date(2027, 1, 1)


def test_an_adopted_edition_is_in_force_from_its_day(db_session, clock):
    assert law.book().value("G2.c", FIRST) == 70
    make.adopted(clock)
    assert (law.book().value("G2.c", LAST), law.book().value("G2.c", FIRST)) == (70, 72)
    assert law.book().edition_on(FIRST) == "2027-1"
    assert law.shipped_book().value("G2.c", FIRST) == 70


def test_the_rulebook_costs_one_statement_a_transaction(db_session, clock, count_statements):
    make.adopted(clock)
    law.book()
    db.session.rollback()
    with count_statements() as seen:
        assert law.book() is law.book()
    assert len(seen) == 1


def test_another_process_sees_the_edition_at_its_next_transaction(own_app, clock):
    held = law.book()
    other = create_app(current_app.extensions["settings"])
    with other.app_context():
        make.adopted(clock)
        assert law.book().value("G2.c", FIRST) == 72
        db.session.remove()
        db.engine.dispose()
    assert held.value("G2.c", FIRST) == 70
    db.session.rollback()
    assert law.book().value("G2.c", FIRST) == 72


def test_an_adoption_that_is_rolled_back_leaves_nothing(db_session, clock):
    row = make.proposed(clock)

    def adopt_and_fail():
        with transaction():
            editions.adopt(make.text(), make.DOCUMENT, clock.today, of=row, actor_id=1, today=clock.today)
            assert law.book().value("G2.c", FIRST) == 72
            raise RuntimeError

    with pytest.raises(RuntimeError):
        adopt_and_fail()
    assert law.book().value("G2.c", FIRST) == 70


def test_each_edition_can_be_had_as_it_left_the_rulebook(db_session, clock):
    first = make.adopted(clock)
    make.adopted(clock, make.text("2027-2", date(2027, 7, 1), G7_publicity=9))
    rows = editions.editions(db.session())
    assert [row.name for row in rows] == [first.name, "2027-2"]
    before = editions.up_to(rows[0].id, db.session(), law.shipped_book())
    assert before.value("G7.publicity", date(2027, 7, 1)) == 7
    assert law.book().value("G7.publicity", date(2027, 7, 1)) == 9


def test_an_adopted_edition_is_never_changed(db_session, clock):
    make.adopted(clock)
    row = editions.editions(db.session())[0]
    row.document = "另一号"
    with pytest.raises(Silence):
        db.session.flush()
    db.session.rollback()


def test_an_edition_without_a_document_and_a_day_cannot_be_written(db_session, clock):
    row = make.sent()
    with pytest.raises(Exception, match=r"(?i)check|constraint"), db.session.begin_nested():
        db.session.execute(text("UPDATE edition_draft SET state = 'adopted' WHERE id = :id"), {"id": row.id})


def test_without_a_database_the_shipped_figures_are_in_force():
    with create_app(from_environment({})).app_context():
        assert law.book() is law.shipped_book()
