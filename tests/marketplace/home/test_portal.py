"""The portal, and the search over items and agencies."""

from datetime import date

import pytest

from marketplace.home.register import ON_PORTAL
from tests import personas
from tests.factories import admission, blacklist, notices, selection
from tests.factories import market as make

OUT = "江山市禾源环保咨询有限公司"


def figure(page, term):
    """Return what stands under a term of the market's figures."""
    place = next(dt for dt in page.root.every("dt") if dt.text == term)
    return next(child for child in place.parent.every("dd")).text


def test_an_empty_market_says_so_and_leads_nowhere_dead(visit):
    page = visit("/")
    assert "还没有公布过结果" in page.text
    assert "没有被限制进入的机构" in page.text
    assert "尚无办结订单" in figure(page, "按期办结率")
    for link in {link for link in page.links if link.startswith("/") and "/language" not in link}:
        visit(link.partition("#")[0], status=None)
        assert visit.client.get(link).status_code in (200, 303), link


def test_the_portal_speaks_both_languages(visit):
    assert "看得见价格" in visit("/").heading
    assert "see its price" in visit.english()("/").heading


def test_every_figure_stands_with_its_base(visit):
    good, carded = make.agency("江山市仙霞环境技术有限公司"), make.agency("江山市万里环境评价有限公司")
    blacklist.rating(carded, 2025)
    out = make.agency(OUT)
    blacklist.veto(out)
    for used, in_time in ((11, True), (13, True), (20, False)):
        make.track(good, date(2026, 4, 7), used_workdays=used, in_time=in_time)
    make.track(good, date(2025, 12, 31))
    make.track(good, date(2024, 5, 25), used_workdays=1)  # before the 24 months
    make.track(good, date(2026, 5, 26), used_workdays=1)  # today is not over
    page = visit("/")
    assert figure(page, "在册机构") == "2 家 其中黄牌 1 家"
    assert figure(page, "本年办结") == "3 单 截至5月25日"
    assert figure(page, "按期办结率") == "75.0 % 近 24 个月 4 单；其间认定超期 1 单"
    assert figure(page, "比承诺提前") == "2 个工作日 中位数，近 24 个月 4 单"


def test_what_closes_next_stands_on_the_portal_until_it_closes(visit, clock):
    assert "今天没有正在报名的公告" in visit("/").text
    row = notices.notice(personas.owner())
    page = visit("/")
    assert f"/notices/{row.number}" in page.links
    assert "全部 1 项公告" in page.text
    assert "17:00" in page.text
    clock.set(row.late_closes_at)
    assert f"/notices/{row.number}" not in visit("/").links


def test_the_newest_results_stand_with_their_publicity(visit, clock):
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency)
    award = selection.award(owner, agency)
    page = visit("/")
    assert agency.organisation.name in page.text
    assert "公示至5月27日（周三）24:00" in page.text
    assert f"/results/{award.id}" in page.links
    clock.set(date(2026, 5, 28))
    assert "公示已结束" in visit("/").text


def test_the_latest_of_the_register_stand_under_the_heading_that_the_rule_wants(visit):
    blacklist.veto(make.agency(OUT), date(2026, 5, 19))
    page = visit("/")
    assert "平台限制入驻名单（黑名单）" in page.text
    assert "不属于国家严重失信主体名单" in page.text
    assert OUT in page.text
    assert "2028年5月20日" in page.text


def test_the_portal_shows_a_few_of_the_register(visit):
    for number in range(ON_PORTAL + 2):
        blacklist.veto(make.agency(f"衢州第{number}勘测有限公司"))
    assert visit("/").text.count("勘测有限公司") == ON_PORTAL


@pytest.mark.parametrize("path", ["/", "/search?q=环境"])
def test_the_open_pages_cost_the_same_with_more_rows(visit, count_statements, path):
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency)
    visit(path)
    seen = []
    for many in (3, 27):
        for number in range(many):
            row = make.agency(f"江山市第{len(seen)}{number}环境有限公司")
            make.track(row)
            blacklist.veto(make.agency(f"江山市第{len(seen)}{number}环评有限公司"))
            if number < 3:
                selection.award(owner, agency)
            if number < 2:
                notices.notice(owner)
        with count_statements() as statements:
            visit(path)
        seen.append(len(statements))
    assert seen[0] == seen[1], path


def test_words_find_items_and_agencies_and_never_one_that_is_out(visit):
    make.agency("江山市仙霞环境技术有限公司")
    blacklist.veto(make.agency("江山市禾源环境咨询有限公司"))
    page = visit.submit(visit("/"), {"q": "环境"})
    assert "仙霞环境技术" in page.text
    assert "环境影响报告表编制" in page.text
    assert "禾源" not in page.text


@pytest.mark.parametrize("words", ["仙", "仙霞", "江山 仙霞", "仙霞环境技术"])
def test_one_character_and_several_words_find(visit, words):
    make.agency("江山市仙霞环境技术有限公司")
    make.agency("衢州润泽水利技术有限公司")
    page = visit(f"/search?q={words}")
    assert "仙霞环境技术" in page.text
    assert "润泽" not in page.text


def test_a_credit_code_finds_its_agency(visit):
    row = make.agency("江山市仙霞环境技术有限公司")
    assert row.name in visit(f"/search?q={row.uscc}").text


@pytest.mark.parametrize("words", ["", "　", "完全没有这回事", "！！", "%_'\""])
def test_nothing_found_or_nothing_asked_is_said(visit, words):
    make.agency("江山市仙霞环境技术有限公司")
    page = visit(f"/search?q={words}".replace("%", "%25"))
    assert "仙霞" not in page.text
    assert "要找什么" in page.heading or "没有找到" in page.heading
