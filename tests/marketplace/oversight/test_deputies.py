"""A deputy in a case: acts for the authority in the dated days, says for whom, and takes no second part."""

from datetime import date

import pytest
from sqlalchemy import select

from blacklist import procedure, proceedings
from blacklist.findings import SeriousViolation, Violation
from blacklist.models import Case
from blacklist.procedure import Hand, Parts
from blacklist.steps import Desk, Said
from blacklist.vocabulary import State, Who
from kernel import law, ledger
from kernel.db import db
from kernel.errors import NotYours
from marketplace.oversight import operations
from tests import personas
from tests.factories import cases as walk
from tests.factories import delivery
from tests.factories import deputies as make

UPHELD = {"outcome": "upheld", "text": "认定成立。"}


@pytest.fixture
def deputy():
    return personas.other_authority()


def test_a_deputy_serves_the_charge_and_it_says_for_whom(visit, clock, deputy):
    row = walk.at(State.OPENED)
    absent = personas.authority()
    visit.as_(deputy)(f"/cases/{row.id}", status=403)
    make.deputation(absent, deputy)
    assert row.number in visit.as_(deputy)("/cases").text
    page = visit.submit(f"/cases/{row.id}/charge")
    assert f"代理{absent.name}" in page.text
    (step,) = proceedings.steps_of([row.id])[row.id]
    assert (step.actor_id, step.for_id) == (deputy.id, absent.id)
    assert f'"for":{absent.id}' in list(ledger.entries(row))[-1].details
    clock.set(date(2026, 6, 26))  # the day after the last
    visit.as_(deputy)(f"/cases/{row.id}", status=403)


def test_whose_principal_gave_the_opinion_does_not_decide(visit, clock, deputy):
    row = walk.at(State.DECISION)  # the head gave the opinion
    clock.set(walk.DECIDED)
    make.deputation(personas.authority(), deputy)
    assert "P5" in visit.as_(deputy)(f"/cases/{row.id}/decide", status=422).text


def test_who_stands_in_for_another_decides_and_its_principal_does_not_after_the_deputys_opinion(
    visit, clock, deputy
):
    row = walk.at(State.OPINION)
    clock.set(walk.OVER)
    make.deputation(personas.authority(), deputy)
    visit.as_(deputy)
    visit.submit(f"/cases/{row.id}/opine", UPHELD)
    for who in (deputy, personas.authority()):  # what either did, both did
        visit.as_(who)(f"/cases/{row.id}/decide", status=422)
    visit.as_(personas.second_officer())
    visit.submit(f"/cases/{row.id}/decide", UPHELD)


def test_a_deputy_of_the_second_officer_decides(visit, clock, deputy):
    row = walk.at(State.DECISION)
    clock.set(walk.DECIDED)
    make.deputation(personas.second_officer(), deputy)
    visit.as_(deputy)
    page = visit.submit(f"/cases/{row.id}/decide", UPHELD)
    assert "江中介决字〔2026〕1号" in page.text


def test_a_deputy_of_the_office_reviews_only_what_neither_took_part_in(visit, clock, deputy):
    row = walk.at(State.REVIEW)
    clock.set(walk.ASKED)
    make.deputation(personas.managing_office(), deputy)
    make.deputation(personas.second_of_the_office(), personas.second_officer())  # who decided the case
    visit.as_(deputy)(f"/cases/{row.id}/decide-review")
    visit.as_(personas.second_officer())(f"/cases/{row.id}/decide-review", status=422)


@pytest.mark.parametrize(
    ("who", "hand", "expected"),
    [
        (Who.OFFICER, Hand(1, of_authority=True, for_authority=2), 2),
        (Who.SECOND, Hand(1, of_authority=True, for_authority=2), 2),
        (Who.SECOND, Hand(1, of_office=True, for_office=3), 3),
        (Who.OFFICE, Hand(1, of_office=True, for_office=3), 3),
        (Who.REVIEWER, Hand(1, of_office=True, for_office=3), 3),
        (Who.OFFICER, Hand(1, of_authority=True), None),
        (Who.AGENCY, Hand(1, of_agency=True, for_authority=2), None),
    ],
)
def test_for_whom_a_step_is_taken(who, hand, expected):
    assert procedure.on_behalf(who, hand) == expected


def test_whose_deputy_handled_the_case_does_not_lead_its_hearing():
    assert not procedure.may_lead(2, Parts(charged=frozenset({1, 2})))
    assert procedure.may_lead(3, Parts(charged=frozenset({1, 2})))


def test_acts_that_only_one_person_can_take_have_no_deputy():
    assert procedure.on_behalf(Who.LEADER, Hand(1, for_office=2)) is None


FOUND = {"violation": "false-documents", "fact_on": "2026-05-20", "text": "报告所附检测数据系伪造。"}


def opened():
    return db.session.scalars(select(Case)).one()


def test_a_deputy_opens_a_case_for_the_authority_that_it_stands_in_for(visit, clock, deputy):
    agency, absent = personas.agency().organisation, personas.authority()
    make.deputation(absent, deputy)
    page = visit.as_(deputy)(f"/cases/new/{agency.id}")
    assert absent.organisation.name in page.text
    evidence = {"files": delivery.upload("伪造.pdf")}
    assert visit.submit(page, FOUND | evidence, status=422).errors
    key = absent.organisation.authority_key
    page = visit.submit(
        f"/cases/new/{agency.id}", FOUND | {"files": delivery.upload("伪造.pdf"), "authority": key}
    )
    row = opened()
    assert (row.authority_key, row.opened_by) == (key, deputy.id)
    assert f"代理{absent.name}" in page.text
    parts = proceedings.course_of(row, law.calendar(), law.book(), date(2026, 5, 26)).parts
    assert parts.opened_for == absent.id


def test_a_deputy_from_the_managing_office_opens_a_case_for_the_authority_alone(visit, clock):
    agency, absent, office = personas.agency().organisation, personas.authority(), personas.managing_office()
    address = f"/cases/new/{agency.id}"
    visit.as_(office)(address, status=403)
    make.deputation(absent, office)
    assert "/cases/new" in visit.as_(office)("/cases").links
    visit("/cases/new")
    visit.submit(address, FOUND | {"files": delivery.upload("伪造.pdf")})
    assert opened().authority_key == absent.organisation.authority_key
    visit("/cases/new/999999", status=404)
    clock.set(date(2026, 6, 26))
    visit.as_(office)(address, status=403)


def test_nobody_opens_a_case_for_an_authority_that_it_does_not_stand_in_for(db_session, deputy):
    finding = SeriousViolation(Violation.FALSE_DOCUMENTS, date(2026, 5, 20))
    desk = Desk(deputy, date(2026, 5, 26), law.calendar(), law.book())
    with pytest.raises(NotYours):
        operations.open_by_hand(personas.agency().organisation, finding, Said("…"), desk, "应急")
