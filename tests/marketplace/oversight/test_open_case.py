"""A case by hand: an officer finds the agency, says what it did, and serves the charge with two clicks."""

from datetime import date

from sqlalchemy import select

from blacklist import proceedings
from blacklist.models import Case
from kernel.db import db
from tests import personas
from tests.factories import delivery
from tests.factories.delivery import upload

FOUND = {
    "violation": "false-documents",
    "fact_on": "2026-05-20",
    "text": "报告所附检测数据系伪造。",
}


def cases():
    return db.session.scalars(select(Case)).all()


def test_the_agency_is_found_by_a_part_of_its_name_or_its_code(visit):
    agency = personas.agency().organisation
    visit.as_(personas.authority())
    assert agency.name not in visit("/cases/new").text
    for words in ("绿洲", agency.uscc):
        page = visit(f"/cases/new?words={words}")
        assert f"/cases/new/{agency.id}" in page.links
    assert "没有" in visit("/cases/new?words=不存在的机构").text


def test_from_the_fact_to_the_served_charge(visit):
    agency = personas.agency().organisation
    visit.as_(personas.authority())
    page = visit.submit(f"/cases/new/{agency.id}", FOUND | {"files": upload("伪造.pdf")})
    (row,) = cases()
    assert page.path == f"/cases/{row.id}"
    assert "报告所附检测数据系伪造" in page.text
    assert row.opened_by == personas.authority().id
    assert row.fact_on == date(2026, 5, 20)
    draft = visit(f"/cases/{row.id}/charge")  # the first click
    assert "报告所附检测数据系伪造" in draft.text
    served = visit.submit(draft)  # the second
    assert "江中介告字〔2026〕1号" in served.text
    inbox = visit.as_(personas.agency())("/inbox").text
    assert row.number in inbox


def test_the_evidence_is_for_those_who_may_see_it(visit):
    agency = personas.agency().organisation
    visit.as_(personas.authority())
    visit.submit(f"/cases/new/{agency.id}", FOUND | {"files": upload("伪造.pdf")})
    (row,) = cases()
    (paper,) = proceedings.papers_of(row.id)[None]
    address = f"/cases/{row.id}/papers/{paper.id}"
    assert visit(address).answer.data.startswith(b"%PDF")
    visit.submit(f"/cases/{row.id}/charge")
    visit.as_(personas.agency())
    visit(address, status=404)
    visit.submit(f"/cases/{row.id}", form="/receive")
    visit(address)
    visit(f"/cases/{row.id}/papers/99999", status=404)


def test_what_is_missing_is_said_and_nothing_is_opened(visit):
    agency = personas.agency().organisation
    visit.as_(personas.authority())
    page = visit.submit(f"/cases/new/{agency.id}", {"fact_on": "2026-05-20"}, status=422)
    assert page.errors
    ahead = FOUND | {"fact_on": "2026-06-20", "files": upload()}
    assert "P4" in visit.submit(f"/cases/new/{agency.id}", ahead, status=422).text
    assert not cases()


def test_sent_twice_it_is_opened_once(visit):
    agency = personas.agency().organisation
    page = visit.as_(personas.authority())(f"/cases/new/{agency.id}")
    first = visit.submit(page, FOUND | {"files": upload()})
    second = visit.submit(page, FOUND | {"files": upload()})
    assert first.path == second.path
    assert len(cases()) == 1


def test_only_an_officer_of_an_authority_opens_one(visit):
    agency = personas.agency().organisation
    for who in (personas.owner(), personas.agency(), personas.managing_office(), personas.supervisor()):
        visit.as_(who)
        visit("/cases/new", status=403)
        visit(f"/cases/new/{agency.id}", status=403)
    visit.as_(personas.authority())("/cases/new/99999", status=404)


def test_an_officer_is_led_there_from_the_agency_and_from_its_order(visit):
    order = delivery.order("on-course")
    address = f"/cases/new/{order.agency_id}"
    for page in (f"/orders/{order.number}", f"/agencies/{order.agency_id}"):
        assert address in visit.as_(personas.other_authority())(page).links
        assert address not in visit.as_(personas.owner())(page).links
