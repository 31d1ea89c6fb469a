"""The rules as they are printed, and the count of working days."""

from datetime import date

import pytest

from kernel import law
from kernel.rule_text import read_rules
from kernel.rulebook import FOLDER
from kernel.workdays import Kind, shipped
from marketplace.home import daywise, printed
from tests.conftest import TODAY


def test_every_rule_stands_under_its_number_in_both_languages(visit):
    page = visit("/rules")
    anchors = {article.get("id") for article in page.root.every("article")}
    rules = read_rules(FOLDER / "rules.md")
    assert anchors == {rule.number for rule in rules}
    for rule in rules:
        place = page.root.first("article", id=rule.number)
        assert rule.zh in place.text
        assert place.first("p", lang="en").text == " ".join(rule.en.replace("*", "").split())


def test_every_figure_in_force_stands_with_unit_and_day(visit, app):
    page = visit("/rules")
    with app.app_context():
        book = law.book()
    for figure in book.figures.values():
        assert figure.id in page.text
        assert figure.unit in printed.UNITS
    row = next(tr for tr in page.root.first("article", id="P4").every("tr") if "P4.lockout" in tr.text)
    assert "2 年" in row.text
    assert "2000年1月1日" in row.text or "2017年4月27日" in row.text


def test_the_rules_are_read_in_english(visit):
    page = visit.english()("/rules")
    assert "Years" in page.root.first("article", id="P2").text


def test_a_rule_says_by_what_it_is_applied_and_how_many_cases_show_it(visit):
    rule = visit("/rules").root.first("article", id="T3")
    assert any("kernel/workdays.py:" in code.children[0] for code in rule.every("code"))
    assert "算例" in rule.text


def test_a_basis_names_its_kind_of_source_and_no_file_of_ours():
    parts = printed.basis("default: RULES.md section 7")
    assert [str(part) for part in parts] == ["chosen by this platform"]
    assert str(printed.basis("seed (承诺时间); default")[0]) == "the bulletin of 2017"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (10_000, "10,000"),
        (True, "switched on"),
        (False, "switched off"),
        ((1, 2), "1 · 2"),
        ("12-01", "12-01"),
    ],
)
def test_a_value_is_written_as_one_reads_it(value, written):
    assert str(printed.value(value)) == written


def test_an_unknown_unit_stands_as_it_is_written():
    assert printed.unit("furlongs") == "furlongs"


def test_a_period_is_counted_day_by_day(visit):
    page = visit.submit("/calculator", {"start": "2026-02-12", "days": "3"})
    assert "2026年2月24日（周二）" in page.heading
    assert "2月15日（周日）至2月23日（周一） 法定节假日，不计" in page.text
    assert "2月14日（周六） 调休上班，计入" in page.text
    assert "暂定" not in page.text


def test_a_year_without_a_notice_is_marked_as_provisional(visit):
    assert "暂定" in visit("/calculator?start=2026-12-25&days=20").text


@pytest.mark.parametrize("start", ["2026/2/12", "2026年2月12日", " ２０２６-02-12 "])
def test_a_day_may_be_typed_in_the_ways_it_is_written(visit, start):
    assert "2026年2月24日" in visit(f"/calculator?start={start}&days=3").heading


@pytest.mark.parametrize(
    ("start", "days", "field"),
    [
        ("2026-02-30", "3", "start"),
        ("x", "3", "start"),
        ("1999-01-01", "3", "start"),
        ("9999-01-01", "3", "start"),
        ("2026-02-12", "0", "days"),
        ("2026-02-12", "10000", "days"),
        ("2026-02-12", "-1", "days"),
        ("2026-02-12", "", "days"),
    ],
)
def test_what_cannot_be_counted_is_said_beside_its_field_and_kept(visit, start, days, field):
    page = visit(f"/calculator?start={start}&days={days}")
    assert page.root.first("p", id=f"{field}-error").text
    assert page.root.first("input", id="days").get("value") == days
    assert page.root.first("input", id="start").get("value") == start


def test_the_empty_form_proposes_today_and_says_nothing_wrong(visit):
    page = visit("/calculator")
    assert page.root.first("input", id="start").get("value") == TODAY.isoformat()
    assert page.errors == ""
    for mode in daywise.Mode:
        assert visit.english()(f"/calculator?mode={mode}").heading.endswith("?")
    assert visit("/calculator?mode=sideways").heading == visit("/calculator").heading


@pytest.mark.parametrize(("start", "number"), [(date(2026, 2, 12), 3), (date(2025, 12, 1), 120)])
def test_the_way_agrees_with_the_calendar(start, number):
    way = daywise.way(start, number, shipped())
    assert way.due == shipped().add(start, number)
    assert [day.number for day in way.days if day.number] == list(range(1, number + 1))
    assert way.days[-1].day == way.due.day
    assert way.months[0][0] == start.replace(day=1)
    assert {day for _, cells in way.months for day in cells} == {start, *(day.day for day in way.days)}


def test_days_off_in_a_row_are_one_stretch():
    runs = daywise.way(date(2026, 9, 24), 8, shipped()).unusual
    assert [run.kind for run in runs] == [Kind.HOLIDAY, Kind.HOLIDAY, Kind.MAKE_UP]


def test_a_period_is_counted_backwards_from_the_day_on_which_it_must_end(visit):
    page = visit.submit("/calculator?mode=back", {"last": "2026-02-24", "days": "3"})
    assert page.heading == "2026年2月24日届满的 3 个工作日，最晚2026年2月12日（周四）起算"
    assert "2月14日（周六） 调休上班，计入" in page.text


def test_the_working_days_between_two_days_are_counted(visit):
    page = visit.submit("/calculator?mode=between", {"start": "2026-02-12", "last": "2026-02-24"})
    assert page.heading == "2026年2月12日之后至2026年2月24日（周二）共 3 个工作日"
    same = visit("/calculator?mode=between&start=2026-02-12&last=2026-02-12")
    assert "共 0 个工作日" in same.heading
    assert "暂定" in visit("/calculator?mode=between&start=2026-12-30&last=2027-01-05").text


def test_the_days_of_pauses_are_not_counted_and_overlapping_ones_are_one(visit):
    given = {
        "start": "2026-03-02",
        "days": "10",
        "pauses": "2026-03-05..2026-03-09\n2026年3月9日至2026年3月10日",
    }
    page = visit.submit("/calculator", given)
    assert "2026年3月20日（周五）" in page.heading
    assert "规则 C5" in page.text
    assert page.root.first("td", "pause") or "暂停，不计" in page.text
    one = visit.submit("/calculator", {"start": "2026-03-02", "days": "1", "pauses": "2026-03-03"})
    assert "2026年3月4日（周三）" in one.heading


@pytest.mark.parametrize(
    "pauses",
    [
        "x",
        "2026-03-09..2026-03-05",
        "2026-03-05..y",
        "2003-01-01",
        "2026-01-01..2028-01-01",
        "2026-03-05\n" * 6,
    ],
)
def test_a_pause_that_is_none_is_said_beside_its_field_and_kept(visit, pauses):
    page = visit.submit("/calculator", {"start": "2026-03-02", "days": "10", "pauses": pauses})
    assert page.root.first("p", id="pauses-error").text
    assert pauses.split("\n")[0] in page.html


@pytest.mark.parametrize("last", ["2026-02-11", "2027-06-01", "x"])
def test_two_days_in_the_wrong_order_or_far_apart_are_said_beside_the_second(visit, last):
    page = visit(f"/calculator?mode=between&start=2026-02-12&last={last}")
    assert page.root.first("p", id="last-error").text
