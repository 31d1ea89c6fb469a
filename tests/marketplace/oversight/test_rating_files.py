"""P5a: from a determined D its file is opened, its letter issued and told, once; the review runs from its service."""

from datetime import date

import pytest
from sqlalchemy import select

from blacklist.models import Case
from kernel import issued, law
from kernel.db import db, transaction
from marketplace.oversight import rating_files
from tests import personas
from tests.factories import blacklist as made

DAY = date(2026, 3, 12)


def serve(day=DAY):
    office = personas.managing_office()
    with transaction():
        return rating_files.serve(office.id, day, law.calendar(), law.book())


@pytest.fixture
def agency(clock):
    clock.set(DAY)
    return personas.agency()


def file():
    return db.session.scalars(select(Case).order_by(Case.id.desc())).first()


def test_a_card_goes_out_with_its_letter_once(visit, agency):
    made.rating(agency.organisation, 2025, determined_on=DAY)
    assert serve() == 1
    assert serve() == 0
    (letter,) = issued.of(file())
    assert letter.kind == "measure"
    assert letter.number in visit.as_(agency)("/inbox").text
    page = visit.submit(visit(f"/cases/{file().id}"), form="/receive-decision")
    assert letter.number in page.text
    assert "复核" in page.text


def test_a_d_from_which_nothing_follows_has_no_letter(db_session, agency):
    made.veto(agency.organisation, date(2026, 1, 20), made.overdue(date(2025, 12, 4)))
    made.rating(agency.organisation, 2025, by_score="C", determined_on=DAY)
    assert serve() == 0


def test_what_was_determined_on_paper_before_is_not_served_again(db_session, agency):
    made.rating(agency.organisation, 2024, determined_on=date(2025, 3, 12))
    assert serve() == 0
