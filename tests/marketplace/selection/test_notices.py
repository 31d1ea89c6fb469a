"""The public pages of open notices: the list, the feed, one notice with questions, amendments, withdrawal."""

from datetime import date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from accounts.queries import inbox
from kernel import clock as kernel_clock
from kernel.clock import BEIJING
from kernel.errors import Refused, WrongState
from marketplace.selection import notices
from marketplace.selection.procedure import State
from marketplace.selection.tables import Amendment, Question
from tests import personas
from tests.factories import notices as make
from tests.factories import projects
from tests.factories.accounts import PASSWORD
from tests.factories.selection import count, ready

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_list_of_open_notices_is_empty_then_shows_what_closes_first(visit):
    assert "没有正在报名" in visit("/notices").heading
    owner = personas.owner()
    later = make.notice(owner, closes_at=_at(29, 17), opens_at=_at(29, 18))
    sooner = make.notice(owner, need=projects.need(owner, title="水土保持方案编制", item_code="E01"))
    page = visit("/notices")
    assert "2 个公告正在报名" in page.heading
    assert [u for u in page.links if "XQ-" in u] == [f"/notices/{row.number}" for row in (sooner, later)]
    assert "即将截止" in page.text


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?q=水土保持", 1),
        ("?q=没有的", 0),
        ("?item=B02", 1),
        ("?item=ZZZ", 2),
        ("?method=random_draw", 1),
        ("?method=nonsense", 2),
        ("?money=private", 2),
        ("?money=public", 0),
        ("?soon=1", 1),
    ],
)
def test_the_list_is_searched_and_narrowed(visit, query, number):
    owner = personas.owner()
    make.notice(owner, closes_at=_at(31, 17) + timedelta(days=3), opens_at=_at(31, 18) + timedelta(days=3))
    need = projects.need(owner, title="水土保持方案编制", item_code="E01")
    make.notice(owner, "lowest_price", need=need)
    page = visit(f"/notices{query}")
    found = [link for link in page.links if link.startswith("/notices/XQ-")]
    assert len(found) == number


def test_the_list_costs_the_same_with_more_notices(visit, count_statements):
    owner, seen = personas.owner(), []
    for many in (2, 10):
        for _ in range(many):
            make.notice(owner)
        with count_statements() as statements:
            visit("/notices")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_the_feed_names_every_open_notice(client, db_session):
    row = make.notice(personas.owner())
    answer = client.get("/notices/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)  # noqa: S314  ours
    assert _numbers(feed) == [row.number]


def test_the_feed_is_wholly_in_the_language_of_its_reader(client, db_session):
    make.notice(personas.owner())
    feed = ET.fromstring(client.get("/notices/feed.atom").data)  # noqa: S314  ours
    (told,) = [one.text for one in feed.iter(f"{ATOM}summary")]
    assert "报名截至" in told
    assert "Registration" not in told


def test_the_feed_is_narrowed_as_the_list_is_and_tells_of_amendments(visit, clock):
    owner = personas.owner()
    row = make.notice(owner)
    assert "feed.atom?item=B02" in " ".join(visit("/notices?item=B02").links)
    for asked, numbers in (("item=B02&money=private", [row.number]), ("item=D03", [])):
        assert _numbers(ET.fromstring(visit.client.get(f"/notices/feed.atom?{asked}").data)) == numbers  # noqa: S314
    clock.ahead(hours=1)
    make.amendment(row, owner, task="增加公众参与")
    feed = ET.fromstring(visit.client.get("/notices/feed.atom").data)  # noqa: S314  ours
    told = [one.text for one in feed.iter(f"{ATOM}updated")]
    assert set(told) == {notices.amendments_of(row.id)[0].at.isoformat()}


def _numbers(feed):
    return [e.find(f"{ATOM}id").text.rpartition("/")[2] for e in feed.iter(f"{ATOM}entry")]


def test_closed_notices_leave_the_list_and_one_with_too_few_is_open_once_more(visit, clock):
    row = make.notice(personas.owner())
    clock.set(_at(27, 17))
    page = visit("/notices")
    assert "已延长一次" in page.text
    assert "5月28日（周四）17:00" in page.text
    assert "不足三家" in visit(f"/notices/{row.number}").text
    clock.set(_at(28, 17))
    assert "没有正在报名" in visit("/notices").heading
    assert "公告失败" in visit(f"/notices/{row.number}").heading


def test_a_visitor_is_led_to_sign_in_and_from_there_back_to_the_notice(visit, clock):
    row = make.notice(personas.owner())
    here = f"/notices/{row.number}"
    (door,) = [link for link in visit(here).links if "sign-in?next=" in link]
    agency = personas.agency()
    back = visit.submit(door, {"email": agency.email, "password": PASSWORD})
    assert back.path == here
    assert not [link for link in back.links if "sign-in?next=" in link]
    clock.set(row.late_closes_at)
    visit.as_nobody()
    assert not [link for link in visit(here).links if "sign-in?next=" in link]


def test_the_direct_addresses_lead_to_the_open_page(visit):
    row = make.notice(personas.owner())
    visit.as_(personas.agency())
    page = visit.client.get(f"/notices/{row.id}")
    assert page.headers["Location"].endswith(row.number)


def test_an_agency_asks_and_everybody_reads_the_answer_without_a_name(visit):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    row = make.notice(owner)
    visit.as_(agency)
    visit.submit(visit(f"/notices/{row.number}"), {"text": " "}, form="/ask", status=422)
    page = visit.submit(visit(f"/notices/{row.number}"), {"text": "是否含监测？"}, form="/ask")
    assert "待业主答复" in page.text
    asked = notices.questions_of(row.id)[0]
    visit(f"/notices/questions/{asked.id}", status=403)
    visit.as_(personas.second_owner())(f"/notices/questions/{asked.id}", status=403)
    visit.as_(owner)
    visit.submit(f"/notices/questions/{asked.id}", {"text": "包含。"})
    visit.submit(f"/notices/questions/{asked.id}", {"text": "再答。"}, status=409)
    text = visit.as_nobody()(f"/notices/{row.number}").text
    assert "包含。" in text
    assert agency.organisation.name not in text


def test_nobody_but_an_agency_asks_and_not_after_the_closing(visit, clock):
    row = make.notice(personas.owner())
    visit.as_(personas.owner())
    assert not [f for f in visit(f"/notices/{row.number}").forms if f.get("action", "").endswith("/ask")]
    clock.set(date(2026, 6, 3))
    with pytest.raises(WrongState):
        make.question(row, personas.agency())
    assert count(Question) == 0


def test_an_amendment_of_what_matters_moves_the_closing_by_two_working_days(visit):
    owner = personas.owner()
    row = make.notice(owner)
    visit.as_(owner)
    page = visit.submit(f"/notices/{row.number}/amend", {"task": "增加公众参与", "reason": "审批部门要求"})
    assert "5月29日（周五）17:00" in page.text
    assert "审批部门要求" in page.text
    assert "编制环境影响报告表" in page.text  # what it said before stands beside what it says now
    assert "增加公众参与" in page.text
    assert (row.closes_at, row.opens_at) == (_at(29, 17), _at(29, 18))
    assert row.late_closes_at == datetime(2026, 6, 1, 17, tzinfo=BEIJING)


def test_another_telephone_moves_nothing_and_no_change_is_refused(visit):
    owner = personas.owner()
    row = make.notice(owner)
    visit.as_(owner)
    visit.submit(f"/notices/{row.number}/amend", {"reason": "无"}, status=422)
    visit.submit(f"/notices/{row.number}/amend", {"phone": "0570-9", "reason": "换号"})
    assert (row.closes_at, count(Amendment)) == (_at(27, 17), 1)
    visit.as_(personas.second_owner())(f"/notices/{row.number}/amend", status=403)


def test_an_amendment_during_the_extension_moves_the_second_closing(db_session, clock):
    owner = personas.owner()
    row = make.notice(owner)
    clock.set(_at(27, 18))
    make.amendment(row, owner, task="增加公众参与")
    course = notices.course_of(row, make.desk().book)
    assert course.closing(kernel_clock.now()) == datetime(2026, 6, 1, 17, tzinfo=BEIJING)
    assert row.closes_at == _at(27, 17)


def test_public_money_stays_below_the_limit_when_amended(db_session):
    row = make.public_notice(personas.owner(), personas.operator())
    with pytest.raises(Refused) as refused:
        make.amendment(row, personas.owner(), amount_fen=100_000_000)
    assert refused.value.rule == "S10"


def test_a_notice_is_withdrawn_with_a_published_reason_and_its_need_published_anew(visit):
    owner = personas.owner()
    row = make.notice(owner)
    visit.as_(owner)
    visit.submit(f"/notices/{row.number}/withdraw", {"reason": "项目缓建"}, status=422)
    page = visit.submit(f"/notices/{row.number}/withdraw", {"code": "need-gone", "reason": "项目缓建"})
    assert "已撤回：不再需要该服务" in page.text
    assert "项目缓建" in page.text
    visit.submit(f"/notices/{row.number}/withdraw", {"code": "mistake", "reason": "又"}, status=409)
    assert notices.state_of(row, kernel_clock.now(), make.desk().book) is State.WITHDRAWN
    assert make.notice(owner, need=row.need).number != row.number
    visit.as_(personas.second_owner())(f"/notices/{row.number}/withdraw", status=403)


def test_agencies_that_list_the_item_are_told_and_others_are_not(db_session):
    agency, other = personas.agency(), personas.second_agency()
    ready(agency)
    ready(other, item="D03")
    make.notice(personas.owner())
    assert [len(inbox(a.organisation_id).rows) for a in (agency, other)] == [1, 0]


def _at(day, hour):
    return datetime(2026, 5, day, hour, tzinfo=BEIJING)
