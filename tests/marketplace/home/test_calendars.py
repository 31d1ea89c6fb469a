"""T5: the calendars, and the import of a year with a preview of the orders that it moves."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from accounts.queries import inbox
from kernel import clock as kernel_clock
from kernel import law
from kernel.calendars import CalendarEdition
from kernel.db import db
from kernel.ledger import Entry
from kernel.notices import NoticeUnreadable
from marketplace.home import yearly
from tests import personas
from tests.factories import delivery as make

START, NOW = date(2026, 12, 21), date(2026, 12, 24)
TYPED = {
    "year": "2027",
    "number": "国办发明电〔2026〕7号",
    "issued_on": "2026-11-04",
    "off": "2027-01-01 至 2027-01-03\n2027-02-05 to 2027-02-11",
    "work": "2027-01-30",
}
NEW, CONFIRM = "/calendars/new", "/calendars/confirm"
ACT = "delivery.due-day.recounted"


@pytest.fixture
def order(clock, db_session):
    """An order of 15 working days from 21 December, of which the last lie in the unannounced 2027."""
    clock.set(START)
    found = make.order("handed-over", start=START)
    clock.set(
        NOW
    )  # the agency has listed nothing as missing: the materials were complete at the hand-over (C2)
    return found


def previewed(visit, **changed):
    return visit.as_(personas.operator()).submit(NEW, TYPED | changed)


def imported(visit, **changed):
    return visit.submit(previewed(visit, **changed))


def due(order, day=None):
    found = make.standing(order, day).clock
    return found.due, found.provisional


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def told(order, organisation_id):
    return [m.sentence for m in inbox(organisation_id).rows if "announced" in m.sentence.text]


def test_everyone_reads_the_calendars_with_the_year_that_is_missing(visit, clock):
    page = visit("/calendars")
    assert page.heading == "2004年至2026年放假安排"
    assert "随平台提供" in page.text
    assert NEW not in " ".join(page.links)
    clock.set(date(2026, 12, 1))
    assert visit("/calendars").heading == "2027年放假安排尚未导入"
    assert "2027" in visit.english()("/calendars").heading


def test_from_december_the_workbench_of_the_operator_names_the_missing_year(visit, clock):
    clock.set(date(2026, 11, 30))
    visit.as_(personas.operator())
    assert "2027" not in visit("/workbench").text
    clock.set(date(2026, 12, 1))
    page = visit.as_(personas.operator())("/workbench")
    assert f"{NEW}?year=2027" in page.links
    assert visit(f"{NEW}?year=2027").root.first("input", name="year").get("value") == "2027"
    imported(visit)
    assert "2027" not in visit("/workbench").text


@pytest.mark.parametrize("who", ["owner", "agency", "authority", "managing_office", "supervisor"])
def test_only_the_operator_imports(visit, who):
    visit(NEW, status=303)
    visit.as_(getattr(personas, who)())
    visit(NEW, status=403)
    visit(CONFIRM, status=403)


def test_the_preview_says_which_order_moves_from_when_to_when_and_changes_nothing(visit, order):
    assert due(order) == (date(2027, 1, 11), True)
    page = previewed(visit)
    assert page.heading == "2027年放假安排将改变 1 个订单的应交日"
    row = next(tr for tr in page.root.every("tr") if order.number in tr.text)
    assert "2027年1月11日" in row.text
    assert "2027年1月12日" in row.text
    assert "确定" in row.text
    assert due(order) == (date(2027, 1, 11), True)
    assert not count(CalendarEdition)
    assert "2027" in visit.english()(page.path).heading


def test_an_import_is_one_edition_and_each_order_has_one_entry_and_one_message_each(visit, order):
    page = imported(visit)
    assert "已导入为第1版" in page.root.text
    assert due(order) == (date(2027, 1, 12), False)
    assert (count(CalendarEdition), count(Entry, Entry.act == ACT)) == (1, 1)
    assert count(Entry, Entry.act == "kernel.calendar.imported") == 1
    for body in (order.owner_id, order.agency_id):
        assert len(told(order, body)) == 1
    db.session.refresh(order)
    assert order.look_on == make.standing(order).next_look_on


def test_a_second_click_imports_nothing_and_the_same_again_says_so(visit, order):
    page = previewed(visit)
    visit.submit(page)
    visit.submit(page)
    assert previewed(visit).heading == "2027年放假安排已是如此"
    assert (count(CalendarEdition), count(Entry, Entry.act == ACT)) == (1, 1)
    assert len(told(order, order.owner_id)) == 1


def test_a_calendar_in_use_is_corrected_by_a_further_edition_with_a_reason(visit, order):
    imported(visit)
    other = {"off": f"{TYPED['off']}\n2027-01-12"}
    page = previewed(visit, **other)
    refused = visit.submit(page, {"reason": ""}, status=422)
    assert "说明更正的理由" in refused.errors
    assert count(CalendarEdition) == 1
    visit.submit(page, {"reason": "国务院办公厅发文更正"})
    assert due(order) == (date(2027, 1, 13), False)
    assert (count(CalendarEdition), count(Entry, Entry.act == ACT)) == (2, 2)
    assert len(told(order, order.agency_id)) == 2
    assert "国务院办公厅发文更正" in visit.as_nobody()("/calendars").text


def test_a_closed_order_is_never_counted_anew(visit, clock, order):
    clock.set(date(2026, 12, 28))
    make.delivered(order, personas.agency())
    make.accepted(order, personas.owner())
    before = due(order)
    clock.ahead(minutes=1)
    page = previewed(visit)
    assert page.heading == "2027年放假安排将改变 0 个订单的应交日"
    visit.submit(page)
    clock.ahead(days=30)
    assert due(order) == before
    assert not count(Entry, Entry.act == ACT)
    assert not told(order, order.owner_id)


def test_an_order_accepted_by_silence_before_the_import_keeps_its_days(visit, clock, order):
    clock.set(date(2026, 12, 24))
    make.delivered(order, personas.agency())
    clock.set(date(2027, 1, 20))
    before = make.standing(order).acceptance
    imported(visit)
    assert make.standing(order).acceptance == before


def test_an_order_that_waits_for_acceptance_is_counted_anew(visit, clock, order):
    clock.set(date(2026, 12, 31))
    make.delivered(order, personas.agency())
    before = make.standing(order).acceptance
    imported(visit)
    assert make.standing(order).acceptance != before


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"off": "元旦"}, "没有写明日期"),
        ({"off": "2027-01-03 至 2027-01-01"}, "没有写明日期"),
        ({"off": "2027-01-01..2027-01-02..2027-01-03"}, "没有写明日期"),
        ({"off": "2028-05-01"}, "2028"),
        ({"off": ""}, "请填写"),
        ({"year": ""}, "请填写"),
        ({"number": ""}, "请填写"),
        ({"work": "2027-01-29"}, "2027-01-29"),
        ({"work": "2027-01-02"}, "2027-01-02"),
    ],
)
def test_what_is_no_notice_is_said_in_a_sentence(visit, changed, sentence):
    visit.as_(personas.operator())
    page = visit.submit(NEW, TYPED | changed, status=422)
    assert sentence in page.text
    assert page.root.first("input", name="number").get("value", "") == (TYPED | changed)["number"]
    assert not count(CalendarEdition)


def test_an_address_that_carries_no_notice_is_no_page(visit):
    visit.as_(personas.operator())
    visit(f"{CONFIRM}?year=2027&off=2027-01-01..2029-01-01", status=404)
    visit(CONFIRM, status=404)


def test_the_preview_asks_as_many_questions_for_many_orders_as_for_one(visit, order, count_statements):
    path = previewed(visit).path
    with count_statements() as one:
        visit(path)
    for _ in range(3):
        make.order("handed-over", start=START)
    with count_statements() as many:
        visit(path)
    assert len(many) == len(one)


def test_what_an_address_carries_is_the_notice_that_was_typed():
    form = {
        "year": 2027,
        "number": "七",
        "issued_on": date(2026, 11, 4),
        "off": ["2027年1月1日到2027年1月3日"],
        "work": [],
    }
    notice = yearly.typed_notice(form)
    assert len(notice.off) == 3
    assert yearly.carried(yearly.address(notice)) == notice
    with pytest.raises(NoticeUnreadable):
        yearly.days_in(["2027-01-01 2027-01-02 x"])


def test_the_calendar_remembers_what_held_before_each_import(visit, order):
    imported(visit)
    (earlier,) = law.calendar().earlier
    assert 2027 not in earlier.calendar.notices
    assert earlier.until == datetime.combine(NOW, time(12), kernel_clock.BEIJING)
    assert earlier.calendar.add(START, 1).day == START + timedelta(days=1)
