"""The red-cap declaration: every tie, or expressly none."""

from datetime import date

import pytest
from sqlalchemy import func, select

from accounts.models import Message
from kernel import law, ledger
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.admission import queries, ties
from marketplace.admission.models import Affiliation
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import admission as make

TO_AUTHORITY = {"kind": "sponsor", "authority_key": "水利", "note": "原下属站所", "since": "2012-03-01"}
TO_BODY = {"kind": "affiliate", "body_name": "江山市峡口水务有限公司", "body_uscc": ""}
RETIRED = {"kind": "retired-official", "authority_key": "住建", "since": "2025-02-01", "note": "原科长，顾问"}


def count():
    return db.session.scalar(select(func.count()).select_from(Affiliation))


def by(user, clock):
    return {"actor_id": user.id, "today": clock.today, "book": law.book()}


def test_silence_is_no_declaration_and_none_is_declared_expressly(visit, clock):
    user = personas.agency()
    visit.as_(user)
    page = visit("/admission/affiliations")
    assert "明确申报" in page.heading
    visit.submit(page)
    page = visit.submit(page)
    assert "无关联关系" in page.heading
    assert queries.admission_of(user.organisation_id).untied_on == clock.today
    assert not page.forms


@pytest.mark.parametrize("declared", [TO_AUTHORITY, TO_BODY, RETIRED])
def test_a_tie_is_declared_and_takes_the_place_of_none(visit, clock, declared):
    user = personas.agency()
    make.admission(user.organisation, untied_on=clock.today)
    visit.as_(user)
    page = visit("/admission/affiliations/new")
    visit.submit(page, declared)
    page = visit.submit(page, declared)
    row = db.session.scalars(select(Affiliation)).one()
    assert row.kind == declared["kind"]
    assert queries.admission_of(user.organisation_id).untied_on is None
    assert "已申报 1 项" in page.heading
    assert "原" not in "".join(e.details for e in ledger.entries(row))


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (TO_AUTHORITY | {"kind": ""}, "哪种关联"),
        (TO_AUTHORITY | {"authority_key": ""}, "主管部门"),
        (TO_BODY | {"body_name": ""}, "单位名称"),
        (TO_BODY | {"body_uscc": "91330881MA28FAAAAA"}, "代码"),
        (TO_AUTHORITY | {"since": "2026-05-27"}, "晚于今天"),
        (TO_AUTHORITY | {"decoupled_on": "2026-05-27"}, "晚于今天"),
        (RETIRED | {"since": ""}, "离任日期"),
        (RETIRED | {"authority_key": ""}, "原任职"),
    ],
)
def test_a_wrong_tie_is_said_beside_its_field_and_nothing_is_kept(visit, wrong, word):
    visit.as_(personas.agency())
    page = visit.submit(visit("/admission/affiliations/new"), {"note": "顾问两名"} | wrong, status=422)
    assert word in page.errors
    assert wrong.get("note", "顾问两名") in page.html
    assert count() == 0


def test_a_code_is_kept_in_its_plain_form(visit):
    code = bodies.credit_code()
    visit.as_(personas.agency())
    visit.submit(visit("/admission/affiliations/new"), TO_BODY | {"body_uscc": f" {code.lower()} "})
    assert db.session.scalars(select(Affiliation.body_uscc)).one() == code


def test_decoupling_lifts_the_bar_and_the_operator_is_told_after_admission(visit, clock):
    user, operator = personas.agency(), personas.operator()
    make.agency_with("B02", organisation=user)
    row = make.affiliation(user.organisation, authority_key="生态环境")
    owner = personas.owner().organisation_id
    assert make.avoidance(user.organisation_id, owner, "生态环境", clock.today).rule == "S6"
    visit.as_(user)
    page = visit(f"/admission/affiliations/{row.id}/change")
    assert "证明脱钩的文件" in visit.submit(page, {"decoupled_on": "2026-05-20"}, status=422).errors
    page = visit.submit(page, {"decoupled_on": "2026-05-20", "note": "江民〔2026〕12号"})
    assert "已脱钩" in page.text
    assert make.avoidance(user.organisation_id, owner, "生态环境", clock.today) is None
    told = db.session.scalars(
        select(Message).where(Message.organisation_id == operator.organisation_id)
    ).all()
    assert len(told) == 1


def test_a_tie_declared_in_error_is_withdrawn_once(visit, clock):
    user = personas.agency()
    row = make.affiliation(user.organisation)
    visit.as_(user)
    page = visit("/admission/affiliations")
    visit.submit(page, form="/withdraw")
    visit.submit(page, form="/withdraw")
    assert row.withdrawn_on == clock.today
    assert [e.act for e in ledger.entries(row)][1:] == ["admission.affiliation.withdrawn"]
    with pytest.raises(WrongState), transaction():
        ties.withdraw(row, **by(user, clock))


def test_none_cannot_be_declared_while_a_tie_stands(db_session, clock):
    user = personas.agency()
    make.affiliation(user.organisation)
    with pytest.raises(Refused) as refused, transaction():
        ties.declare_none(user.organisation, **by(user, clock))
    assert refused.value.rule == "S6"


def test_old_and_excepted_ties_say_what_they_do(visit):
    body = personas.agency().organisation
    make.affiliation(body, "retired-official", since=date(2020, 1, 1))
    make.affiliation(body, "institution", excepted_by="国办发〔2015〕31号")
    make.affiliation(body)
    text = visit.as_(personas.agency_reader())("/admission/affiliations").text
    for word in ("已过公示年限", "依法除外", "须回避", "公示，不回避"):
        assert word in text


def test_a_reader_declares_nothing(visit):
    visit.as_(personas.agency_reader())
    page = visit("/admission/affiliations")
    assert not page.forms
    sent = {"csrf_token": page.root.first("input", name="csrf_token").get("value"), "act_key": "0" * 32}
    assert visit.client.post("/admission/affiliations/none", data=sent).status_code == 403


def test_another_agency_and_a_stranger_cannot_touch_a_tie(visit):
    row = make.affiliation(personas.agency().organisation)
    path = f"/admission/affiliations/{row.id}/change"
    visit(path, status=303)
    visit.as_(personas.second_agency())(path, status=403)
    visit("/admission/affiliations/999/change", status=404)
