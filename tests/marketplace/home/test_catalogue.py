"""The catalogue of service items and the page of one."""

import pytest

from marketplace.admission.catalogue import items
from marketplace.home import shelf
from tests.factories import blacklist
from tests.factories import market as make


def shown(page):
    return {link.rpartition("/")[2] for link in page.links if link.startswith("/items/")}


def test_all_items_are_there_by_category(visit):
    page = visit("/items")
    assert shown(page) == set(items())
    assert "共 97 项" in page.heading
    assert page.text.index("环境保护") < page.text.index("信息化")


def test_silence_about_doing_it_oneself_is_called_silence(visit):
    page = visit("/items?q=B02")
    assert "是" in page.text
    assert "来源未载明" in visit("/items/D03").text
    assert "不得" not in visit("/items/D03").text


def test_what_government_commissions_is_marked_as_not_offered(visit):
    assert "由政府委托，不向业主提供" in visit("/items?q=A06").text
    page = visit("/items/A06")
    assert "不向业主提供" in page.heading
    assert not [link for link in page.links if link.startswith("/agencies?item")]


def test_what_is_not_checked_against_the_law_says_so(visit):
    page = visit("/items/A05")
    assert "待核" in page.text
    assert "(verify)" not in page.text
    assert "待核" not in visit("/items?q=B01").text.replace("标注“待核”", "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=水土保持 报告表", {"C02"}),
        ("q=surveying", None),
        ("authority=地震", {"F07"}),
        ("category=文物", {"H05"}),
        ("q=测绘&authority=住建", None),
    ],
)
def test_words_authority_and_category_narrow_the_catalogue(visit, query, found):
    page = visit(f"/items?{query}")
    expected = {i.code for i in shelf.found(shelf.asked(dict(part.split("=") for part in query.split("&"))))}
    assert shown(page) == expected
    assert found is None or expected == found
    assert len(expected) < len(items())


def test_an_unknown_filter_is_left_out_and_nothing_found_is_said(visit):
    assert len(shown(visit("/items?authority=财神&category=无"))) == len(items())
    assert "没有符合条件" in visit("/items?q=没有这回事").heading


def test_the_catalogue_speaks_english(visit):
    page = visit.english()("/items?category=文物")
    assert "Cultural heritage" in page.text
    assert "not said" in page.text


def test_an_item_names_what_it_costs_and_who_offers_it(visit):
    row = make.agency("江山市仙霞环境技术有限公司")
    blacklist.veto(make.agency("江山市禾源环保咨询有限公司"))
    page = visit("/items/B02")
    assert "1 家机构可以选" in page.heading
    assert "合同太少" in page.text
    assert "/agencies?item=B02" in page.links
    for price in (2, 3, 4, 5, 6):
        make.track(row, price_fen=price * 1_000_000)
    assert "中位价 4.00 万元" in visit("/items/B02").text


def test_an_item_that_nobody_offers_says_so_and_an_unknown_one_is_not_found(visit):
    assert "没有可选的机构" in visit("/items/H05").heading
    visit("/items/Z99", status=404)


def test_every_item_has_its_page(visit):
    for code in items():
        assert items()[code].name in visit(f"/items/{code}").heading
