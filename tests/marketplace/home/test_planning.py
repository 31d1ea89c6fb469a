"""The plan of a project: what is known of each service becomes its days, its bars and its words."""

from datetime import date, timedelta

import pytest

from kernel import law
from marketplace.delivery.rules.history import Cause
from marketplace.home import board, gantt, planning
from marketplace.home.planning import Basis
from tests import personas
from tests.factories import admission, delivery, projects
from tests.factories import selection as make

pytestmark = pytest.mark.usefixtures("db_session")
TODAY = date(2026, 5, 26)


def planned(project, today=TODAY):
    links = board.board(project, law.calendar(), law.book(), today)
    found = planning.planning(links, law.calendar(), law.book(), today)
    return found, gantt.chart(found, law.calendar(), today)


def of(order, today=TODAY):
    found, chart = planned(order.need.project, today)
    (service,) = found.services
    return service, chart.rows[order.need_id]


def kinds(row):
    return [bar.kind for bar in row.bars]


def test_a_need_takes_the_working_days_of_whoever_spoke_last():
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency)
    project = projects.project(owner)
    usual = projects.need(owner, project, wanted_workdays=None)
    wanted = projects.need(owner, project, wanted_workdays=7)
    offered = projects.need(owner, project, wanted_workdays=7)
    unknown = projects.need(owner, project, item_code="A13", wanted_workdays=None)
    make.award(owner, agency, make.notice(owner, agency, need=offered), workdays=11)
    found, _ = planned(project)
    said = {one.progress.need.id: (one.basis, one.planned.task.days) for one in found.services}
    assert said == {
        usual.id: (Basis.USUAL, 15),
        wanted.id: (Basis.WANTED, 7),
        offered.id: (Basis.OFFERED, 11),
        unknown.id: (Basis.UNKNOWN, None),
    }


@pytest.mark.parametrize(("public", "days"), [(True, 3), (False, 1)])
def test_nothing_begins_before_its_choice_could_have_been_public(public, days):
    owner = personas.owner()
    project = projects.project(owner, public_money=public)
    projects.need(owner, project)
    found, _ = planned(project)
    assert found.services[0].planned.begins_on == law.calendar().add(TODAY, days).day


def test_an_invitation_is_open_first_and_an_award_public_first():
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency)
    need = projects.need(owner)
    notice = make.notice(owner, agency, need=need)
    found, _ = planned(need.project)
    public = need.project.public_money
    after = 3 if public else 1
    assert found.services[0].planned.begins_on == law.calendar().add(notice.offers_until, after).day
    make.award(owner, agency, notice)
    found, _ = planned(need.project)
    assert found.services[0].planned.begins_on == law.calendar().add(TODAY, after).day


def test_a_running_order_is_drawn_as_promised_as_real_and_as_expected():
    order = delivery.order("on-course")
    service, row = of(order)
    assert service.basis is Basis.PROMISED
    assert service.planned.begins_on == service.began_on
    assert service.planned.ends_on == service.due_on
    assert kinds(row) == ["promised", "real", "ahead"]
    assert row.delivered is None
    promise, real, ahead = row.bars
    assert promise.x == real.x
    assert promise.x + promise.width == pytest.approx(ahead.x + ahead.width, abs=0.05)


def test_an_overdue_order_is_crossed_from_its_due_day_to_today():
    service, row = of(delivery.order("overdue"))
    assert service.planned.ends_on == TODAY
    assert kinds(row) == ["promised", "real", "over"]
    assert row.bars[2].x > row.due


def test_a_pause_is_hatched_and_moves_the_due_day_from_the_promise():
    owner, agency = personas.owner(), personas.agency()
    order = delivery.order("on-course", owner, agency)
    delivery.pause_asked(order, agency, Cause.MATERIALS, TODAY, TODAY + timedelta(days=2))
    delivery.pause_answered(order, owner)
    service, row = of(order)
    assert service.pauses == [(TODAY, TODAY + timedelta(days=2))]
    assert kinds(row) == ["promised", "real", "ahead", "pause"]
    assert service.due_on > planning.promised(service, law.calendar()).last


def test_a_delivery_waits_for_its_acceptance_which_silence_gives():
    service, row = of(delivery.order("delivered"))
    assert service.delivered_on == delivery.days_ago(1)
    assert service.planned.ends_on > service.delivered_on
    assert row.delivered is not None
    assert kinds(row) == ["promised", "real", "ahead"]


@pytest.mark.parametrize("state", ["accepted", "accepted-by-silence", "late"])
def test_what_is_accepted_is_done_and_cannot_wait(state):
    later = TODAY + timedelta(days=14)  # what was delivered late is accepted by silence then
    service, row = of(delivery.order(state), later)
    assert service.planned.task.ended_on
    assert service.planned.slack is None
    assert kinds(row) == ["promised", "real", "over"] if state == "late" else ["promised", "real"]


def test_a_contract_that_ended_leaves_the_service_to_be_planned_anew():
    order = delivery.order("ended")
    service, row = of(order)
    assert service.planned.task.is_planned
    assert service.basis in (Basis.WANTED, Basis.USUAL)
    assert service.planned.begins_on > TODAY
    assert kinds(row) == ["promised", "planned", "real"]


@pytest.mark.parametrize("state", ["filed", "signed"])
def test_an_order_whose_clock_has_not_started_is_planned_in_its_promised_days(state):
    service, row = of(delivery.order(state))
    assert service.basis is Basis.PROMISED
    assert service.planned.task.is_planned
    assert kinds(row) == ["planned"]


def test_what_was_done_long_ago_lies_before_the_chart():
    owner = personas.owner()
    order = delivery.order("accepted", owner)
    later = date(2027, 6, 1)
    project = order.need.project
    projects.need(owner, project)
    found, chart = planned(project, later)
    row = chart.rows[order.need_id]
    assert row.lies_before
    assert row.bars == []
    assert row.due is None
    assert chart.months[0].first == date(2026, 12, 1)
    assert not chart.rows[found.services[1].progress.need.id].lies_before


def test_a_project_without_services_has_a_chart_of_the_next_two_months():
    found, chart = planned(projects.project(personas.owner()))
    assert found.critical == []
    assert [month.first for month in chart.months] == [date(2026, 5, 1), date(2026, 6, 1)]
    assert 0 <= chart.today <= 100
