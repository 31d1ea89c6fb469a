"""S11: small works cannot be reached while the rulebook leaves them out, and run by their own days where it takes them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from kernel import law, ledger
from kernel.clock import BEIJING
from kernel.db import db
from kernel.rulebook import Dated
from marketplace.selection.smallworks.models import SmallWorks, SmallWorksTender
from tests import personas
from tests.factories import accounts, projects
from tests.factories.selection import count

FILLED = {
    "title": "排水沟修缮工程",
    "task": "修缮排水沟120米，按图施工",
    "amount_fen": "480000",
    "basis": "total",
    "premises": "own",
    "place": "江山市诚信招标代理有限公司，中山路8号",
    "confirmation": "江公资确认〔2026〕18号",
    "opening_on": "2026-05-29",
    "opening_hour": "10",
    "contact": "周敏",
    "phone": "0570-4012345",
    "complaint_phone": "0570-4012346",
}
ADDRESS = "/small-works/XG-2026-0001"
OPENED = datetime(2026, 5, 29, 10, tzinfo=BEIJING)


@pytest.fixture
def taken_in(app):
    """Let this town's rulebook take works in as small works."""
    with app.app_context():
        before = law.shipped_book()
    figure = replace(before.figures["S11.trades"], values=(Dated(date(2000, 1, 1), ("works",)),))
    law.install(app, replace(before, figures={**before.figures, "S11.trades": figure}), imports=False)
    yield
    law.install(app, before)


def put_out(visit, status=None, *, public=False, **values):
    project = projects.project(personas.owner(), public_money=public)
    visit.as_(personas.owner())
    return visit.submit(f"/projects/{project.id}/small-works/new", FILLED | values, status=status)


def only():
    return db.session.scalars(select(SmallWorks)).one()


def bids(*offers):
    """Return as many lines of an opening's record, and the codes that stand in them."""
    found = [accounts.credit_code() for _ in offers]
    numbered = enumerate(zip(found, offers, strict=True), 1)
    lines = [f"江山市第{n}建设有限公司 {code}，{offer}" for n, (code, offer) in numbered]
    return "\n".join(lines), found


def test_while_the_rulebook_leaves_them_out_they_cannot_be_reached_and_say_why(visit):
    project = projects.project(personas.owner())
    page = visit.as_(personas.owner())(f"/projects/{project.id}/small-works/new", status=422)
    assert "未启用" in page.text
    assert "S11" in page.text
    assert "发布小额工程" not in visit(f"/projects/{project.id}").text
    visit.as_nobody()
    assert "未启用" in visit("/small-works").text
    assert "小额工程" not in visit("/notices").text


def test_small_works_run_from_publication_to_the_end_of_their_display(visit, clock, taken_in):
    page = put_out(visit)
    row = only()
    assert row.number == "XG-2026-0001"
    assert "适用小额工程制度" in page.text
    assert "公示不少于1日" in page.text
    assert "江公资确认〔2026〕18号" in page.text
    assert "发布小额工程" in visit(f"/projects/{row.project_id}").text
    lines, codes = bids("455000", "462000.50", "480000.01")
    assert (
        "S11" in visit.submit("/small-works/XG-2026-0001/result", {"tenders": lines}, status=422).text
    )  # the opening lies ahead
    clock.set(OPENED)
    visit.as_(personas.owner())
    assert ADDRESS in visit("/workbench").links
    assert "填报结果" in visit(ADDRESS).text
    page = visit.submit("/small-works/XG-2026-0001/result", {"tenders": lines})
    assert "5月30日（周六）24:00" in page.text
    assert "江山市第1建设有限公司中标" in page.text
    assert "超过最高限价，无效" in page.text
    assert all(code in page.text for code in codes)
    visit.submit("/small-works/XG-2026-0001/result", {"tenders": lines}, status=409)
    visit.submit("/small-works/XG-2026-0001/withdraw", {"reason": "撤回"}, status=409)
    visit.as_nobody()
    assert "结果公示中" in visit("/small-works").text
    clock.set(OPENED + timedelta(days=2))
    assert "公示期满" in visit(ADDRESS).text
    assert [e.act for e in ledger.entries(row)] == [
        "selection.small-works.published",
        "selection.small-works.result-published",
    ]
    assert (row.winner_uscc, row.total_fen, count(SmallWorksTender)) == (codes[0], 45_500_000, 3)


def test_what_the_opening_cannot_have_given_is_said_line_by_line(visit, clock, taken_in):
    put_out(visit)
    clock.set(OPENED)
    visit.as_(personas.owner())
    good, (code,) = bids("455000")
    for wrong, told in (
        ("", ""),
        ("江山市安固建设有限公司", "第1行"),
        (f"{good}\n\n甲公司 455000", "第2行"),
        ("甲公司 91330881MA2800000X 455000", "甲公司"),
        (f"甲公司 {code} 面议", "甲公司"),
        (f"{good}\n乙公司 {code} 460000", "两次"),
        (good.replace("455000", "480000.01"), "最高限价"),
    ):
        page = visit.submit("/small-works/XG-2026-0001/result", {"tenders": wrong}, status=422)
        assert told in page.text
    assert count(SmallWorksTender) == 0


def test_among_equals_the_one_drawn_at_the_opening_wins(visit, clock, taken_in):
    put_out(visit)
    clock.set(OPENED)
    visit.as_(personas.owner())
    lines, codes = bids("455000", "455000", "460000")
    page = visit.submit("/small-works/XG-2026-0001/result", {"tenders": lines}, status=422)
    assert "并列" in page.text
    visit.submit("/small-works/XG-2026-0001/result", {"tenders": lines, "drawn": codes[2]}, status=422)
    page = visit.submit("/small-works/XG-2026-0001/result", {"tenders": lines, "drawn": codes[1]})
    assert "江山市第2建设有限公司中标" in page.text
    assert "并列，现场抽定另一家" in page.text


def test_with_public_money_the_operator_checks_the_form_first(visit, clock, taken_in):
    operator = personas.operator()
    page = put_out(visit, public=True)
    assert "形式审查" in page.text
    row = only()
    visit.as_nobody()(ADDRESS, status=404)
    assert "排水沟" not in visit("/small-works").text
    visit.as_(personas.agency())("/small-works/XG-2026-0001/check", status=403)
    visit.as_(operator)
    assert "/small-works/XG-2026-0001/check" in visit("/workbench").links
    assert "排水沟" in visit("/small-works").text
    visit.submit("/small-works/XG-2026-0001/check", {"decision": "back"}, status=422)
    visit.submit("/small-works/XG-2026-0001/check", {"decision": "back", "reason": "图纸编号缺失"})
    visit.submit("/small-works/XG-2026-0001/check", {"decision": "passed"}, status=409)
    visit.as_(personas.owner())
    assert ADDRESS in visit("/workbench").links
    assert "图纸编号缺失" in visit(ADDRESS).text
    visit.submit("/small-works/XG-2026-0001/change", {"task": "修缮排水沟120米，按图施工，图号P-01"})
    visit("/small-works/XG-2026-0001/change")
    clock.set(datetime(2026, 5, 28, 9, tzinfo=BEIJING))
    visit.as_(operator).submit("/small-works/XG-2026-0001/check", {"decision": "passed"})
    db.session.refresh(row)
    assert row.published_on == date(2026, 5, 28)
    assert row.opens_at == datetime(2026, 5, 31, 10, tzinfo=BEIJING)  # three days after, at the same hour
    assert "图号P-01" in visit.as_nobody()(ADDRESS).text
    assert [e.act for e in ledger.entries(row)] == [
        "selection.small-works.submitted",
        "selection.small-works.handed-back",
        "selection.small-works.submitted",
        "selection.small-works.published",
    ]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"opening_on": "2026-05-28"}, "S11"),
        ({"amount_fen": "500000"}, "S11"),
        ({"confirmation": ""}, "S11"),
        ({"amount_fen": "4000000", "premises": "centre"}, "S10"),
        ({"amount_fen": "600000", "premises": "centre", "public": True}, "政府采购"),
        ({"task": "投标人须为本地企业"}, "S1"),
        ({"place": ""}, ""),
    ],
)
def test_what_small_works_may_not_be_is_said_and_nothing_is_published(visit, taken_in, values, rule):
    page = put_out(visit, status=422, **values)
    assert rule in page.text
    assert count(SmallWorks) == 0


def test_a_discount_wins_where_the_notice_says_so(visit, clock, taken_in):
    put_out(visit, basis="discount")
    clock.set(OPENED)
    visit.as_(personas.owner())
    for wrong in ("100", "一成", "8.123"):
        assert visit.submit(
            "/small-works/XG-2026-0001/result", {"tenders": bids(wrong)[0]}, status=422
        ).text.count("下浮率")
    assert (
        "8.50%"
        in visit.submit("/small-works/XG-2026-0001/result", {"tenders": bids("7.25", "8.5%", "0")[0]}).text
    )
    assert only().discount_hundredths == 850


def test_small_works_are_withdrawn_with_a_published_reason_by_their_owner_alone(visit, taken_in):
    put_out(visit)
    address = "/small-works/XG-2026-0001/withdraw"
    for who in (personas.second_owner(), personas.agency(), personas.operator()):
        visit.as_(who)(address, status=403)
        visit(f"/projects/{only().project_id}/small-works/new", status=403)
    visit.as_(personas.owner()).submit(address, {"reason": "图纸有误，修改后另行发布"})
    visit.as_nobody()
    assert "图纸有误" in visit(ADDRESS).text
    visit("/small-works/XG-2026-0009", status=404)
