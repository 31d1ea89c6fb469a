"""G9: agencies and inspectors are drawn by a figure nobody knew; results are told, public, and count."""

import json
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from credit import queries as credit
from kernel import law
from kernel.db import db
from marketplace.admission.catalogue import items
from marketplace.oversight.inspections import queries, sheet
from marketplace.oversight.inspections.models import Inspection, InspectionPlan
from marketplace.selection import draw
from tests import personas
from tests.factories import accounts, admission
from tests.factories import blacklist as decisions
from tests.factories import credit as ratings

WATER = next(code for code, item in items().items() if item.authority == "水利" and item.offered)
NUMBER = "SJ-2026-0001"
AT = f"/inspections/{NUMBER}"
FULL = {f"points_{item.key}": str(item.points) for item in sheet.items()}


def agencies(*grades):
    """List agencies of the authority, one a grade."""
    found = []
    for place, grade in enumerate(grades, 1):
        row = admission.agency_with(WATER, name=f"江山市水土咨询{place}号有限公司")
        if grade != "N":
            ratings.rating(row, 2025, grade)
        found.append(row)
    return found


def planned(visit, clock, *, until="drawn"):
    """Bring a plan of the authority 水利 to a state."""
    personas.second_officer()
    visit.as_(personas.authority())
    visit.submit("/inspections/new", {"year": "2026", "source": "fc3d"})
    if until == "published":
        return
    clock.ahead(minutes=1)
    visit.submit(AT, form="/list")
    if until == "listed":
        return
    clock.ahead(hours=10)
    visit.as_(personas.authority()).submit(f"{AT}/draw", {"value": "308"})


def drawn():
    return db.session.scalars(select(Inspection).order_by(Inspection.place)).all()


def inspector(row):
    return queries.inspectors_of([row.id])[row.id][0]


def test_commitment_then_list_then_figure_then_a_draw_that_anyone_can_replay(visit, clock):
    agencies("A", "A", "C", "C", "C", "C", "D", "N")
    planned(visit, clock, until="published")
    page = visit.as_nobody()(AT)
    plan = db.session.scalars(select(InspectionPlan)).one()
    assert plan.commitment in page.text.replace(" ", "")
    assert not plan.grades.strip("{}")
    visit.as_(personas.authority())
    clock.ahead(minutes=1)
    listed = visit.submit(AT, form="/list")
    assert "福彩3D 2026-05-26" in listed.text
    assert not [one for one in listed.links if one.endswith("/draw")]
    refused = visit.submit(f"{AT}/draw", {"value": "308"}, status=422).text
    assert "公开数于2026年5月26日（周二）21:15（北京时间）产生，此后方可抽取。" in refused
    clock.ahead(hours=10)
    visit.as_(personas.authority())
    assert visit.submit(f"{AT}/draw", {"value": "3 08"}, status=422).errors
    done = visit.submit(f"{AT}/draw", {"value": "308"})
    assert "抽中5家" in done.html
    assert Counter(row.grade for row in drawn()) == {"A": 1, "C": 2, "D": 1, "N": 1}
    visit.submit(f"{AT}/draw", {"value": "309"}, status=409)
    visit.as_nobody()
    for made in (1, 2):
        written = visit.client.get(f"/inspections/{NUMBER}/records/{made}").data
        assert draw.replay(written).valid
        assert json.loads(written)["commitment"] == plan.commitment
    visit(f"{AT}/records/3", status=404)


def test_two_inspectors_are_drawn_for_each_and_named_to_the_authority_alone(visit, clock):
    agencies("D", "D")
    planned(visit, clock)
    for row in drawn():
        assert len(queries.inspectors_of([row.id])[row.id]) == 2
        page = visit(f"/inspections/{NUMBER}/agencies/{row.agency_id}")
        assert "徐建平" in page.text
        assert "姜雨桐" in page.text
        assert f"{AT}/agencies/{row.agency_id}" in visit("/workbench").links
    assert "徐建平" not in visit.as_nobody()(AT).text
    assert "徐建平" not in visit.client.get(f"{AT}/records/2").get_data(as_text=True)


def test_a_result_is_told_to_the_agency_with_its_reasons_and_counts_at_once(visit, clock):
    (row,) = agencies("D")
    planned(visit, clock)
    (found,) = drawn()
    address = f"/inspections/{NUMBER}/agencies/{row.id}/sheet"
    visit.as_(inspector(found))
    values = FULL | {"points_staff": "0.5", "on": "2026-05-26"}
    silent = visit.submit(address, values, status=422)
    assert "扣分理由" in silent.errors
    much = visit.submit(address, values | {"points_display": "3", "reason_staff": "证书过期"}, status=422)
    assert "0 至" in much.errors or "0至" in much.errors
    early = visit.submit(address, values | {"on": "2026-05-25", "reason_staff": "证书过期"}, status=422)
    assert early.errors
    page = visit(address)
    for _ in range(2):
        done = visit.submit(page, values | {"reason_staff": "一名执业人员证书过期"})
    assert "8.5" in done.heading
    assert "证书过期" in done.text
    measured, _ = credit.running_score(row.id, 2026, law.book())
    assert [Decimal(str(float(points))) for points in measured.inspections] == [Decimal("8.5")]
    visit.submit(address, values | {"reason_staff": "再来"}, status=409)
    assert "8.5" in visit.as_nobody()(AT).text
    visit(f"/inspections/{NUMBER}/agencies/{row.id}", status=303)


def test_the_agency_reads_its_own_result_once_it_was_entered(visit, clock):
    admission.agency_with(WATER, organisation=personas.agency())
    agency = personas.agency().organisation
    planned(visit, clock)
    (found,) = drawn()
    visit.as_(personas.agency())(f"/inspections/{NUMBER}/agencies/{agency.id}", status=403)
    visit.as_(inspector(found)).submit(
        f"/inspections/{NUMBER}/agencies/{agency.id}/sheet", FULL | {"on": "2026-05-26"}
    )
    visit.as_(personas.agency())
    assert "10" in visit(f"/inspections/{NUMBER}/agencies/{agency.id}").heading
    assert "检查" in visit("/inbox").text
    visit(f"/inspections/{NUMBER}/agencies/{agency.id}/sheet", status=403)
    visit.as_(personas.second_agency())(f"/inspections/{NUMBER}/agencies/{agency.id}", status=403)


def test_each_step_is_the_authoritys_own_and_comes_once(visit, clock):
    agencies("C")
    planned(visit, clock, until="published")
    for who in (personas.managing_office(), personas.agency(), personas.operator(), personas.supervisor()):
        visit.as_(who)("/inspections/new", status=403)
    for who in (personas.other_authority(), personas.managing_office()):
        visit.as_(who)(f"{AT}/draw", status=403)
        assert not visit(AT).forms
    visit.as_(personas.authority())
    refused = visit.submit("/inspections/new", {"year": "2026", "source": "fc3d"}, status=422)
    assert "每年度一份检查计划：2026年度计划SJ-2026-0001已于2026年5月26日" in refused.text
    assert "2027年1月1日" in refused.text
    visit.submit("/inspections/new", {"year": "2027", "source": "fc3d"}, status=422)
    assert visit.submit("/inspections/new", {"year": "x", "source": ""}, status=422).errors
    same_moment = visit.submit(AT, form="/list", status=422)
    assert "稍候" in same_moment.text
    clock.ahead(minutes=1)
    page = visit(AT)
    for _ in range(2):
        visit.submit(page, form="/list")
    visit.as_(personas.other_authority())
    visit(f"/inspections/{NUMBER}/agencies/1/sheet", status=404)


def test_a_list_needs_agencies_and_two_inspectors_and_leaves_out_who_is_out(visit, clock):
    visit.as_(personas.authority())
    visit.submit("/inspections/new", {"year": "2026", "source": "drand"})
    clock.ahead(minutes=1)
    assert "无可检查对象" in visit.submit(AT, form="/list", status=422).text
    gone, *_ = agencies("D", "A")
    assert "2" in visit.submit(AT, form="/list", status=422).text
    decisions.veto(gone, decided_on=clock.today, finding=decisions.overdue(clock.today - timedelta(days=1)))
    personas.second_officer()
    visit.submit(AT, form="/list")
    plan = db.session.scalars(select(InspectionPlan)).one()
    assert list(queries.grades_of(plan).values()) == ["A"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_lists_say_that_they_are_empty_and_every_page_reads_in_both_languages(visit, clock, language):
    if language == "en":
        visit.english()
    visit("/inspections")
    (row,) = agencies("D")
    planned(visit, clock, until="listed")
    visit(AT)
    clock.ahead(hours=10)
    visit.as_(personas.authority())(f"{AT}/draw")
    visit.submit(f"{AT}/draw", {"value": "308"})
    visit("/inspections")
    visit.as_(inspector(drawn()[0]))
    visit(f"/inspections/{NUMBER}/agencies/{row.id}/sheet")
    visit.submit(f"/inspections/{NUMBER}/agencies/{row.id}/sheet", FULL | {"on": "2026-05-26"})


def test_the_statements_of_a_plan_do_not_grow_with_what_was_drawn(visit, clock, count_statements):
    agencies("D", "D", "D", "D")
    row = admission.agency_with("B02", name="江山市环评咨询有限公司")
    ratings.rating(row, 2025, "D")
    accounts.user(personas.other_authority().organisation)
    planned(visit, clock)
    clock.ahead(minutes=1)
    visit.as_(personas.other_authority())
    visit.submit("/inspections/new", {"year": "2026", "source": "drand"})
    clock.ahead(minutes=1)
    visit.submit("/inspections/SJ-2026-0002", form="/list")
    clock.ahead(minutes=1)
    visit.submit("/inspections/SJ-2026-0002/draw", {"value": "0" * 64})
    with count_statements() as few:
        visit("/inspections/SJ-2026-0002")
    with count_statements() as many:
        visit(AT)
    assert len(drawn()) == 5
    assert len(many) == len(few)


def test_the_workbench_leads_an_authority_through_its_plan_and_asks_for_none_twice(visit, clock):
    personas.second_officer()
    visit.as_(personas.authority())
    assert "双随机检查" not in visit("/workbench").text  # nobody lists an item of its
    agencies("C")
    assert "本年度尚未公布检查计划" in visit("/workbench").text
    assert "/inspections/new" in visit("/inspections").links
    visit.submit("/inspections/new", {"year": "2026", "source": "fc3d"})
    assert "下一步公布中介机构和检查人员名单" in visit("/workbench").text
    assert "/inspections/new" not in visit("/inspections").links
    clock.ahead(minutes=1)
    visit.submit(AT, form="/list")
    assert "公开数今日产生或者已经产生" in visit("/workbench").text
    clock.ahead(hours=10)
    visit.as_(personas.authority()).submit(f"{AT}/draw", {"value": "308"})
    page = visit.as_(inspector(drawn()[0]))("/workbench").text
    assert "2026年度双随机检查" not in page
    assert "12月31日" in page


def test_who_joins_after_the_list_is_not_among_those_that_are_drawn(db_session, clock):
    agencies("C")
    admission.agency_with(WATER, name="江山市新到咨询有限公司", accepted_on=clock.today)
    day = clock.today
    assert len(queries.to_be_drawn("水利", day)) == 2
    assert len(queries.to_be_drawn("水利", day - timedelta(days=1))) == 1
