"""The owner's wizard: method, terms, last look, publication; and the form check of public money."""

from datetime import datetime

import pytest
from sqlalchemy import select

from accounts.queries import inbox
from kernel import ledger
from kernel.clock import BEIJING
from kernel.db import db, transaction
from kernel.errors import WrongState
from kernel.files import StoredFile
from kernel.sealing import sealer
from marketplace.selection import drafting, draw, notices, publishing
from marketplace.selection.draw_tables import DrawChain
from marketplace.selection.models import Notice
from marketplace.selection.tables import Terms
from tests import personas
from tests.factories import notices as make
from tests.factories import projects
from tests.factories import selection as direct
from tests.factories.delivery import paper
from tests.factories.selection import count, ready

AMOUNT = {
    "amount_fen": "30000",
    "deliverable": "报告表",
    "all_named": "y",
    "phone": "0570-1",
    "complaint_phone": "0570-2",
}


def drafted(visit, owner, method="random_draw", *, public=False, **values):
    """Walk to the terms of a notice and fill them in."""
    need = projects.need(owner, projects.project(owner, public_money=public))
    visit.as_(owner)
    page = visit.submit(f"/needs/{need.id}/notice", {"method": method})
    return need, visit.submit(page, AMOUNT | values)


def test_an_owner_drafts_by_three_pages_and_publishes(visit):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    _, page = drafted(visit, owner, files=paper("任务书.pdf"))
    assert "任务书.pdf" in page.text
    page = visit.submit(page, form="/publish")
    row = db.session.scalars(select(Notice)).one()
    assert page.path.endswith(row.number)
    assert row.closes_at == datetime(2026, 5, 27, 17, tzinfo=BEIJING)
    assert row.opens_at == datetime(2026, 5, 27, 18, tzinfo=BEIJING)
    assert "5月27日（周三）17:00（北京时间）" in page.text
    entry = next(e for e in ledger.entries(row) if e.act == "selection.notice.published")
    chain = db.session.get_one(DrawChain, row.id)
    assert chain.commitment in entry.details
    assert len(inbox(agency.organisation_id).rows) == 1
    visit.as_nobody()
    assert "任务书.pdf" in visit(f"/notices/{row.number}").text
    file_id = db.session.scalars(select(StoredFile.id)).one()
    assert visit(f"/notices/{row.number}/files/{file_id}").status == 200
    visit(f"/notices/{row.number}/files/{file_id + 1}", status=404)
    visit("/notices/XQ-2026-9999", status=404)


def test_the_terms_are_filled_from_project_and_item(visit):
    owner = personas.owner()
    need = projects.need(owner, detail="报告表及公示材料", wanted_workdays=12)
    visit.as_(owner)
    page = visit.submit(f"/needs/{need.id}/notice", {"method": "lowest_price"})
    for word in ("报告表及公示材料", "2026-05-27", 'value="12"', "周敏"):
        assert word in page.html, word


def test_a_stranger_and_an_agency_draft_nothing(visit):
    need = projects.need(personas.owner())
    for path in ("notice", "notice/terms", "notice/check"):
        visit.as_(personas.second_owner())(f"/needs/{need.id}/{path}", status=403)
        visit.as_(personas.agency())(f"/needs/{need.id}/{path}", status=403)


def test_without_a_method_there_are_no_terms(visit):
    need = projects.need(personas.owner())
    visit.as_(personas.owner())(f"/needs/{need.id}/notice/terms", status=409)
    visit.submit(f"/needs/{need.id}/notice", {}, status=422)
    assert count(Terms) == 0


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"closing_on": "2026-05-26"}, "S4"),
        ({"closing_on": "2026-05-25"}, "S4"),
        ({"closing_hour": "16"}, "S4"),
        ({"closing_on": "2026-09-01", "opening_on": "2026-09-02"}, "S4"),
        ({"opening_on": "2026-05-27", "opening_hour": "17"}, "S4"),
        ({"most_workdays": "1000"}, ""),
        ({"amount_fen": ""}, ""),
        ({"all_named": None}, ""),
    ],
)
def test_what_the_rules_do_not_allow_is_said_and_kept(visit, values, rule):
    _, page = drafted(visit, personas.owner(), deliverable="记住我", **values)
    assert page.status == 422
    assert "记住我" in page.html
    assert rule in page.errors
    assert db.session.scalars(select(Terms.closes_at)).one() is None


def test_a_shorter_time_needs_an_urgent_reason_which_is_published(visit):
    owner = personas.owner()
    _, page = drafted(visit, owner, closing_on="2026-05-26", closing_hour="20", urgent_reason="汛期抢险")
    page = visit.submit(page, form="/publish")
    assert "汛期抢险" in page.text


def test_weights_make_a_hundred(visit):
    names = ("price", "workdays", "grade", "on_time", "experience")
    short = dict(zip((f"weight_{n}" for n in names), ("40", "20", "20", "10", "5"), strict=True))
    _, page = drafted(visit, personas.owner(), "weighted_assessment", **short)
    assert page.status == 422
    assert "100" in page.text
    page = visit.submit(page, {"weight_experience": "10"} | {"all_named": "y"})
    assert "40%" in page.text
    assert visit.submit(page, form="/publish").status == 200


@pytest.mark.parametrize(("amount", "pointer"), [("1000000", "招标"), ("500000", "政府采购")])
def test_public_money_from_the_limits_on_is_refused_with_a_pointer(visit, amount, pointer):
    _, page = drafted(visit, personas.owner(), public=True, amount_fen=amount)
    assert page.status == 422
    assert "S10" in page.text
    assert pointer in page.text


def test_public_money_is_published_when_the_operator_has_checked_the_form(visit, clock):
    owner, operator = personas.owner(), personas.operator()
    _, page = drafted(visit, owner, public=True)
    page = visit.submit(page, form="/publish")
    assert count(Notice) == 0
    row = db.session.scalars(select(Terms)).one()
    visit.as_(operator)
    assert "环境影响报告表编制" in visit("/notices/checks").text
    clock.ahead(days=1)
    visit.as_(operator)
    visit.submit(f"/notices/checks/{row.id}", form="/pass")
    notice = db.session.scalars(select(Notice)).one()
    assert notice.closes_at == datetime(
        2026, 6, 1, 17, tzinfo=BEIJING
    )  # moved by the day that the check took
    visit(f"/notices/checks/{row.id}/pass", status=405)


def test_the_operator_hands_back_and_the_owner_mends(visit):
    owner = personas.owner()
    need = projects.need(owner, projects.project(owner, public_money=True))
    row = make.submitted(owner, need=need)
    visit.as_(owner)
    visit.submit(f"/needs/{need.id}/notice", {"method": "lowest_price"}, status=409)
    visit.as_(personas.operator())
    page = visit(f"/notices/checks/{row.id}")
    visit.submit(page, {}, form="/hand-back", status=422)
    visit.submit(page, {"reason": "成果数量写清楚"}, form="/hand-back")
    visit.as_(owner)
    page = visit(f"/needs/{need.id}/notice/terms")
    assert "成果数量写清楚" in page.text
    visit.submit(visit.submit(page, {}), form="/publish")
    assert count(Notice) == 0
    assert db.session.scalars(select(Terms.handed_back)).one() == ""


def test_only_the_operator_checks_and_private_money_is_not_passed_by_a_made_up_form(visit):
    row = make.submitted(personas.owner(), requirements="须在江山市设有办公场所")
    desk = make.desk(personas.operator())
    with pytest.raises(WrongState), transaction():
        publishing.pass_check(row, desk=desk)
    visit.as_(personas.agency())("/notices/checks", status=403)
    visit(f"/notices/checks/{row.id}", status=403)
    visit.as_(personas.authority())(f"/notices/checks/{row.id}")


def test_a_need_has_one_notice(visit):
    owner = personas.owner()
    row = make.notice(owner)
    need = row.need
    visit.as_(owner)
    for path in ("notice", "notice/terms", "notice/check"):
        page = visit.client.get(f"/needs/{need.id}/{path}", follow_redirects=True)
        assert page.request.path == f"/notices/{row.number}"
        assert f"本服务已有公告{row.number}" in page.text
    with pytest.raises(WrongState), transaction():
        drafting.begin(need, "random_draw", desk=make.desk(owner))
    assert count(Notice) == 1


def test_a_draft_is_not_handed_over_once_agencies_are_invited(visit):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    row = make.draft(owner, need=projects.need(owner, projects.project(owner, public_money=True)))
    direct.notice(owner, agency, need=row.need)
    with pytest.raises(WrongState), transaction():
        drafting.submit(row, desk=make.desk(owner))


def test_who_failed_for_want_of_anybody_may_publish_anew(db_session, clock):
    owner = personas.owner()
    first = make.notice(owner)
    clock.ahead(days=7)
    second = make.notice(owner, need=first.need)
    assert (first.failed_because, second.number != first.number) == ("nobody", True)


def test_the_secret_is_sealed_and_makes_the_commitment(db_session):
    row = make.notice(personas.owner())
    chain = notices.chain_of(row.id)
    secret = bytes.fromhex(sealer().open(chain.secret_sealed))
    assert draw.new_chain(secret, chain.chain).hex() == chain.commitment
    assert len(secret) == 32


def test_a_term_that_may_not_be_asked_for_is_reworded_and_published(visit):
    owner = personas.owner()
    need, page = drafted(visit, owner, requirements="须在江山市设有办公场所")
    assert "不得要求" in page.text
    make_private = visit.submit(page, form="/publish")
    assert count(Notice) == 0
    assert "运行机构" in make_private.heading
    visit.as_(personas.operator())
    row = db.session.scalars(select(Terms)).one()
    visit.submit(visit(f"/notices/checks/{row.id}"), {"reason": "请删去本地要求"}, form="/hand-back")
    visit.as_(owner)
    page = visit.submit(f"/needs/{need.id}/notice/terms", {"requirements": ""})
    visit.submit(page, form="/publish")
    assert count(Notice) == 1


def test_a_second_person_lets_a_term_stand_with_published_reasons(visit):
    owner, operator = personas.owner(), personas.operator()
    _, page = drafted(visit, owner, public=True, requirements="须在江山市设有办公场所")
    visit.submit(page, form="/publish")
    row = db.session.scalars(select(Terms)).one()
    visit.as_(operator)
    visit(f"/notices/checks/{row.id}/terms/9", status=404)
    visit.submit(f"/notices/checks/{row.id}/terms/0", {}, status=422)
    page = visit.submit(f"/notices/checks/{row.id}/terms/0", {"reason": "指业主自己的场所"})
    visit.submit(f"/notices/checks/{row.id}/terms/0", {"reason": "再答"}, status=409)
    page = visit.submit(page, form="/pass", status=422)
    assert "另一人" in page.text
    visit.as_(personas.second_operator())
    page = visit.submit(f"/notices/checks/{row.id}", form="/pass")
    assert "指业主自己的场所" in page.text


def test_private_money_goes_back_to_its_owner_when_all_is_answered(visit):
    owner = personas.owner()
    need, page = drafted(visit, owner, requirements="须在江山市设有办公场所")
    visit.submit(page, form="/publish")
    row = db.session.scalars(select(Terms)).one()
    visit.as_(personas.operator())
    visit.submit(f"/notices/checks/{row.id}/terms/0", {"reason": "指业主自己的场所"})
    visit.as_(owner)
    visit.submit(f"/needs/{need.id}/notice/check", form="/publish")
    assert count(Notice) == 1
