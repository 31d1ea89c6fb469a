"""The operator's form check: the queue, the application with its documents, and the answer."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Message
from kernel import law, ledger
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.admission import operations, queries
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import admission as make
from tests.factories import blacklist as decisions
from tests.marketplace.admission.test_application import ready

ACCEPTED = {"decision": "accept", "remark": "营业执照、资质证书与填报一致。"}
RETURNED = {"decision": "return", "remark": "资质证书不清晰。", "qualifications": "请重新上传第 2 页。"}


def submitted(clock):
    return ready(personas.agency(), clock, state="submitted")


def told(agency_id):
    chosen = select(Message).where(Message.organisation_id == agency_id).order_by(Message.id)
    return [str(message.sentence) for message in db.session.scalars(chosen)]


def test_the_queue_says_that_it_is_empty(visit):
    visit.as_(personas.operator())
    assert "没有待形式审查" in visit("/admission/queue").heading


def test_the_queue_is_for_the_desk_alone(visit):
    visit("/admission/queue", status=303)
    for user in (personas.managing_office(), personas.supervisor()):
        assert "/admission/import" not in visit.as_(user)("/admission/queue").links
    for user in (personas.agency(), personas.owner(), personas.authority()):
        visit.as_(user)("/admission/queue", status=403)


def test_the_queue_runs_by_deadline_pages_by_key_and_costs_the_same(visit, clock, count_statements):
    visit.as_(personas.operator())
    seen = []
    for many in (3, 27):
        for i in range(many):
            body = bodies.agency(f"江山市第{many}-{i}有限公司")
            make.admission(body, state="submitted", submitted_on=clock.today - timedelta(days=i))
        with count_statements() as statements:
            page = visit("/admission/queue")
        seen.append(len(statements))
    assert seen[0] == seen[1]
    following = [link for link in page.links if "after=" in link]
    assert len(following) == 1
    assert "已过答复期限" in page.heading
    first = visit("/admission/queue").text
    assert first.index("第27-26") < first.index("第27-20")
    second = visit(following[0])
    assert "第27-26" not in second.text
    assert "第3-0" in second.text


def test_an_application_is_shown_with_everything_that_was_entered(visit, clock):
    row = submitted(clock)
    one = make.a_qualification(row.agency)
    make.affiliation(row.agency)
    visit.as_(personas.operator())
    page = visit(f"/admission/{row.id}/check")
    for word in (
        "待形式审查",
        row.introduction,
        one.number,
        "陈默",
        "水利",
        "踏勘、编制、审核、交付",
        "签署",
    ):
        assert word in page.text
    for user in (personas.authority(), personas.supervisor(), personas.managing_office()):
        assert not visit.as_(user)(f"/admission/{row.id}/check").forms
    for user in (personas.agency(), personas.owner()):
        visit.as_(user)(f"/admission/{row.id}/check", status=403)
    visit.as_nobody()(f"/admission/{row.id}/check", status=303)


def test_an_empty_application_is_shown_too(visit):
    row = make.admission(personas.agency().organisation)
    visit.as_(personas.operator())
    assert "尚未提交" in visit(f"/admission/{row.id}/check").heading
    visit("/admission/999/check", status=404)


def test_an_accepted_agency_may_serve_at_once_in_publicity_and_is_found(visit, clock):
    row = submitted(clock)
    visit.as_(personas.operator())
    page = visit(f"/admission/{row.id}/check")
    visit.submit(page, ACCEPTED)
    page = visit.submit(page, ACCEPTED)
    assert "没有待形式审查" in page.heading
    assert (row.state, row.accepted_on, row.answered_by) == ("accepted", clock.today, personas.operator().id)
    assert [e.act for e in ledger.entries(row)].count("admission.application.accepted") == 1
    assert make.may_serve(row.agency_id, "B02", clock.today) is None
    ends = queries.in_publicity([row.agency_id], law.calendar(), law.book(), clock.today)
    assert ends == {row.agency_id: date(2026, 6, 2)}
    assert queries.in_publicity([row.agency_id], law.calendar(), law.book(), date(2026, 6, 3)) == {}
    assert list(db.session.scalars(operations.search.matching("agency", "绿洲"))) == [row.agency_id]
    assert "admitted" in told(row.agency_id)[0]
    page = visit.as_(personas.agency())("/admission")
    assert ACCEPTED["remark"] in page.text
    assert "公示至6月2日（周二）24:00" in page.text


def test_a_returned_application_names_what_each_section_lacks_and_comes_again(visit, clock):
    row = submitted(clock)
    visit.as_(personas.operator())
    visit.submit(visit(f"/admission/{row.id}/check"), RETURNED)
    assert row.state == "returned"
    assert "Qualifications" in told(row.agency_id)[0]
    visit.as_(personas.agency())
    page = visit("/admission")
    assert "退回" in page.heading
    assert RETURNED["qualifications"] in page.text
    assert RETURNED["remark"] in page.text
    visit.submit(page, form="/submit")
    assert row.state == "submitted"
    visit.as_(personas.operator())
    visit.submit(visit(f"/admission/{row.id}/check"), ACCEPTED)
    assert operations.reasons_of(row) == {}


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"remark": ""}, "理由"),
        ({"decision": None}, "答复"),
        ({"qualifications": "缺第 2 页"}, "请选择退回"),
        ({"decision": "return"}, "至少在一个部分"),
    ],
)
def test_an_answer_that_contradicts_itself_is_not_given(visit, clock, wrong, word):
    row = submitted(clock)
    visit.as_(personas.operator())
    page = visit.submit(visit(f"/admission/{row.id}/check"), ACCEPTED | wrong, status=422)
    assert word in page.errors
    assert wrong.get("qualifications", "") in page.html
    assert (row.state, told(row.agency_id)) == ("submitted", [])


def test_of_two_answers_the_second_finds_the_page_stale(visit, clock):
    row = submitted(clock)
    visit.as_(personas.operator())
    first, second = visit(f"/admission/{row.id}/check"), visit(f"/admission/{row.id}/check")
    visit.submit(first, ACCEPTED)
    visit.submit(second, RETURNED, status=409)
    assert row.state == "accepted"


def test_only_the_operator_answers(visit, clock):
    row = submitted(clock)
    for user in (personas.managing_office(), personas.agency()):
        page = visit.as_(user)("/me")
        sent = ACCEPTED | {"csrf_token": page.root.first("input", name="csrf_token").get("value")}
        assert visit.client.post(f"/admission/{row.id}/answer", data=sent).status_code == 403
    assert row.state == "submitted"


def test_an_agency_that_is_out_by_now_is_not_admitted(visit, clock):
    row = submitted(clock)
    decisions.veto(row.agency, decided_on=date(2026, 5, 20))
    visit.as_(personas.operator())
    page = visit.submit(visit(f"/admission/{row.id}/check"), ACCEPTED, status=422)
    assert "规则 P4" in page.text
    assert "2028年5月21日" in page.text
    assert row.state == "submitted"


def test_an_operation_returns_nothing_without_a_reason(db_session, clock):
    row, by = submitted(clock), {"actor_id": personas.operator().id, "today": clock.today}
    with pytest.raises(Refused), transaction():
        operations.hand_back(row, {}, "…", **by)
    with transaction():
        operations.hand_back(row, {"letter": "…"}, "…", **by)
    with pytest.raises(WrongState), transaction():
        operations.hand_back(row, {"letter": "…"}, "…", **by)
