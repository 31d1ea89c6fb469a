"""The page of a project: stage by stage what it needs and how far each need has come."""

from datetime import date

import pytest

from kernel.db import db
from marketplace.projects.models import Need
from tests import pages, personas
from tests.factories import admission, delivery, projects
from tests.factories import selection as make


def ready(*people):
    for person in people:
        admission.agency_with("B02", organisation=person)
    return people


def test_a_project_shows_its_facts_and_its_way(visit):
    owner = personas.owner()
    row = projects.project(owner, name="峡口水厂扩建工程", public_money=True)
    projects.need(owner, row, title="土地勘测定界", item_code="D03", stage="survey")
    projects.need(owner, row)
    page = visit.as_(owner)(f"/projects/{row.id}")
    assert page.heading == "峡口水厂扩建工程"
    assert "还有 2 项服务没有选取机构" in page.text
    for fact in (row.code, "贺村镇", "评估评价审批", "勘察测绘", "开工建设"):
        assert fact in page.text
    assert page.text.index("环境影响报告表编制") < page.text.index(
        "土地勘测定界"
    )  # in the order of the stages


def test_an_empty_project_says_what_to_do(visit):
    owner = personas.owner()
    row = projects.project(owner)
    page = visit.as_(owner)(f"/projects/{row.id}")
    assert "清单还是空的" in page.text
    assert f"/projects/{row.id}/needs/new" in page.links


def test_each_need_shows_its_state_and_the_next_step(visit, clock):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    need = projects.need(owner)
    path = f"/projects/{need.project_id}"
    visit.as_(owner)
    page = visit(path)
    assert "尚未选取机构" in page.text
    assert f"/needs/{need.id}/compare" in page.links
    notice = make.notice(owner, agency, need=need)
    assert "已邀请 1 家，0 家已报价" in visit(path).text
    assert f"/notices/{notice.id}" in visit(path).links
    award = make.award(owner, agency, notice)
    page = visit(path)
    assert "结果公示中" in page.text
    assert agency.organisation.name in page.text
    assert f"/results/{award.id}" in page.links
    clock.set(date(2026, 5, 28))
    page = visit.as_(owner)(path)
    assert "待提交合同" in page.text
    assert f"/results/{award.id}/contract" in page.links


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("filed", "合同尚待确认"),
        ("signed", "尚未起算"),
        ("on-course", "6月9日（周二）24:00"),
        ("due-today", "今日到期"),
        ("overdue", "超期"),
        ("accepted", "已验收"),
        ("late", "迟交"),
    ],
)
def test_an_order_shows_its_light_and_its_due_day(visit, state, words):
    order = delivery.order(state)
    page = visit.as_(personas.owner())(f"/projects/{order.need.project_id}")
    assert words in page.text
    assert f"/orders/{order.number}" in page.links
    assert page.forms == []  # nothing that was ordered can be dropped


def test_officials_read_and_change_nothing(visit):
    need = projects.need(personas.owner())
    for person in (
        personas.authority(),
        personas.managing_office(),
        personas.operator(),
        personas.supervisor(),
    ):
        page = visit.as_(person)(f"/projects/{need.project_id}")
        assert page.forms == []
        assert f"/needs/{need.id}/compare" not in page.links


def test_a_stranger_another_owner_and_an_agency_may_not_see_it(visit):
    need = projects.need(personas.owner())
    visit(f"/projects/{need.project_id}", status=303)
    for person in (personas.second_owner(), personas.agency()):
        visit.as_(person)(f"/projects/{need.project_id}", status=403)
    visit("/projects/9999", status=404)


def test_a_need_is_dropped_once_and_stays_in_the_record(visit):
    owner = personas.owner()
    need = projects.need(owner)
    visit.as_(owner)
    page = visit(f"/projects/{need.project_id}")
    after = visit.submit(page, form="/drop")
    assert "移出清单" in after.text
    assert "清单还是空的" in after.text
    again = visit.submit(page, form="/drop")  # a second click shows the first one's result
    assert "清单还是空的" in again.text
    assert db.session.get(Need, need.id).dropped_on == date(2026, 5, 26)


@pytest.mark.parametrize("state", ["invited", "ordered"])
def test_a_need_in_use_cannot_be_dropped_by_a_stale_page(visit, state):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    need = projects.need(owner)
    visit.as_(owner)
    page = visit(f"/projects/{need.project_id}")
    notice = make.notice(owner, agency, need=need)
    if state == "ordered":
        make.award(owner, agency, notice)
    refused = visit.submit(page, form="/drop", status=422)
    assert "S1" in refused.text
    assert db.session.get(Need, need.id).dropped_on is None


def test_nobody_else_drops_a_need(visit):
    need, own = projects.need(personas.owner()), projects.need(personas.second_owner())
    visit.as_(personas.second_owner())
    sent = pages.values(visit(f"/projects/{own.project_id}").form("/drop"))
    assert visit.client.post(f"/needs/{need.id}/drop", data=sent).status_code == 403
    assert db.session.get(Need, need.id).dropped_on is None


def test_a_project_in_english(visit):
    owner = personas.owner()
    need = projects.need(owner)
    page = visit.as_(owner).english()(f"/projects/{need.project_id}")
    assert "No agency chosen yet" in page.text


def test_a_project_costs_the_same_with_more_needs(visit, count_statements):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    row = projects.project(owner)
    visit.as_(owner)
    visit(f"/projects/{row.id}")
    seen = []
    for many in (3, 27):
        for number in range(many):
            need = projects.need(owner, row, title=f"第{number}项")
            if number % 3:
                make.award(owner, agency, make.notice(owner, agency, need=need))
        with count_statements() as statements:
            visit(f"/projects/{row.id}")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_the_twelve_stages_are_shown_with_what_comes_before_them_and_their_approvals(visit):
    owner = personas.owner()
    page = visit.as_(owner)(f"/projects/{projects.project(owner).id}")
    assert page.text.count("未列服务") == 12
    assert "须先完成评估评价审批、建设工程规划许可、施工图联审；审批：建筑工程施工许可证核发" in page.text
    assert "项目现处环节" in page.text


def test_the_plan_says_which_service_is_critical_which_has_slack_and_what_waits_for_what(visit):
    owner = personas.owner()
    row = projects.project(owner)
    projects.need(owner, row, wanted_workdays=3)
    projects.need(owner, row, title="施工图审查", item_code="E03", stage="drawings", wanted_workdays=10)
    projects.need(
        owner, row, title="造价咨询", item_code="A11", stage="construction-permit", wanted_workdays=5
    )
    page = visit.as_(owner)(f"/projects/{row.id}")
    assert "全部服务预计于2026年6月17日（周三）完成，关键在于施工图审查、造价咨询。" in page.text
    assert "余量 7 个工作日" in page.text
    assert "等待环境影响报告表编制、施工图审查" in page.text
    assert "10 个工作日 · 按业主期望" in page.text  # the table says it too


def test_the_chart_draws_what_the_table_says(visit):
    order = delivery.order("overdue")
    page = visit.as_(personas.owner())(f"/projects/{order.need.project_id}")
    for kind in ("promised", "real", "over"):
        assert f'<rect class="{kind}" x="' in page.html
    assert "合同承诺" in page.text
    assert "计划的文字对照" in page.text


def test_what_has_its_order_is_folded_and_what_waits_for_an_agency_is_open(visit):
    order = delivery.order("on-course")
    projects.need(personas.owner(), order.need.project, title="施工图审查", item_code="E03", stage="drawings")
    page = visit.as_(personas.owner())(f"/projects/{order.need.project_id}")
    folds = {fold.first("h2").text: fold for fold in page.root.every("details", class_="fold")}
    assert [name for name, fold in folds.items() if fold.get("open") is not None] == ["施工图联审"]
    assert "按期 1" in folds["评估评价审批"].first("summary").text
    assert "未选取机构 1" in folds["施工图联审"].first("summary").text
    assert {"#plan", "#services", "#project", "#plan-in-words"} <= set(page.links)


def test_the_plan_in_english(visit):
    owner = personas.owner()
    need = projects.need(owner)
    page = visit.as_(owner).english()(f"/projects/{need.project_id}")
    assert "As it stands, the last one is through on" in page.text
    assert "Approval of the environmental impact assessment" in page.text
