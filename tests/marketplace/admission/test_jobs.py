"""The jobs of admission: reminders and what an agency is found by. Late or twice, they do no harm."""

from datetime import timedelta

from sqlalchemy import select

from accounts import operations as accounts
from accounts.models import Message
from kernel import jobs, search
from kernel.db import db, transaction
from tests import personas
from tests.factories import admission as make


def told(agency):
    return db.session.scalars(select(Message).where(Message.organisation_id == agency.id)).all()


def remind(clock, **ahead):
    clock.ahead(**ahead)
    tally = jobs.once("remind-qualifications", clock.today)
    assert tally.failed == 0
    return tally.done


def test_a_lapsing_qualification_is_named_three_times(db_session, clock):
    agency = make.agency_with("A04", qualification=clock.today + timedelta(days=61))
    assert remind(clock) == 0
    for days, messages in ((1, 1), (0, 1), (29, 1), (1, 2), (22, 2), (1, 3), (7, 3), (1, 3)):
        remind(clock, days=days)
        assert len(told(agency)) == messages, (days, messages)
    assert told(agency)[0].link == "/admission/qualifications"


def test_a_reminder_that_comes_late_names_only_what_is_true_by_then(db_session, clock):
    agency = make.agency_with("A04", qualification=clock.today + timedelta(days=5))
    remind(clock)
    remind(clock)
    assert [m.once.rpartition(":")[2] for m in told(agency)] == ["7"]


def test_nobody_is_reminded_of_what_is_renewed_withdrawn_endless_or_not_admitted(db_session, clock):
    soon = clock.today + timedelta(days=20)
    renewed = make.agency_with("A04", name="江山市续证有限公司", qualification=soon)
    make.a_qualification(renewed, valid_until=None)
    draft = personas.agency().organisation
    make.admission(draft)
    make.a_qualification(draft, valid_until=soon)
    gone = make.agency_with("B02", organisation=personas.second_agency())
    make.a_qualification(gone, valid_until=soon, withdrawn_on=clock.today)
    assert remind(clock) == 0


def test_an_agency_is_found_by_its_new_area_after_the_night(db_session, clock):
    user = personas.agency()
    agency = make.agency_with("B02", organisation=user)
    with transaction():
        accounts.change_details(user.organisation, {"area": "衢州市柯城区"}, actor_id=user.id)
    assert not db.session.scalars(search.matching("agency", "柯城")).all()
    clock.ahead(days=1)
    for _ in range(2):
        assert jobs.once("index-agencies", clock.today).done == 1
        assert db.session.scalars(search.matching("agency", "柯城")).all() == [agency.id]
    clock.ahead(days=30)
    assert jobs.once("index-agencies", clock.today).done == 0
