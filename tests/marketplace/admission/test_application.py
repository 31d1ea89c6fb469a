"""An agency applies: section by section, the letter, and submitting."""

import json

import pytest
from sqlalchemy import func, select

from accounts.models import Message
from kernel import law, ledger
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.admission import operations, queries
from marketplace.admission.models import Admission
from tests import personas
from tests.factories import admission as make

DETAILS = {
    "legal_representative": "王立",
    "controlling_shareholder": "",
    "area": "江山市",
    "address": "江山市城北工业园 8 号",
    "phone": "0570-4012345",
    "introduction": "环境影响评价与监测，2009 年成立，二十四人。",
}


def by(user, clock):
    return {"actor_id": user.id, "today": clock.today, "book": law.book()}


def complete(user, *, state="draft", **columns):
    """Fill every section of an agency's application in, all but the letter unless its day is given."""
    body = user.organisation
    with transaction():
        for name in ("legal_representative", "area", "address", "phone"):
            setattr(body, name, DETAILS[name])
        ledger.record(body, "accounts.organisation.changed", actor_id=user.id, rule="6")
    columns = {"introduction": DETAILS["introduction"], "untied_on": body.created_at.date()} | columns
    row = make.admission(body, state=state, **columns)
    make.listed_service(body)
    make.practitioner(body)
    return row


def ready(user, clock, **columns):
    return complete(user, letter_signed_at=clock.now(), letter_signed_by=user.id, **columns)


def test_a_new_agency_sees_what_is_to_be_done(visit):
    visit.as_(personas.agency())
    page = visit("/admission")
    assert "共 6 部分，已完成 0 部分" in page.heading
    assert {"/admission/details", "/admission/services", "/admission/letter"} <= set(page.links)
    assert visit.english()("/admission").heading == "0 of 6 sections of your application are done"


def test_a_stranger_is_asked_to_sign_in_and_others_have_no_application(visit):
    assert visit("/admission", status=303).answer.location.startswith("/sign-in")
    for user in (personas.owner(), personas.operator(), personas.authority()):
        for path in ("/admission", "/admission/details", "/admission/letter"):
            visit.as_(user)(path, status=403)


def test_a_reader_of_the_agency_reads_and_cannot_fill_in(visit):
    visit.as_(personas.agency_reader())
    page = visit("/admission")
    assert "/admission/details" not in page.links
    visit("/admission/details", status=403)


def test_details_begin_the_application_and_are_kept_by_accounts(visit):
    user = personas.agency()
    visit.as_(user)
    page = visit.submit(visit("/admission/details"), DETAILS)
    assert "已完成 1 部分" in page.heading
    row = queries.admission_of(user.organisation_id)
    assert (row.state, row.introduction, row.agency.address) == (
        "draft",
        DETAILS["introduction"],
        DETAILS["address"],
    )
    assert [e.act for e in ledger.entries(row)] == [
        "admission.application.begun",
        "admission.agency.introduced",
    ]
    assert DETAILS["introduction"] in visit("/admission/details").html


def test_details_that_are_missing_are_asked_for_and_nothing_is_kept(visit):
    visit.as_(personas.agency())
    page = visit.submit(visit("/admission/details"), DETAILS | {"address": "", "phone": "abc"}, status=422)
    assert "地址" in page.errors
    assert "电话" in page.errors
    assert DETAILS["introduction"] in page.html
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 0


def test_an_agency_that_is_not_verified_fills_in_but_neither_signs_nor_submits(visit, clock):
    user = personas.unverified_agency()
    visit.as_(user)
    visit.submit(visit("/admission/details"), DETAILS)
    assert "核验" in visit("/admission").text
    assert not visit("/admission/letter").forms
    for path in ("/admission/submit", "/admission/letter/sign"):
        answer = visit.client.post(path, data=token(visit("/admission/details")))
        assert answer.status_code == 403
    assert queries.admission_of(user.organisation_id).state == "draft"


def token(page):
    return {f.get("name"): f.get("value") for f in page.form().every("input") if f.get("type") == "hidden"}


def test_the_letter_is_signed_by_a_head_once(visit, clock):
    user = personas.agency()
    complete(user)
    visit.as_(personas.agency_reader())
    assert not visit("/admission/letter").forms
    visit.as_(user)
    page = visit("/admission/letter")
    for word in ("郑重承诺", "送达地址", DETAILS["address"], "两年内不得再次进入"):
        assert word in page.text
    visit.submit(page)
    visit.submit(page)
    row = queries.admission_of(user.organisation_id)
    assert row.letter_signed_by == user.id
    signed = [e for e in ledger.entries(row) if e.act == "admission.letter.signed"]
    assert [json.loads(e.details) for e in signed] == [{"edition": operations.LETTER_EDITION}]
    assert not visit("/admission/letter").forms
    with pytest.raises(WrongState), transaction():
        operations.sign(user.organisation, **by(user, clock))


def test_a_complete_application_is_submitted_and_the_operator_is_told(visit, clock):
    user, operator = personas.agency(), personas.operator()
    row = ready(user, clock)
    visit.as_(user)
    page = visit("/admission")
    assert "可以提交" in page.heading
    page = visit.submit(page)
    assert "正在审查" in page.heading
    assert "5月28日（周四）24:00" in page.text  # two working days after Tuesday 26 May 2026
    assert row.state == "submitted"
    told = db.session.scalars(
        select(Message).where(Message.organisation_id == operator.organisation_id)
    ).one()
    assert told.link == f"/admission/{row.id}/check"


def test_an_application_with_a_section_open_is_refused_with_its_name(db_session, clock):
    user = personas.agency()
    complete(user)
    with pytest.raises(Refused) as refused, transaction():
        operations.submit(user.organisation, **by(user, clock))
    assert refused.value.rule == "A1"
    assert "Commitment letter" in str(refused.value.sentence.args["sections"])
    assert queries.admission_of(user.organisation_id).state == "draft"


def test_what_is_submitted_cannot_be_changed_until_it_is_answered(visit, clock):
    user = personas.agency()
    visit.as_(user)
    page = visit("/admission/details")
    ready(user, clock, state="submitted")
    visit.submit(page, DETAILS, status=409)
    assert "/admission/details" not in visit("/admission").links
    for path in ("services", "qualifications", "practitioners", "affiliations"):
        assert not visit(f"/admission/{path}").forms


def test_what_is_admitted_cannot_be_submitted_again(db_session, clock):
    user = personas.agency()
    ready(user, clock, state="accepted")
    with pytest.raises(WrongState), transaction():
        operations.submit(user.organisation, **by(user, clock))


def test_an_admitted_agency_changes_its_details_and_is_found_by_its_new_area(visit, clock):
    user = personas.agency()
    row = ready(user, clock, state="accepted")
    visit.as_(user)
    assert "已入驻" in visit("/admission").heading
    assert "公示中" in visit("/admission").text
    visit.submit(visit("/admission/details"), DETAILS | {"area": "衢州市柯城区"})
    assert "admission.agency.introduced" in [e.act for e in ledger.entries(row)]
    assert found("柯城") == [user.organisation_id]
    assert found("lzjc") == [user.organisation_id]  # 绿洲监测
    assert found("绿洲 jssl") == [user.organisation_id]
    assert found("lzjd") == []


def found(words):
    return list(db.session.scalars(operations.search.matching("agency", words)))
