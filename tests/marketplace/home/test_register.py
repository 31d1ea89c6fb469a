"""The public register: what it is, who is in it until when, and how one looks for a decision."""

from datetime import date
from urllib.parse import quote

import pytest

from blacklist import queries
from marketplace.home import printed
from tests import personas
from tests.factories import blacklist, credit
from tests.factories import market as make

OUT = "江山市禾源环保咨询有限公司"
OTHER = "衢州宏测土地勘测有限公司"
DOCUMENT = "江审管〔2026〕7号"
DECIDED = date(2026, 5, 19)


def rows(page):
    """Return what each row of the register's table says."""
    return [row.text for row in page.root.every("tr")][1:]


@pytest.fixture
def out():
    """An agency that was blacklisted."""
    row = make.agency(OUT)
    blacklist.veto(row, DECIDED, document=DOCUMENT)
    return row


def test_the_register_is_headed_as_the_rule_wants_in_both_languages(visit, out):
    page = visit("/register")
    assert page.heading == "平台限制入驻名单（黑名单）"
    assert "不属于国家严重失信主体名单，无依据不推送信用平台" in page.text
    assert "no entry of a national list of serious dishonesty" in visit.english()("/register").text


def test_an_entry_says_who_why_by_which_rule_from_when_until_when_and_by_which_decision(visit, out):
    (told,) = rows(visit("/register"))
    for fact in (
        OUT,
        out.uscc,
        "黑名单",
        "承诺超期办结",
        "P4",
        "2026年5月19日",
        "2028年5月19日",
        "2028年5月20日",
        DOCUMENT,
    ):
        assert fact in told, fact


def test_an_empty_register_says_so(visit):
    page = visit("/register")
    assert "没有被限制进入的机构" in page.text
    assert rows(page) == []


def test_a_removal_is_an_entry_of_the_rating_that_completed_the_row(visit):
    row = make.agency(OUT)
    blacklist.rating(row, 2024, document="江评〔2025〕2号")
    blacklist.rating(row, 2025, document="江评〔2026〕3号")
    (told,) = rows(visit("/register"))
    assert "江评〔2026〕3号" in told
    assert "2027年3月13日" in told


def test_a_yellow_card_is_not_in_the_register_as_shipped(visit):
    blacklist.rating(make.agency(OUT), 2025)
    assert rows(visit("/register")) == []


def test_an_open_case_is_not_in_the_register(visit):
    blacklist.case(make.agency(OUT))
    assert rows(visit("/register")) == []


@pytest.mark.parametrize(("day", "there"), [(date(2028, 5, 19), True), (date(2028, 5, 20), False)])
def test_an_entry_leaves_after_its_last_public_day_and_the_mark_stays(visit, clock, out, day, there):
    clock.set(day)
    assert bool(rows(visit("/register"))) is there
    assert "被限制进入平台" in visit(f"/agencies/{out.id}").text


def test_a_removal_leaves_after_a_year(visit, clock):
    row = make.agency(OUT)
    blacklist.rating(row, 2024)
    blacklist.rating(row, 2025)
    clock.set(date(2027, 3, 12))
    assert len(rows(visit("/register"))) == 1
    clock.set(date(2027, 3, 13))
    assert rows(visit("/register")) == []


def test_what_is_set_aside_leaves_at_once(visit, out):
    (decision,) = [d for d, _ in queries.decisions_of(out.id)]
    blacklist.setting_aside(out, decision, date(2026, 5, 26))
    assert rows(visit("/register")) == []


def test_a_removal_goes_with_the_earlier_rating_that_it_rested_on(visit):
    row = make.agency(OUT)
    first = blacklist.rating(row, 2024)
    blacklist.rating(row, 2025)
    blacklist.setting_aside(row, first, date(2026, 5, 26))
    assert rows(visit("/register")) == []


def test_two_decisions_about_one_agency_are_two_entries_even_of_one_day(visit):
    row = make.agency(OUT)
    for number in ("7", "8"):
        blacklist.veto(row, DECIDED, document=f"江审管〔2026〕{number}号")
    told = rows(visit("/register"))
    assert [f"江审管〔2026〕{number}号" in one for number, one in zip("87", told, strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    "words", ["禾源", "禾源 环保", "江审管[2026]7号", "江审管（2026）7", "〔2026〕7号", "江审管 【2026】 7号"]
)
def test_a_name_or_a_number_finds_its_entry(visit, out, words):
    blacklist.veto(make.agency(OTHER), DECIDED, document="江审管〔2026〕12号")
    (told,) = rows(visit(f"/register?q={quote(words)}"))
    assert OUT in told


def test_a_credit_code_finds_its_entry_in_small_letters_too(visit, out):
    blacklist.veto(make.agency(OTHER), DECIDED, document="江审管〔2026〕12号")
    (told,) = rows(visit(f"/register?q={out.uscc.lower()}"))
    assert OUT in told


@pytest.mark.parametrize("words", ["完全没有", "%", "_", "'\""])
def test_nothing_found_is_said_and_leads_back(visit, out, words):
    page = visit(f"/register?q={quote(words)}")
    assert rows(page) == []
    assert "没有符合" in page.text
    assert "/register" in page.links


def test_the_number_of_a_decision_is_checked_from_the_page(visit, out):
    form = next(form for form in visit("/register").forms if form.first("input", name="number"))
    assert form.get("action") == "/register"
    page = visit(f"/register?number={quote('江审管[2026]7号')}")
    assert "名单中有此文号的决定" in page.text
    assert len(rows(page)) == 1


@pytest.mark.parametrize("number", ["江审管〔2026〕8号", "江审管〔2026〕", "7", "%"])
def test_a_number_that_is_not_in_the_register_is_told_so_with_what_it_may_mean(visit, out, number):
    page = visit(f"/register?number={quote(number)}")
    assert rows(page) == []
    assert "名单中没有此文号的决定" in page.text
    assert "清退1年" in page.text.replace(" ", "")


def test_the_register_goes_on_page_by_page(visit):
    for number in range(23):
        blacklist.veto(make.agency(f"衢州第{number}勘测有限公司"))
    first = visit("/register?q=勘测")
    following = next(link for link in first.links if "after=" in link)
    assert len(rows(first)) == 20
    assert len(rows(visit(following))) == 3
    assert len(set(rows(first) + rows(visit(following)))) == 23


def test_the_register_costs_the_same_with_more_entries(visit, count_statements):
    visit("/register")
    seen = []
    for many in (2, 15):
        for number in range(many):
            blacklist.veto(make.agency(f"江山市第{len(seen)}{number}环评有限公司"))
        with count_statements() as statements:
            visit("/register")
        seen.append(len(statements))
    assert seen[0] == seen[1]


# ---- one entry ----


def entry_of(page):
    return next(link for link in page.links if link.startswith("/register/"))


def test_the_page_of_an_entry_shows_reason_rule_days_and_where_to_turn(visit, out):
    page = visit(entry_of(visit("/register")))
    for fact in (
        OUT,
        out.uscc,
        "承诺超期",
        DOCUMENT,
        "2028年5月20日",
        printed.rule("P4").zh,
        "江山市投资项目中介超市管理办公室",
        "江山市人民政府",
        "江山市人民法院",
    ):
        assert fact in page.text, fact
    assert "Rule P4" in visit.english()(page.path).text


def test_an_entry_whose_time_is_over_is_told_in_one_sentence_as_one_that_never_was(visit, clock, out):
    address = entry_of(visit("/register"))
    clock.set(date(2028, 5, 20))
    gone, never = visit(address, status=404), visit("/register/999999", status=404)
    assert gone.text == never.text
    assert "档案" in gone.text
    assert OUT not in gone.html


def test_officials_read_the_archive(visit, clock, out):
    address = entry_of(visit("/register"))
    clock.set(date(2028, 5, 20))
    for user in (personas.authority(), personas.operator(), personas.supervisor()):
        page = visit.as_(user)(address)
        assert OUT in page.heading
        assert "2028年5月19日" in page.text
    visit.as_(personas.agency())(address, status=404)


def test_the_agency_itself_reads_the_archive(visit, clock):
    user = personas.agency()
    blacklist.veto(user.organisation, DECIDED, document=DOCUMENT)
    address = entry_of(visit("/register"))
    clock.set(date(2028, 5, 20))
    assert DOCUMENT in visit.as_(user)(address).text


def test_an_entry_that_was_set_aside_is_told_so_in_the_archive_alone(visit, out):
    address = entry_of(visit("/register"))
    (decision,) = [d for d, _ in queries.decisions_of(out.id)]
    blacklist.setting_aside(out, decision, date(2026, 5, 26))
    visit(address, status=404)
    assert "撤销" in visit.as_(personas.managing_office())(address).text


def test_a_card_has_no_public_page_and_one_in_the_archive(visit):
    row = make.agency(OUT)
    decision = blacklist.rating(row, 2025)
    visit(f"/register/{decision.id}", status=404)
    page = visit.as_(personas.supervisor())(f"/register/{decision.id}")
    assert "黄牌警告" in page.heading


def test_a_rating_without_a_measure_has_no_entry_for_anybody(visit):
    decision = blacklist.rating(make.agency(OUT), 2025, "B")
    visit.as_(personas.supervisor())(f"/register/{decision.id}", status=404)


# ---- the red list ----


def test_the_red_list_names_the_agencies_with_an_a_in_the_last_rating(visit):
    best, good, once = make.agency("江山市仙霞环境技术有限公司"), make.agency(OTHER), make.agency(OUT)
    credit.rating(best, 2025, "A")
    credit.rating(good, 2025, "B")
    credit.rating(once, 2024, "A")
    page = visit("/red-list")
    assert "2025年度" in page.heading
    (told,) = rows(page)
    assert "仙霞" in told
    assert "仙霞" in visit.english()("/red-list").text


def test_who_is_kept_out_is_not_praised(visit):
    row = make.agency(OUT)
    credit.rating(row, 2025, "A")
    blacklist.veto(row, DECIDED)
    assert rows(visit("/red-list")) == []


def test_a_red_list_without_ratings_says_so(visit):
    assert "没有" in visit("/red-list").text


def test_register_and_red_list_lead_to_one_another(visit):
    assert "/red-list" in visit("/register").links
    assert "/register" in visit("/red-list").links


def test_the_red_list_costs_the_same_with_more_agencies(visit, count_statements):
    seen = []
    for many in (2, 12):
        for number in range(many):
            credit.rating(make.agency(f"江山市第{len(seen)}{number}环评有限公司"), 2025, "A")
        with count_statements() as statements:
            visit("/red-list")
        seen.append(len(statements))
    assert seen[0] == seen[1]
