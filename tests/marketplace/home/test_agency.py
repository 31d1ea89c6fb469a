"""The profile of an agency."""

from datetime import date

import pytest

from tests.factories import accounts, admission, blacklist, credit
from tests.factories import market as make

NAME = "江山市仙霞环境技术有限公司"


def test_a_profile_shows_what_the_public_may_know(visit):
    row = make.agency(NAME, "B02", "D03")
    credit.rating(row, 2024, "B", total="85.4", document="江评〔2025〕1号")
    credit.rating(row, 2025, "A", total="93.1")
    admission.practitioner(row, name="陈默")
    admission.practitioner(row, name="何琳")
    admission.affiliation(row, "retired-official", note="2025年离任")
    make.track(row)
    make.track(row, in_time=False)
    make.running(row)
    page = visit(f"/agencies/{row.id}")
    assert page.heading == NAME
    for fact in (
        "状态良好",
        "2025年度",
        "85.4",
        "93.1",
        "测绘资质",
        "踏勘、编制、审核、交付",
        "项目备案文件",
        "2.80 万元",
    ):
        assert fact in page.text
    assert "注册环保工程师 2 人" in page.text
    assert "陈默" not in page.html
    assert "2025年离任" in page.text


def test_a_profile_in_english(visit):
    row = make.agency(NAME)
    assert "In good standing" in visit.english()(f"/agencies/{row.id}").text


def test_a_profile_with_nothing_says_so_part_by_part(visit):
    row = admission.agency_with()
    text = visit(f"/agencies/{row.id}").text
    for sentence in ("没有列出服务事项", "没有办结订单", "尚未评级", "没有登记资质", "没有申报"):
        assert sentence in text.replace("还没有", "没有")


def test_a_lapsed_qualification_closes_the_service_and_not_the_agency(visit):
    row = admission.agency_with("D03", "B02", qualification=date(2026, 5, 25))
    text = visit(f"/agencies/{row.id}").text
    assert text.count("已关闭：资质失效") == 1
    assert text.count("可以选取") == 1
    assert "今日无效" in text


def test_a_rating_that_was_set_aside_is_not_shown(visit):
    row = make.agency(NAME)
    rating = credit.rating(row, 2025, "D", total="61.2")
    credit.rating_set_aside(row, rating, date(2026, 5, 20))
    assert "61.2" not in visit(f"/agencies/{row.id}").text


def test_a_yellow_card_stands_with_its_reason_and_day(visit):
    row = make.agency(NAME)
    blacklist.rating(row, 2025)
    text = visit(f"/agencies/{row.id}").text
    assert "黄牌" in text
    assert "2026年3月12日" in text
    assert "依据规则 P1" in text


@pytest.mark.parametrize("admitted", [True, False])
def test_who_is_kept_out_has_a_page_that_says_so_at_once_and_offers_no_choice(visit, admitted):
    row = make.agency(NAME) if admitted else accounts.agency(NAME)
    blacklist.veto(row, date(2026, 5, 19))
    page = visit(f"/agencies/{row.id}")
    assert page.text.index("被限制进入平台") < page.text.index("履约情况")
    assert "2028年5月20日" in page.text
    assert "可以选取" not in page.text
    assert page.forms == []


def test_an_agency_without_an_order_for_a_year_is_marked_idle(visit, clock):
    row = make.agency(NAME, accepted_on=date(2025, 5, 26))
    assert "闲置" not in visit(f"/agencies/{row.id}").text
    clock.set(date(2026, 5, 27))
    assert "闲置：2025年5月26日以来没有订单" in visit(f"/agencies/{row.id}").text
    make.running(row, date(2026, 5, 20))
    assert "闲置" not in visit(f"/agencies/{row.id}").text


def test_a_new_agency_is_marked_as_on_public_display(visit, clock):
    row = make.agency(NAME, accepted_on=clock.today)
    assert "新入驻，公示至6月2日" in visit(f"/agencies/{row.id}").text


def test_an_agency_whose_account_is_switched_off_cannot_be_chosen(visit):
    row = make.agency(NAME)
    make.switch_off(row)
    text = visit(f"/agencies/{row.id}").text
    assert "账号已停用" in text
    assert "可以选取" not in text


def test_what_is_no_admitted_agency_is_not_found(visit):
    visit("/agencies/999999", status=404)
    visit(f"/agencies/{accounts.owner().id}", status=404)
    row = accounts.agency("江山市新来咨询有限公司")
    admission.admission(row, "submitted")
    visit(f"/agencies/{row.id}", status=404)


def test_a_profile_costs_the_same_with_more_of_everything(visit, count_statements):
    row = make.agency(NAME)
    visit(f"/agencies/{row.id}")
    seen = []
    for year, many in ((2010, 3), (2013, 10)):
        for number in range(many):
            make.track(row)
            admission.practitioner(row)
            admission.a_qualification(row)
            admission.affiliation(row)
            credit.rating(row, year + number, "B")
        with count_statements() as statements:
            visit(f"/agencies/{row.id}")
        seen.append(len(statements))
    assert seen[0] == seen[1]
