"""An owner enters projects and the services that they need."""

import pytest
from sqlalchemy import func, select

from kernel import ledger
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.projects import operations, queries
from marketplace.projects.models import Need, Project
from tests import personas
from tests.factories import projects as make

FILLED = {
    "name": "须江精密铸造二期扩建项目",
    "code": "2603-330881-04-01-512760",
    "money": "private",
    "stage": "siting",
    "area": "双塔街道",
    "address": "",
    "summary": "",
}


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_an_owner_enters_a_project_and_is_led_to_it(visit):
    visit.as_(personas.owner())
    page = visit.submit(visit("/projects/new"), FILLED)
    assert page.status == 200
    row = db.session.scalars(select(Project)).one()
    assert (row.name, row.code, row.public_money, row.stage) == (
        FILLED["name"],
        FILLED["code"],
        False,
        "siting",
    )
    assert [e.act for e in ledger.entries(row)] == ["projects.project.entered"]


def test_a_wrong_code_is_said_beside_the_form_and_keeps_what_was_typed(visit):
    visit.as_(personas.owner())
    page = visit.submit(visit("/projects/new"), FILLED | {"code": "2603-330881-04-01-51276"}, status=422)
    assert "GB/T 40058" in page.text
    assert FILLED["name"] in page.html
    assert count(Project) == 0


def test_a_code_that_is_taken_is_refused(visit):
    make.project(personas.second_owner(), code=FILLED["code"])
    visit.as_(personas.owner())
    visit.submit(visit("/projects/new"), FILLED, status=422)
    assert count(Project) == 1


def test_the_same_form_sent_twice_enters_one_project(visit):
    visit.as_(personas.owner())
    page = visit("/projects/new")
    visit.submit(page, FILLED)
    visit.submit(page, FILLED)
    assert count(Project) == 1


def test_the_list_says_that_it_is_empty_and_pages_by_key(visit, count_statements):
    owner = personas.owner()
    visit.as_(owner)
    assert "还没有" in visit("/projects").heading
    seen = []
    for many in (3, 27):
        for _ in range(many):
            make.project(owner)
        with count_statements() as statements:
            page = visit("/projects")
        seen.append(len(statements))
    assert seen[0] == seen[1]
    assert sum("after=" in link for link in page.links) == 1


def test_a_project_is_changed_by_its_owner_alone(visit):
    row = make.project(personas.owner())
    visit.as_(personas.second_owner())
    visit(f"/projects/{row.id}/change", status=403)
    visit.as_(personas.owner())
    page = visit(f"/projects/{row.id}/change")
    assert row.name in page.html
    visit.submit(page, FILLED | {"code": row.code, "name": "改名后的项目"})
    assert row.name == "改名后的项目"


def test_a_service_is_added_to_a_project(visit):
    row = make.project(personas.owner())
    visit.as_(personas.owner())
    values = {
        "item_code": "B02",
        "title": "环境影响报告表编制",
        "stage": "assessments",
        "wanted_workdays": "15",
        "detail": "",
        "matter": "ordinary",
    }
    visit.submit(visit(f"/projects/{row.id}/needs/new"), values)
    assert [need.item_code for need in queries.needs_of(row.id)] == ["B02"]


@pytest.mark.parametrize(("matter", "pointer"), [("classified", "保守国家秘密法"), ("emergency", "事后")])
def test_a_secret_service_and_an_emergency_stay_outside_with_a_pointer(visit, matter, pointer):
    row = make.project(personas.owner())
    visit.as_(personas.owner())
    values = {"item_code": "B02", "title": "报告表编制", "stage": "assessments"}
    page = visit.submit(visit(f"/projects/{row.id}/needs/new"), values | {"matter": matter}, status=422)
    assert "S10" in page.text
    assert pointer in page.text
    assert visit.submit(visit(f"/projects/{row.id}/needs/new"), values, status=422).errors
    assert count(Need) == 0


def test_a_service_commissioned_by_government_cannot_be_asked_for(visit):
    row = make.project(personas.owner())
    visit.as_(personas.owner())
    values = {
        "item_code": "B03",
        "title": "技术评估",
        "stage": "assessments",
        "wanted_workdays": "",
        "detail": "",
        "matter": "ordinary",
    }
    visit.submit(visit(f"/projects/{row.id}/needs/new"), values, status=422)
    assert count(Need) == 0


def test_a_stranger_is_asked_to_sign_in_and_an_agency_has_no_projects(visit):
    assert visit("/projects", status=303).answer.location.startswith("/sign-in")
    visit.as_(personas.agency())
    visit("/projects", status=403)


def test_a_need_is_dropped_once_and_not_while_it_is_in_use(db_session):
    owner = personas.owner()
    row = make.need(owner)
    with pytest.raises(Refused), transaction():
        operations.drop_need(row, in_use=True, actor_id=owner.id, today=row.created_at.date())
    with transaction():
        operations.drop_need(row, in_use=False, actor_id=owner.id, today=row.created_at.date())
    assert queries.needs_of(row.project_id) == []
    with pytest.raises(WrongState), transaction():
        operations.drop_need(row, in_use=False, actor_id=owner.id, today=row.created_at.date())
