"""G9, P1, P11, P12: the marks stand beside the name wherever an agency is shown; who is out is in no list of choice."""

from datetime import date

import pytest

from tests import personas
from tests.factories import blacklist as decisions
from tests.factories import delivery, market, projects
from tests.factories import selection as make

CARD = "黄牌警告"


def carded(agency):
    decisions.rating(agency.organisation, 2025, determined_on=date(2026, 3, 12))


def shown(visit, addresses, mark):
    return {address: mark in visit(address).text for address in addresses}


@pytest.fixture
def name(db_session):
    """The first agency, found by its name."""
    head = personas.agency()
    delivery.ready(head)
    return head.organisation.name


def test_the_card_stands_beside_the_name_on_the_open_pages(visit, name):
    agency, owner = personas.agency(), personas.owner()
    award = make.award(owner, agency)
    carded(agency)
    pages = ["/agencies", "/agencies?item=B02", "/results", f"/results/{award.id}", "/"]
    pages += [f"/agencies/{agency.organisation_id}"]
    assert shown(visit, pages, CARD) == dict.fromkeys(pages, True)


def test_the_card_stands_beside_the_name_on_the_pages_of_an_owner(visit, name):
    agency, owner = personas.agency(), personas.owner()
    order = delivery.order("on-course")
    need = projects.need(owner)
    notice = make.notice(owner, agency)
    carded(agency)
    visit.as_(owner)
    pages = ["/orders", f"/orders/{order.number}", f"/needs/{need.id}/compare", f"/notices/{notice.id}"]
    pages += [f"/projects/{order.need.project_id}"]
    assert shown(visit, pages, CARD) == dict.fromkeys(pages, True)


def test_the_card_stands_beside_the_name_on_the_workbench_and_the_desk(visit, name):
    agency, owner = personas.agency(), personas.owner()
    order = delivery.order("accepted")
    carded(agency)
    visit.as_(owner)
    pages = ["/workbench", f"/orders/{order.number}/evaluation"]
    assert shown(visit, pages, CARD) == dict.fromkeys(pages, True)
    visit.as_(personas.operator())
    pages = ["/organisations", f"/organisations/{agency.organisation_id}"]
    assert shown(visit, pages, CARD) == dict.fromkeys(pages, True)


def test_who_is_blacklisted_is_in_no_list_of_choice_at_once_and_its_page_says_why_and_until_when(visit):
    agency, owner = personas.agency(), personas.owner()
    delivery.ready(agency)
    need = projects.need(owner)
    visit.as_(owner)
    pages = ["/agencies", "/agencies?item=B02", f"/needs/{need.id}/compare"]
    assert shown(visit, pages, "绿洲") == dict.fromkeys(pages, True)
    decisions.veto(
        agency.organisation, decided_on=date(2026, 5, 26), finding=decisions.overdue(date(2026, 5, 25))
    )
    assert shown(visit, pages, "绿洲") == dict.fromkeys(pages, False)
    page = visit.as_nobody()(f"/agencies/{agency.organisation_id}")
    for said in ("黑名单", "P4", "2026年5月26日", "2028年5月26日", "2028年5月27日"):
        assert said in page.text


def test_the_search_finds_nobody_who_is_out(visit):
    row = market.agency("江山市绿洲监测有限公司")
    assert "绿洲" in visit("/search?q=绿洲").text.replace("“绿洲”", "")
    decisions.veto(row, decided_on=date(2026, 5, 26), finding=decisions.overdue(date(2026, 5, 25)))
    page = visit("/search?q=绿洲")
    assert f"/agencies/{row.id}" not in page.links
