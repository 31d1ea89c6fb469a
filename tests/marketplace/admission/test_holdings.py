"""What an agency brings: qualifications and practitioners."""

import io
import json
from datetime import date

import pytest
from sqlalchemy import func, select

from kernel import law, ledger
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.admission import holdings, queries
from marketplace.admission.models import Practitioner, Qualification
from tests import personas
from tests.factories import admission as make

PDF = b"%PDF-1.7 certificate"
QUALIFICATION = {
    "kind": "工程设计资质",
    "grade": "乙级",
    "number": "A233012345",
    "valid_from": "2024-05-01",
    "valid_until": "2029-04-30",
}
PRACTITIONER = {
    "name": "陈默",
    "profession": "注册环评工程师",
    "certificate": "HP0012345",
    "valid_until": "",
}


def paper(content=PDF, name="设计资质证书.pdf"):
    return {"file": (io.BytesIO(content), name)}


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def acts(row):
    return [entry.act for entry in ledger.entries(row)]


def by(user, clock):
    return {"actor_id": user.id, "today": clock.today, "book": law.book()}


def test_a_qualification_is_entered_with_its_certificate(visit):
    user = personas.agency()
    visit.as_(user)
    assert "尚未登记资质" in visit("/admission/qualifications").heading
    page = visit.submit(visit("/admission/qualifications/new"), QUALIFICATION | paper())
    assert "A233012345" in page.text
    row = db.session.scalars(select(Qualification)).one()
    assert (row.agency_id, row.valid_until, row.file.name) == (
        user.organisation_id,
        date(2029, 4, 30),
        "设计资质证书.pdf",
    )
    assert acts(row) == ["admission.qualification.added"]
    assert visit.client.get(f"/admission/qualifications/{row.id}/file").data == PDF


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"kind": ""}, "类别"),
        ({"kind": "驾驶资质"}, "类别"),
        ({"valid_from": "2024-02-30"}, "日期"),
        ({"valid_until": "2023-01-01"}, "早于起始日"),
        (paper(b"hello"), "PDF"),
        (paper(PDF, "证书.png"), "PDF"),
        ({"file": (io.BytesIO(), "")}, "证书：请选择"),
    ],
)
def test_a_wrong_qualification_is_said_beside_its_field_and_nothing_is_kept(visit, wrong, word):
    visit.as_(personas.agency())
    page = visit.submit(visit("/admission/qualifications/new"), QUALIFICATION | paper() | wrong, status=422)
    assert word in page.errors
    assert "A233012345" in page.html
    assert count(Qualification) == 0


def test_a_number_is_entered_once_and_comes_back_after_it_was_withdrawn(visit):
    visit.as_(personas.agency())
    page = visit("/admission/qualifications/new")
    visit.submit(page, QUALIFICATION | paper())
    visit.submit(page, QUALIFICATION | paper())
    assert count(Qualification) == 1
    again = visit.submit(visit("/admission/qualifications/new"), QUALIFICATION | paper(), status=422)
    assert "已经登记" in again.errors
    row = db.session.scalars(select(Qualification)).one()
    visit.submit(visit("/admission/qualifications"), form="/withdraw")
    assert row.withdrawn_on == date(2026, 5, 26)
    visit.submit(visit("/admission/qualifications/new"), QUALIFICATION | paper())
    assert count(Qualification) == 1
    assert row.withdrawn_on is None


def test_a_qualification_of_an_admitted_agency_is_changed_and_the_ledger_says_what(visit):
    user = personas.agency()
    make.agency_with("A04", organisation=user)
    row = queries.qualifications_of(user.organisation_id)[0]
    visit.as_(user)
    page = visit(f"/admission/qualifications/{row.id}/change")
    assert row.number in page.html
    visit.submit(page, {"grade": "甲级", "valid_until": ""})
    assert (row.grade, row.valid_until) == ("甲级", None)
    said = json.loads(list(ledger.entries(row))[-1].details)
    assert said["changed"] == ["grade", "valid_until"]


def test_a_qualification_cannot_take_the_number_of_another(visit):
    user = personas.agency()
    make.agency_with("A04", organisation=user)
    row = queries.qualifications_of(user.organisation_id)[0]
    other = make.a_qualification(user.organisation)
    visit.as_(user)
    page = visit(f"/admission/qualifications/{row.id}/change")
    page = visit.submit(page, {"number": other.number}, status=422)
    assert "已经登记" in page.errors


def test_withdrawing_a_qualification_closes_its_service_and_not_the_agency(visit, clock):
    user = personas.agency()
    make.agency_with("A04", "B02", organisation=user)
    visit.as_(user)
    page = visit("/admission/qualifications")
    visit.submit(page, form="/withdraw")
    assert make.may_serve(user.organisation_id, "A04", clock.today).rule == "A3"
    assert make.may_serve(user.organisation_id, "B02", clock.today) is None
    text = visit("/admission/services").text
    assert "已关闭：无有效资质" in text
    assert "可接单" in text
    assert "1 项服务缺少有效资质" in visit("/admission/qualifications").heading


def test_what_is_withdrawn_cannot_be_changed_or_withdrawn_again(db_session, clock):
    user = personas.agency()
    row = make.a_qualification(user.organisation, withdrawn_on=clock.today)
    gone = make.practitioner(user.organisation, left_on=clock.today)
    closed = make.listed_service(user.organisation, closed_on=clock.today)
    for verb in (
        lambda: holdings.withdraw_qualification(row, **by(user, clock)),
        lambda: holdings.change_qualification(row, {}, None, **by(user, clock)),
        lambda: holdings.withdraw_practitioner(gone, **by(user, clock)),
        lambda: holdings.change_practitioner(gone, {}, **by(user, clock)),
        lambda: holdings.close_service(closed, **by(user, clock)),
        lambda: holdings.change_service(closed, {}, **by(user, clock)),
    ):
        with pytest.raises(WrongState), transaction():
            verb()


@pytest.mark.parametrize("kind", ["qualifications", "practitioners", "services"])
def test_another_agency_and_a_stranger_cannot_touch_what_is_not_theirs(visit, kind):
    body = personas.agency().organisation
    rows = {
        "qualifications": make.a_qualification(body),
        "practitioners": make.practitioner(body),
        "services": make.listed_service(body),
    }
    path = f"/admission/{kind}/{rows[kind].id}/change"
    visit(path, status=303)
    for user in (personas.second_agency(), personas.operator(), personas.agency_reader()):
        visit.as_(user)(path, status=403)
    visit(f"/admission/{kind}/999/change", status=404)


def test_a_certificate_is_for_the_agency_and_the_offices_alone(visit):
    visit.as_(personas.agency())
    visit.submit(visit("/admission/qualifications/new"), QUALIFICATION | paper())
    row = db.session.scalars(select(Qualification)).one()
    path = f"/admission/qualifications/{row.id}/file"
    offices = (personas.operator(), personas.managing_office(), personas.authority(), personas.supervisor())
    for user in (personas.agency_reader(), *offices):
        assert visit.as_(user).client.get(path).data == PDF
    for user in (personas.second_agency(), personas.owner()):
        visit.as_(user)(path, status=403)
    visit.as_nobody()(path, status=303)
    visit.as_(personas.operator())
    bare = make.a_qualification(personas.agency().organisation)
    visit(f"/admission/qualifications/{bare.id}/file", status=404)


def test_a_practitioner_is_entered_changed_and_leaves(visit):
    visit.as_(personas.agency())
    page = visit("/admission/practitioners/new")
    visit.submit(page, PRACTITIONER)
    visit.submit(page, PRACTITIONER)
    row = db.session.scalars(select(Practitioner)).one()
    assert "已登记 1 名执业人员" in visit("/admission/practitioners").heading
    visit.submit(visit(f"/admission/practitioners/{row.id}/change"), {"profession": "注册咨询工程师"})
    assert row.profession == "注册咨询工程师"
    visit.submit(visit("/admission/practitioners"), form="/withdraw")
    assert row.left_on == date(2026, 5, 26)
    assert "尚未登记" in visit("/admission/practitioners").heading
    visit.submit(visit("/admission/practitioners/new"), PRACTITIONER)
    assert (count(Practitioner), row.left_on) == (1, None)
    assert acts(row) == [
        "admission.practitioner.added",
        "admission.practitioner.changed",
        "admission.practitioner.left",
        "admission.practitioner.added",
    ]
    assert "陈默" not in "".join(entry.details for entry in ledger.entries(row))


def test_a_wrong_practitioner_is_said_beside_the_field(visit):
    user = personas.agency()
    visit.as_(user)
    page = visit.submit(visit("/admission/practitioners/new"), PRACTITIONER | {"name": ""}, status=422)
    assert "姓名" in page.errors
    assert count(Practitioner) == 0
    known, other = make.practitioner(user.organisation), make.practitioner(user.organisation, name="毛宁")
    taken = PRACTITIONER | {"certificate": known.certificate}
    for path in ("new", f"{other.id}/change"):
        page = visit.submit(visit(f"/admission/practitioners/{path}"), taken, status=422)
        assert "该证书已经登记" in page.errors
    assert other.name == "毛宁"


def test_an_operation_takes_no_kind_that_the_catalogue_does_not_know(db_session, clock):
    user = personas.agency()
    values = QUALIFICATION | {"kind": "驾驶资质", "valid_from": clock.today, "valid_until": None}
    with pytest.raises(Refused) as refused, transaction():
        holdings.add_qualification(user.organisation, values, None, **by(user, clock))
    assert refused.value.field == "kind"
