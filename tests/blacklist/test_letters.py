"""The letters of a case: facts with their dates and days, the rule and its edition, periods and bodies; nothing typed."""

from dataclasses import replace
from datetime import date

import pytest

from blacklist.dossiers import Deficient, Heard, Hearing, Law, Matter, Reviewed, Ruling
from blacklist.findings import VetoKind, Violation
from blacklist.letters import (
    Paper,
    charge_letter,
    decision_letter,
    hearing_letter,
    label,
    measure_letter,
    review_letter,
)
from blacklist.vocabulary import Excuse, Outcome, Verdict
from kernel.letters import in_chinese
from kernel.rule_text import read_rules
from kernel.rulebook import FOLDER, shipped
from kernel.workdays import shipped as calendar

RULES = {rule.number: rule.zh for rule in read_rules(FOLDER / "rules.md")}
LAW = Law(calendar(), shipped(), RULES)
CHARGED, DECIDED = date(2026, 4, 22), date(2026, 5, 19)
NUMBER = "江中介决字〔2026〕3号"
OUT = "清退出本市投资项目中介机构信息服务平台和投资项目中介机构超市"
OVERDUE = Matter(
    agency="江山市禾源环保咨询有限公司",
    uscc="91330881MA2QC4A12Y",
    issuer="江山市生态环境局",
    case="AJ-2026-0001",
    opened_on=date(2026, 4, 8),
    edition="2026-1",
    kind=VetoKind.OVERDUE,
    fact_on=date(2026, 4, 8),
    facts={
        "order": "JS-2026-0007",
        "promise": 20,
        "extended": 2,
        "start_on": "2026-03-09",
        "due": "2026-04-07",
        "delivered_on": "2026-04-21",
        "ended_on": None,
        "as_of": "2026-04-21",
        "paused": ["2026-03-20", "2026-03-23"],
    },
)
SERIOUS = replace(
    OVERDUE,
    kind=VetoKind.SERIOUS,
    violation=Violation.FALSE_DOCUMENTS,
    facts={"what": "投标文件所附社保证明系伪造。\n\n经向社保中心核实，查无记录。"},
    evidence=("社保中心复函.pdf", "投标文件.pdf"),
)
HEARD = Heard(
    charge="江中介告字〔2026〕2号",
    charged_on=CHARGED,
    served_on=date(2026, 4, 23),
    said=((date(2026, 4, 29), "业主变更平面布置，影响编制。"),),
    hearing_on=date(2026, 5, 12),
)
UPHELD = Ruling(Outcome.UPHELD, "变更函发于应交日之后，该项理由不予采纳。")


def text(letter):
    """Return all that a letter says in Chinese, section by section."""
    said = in_chinese(letter)
    lines = [said.title, said.addressee, *(p.words for p in said.opening)]
    for part in said.sections:
        lines += [part.heading, *(p.words for p in part.paragraphs)]
    return "\n".join(lines)


def rulings(letter):
    return [p.words for part in in_chinese(letter).sections for p in part.paragraphs if p.ruling]


def headings(letter):
    return [part.heading for part in in_chinese(letter).sections]


def says(letter, *words):
    whole = text(letter)
    missing = [word for word in words if word not in whole]
    assert not missing, f"{missing} not in\n{whole}"
    assert not [key for key in ("%(", "None", "{}") if key in whole]
    return whole


def charge(matter=OVERDUE, on=CHARGED):
    return charge_letter(matter, "江中介告字〔2026〕2号", on, LAW)


def decision(matter=OVERDUE, ruling=UPHELD, heard=HEARD, on=DECIDED):
    return decision_letter(matter, NUMBER, on, heard, ruling, LAW)


def test_a_charge_tells_facts_rule_measure_defence_and_hearing():
    letter = charge()
    assert headings(letter) == ["事实与证据", "依据", "拟作出的处理", "陈述申辩", "申请听证的权利"]
    says(
        letter,
        "关于拟将江山市禾源环保咨询有限公司列入黑名单的告知书",
        "统一社会信用代码 91330881MA2QC4A12Y",
        "案号 AJ-2026-0001",
        "承诺 20 个工作日",
        "自2026年3月9日（周一）起算",
        "延期 2 个工作日，有效暂停 2 日",
        "应于2026年4月7日（周二）二十四时前交付",
        "于2026年4月21日（周二）交付，超期 10 个工作日",
        "规则版本 2026-1",
        f"条目 P4：“{RULES['P4']}”",
        f"条目 C9：“{RULES['C9']}”",
    )
    assert (letter.issuer, letter.on, letter.red) == ("江山市生态环境局", CHARGED, False)
    assert rulings(letter) == [f"拟将你单位列入黑名单，{OUT}；自决定作出之日起 2 年内不得再次进入。"]


def test_the_periods_of_a_charge_are_counted_from_the_latest_service():
    # Placed on Wednesday 22 April: served by Monday 27; five working days end on Thursday 7 May, past the holiday
    # of 1 to 5 May.
    says(
        charge(),
        "最迟于2026年4月27日（周一）视为送达",
        "5 个工作日内在平台上陈述申辩，最迟至2026年5月7日（周四）二十四时",
        "延长 5 个工作日",
        "5 个工作日内申请听证，最迟至2026年5月7日（周四）二十四时",
        "举行的 7 个工作日前通知",
    )


def test_a_date_in_an_unannounced_year_is_marked_provisional():
    says(charge(on=date(2026, 12, 28)), "放假安排公布前为暂定日期")
    assert "暂定" not in text(charge())


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ({"ended_on": "2026-04-21"}, "合同于2026年4月21日（周二）终止时你单位仍未交付，超期 10 个工作日"),
        ({"as_of": "2026-04-08"}, "截至2026年4月8日（周三）你单位仍未交付，已超期 1 个工作日"),
        ({}, "你单位至该日二十四时仍未交付"),
    ],
)
def test_an_overdue_counts_its_days_to_what_happened(ends, told):
    kept = {name: OVERDUE.facts[name] for name in ("order", "promise", "start_on", "due")}
    says(charge(replace(OVERDUE, facts=kept | ends)), told, "批准延期 0 个工作日，有效暂停 0 日")


def test_an_overdue_without_a_frozen_clock_is_told_by_its_day():
    says(charge(replace(OVERDUE, facts={"note": "承诺到期未提交"})), "自2026年4月8日（周三）起超期")


def test_a_serious_violation_is_told_as_it_was_typed_with_the_names_of_its_evidence():
    letter = charge(SERIOUS)
    says(
        letter,
        "事实发生于2026年4月8日（周三）",
        "投标文件所附社保证明系伪造。\n经向社保中心核实，查无记录。",
        "社保中心复函.pdf、投标文件.pdf",
    )
    assert "条目 C9" not in text(letter)
    assert "C9" in text(charge())


def test_a_case_whose_violation_is_not_of_the_list_is_told_by_what_was_typed():
    letter = charge(replace(SERIOUS, violation=None))
    assert "提供虚假材料。" not in text(letter).split("依据")[0]
    says(letter, "经向社保中心核实")


def test_a_hearing_is_announced_with_its_day_place_and_leader():
    hearing = Hearing(date(2026, 4, 28), date(2026, 5, 12), "上午 9:30，市行政服务中心 305 室。", "周敏")
    letter = hearing_letter(OVERDUE, "江中介听字〔2026〕1号", date(2026, 4, 29), hearing, LAW)
    says(
        letter,
        "听证通知书",
        "2026年4月28日（周二）",
        "2026年5月12日（周二）",
        "305 室",
        "周敏主持",
        "7 个工作日前",
    )
    assert headings(letter) == ["时间和地点", "主持人", "你单位的权利"]
    assert not rulings(letter)


def test_a_decision_names_first_and_last_locked_day_and_the_day_to_apply_from():
    letter = decision()
    term = "自本决定作出之日起 2 年内，即自2026年5月19日至2028年5月19日二十四时，不得再次进入。"
    assert rulings(letter) == [f"将你单位列入黑名单，{OUT}；{term}"]
    says(letter, "自2028年5月20日起申请再次进入", "不属于国家严重失信主体名单", "（条目 P8、P9）")
    assert letter.red


def test_a_decision_tells_how_the_agency_was_heard():
    says(
        decision(),
        "2026年4月22日（周三）作出的江中介告字〔2026〕2号，已于2026年4月23日（周四）送达",
        "你单位于2026年4月29日（周三）陈述申辩称：\n业主变更平面布置，影响编制。",
        "于2026年5月12日（周二）举行了听证",
        "该项理由不予采纳",
    )
    silent = text(decision(heard=replace(HEARD, said=(), hearing_on=None)))
    assert "你单位未在期限内陈述申辩。\n变更函" in silent


def test_a_decision_names_every_way_out_with_body_period_and_last_day():
    # Placed on Tuesday 19 May, served by Friday 22: ten working days end on Friday 5 June; 60 days on Tuesday 21
    # July; six months on Sunday 22 November, moved to Monday.
    says(
        decision(),
        "最迟于2026年5月22日（周五）视为送达",
        "10 个工作日内向江山市投资项目中介超市管理办公室申请复核，最迟至2026年6月5日（周五）二十四时",
        "15 个工作日内作出复核决定",
        "60 日内向江山市人民政府申请行政复议，最迟至2026年7月21日（周二）二十四时",
        "6 个月内向江山市人民法院提起行政诉讼，最迟至2026年11月23日（周一）二十四时",
        "不停止执行",
    )


@pytest.mark.parametrize(
    ("ruling", "told"),
    [
        (
            Ruling(Outcome.EXCUSED, "情况属实。", Excuse.FORCE_MAJEURE),
            "超期情形予以免责，不作处理（条目 C9）。免责事由：不可抗力。",
        ),
        (Ruling(Outcome.NOT_ESTABLISHED, "交付记录有误。"), "事实不成立，不作处理。"),
    ],
)
def test_a_case_that_is_closed_names_no_lockout_and_when_what_was_published_goes(ruling, told):
    letter = decision(ruling=ruling)
    assert rulings(letter) == [told]
    assert not letter.red
    whole = says(
        letter, "本案结案", "已经公布的内容于2026年5月22日（周五）二十四时前撤回", "行政复议", "行政诉讼"
    )
    assert "申请复核，最迟" not in whole


def test_a_card_says_that_it_ends_with_the_next_rating():
    rating = replace(OVERDUE, kind=None, fact_on=None, facts={}, issuer="江山市投资项目中介超市管理办公室")
    on = date(2026, 3, 12)
    letter = measure_letter(rating, NUMBER, on, (Deficient(2025, on, "江审管〔2026〕7号"),), LAW)
    assert rulings(letter) == ["对你单位给予黄牌警告。"]
    says(
        letter,
        "2025 年度信用评级于2026年3月12日（周四）由江审管〔2026〕7号认定为 D 级",
        "A、B、C 级时黄牌终止",
        "条目 P5a",
    )


def test_a_removal_runs_from_the_later_determination_however_late_the_letter_is():
    rating = replace(OVERDUE, kind=None, fact_on=None, facts={})
    row = (
        Deficient(2023, date(2024, 3, 20), "江审管〔2024〕5号"),
        Deficient(2024, date(2025, 3, 18), "江审管〔2025〕6号"),
    )
    letter = measure_letter(rating, NUMBER, date(2025, 4, 1), row, LAW)
    term = "自认定之日起 1 年内，即自2025年3月18日至2026年3月18日二十四时，不得再次进入。"
    assert rulings(letter) == [f"将你单位{OUT}；{term}"]
    says(letter, "2023 年度", "2024 年度", "自2026年3月19日起申请再次进入")


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict.KEPT, "维持江中介决字〔2026〕3号。"),
        (
            Verdict.SET_ASIDE,
            "撤销江中介决字〔2026〕3号。自2026年6月17日起，该决定不再计入你单位的信用状态，由其产生的后果重新计算。",
        ),
    ],
)
def test_a_review_keeps_the_decision_or_sets_it_aside_with_what_followed(verdict, told):
    reviewed = Reviewed(NUMBER, DECIDED, date(2026, 6, 1), verdict, "经复核，事实清楚。")
    letter = review_letter(OVERDUE, "江中介复字〔2026〕1号", date(2026, 6, 17), reviewed, LAW)
    assert rulings(letter) == [told]
    assert letter.red == (verdict is Verdict.KEPT)
    whole = says(letter, "2026年6月1日（周一）", "经复核，事实清楚。", "行政复议", "行政诉讼")
    assert "申请复核，最迟" not in whole
    assert ("撤回" in whole) == (verdict is Verdict.SET_ASIDE)


def test_every_kind_of_letter_has_a_name_and_a_series_of_the_rulebook():
    for paper in Paper:
        assert str(label(paper))
        assert shipped().value(paper.series, DECIDED).startswith("江中介")
    assert str(label("notice")) == "Letter"
