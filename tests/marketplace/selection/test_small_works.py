"""S11: small works cannot be reached while the rulebook leaves them out, and run by their own days where it takes them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from kernel import law, ledger
from kernel.clock import BEIJING
from kernel.db import db
from kernel.rulebook import Dated
from marketplace.selection.smallworks.models import SmallWorks
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
    "opening_on": "2026-05-29",
    "opening_hour": "10",
    "contact": "周敏",
    "phone": "0570-4012345",
    "complaint_phone": "0570-4012346",
}
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


def put_out(visit, status=None, **values):
    project = projects.project(personas.owner(), public_money=True)
    visit.as_(personas.owner())
    return visit.submit(f"/projects/{project.id}/small-works/new", FILLED | values, status=status)


def only():
    return db.session.scalars(select(SmallWorks)).one()


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
    project = f"/projects/{row.project_id}"
    assert "发布小额工程" in visit(project).text
    result = {"tenders": "4", "winner_name": "江山市安固建设有限公司", "total_fen": "455000"}
    result["winner_uscc"] = accounts.credit_code()
    address = "/small-works/XG-2026-0001/result"
    assert "S11" in visit.submit(address, result, status=422).text  # the opening lies ahead
    clock.set(OPENED)
    visit.as_(personas.owner())
    assert "公布结果" in visit("/small-works/XG-2026-0001").text
    assert visit.submit(address, result | {"total_fen": "480000.01"}, status=422).errors
    assert visit.submit(address, result | {"winner_uscc": "91330881MA2800000X"}, status=422).errors
    page = visit.submit(address, result)
    assert "5月30日（周六）24:00" in page.text
    visit.submit(address, result, status=409)
    visit.submit("/small-works/XG-2026-0001/withdraw", {"reason": "撤回"}, status=409)
    visit.as_nobody()
    assert "结果公示中" in visit("/small-works").text
    clock.set(OPENED + timedelta(days=2))
    assert "公示期满" in visit("/small-works/XG-2026-0001").text
    assert [e.act for e in ledger.entries(row)] == [
        "selection.small-works.published",
        "selection.small-works.result-published",
    ]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"opening_on": "2026-05-28"}, "S11"),
        ({"amount_fen": "500000"}, "S11"),
        ({"amount_fen": "4000000", "premises": "centre"}, "S10"),
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
    result = {"tenders": "3", "winner_name": "江山市安固建设有限公司", "winner_uscc": accounts.credit_code()}
    address = "/small-works/XG-2026-0001/result"
    for wrong in ("", "100", "一成", "8.123"):
        assert visit.submit(address, result | {"discount": wrong}, status=422).errors
    assert "8.5" in visit.submit(address, result | {"discount": "8.5%"}).text
    assert only().discount_hundredths == 850


def test_small_works_are_withdrawn_with_a_published_reason_by_their_owner_alone(visit, taken_in):
    put_out(visit)
    address = "/small-works/XG-2026-0001/withdraw"
    for who in (personas.second_owner(), personas.agency(), personas.operator()):
        visit.as_(who)(address, status=403)
        visit(f"/projects/{only().project_id}/small-works/new", status=403)
    visit.as_(personas.owner()).submit(address, {"reason": "图纸有误，修改后另行发布"})
    visit.as_nobody()
    assert "图纸有误" in visit("/small-works/XG-2026-0001").text
    visit("/small-works/XG-2026-0009", status=404)
