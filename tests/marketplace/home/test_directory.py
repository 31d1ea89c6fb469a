"""The directory: who is in it, in which order, how it is searched, and that it costs the same at any size."""

import time
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from accounts.models import Organisation
from credit.models import GradeSpan
from kernel import clock as kernel_clock
from kernel import search
from kernel.db import db, transaction
from marketplace.admission.models import Admission
from marketplace.home.directory import INDEX
from tests.factories import accounts, admission, blacklist, credit
from tests.factories import market as make

A, B = "衢州青屿环境科技有限公司", "江山市仙霞环境技术有限公司"
C, N, D = "江山市清漾环保服务有限公司", "衢州廿八都生态咨询有限公司", "江山市万里环境评价有限公司"
OUT = "江山市禾源环保咨询有限公司"


def names(page):
    """Return the agencies of the list, in its order."""
    heads = page.root.every("th", scope="row")
    return [next(th.every("a")).text for th in heads]


def town():
    """Admit one agency of each grade, the worst first."""
    rows = {name: make.agency(name) for name in (D, C, N, B, A)}
    for name, letter in ((A, "A"), (B, "B"), (C, "C"), (D, "D")):
        credit.rating(rows[name], 2025, letter)
    return rows


def test_the_better_grade_comes_first_and_not_rated_after_b(visit):
    town()
    assert names(visit("/agencies")) == [A, B, N, C, D]


def test_an_empty_directory_says_so(visit):
    assert "还没有机构入驻" in visit("/agencies").heading


def test_each_row_shows_the_same_facts_with_their_bases(visit):
    row = make.agency(B)
    credit.rating(row, 2025, "B")
    for _ in range(5):
        make.track(row)
    make.running(row)
    text = visit("/agencies").text
    for fact in (
        row.uscc,
        "状态良好",
        "2025年度",
        "100.0%",
        "近 24 个月办结 5 单",
        "11 / 15 个工作日",
        "1 单",
    ):
        assert fact in text


def test_a_yellow_card_and_publicity_are_marked(visit, clock):
    blacklist.rating(make.agency(D), 2025)
    make.agency(N, accepted_on=clock.today)
    text = visit("/agencies").text
    assert "黄牌" in text
    assert "2026年3月12日起，可照常承接" in text
    assert "公示至6月2日（周二），可以选取" in text


@pytest.mark.parametrize("ending", ["veto", "removal"])
@pytest.mark.parametrize("path", ["/agencies", "/agencies?item=B02", "/agencies?q=禾源", "/search?q=禾源"])
def test_who_is_removed_or_blacklisted_is_in_no_list(visit, path, ending):
    row = make.agency(OUT)
    if ending == "veto":
        blacklist.veto(row)
    else:
        blacklist.rating(row, 2024)
        blacklist.rating(row, 2025)
    page = visit(path)
    assert OUT not in page.text
    assert f"/agencies/{row.id}" not in page.links


def test_who_is_not_admitted_or_switched_off_is_not_in_it(visit):
    admission.admission(accounts.agency("江山市新来咨询有限公司"), "submitted")
    make.switch_off(make.agency(B))
    assert names(visit("/agencies")) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=仙", [B]),
        ("q=环境", [A, B, D]),
        ("q=环境 衢州", [A]),
        ("q=没有", []),
        ("grade=A", [A]),
        ("grade=A&grade=N", [A, N]),
        ("grade=D", [D]),
        ("card=with", [D]),
        ("card=without", [A, B, N, C]),
        ("item=B02", [A, B, N, C, D]),
        ("item=D03", []),
        ("item=ZZZ&card=no&grade=Z", [A, B, N, C, D]),
        ("area=江山市", []),
        ("q=环境&grade=D&card=with&item=B02", [D]),
    ],
)
def test_words_item_grade_and_standing_narrow_the_list(visit, query, expected):
    town()
    page = visit(f"/agencies?{query}")
    assert names(page) == expected
    assert expected or "没有符合条件" in page.heading


def test_the_area_is_chosen_from_those_there_are(visit):
    here = accounts.agency(B, area="江山市")
    admission.agency_with("B02", organisation=here)
    make.agency(A)
    page = visit("/agencies")
    assert [o.get("value") for o in page.root.first("select", id="area").every("option")] == ["", "江山市"]
    assert names(visit("/agencies?area=江山市")) == [B]


def test_an_item_shows_those_qualified_with_price_and_promise(visit):
    admission.agency_with("D03", name=A, price_fen=1_230_000, workdays=9)
    admission.agency_with("D03", name=B, qualification=date(2026, 5, 25))
    page = visit("/agencies?item=D03")
    assert names(page) == [A]
    assert "1.23 万元" in page.text
    assert "承诺 9 个工作日" in page.text


def test_the_form_keeps_what_was_asked(visit):
    town()
    page = visit.submit(visit("/agencies"), {"q": "环境", "grade": ["A"], "card": "without", "item": "B02"})
    sent = {f.get("name"): f.get("value") for f in page.root.every("input") if "checked" in f.attributes}
    assert sent == {"grade": "A", "card": "without"}
    assert page.root.first("input", id="q").get("value") == "环境"
    assert names(page) == [A]


def test_the_list_goes_on_by_key_and_shows_everyone_once(visit):
    for number in range(25):
        row = make.agency(f"江山市第{number}环境有限公司")
        if number % 3 == 0:
            credit.rating(row, 2025, "A")
    first = visit("/agencies?q=环境")
    following = next(link for link in first.links if "after=" in link)
    assert "q=" in following
    second = visit(following)
    assert len(names(first)) == 20
    assert len(set(names(first) + names(second))) == 25


@pytest.mark.parametrize("path", ["/agencies", "/agencies?item=B02", "/agencies?q=环境&grade=N&card=without"])
def test_the_directory_costs_the_same_with_more_agencies(visit, count_statements, path):
    visit(path)
    seen = []
    for many in (3, 27):
        for number in range(many):
            make.track(make.agency(f"江山市第{len(seen)}{number}环境有限公司"))
        with count_statements() as statements:
            visit(path)
        seen.append(len(statements))
    assert seen[0] == seen[1]


@pytest.mark.long
@pytest.mark.parametrize(
    "path", ["/agencies", "/agencies?q=环境", "/agencies?grade=A", "/agencies?card=without"]
)
def test_a_page_with_twelve_agencies_and_one_with_ten_thousand_cost_the_same(visit, count_statements, path):
    seen = []
    for many in (12, 9_988):
        many_agencies(many, first=len(seen) * 100)
        visit(path)
        with count_statements() as statements:
            began = time.perf_counter()
            page = visit(path)
            seen.append((len(statements), time.perf_counter() - began))
        assert names(page)
    (few, quick), (lots, slow) = seen
    assert few == lots
    assert slow < 10 * max(quick, 0.02), f"{quick:.3f} s with 12, {slow:.3f} s with 10,000"


def many_agencies(number, first):
    """Lay down many admitted agencies at once, four fifths of them rated."""
    now, day = kernel_clock.now(), kernel_clock.today() - timedelta(days=100)
    ids = range(500_000 + first, 500_000 + first + number)
    bodies = [
        {"id": i, "kind": "agency", "name": f"江山市环境第{i}咨询公司", "uscc": f"T{i:017d}", "version": 1,
         "created_at": now, "verified_at": now, "area": f"第{i % 20}街道"} for i in ids
    ]  # fmt: skip
    joined = [{"agency_id": i, "state": "accepted", "version": 1, "accepted_on": day} for i in ids]
    grades = [
        {"agency_id": i, "year": 2025, "grade": "ABCD"[i % 4], "in_force_from": day} for i in ids if i % 5
    ]
    with transaction():
        for table, rows in ((Organisation, bodies), (Admission, joined), (GradeSpan, grades)):
            db.session.connection().execute(insert(table.__table__), rows)  # past the guard: a bulk of tests
        search.index_all(INDEX, {body["id"]: body["name"] for body in bodies})
