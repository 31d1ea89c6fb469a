"""An owner lets a case assistant act: named, accepted, seen, told, taken back at once (W1, W2)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel import ledger
from kernel.db import db
from marketplace.projects.models import DelegatedAct, Delegation, Need, Project
from marketplace.projects.vocabulary import Step
from tests import personas
from tests.factories import accounts, projects
from tests.factories import delegations as make

PROJECT = {
    "name": "代为填报的项目",
    "code": "2603-330881-04-01-612760",
    "money": "private",
    "stage": "siting",
}


def asked(assistant, **values):
    given = {"assistant": str(assistant.id), "project": "", "steps": ["materials"], "until_on": "2026-08-31"}
    return given | values


def rows(table=Delegation):
    return db.session.scalars(select(table)).all()


def need(title="环评"):
    return {"item_code": "B02", "title": title, "stage": "siting", "matter": "ordinary"}


def test_an_owner_names_an_assistant_who_accepts_and_both_are_told(visit):
    owner, assistant = personas.owner(), personas.assistant()
    visit.as_(owner)
    assert "没有人代您" in visit("/delegations").heading
    page = visit.submit("/delegations/new", asked(assistant, steps=["materials", "pauses"]))
    assert "接受" in page.text
    (row,) = rows()
    assert row.named_steps == [Step.MATERIALS, Step.PAUSES]
    visit.as_(assistant)
    assert owner.organisation.name in visit("/inbox").text
    assert owner.organisation.name in visit("/workbench").text
    offered = visit(f"/delegations/{row.id}").text
    assert "接受委托" in offered
    assert "谢绝" in offered
    assert "验收" not in offered
    visit.submit(f"/delegations/{row.id}/accept", {}, status=422)
    page = visit.submit(f"/delegations/{row.id}/accept", {"no_interest": "y"})
    assert "代" in page.heading
    assert assistant.name in visit.as_(owner)("/inbox").text
    acts = [entry.act for entry in ledger.entries(row)]
    assert acts == ["projects.delegation.given", "projects.delegation.accepted"]


def test_it_is_declined_with_a_reason_that_the_owner_reads(visit):
    row = make.given()
    page = visit.as_(personas.assistant()).submit(f"/delegations/{row.id}/decline", {"reason": "近期外派"})
    assert "近期外派" in page.text
    assert "近期外派" in visit.as_(personas.owner())("/delegations").text
    visit.as_(personas.assistant())
    visit.submit(f"/delegations/{row.id}/accept", {"no_interest": "y"}, status=409)


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_on": "2026-05-25"},
        {"until_on": "2026-05-20"},
        {"until_on": "2027-05-27"},
        {"steps": None},
        {"steps": ["choosing"]},
        {"steps": ["evaluation"]},
    ],
)
def test_days_and_steps_that_cannot_be_are_refused(visit, wrong):
    assistant = personas.assistant()
    visit.as_(personas.owner()).submit("/delegations/new", asked(assistant, **wrong), status=422)
    assert rows() == []


def test_the_same_is_not_given_twice_to_one_person(visit):
    row = make.given()
    page = visit.as_(personas.owner()).submit("/delegations/new", asked(row.assistant), status=422)
    assert "已经" in page.errors
    assert len(rows()) == 1


def test_another_owners_project_cannot_be_delegated(visit):
    theirs, assistant = projects.project(personas.second_owner()), personas.assistant()
    sent = asked(assistant, project=str(theirs.id))
    visit.as_(personas.owner()).submit("/delegations/new", sent, status=422)
    assert rows() == []


def test_where_no_centre_has_joined_the_page_says_so(visit):
    page = visit.as_(personas.owner())("/delegations/new")
    assert "尚未入驻" in page.text
    assert page.forms == []


def test_the_assistant_drafts_and_every_act_says_for_whom(visit):
    owner, assistant = personas.owner(), personas.assistant()
    row, project = make.accepted(steps=[Step.PROJECT]), projects.project(owner)
    visit.as_(assistant)
    visit.submit(f"/projects/{project.id}/needs/new", need())
    (added,) = rows(Need)
    (entry,) = ledger.entries(added)
    assert entry.actor_id == assistant.id
    assert f'"for":{owner.organisation_id}' in entry.details
    assert f'"delegation":{row.id}' in entry.details
    (act,) = rows(DelegatedAct)
    assert (act.delegation_id, act.step, act.entry_id) == (row.id, "project", entry.id)
    visit.as_(owner)
    assert "代办员王芳受江山市峡口水务有限公司委托办理" in visit("/inbox").text
    assert "环评" in visit(f"/delegations/{row.id}").text


def test_the_assistant_changes_and_drops_what_is_not_published(visit):
    row = make.accepted(steps=[Step.PROJECT])
    needed = projects.need(personas.owner())
    project_id = needed.project_id
    visit.as_(personas.assistant())
    visit.submit(f"/projects/{project_id}/change", {"name": "改名后的项目"})
    visit.submit(f"/projects/{project_id}", form=f"/needs/{needed.id}/drop")
    assert needed.dropped_on
    assert {act.delegation_id for act in rows(DelegatedAct)} == {row.id}
    assert len(rows(DelegatedAct)) == 2


def test_a_new_project_is_entered_under_a_delegation_of_all(visit):
    owner = personas.owner()
    row = make.accepted(steps=[Step.PROJECT])
    visit.as_(personas.assistant())
    assert f"/owners/{owner.organisation_id}/projects/new" in visit(f"/delegations/{row.id}").links
    page = visit.submit(f"/owners/{owner.organisation_id}/projects/new", PROJECT)
    assert page.heading == PROJECT["name"]
    assert rows(Project)[0].owner_id == owner.organisation_id


def test_under_a_delegation_of_one_project_neither_another_nor_a_new_one(visit):
    owner = personas.owner()
    mine, other = projects.project(owner), projects.project(owner)
    make.accepted(project=mine, steps=[Step.PROJECT])
    visit.as_(personas.assistant())
    visit(f"/projects/{mine.id}/change")
    visit(f"/projects/{other.id}", status=403)
    visit(f"/owners/{owner.organisation_id}/projects/new", status=403)


def test_taken_back_between_the_page_and_its_form_it_refuses_with_the_reason(visit, clock):
    project = projects.project(personas.owner())
    row = make.accepted(steps=[Step.PROJECT])
    visit.as_(personas.assistant())
    page = visit(f"/projects/{project.id}/needs/new")
    make.taken_back(row)
    page = visit.submit(page, need(), status=403)
    assert "收回" in page.text
    assert "2026年5月26日" in page.text
    assert rows(Need) == []
    visit(f"/projects/{project.id}", status=403)


def test_the_owner_takes_it_back_at_once_and_what_was_done_stays(visit):
    project = projects.project(personas.owner())
    row = make.accepted(steps=[Step.PROJECT])
    visit.as_(personas.assistant()).submit(f"/projects/{project.id}/needs/new", need())
    page = visit.as_(personas.owner()).submit(f"/delegations/{row.id}", form=f"/delegations/{row.id}/end")
    assert "环评" in page.text
    assert row.ended_on
    assert "不再" in visit.as_(personas.assistant())("/inbox").text


def test_the_assistant_may_lay_it_down(visit):
    row = make.accepted()
    visit.as_(personas.assistant()).submit(f"/delegations/{row.id}", form=f"/delegations/{row.id}/end")
    assert row.ended_by == personas.assistant().id


def test_a_colleague_of_the_centre_reads_and_does_nothing(visit):
    project = projects.project(personas.owner())
    row = make.accepted()
    visit.as_(personas.second_assistant())
    visit(f"/projects/{project.id}")
    visit(f"/delegations/{row.id}")
    visit(f"/projects/{project.id}/change", status=403)
    visit(f"/delegations/{row.id}/accept", status=403)


def test_strangers_see_no_delegation(visit):
    row = make.accepted()
    for who in (personas.second_owner(), personas.agency(), personas.authority(), personas.operator()):
        visit.as_(who)(f"/delegations/{row.id}", status=403)
    for who in (personas.agency(), personas.authority(), personas.operator()):
        visit.as_(who)("/delegations", status=403)
    visit.as_(personas.supervisor())(f"/delegations/{row.id}")


def test_after_the_last_day_it_is_over_without_any_job(visit, clock):
    project = projects.project(personas.owner())
    row = make.accepted(last=clock.today + timedelta(days=1))
    clock.ahead(days=1)
    visit.as_(personas.assistant())(f"/projects/{project.id}/change")
    clock.ahead(days=1)
    visit.as_(personas.assistant())
    visit(f"/projects/{project.id}/change", status=403)
    page = visit(f"/delegations/{row.id}")
    assert not page.forms


def test_the_list_costs_the_same_however_long_it_is(visit, count_statements):
    owner = personas.owner()
    visit.as_(owner)
    make.accepted(project=projects.project(owner))
    with count_statements() as few:
        visit("/delegations")
    for _ in range(5):
        make.accepted(project=projects.project(owner))
    with count_statements() as many:
        visit("/delegations")
    assert len(many) == len(few)


def test_who_has_an_account_on_another_side_under_the_same_telephone_does_not_act(visit):
    from tests.factories import delivery  # noqa: PLC0415

    order = delivery.order(state="signed")
    assistant = accounts.user(personas.assistant().organisation, phone="13957000001", name="叶青")
    accounts.user(order.agency, phone="13957000001", name="叶青")
    make.accepted(assistant=assistant)
    visit.as_(assistant)
    page = visit.submit(f"/orders/{order.number}/materials", {"none_needed": "y"}, status=422)
    assert "W1" in page.text
    assert rows(DelegatedAct) == []
