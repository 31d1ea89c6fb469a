"""The joint survey day on its pages: asked for, joined, answered, moved, held on the site, told the next day (J1–J4)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel import clock as kernel_clock
from kernel import ledger
from kernel.db import db
from kernel.errors import Refused
from marketplace.projects import queries as helping
from marketplace.projects.models import DelegatedAct
from marketplace.projects.vocabulary import Step
from marketplace.surveys import operations
from marketplace.surveys.models import SurveyDay, SurveyMove, SurveySeat
from marketplace.surveys.vocabulary import Coming, State
from tests import personas
from tests.factories import delegations, projects
from tests.factories import delivery as orders
from tests.factories import surveys as make
from tests.marketplace.surveys.conftest import WEDNESDAY

ASKED = {"text": "用地选址需现场核对", "hour": "09:00", "place": "项目部门口"}
A_DAY = timedelta(days=1)


def days():
    return db.session.scalars(select(SurveyDay).order_by(SurveyDay.id)).all()


def test_an_owner_asks_and_everyone_concerned_is_invited(visit):
    owner, authority = personas.owner(), personas.other_authority()
    order = orders.order()
    site = order.need.project
    visit.as_(owner)
    assert f"/projects/{site.id}/survey" in visit(f"/projects/{site.id}").links
    page = visit(f"/projects/{site.id}/survey")
    assert "2026年6月3日（周三）" in page.heading
    page = visit.submit(page, ASKED)
    (row,) = days()
    assert (row.set_on, row.hour) == (WEDNESDAY, "09:00")
    bodies = {seat.organisation_id: seat.coming for seat in db.session.scalars(select(SurveySeat))}
    assert bodies == {owner.organisation_id: "yes", order.agency_id: None, authority.organisation_id: None}
    assert "09:00" in page.text
    for who in (authority, personas.agency()):
        visit.as_(who)
        assert "联合踏勘" in visit("/inbox").text
        assert f"/surveys/{row.id}" in visit("/workbench").links
        assert site.name in visit("/surveys").text
    assert [entry.act for entry in ledger.entries(row)] == ["surveys.day.set", "surveys.day.asked"]


def test_an_agency_at_work_and_an_authority_may_ask_and_strangers_may_not(visit):
    site = orders.order().need.project
    for who in (
        personas.second_owner(),
        personas.second_agency(),
        personas.operator(),
        personas.supervisor(),
    ):
        visit.as_(who)(f"/projects/{site.id}/survey", status=403)
    visit.as_(personas.agency()).submit(f"/projects/{site.id}/survey", ASKED)
    visit.as_(personas.authority()).submit(f"/projects/{site.id}/survey", {"text": "河道管理范围"})
    assert len(days()) == 1


def test_who_asks_while_answers_are_awaited_joins_the_same_day(visit):
    site = make.project()
    row = make.asked(personas.owner(), site)
    visit.as_(personas.authority())
    page = visit(f"/projects/{site.id}/survey")
    assert "加入" in page.heading
    visit.submit(page, {"text": "核对河道管理范围"})
    assert len(days()) == 1
    assert make.seat_of(row, personas.authority()).coming == "yes"
    assert "核对河道管理范围" in visit(f"/surveys/{row.id}").text


def test_another_authority_may_be_asked_besides(visit):
    site, other = make.project(), personas.authority().organisation
    page = visit.as_(personas.owner())("/projects/0/survey", status=404)
    page = visit.submit(f"/projects/{site.id}/survey", ASKED | {"besides": [str(other.id)]})
    assert other.name in page.text


def test_asked_when_the_day_has_come_to_stand_meanwhile_it_is_refused_with_a_date(held):
    authority = personas.authority()
    with pytest.raises(Refused) as refused:
        make.asked(authority, held.project)
    assert (refused.value.rule, refused.value.try_from) == ("J1", WEDNESDAY + A_DAY)


def test_a_project_whose_day_stands_waits_for_it(visit, held, clock):
    visit.as_(personas.owner())
    page = visit(f"/projects/{held.project_id}/survey")
    assert not page.forms
    assert "2026年6月4日" in page.text
    clock.set(WEDNESDAY + A_DAY)
    visit.as_(personas.owner()).submit(f"/projects/{held.project_id}/survey", ASKED)
    assert len(days()) == 2


def test_who_comes_is_answered_and_changed_until_the_last_day(visit, clock):
    row = make.asked(personas.owner(), make.project())
    authority = personas.other_authority()
    seat = make.seat_of(row, authority)
    visit.as_(authority)
    visit.submit(f"/surveys/seats/{seat.id}", {"coming": "other"}, status=422)
    visit.submit(f"/surveys/seats/{seat.id}", {"coming": "other", "person": "江雪", "phone": "13900000000"})
    assert "江雪" in visit(f"/surveys/{row.id}").text
    visit.submit(f"/surveys/seats/{seat.id}", {"coming": "no"})
    assert "13900000000" not in visit(f"/surveys/{row.id}").text
    clock.set(WEDNESDAY)
    assert "J2" in visit.as_(authority)(f"/surveys/seats/{seat.id}").text
    with pytest.raises(Refused) as refused:
        make.answered(row, authority)
    assert refused.value.rule == "J2"


def test_where_nobody_else_confirms_it_lapses_by_itself_and_may_be_asked_anew(visit, clock):
    row = make.asked(personas.owner(), make.project())
    clock.set(WEDNESDAY)
    assert make.found(row).state is State.LAPSED
    page = visit.as_(personas.owner())(f"/surveys/{row.id}")
    assert "不举行" in page.heading
    visit.submit(f"/projects/{row.project_id}/survey", ASKED)
    assert len(days()) == 2


def test_it_is_moved_for_the_weather_and_everyone_is_asked_again(visit, held):
    owner, authority = personas.owner(), personas.other_authority()
    visit.as_(authority)(f"/surveys/{held.id}/move", status=403)
    visit.as_(owner)
    page = visit(f"/surveys/{held.id}/move")
    assert "2026年6月10日" in page.heading
    visit.submit(page, {"reason": "暴雨红色预警"})
    assert held.set_on == WEDNESDAY + 7 * A_DAY
    assert (make.seat_of(held, owner).coming, make.seat_of(held, authority).coming) == ("yes", None)
    assert "暴雨红色预警" in visit.as_(authority)("/inbox").text
    assert "暴雨红色预警" in visit(f"/surveys/{held.id}").text
    assert db.session.scalars(select(SurveyMove)).one().from_on == WEDNESDAY


def test_a_moved_day_forgets_who_was_to_come(visit):
    row = make.asked(personas.owner(), make.project())
    authority = personas.other_authority()
    seat = make.seat_of(row, authority)
    given = {"coming": "other", "person": "江雪", "phone": "13900000000"}
    visit.as_(authority).submit(f"/surveys/seats/{seat.id}", given)
    visit.as_(personas.owner()).submit(f"/surveys/{row.id}/move", {"reason": "暴雨红色预警"})
    assert (seat.coming, seat.answered_at, seat.person, seat.phone) == (None, None, "", "")
    page = visit(f"/surveys/{row.id}")
    assert "江雪" not in page.text
    assert "13900000000" not in page.text


def test_who_joined_neither_moves_nor_cancels_the_day_for_everybody(visit):
    site = orders.order().need.project
    authority, agency = personas.authority(), personas.agency()
    row = make.asked(authority, site)
    make.asked(agency, site, "进场测量")
    page = visit.as_(agency)(f"/surveys/{row.id}")
    for verb in ("move", "cancel"):
        assert f"/surveys/{row.id}/{verb}" not in page.links
        visit(f"/surveys/{row.id}/{verb}", status=403)
    visit.submit(f"/surveys/seats/{make.seat_of(row, agency).id}", {"coming": "no"})
    assert make.found(row).state is State.ASKING
    visit.as_(personas.owner())(f"/surveys/{row.id}/move")
    visit.as_(authority).submit(f"/surveys/{row.id}/cancel", {"reason": "改为书面核对"})
    assert make.found(row).state is State.CANCELLED


def test_who_asked_first_and_does_not_come_leaves_the_day_to_the_next_who_asked(visit):
    site = orders.order().need.project
    authority, agency = personas.authority(), personas.agency()
    row = make.asked(authority, site)
    make.asked(agency, site, "进场测量")
    make.answered(row, authority, Coming.NO)
    visit.as_(authority)(f"/surveys/{row.id}/cancel", status=403)
    assert f"/surveys/{row.id}/move" not in visit(f"/surveys/{row.id}").links
    visit.as_(agency).submit(f"/surveys/{row.id}/cancel", {"reason": "无人到场"})
    assert make.found(row).state is State.CANCELLED


def test_it_is_cancelled_with_a_reason_and_not_once_opinions_have_begun(visit, held):
    visit.as_(personas.owner())
    page = visit.submit(f"/surveys/{held.id}/cancel", {"reason": "用地方案调整"})
    assert "取消" in page.heading
    assert "用地方案调整" in visit.as_(personas.other_authority())("/inbox").text
    assert visit.as_(personas.owner())(f"/surveys/{held.id}/cancel").forms == []
    with pytest.raises(Refused):
        operations.cancel(held, "再次", make.desk(personas.owner()))


def test_once_an_opinion_is_entered_the_day_is_neither_moved_nor_cancelled(visit, held):
    make.thought(held, personas.other_authority())
    visit.as_(personas.owner())
    assert f"/surveys/{held.id}/move" not in visit(f"/surveys/{held.id}").links
    with pytest.raises(Refused):
        operations.move(held, "晚了", make.desk(personas.owner()))


def test_two_projects_on_one_wednesday_are_seen_by_who_is_asked_to_both(visit):
    first = make.asked(personas.owner(), make.project())
    second = make.asked(personas.owner(), make.project())
    page = visit.as_(personas.other_authority())(f"/surveys/{first.id}")
    assert "同日" in page.text
    assert {row.set_on for row in days()} == {WEDNESDAY}
    assert f"/surveys/{second.id}" in visit("/workbench").links


def test_nobody_but_its_parties_and_who_watches_reads_it(visit):
    row = make.asked(personas.owner(), make.project())
    for who in (personas.second_owner(), personas.agency(), personas.authority(), personas.operator()):
        visit.as_(who)(f"/surveys/{row.id}", status=403)
        assert f"/surveys/{row.id}" not in visit("/surveys").links
    for who in (personas.supervisor(), personas.managing_office()):
        visit.as_(who)(f"/surveys/{row.id}")
        assert f"/surveys/{row.id}" in visit("/surveys").links
    visit.as_nobody()
    assert visit.client.get(f"/surveys/{row.id}").status_code == 303


def test_the_case_assistant_asks_and_answers_for_the_owner_and_sits_there_itself(visit):
    site, assistant = make.project(), personas.assistant()
    delegations.accepted(steps=[Step.SURVEY])
    visit.as_(assistant)
    visit.submit(f"/projects/{site.id}/survey", ASKED)
    (row,) = days()
    owners, own = make.seat_of(row, personas.owner()), make.seat_of(row, assistant)
    assert (owners.coming, own.coming, own.part) == ("yes", None, "assistant")
    visit.submit(f"/surveys/seats/{owners.id}", {"coming": "no"})
    visit.submit(f"/surveys/seats/{own.id}", {"coming": "yes"})
    acts = db.session.scalars(select(DelegatedAct)).all()
    assert [act.step for act in acts] == ["survey", "survey"]
    visit(f"/surveys/seats/{owners.id}/opinion", status=403)
    visit.submit(f"/surveys/{row.id}/move", {"reason": "业主出差"})
    visit.submit(f"/surveys/{row.id}/cancel", {"reason": "业主撤回"})
    assert "代办员王芳" in visit.as_(personas.owner())("/inbox").text


def test_a_delegation_taken_back_takes_the_centres_seat_with_it(visit):
    site, given = make.project(), delegations.accepted(steps=[Step.SURVEY])
    row = make.asked(personas.owner(), site)
    seat = make.seat_of(row, personas.assistant())
    visit.as_(personas.assistant())
    assert f"/surveys/{row.id}" in visit("/workbench").links
    assert f"/surveys/{row.id}" in visit("/surveys").links
    delegations.taken_back(given)
    visit(f"/surveys/{row.id}", status=403)
    visit(f"/surveys/seats/{seat.id}", status=403)
    assert f"/surveys/{row.id}" not in visit("/workbench").links
    assert f"/surveys/{row.id}" not in visit("/surveys").links


def test_the_centres_that_help_with_a_site_are_found_in_one_statement(db_session, clock, count_statements):
    site, centre = make.project(), personas.assistant().organisation_id
    delegations.accepted(steps=[Step.SURVEY], project=projects.need(personas.owner()).project)
    delegations.accepted(personas.second_owner(), steps=[Step.SURVEY])
    delegations.given(project=site, steps=[Step.SURVEY])
    assert helping.centres_helping(site, kernel_clock.today()) == set()  # other matters, and one not accepted
    given = delegations.accepted(steps=[Step.SURVEY])
    db.session.refresh(site)
    with count_statements() as found:
        assert helping.centres_helping(site, kernel_clock.today()) == {centre}
    assert len(found) == 1
    delegations.taken_back(given)
    assert helping.centres_helping(site, kernel_clock.today()) == set()
