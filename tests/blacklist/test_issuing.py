"""The steps that go out as letters: one act, one entry, one number, and what was issued can be checked."""

import json
from datetime import date

import pytest

from blacklist import issuing, proceedings, queries, steps
from blacklist.findings import Grade
from blacklist.letters import Paper
from blacklist.steps import Desk, Said
from blacklist.vocabulary import Act
from kernel import issued, law
from kernel.db import transaction
from kernel.errors import Refused
from kernel.letters import keep
from tests import personas
from tests.factories import blacklist as made

TODAY, OVER, DECIDED, ASKED, REVIEWED = (
    date(2026, 5, 26),
    date(2026, 6, 12),
    date(2026, 6, 15),
    date(2026, 6, 18),
    date(2026, 6, 25),
)
pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def agency():
    return personas.agency().organisation


@pytest.fixture
def case(agency):
    return made.case(agency)


def desk(person, today):
    return Desk(person, today, law.calendar(), law.book())


def take(case, act, person, today, **said):
    with transaction():
        return steps.take(case, act, Said(**said), desk(person, today))


def issue(verb, case, person, today, **said):
    at = desk(person, today)
    with transaction():
        return getattr(issuing, verb)(case, Said(**said), at)


def text(row):
    return keep(issued.letter_of(row))


@pytest.fixture
def charged(case):
    row = issue("charge", case, personas.authority(), TODAY)
    take(case, Act.RECEIVE, personas.agency(), date(2026, 5, 27))
    return row


@pytest.fixture
def decided(case, charged):
    take(case, Act.DEFEND, personas.agency(), date(2026, 5, 28), text="业主变更平面布置。")
    opine(case)
    said = {"outcome": "upheld", "text": "事实清楚，不予采纳。"}
    return issue("decide", case, personas.second_officer(), DECIDED, **said)


def opine(case):
    with transaction():
        steps.opine(case, Said(outcome="upheld", text="事实清楚。"), desk(personas.authority(), OVER))


def test_a_charge_goes_out_with_its_step_under_one_entry(case, charged, agency):
    assert charged.number == "江中介告字〔2026〕1号"
    assert charged.entry.act == "blacklist.case.charged"
    assert issued.of(case) == [charged]
    said = text(charged)
    for word in (agency.name, agency.uscc, case.number, personas.authority().organisation.name):
        assert word in said


def test_a_step_that_is_refused_takes_no_number(case, charged):
    with pytest.raises(Refused):
        issue("decide", case, personas.second_officer(), TODAY, outcome="upheld", text="…")
    opine(case)
    decided = issue("decide", case, personas.second_officer(), DECIDED, outcome="upheld", text="…")
    assert decided.number == "江中介决字〔2026〕1号"


def test_a_hearing_is_announced_by_letter_with_the_name_of_its_leader(case, charged):
    take(case, Act.ASK_HEARING, personas.agency(), date(2026, 5, 28))
    leader = personas.managing_office()
    said = {"day": date(2026, 6, 10), "text": "上午 9:30，305 室。", "person_id": leader.id}
    row = issue("announce_hearing", case, personas.authority(), date(2026, 5, 29), **said)
    assert row.number == "江中介听字〔2026〕1号"
    for word in (leader.name, "2026年6月10日", "305 室", "2026年5月28日"):
        assert word in text(row)
    take(case, Act.HOLD_HEARING, leader, date(2026, 6, 10), text="听证笔录。")
    opine(case)
    decided = issue("decide", case, personas.second_officer(), DECIDED, outcome="upheld", text="成立。")
    assert "于2026年6月10日（周三）举行了听证" in text(decided)
    assert "你单位未在期限内陈述申辩" not in text(decided)


def test_a_decision_bears_the_number_of_its_letter(case, decided, agency):
    rows = queries.history(agency.id)
    assert [row.on for row in rows] == [DECIDED]
    assert proceedings.decision_of(case.id).document == decided.number == "江中介决字〔2026〕1号"
    for word in (
        "业主变更平面布置。",
        "江中介告字〔2026〕1号",
        "2026年5月27日",
        "不予采纳",
        "2028年6月15日二十四时",
    ):
        assert word in text(decided)
    assert json.loads(decided.letter)["red"]


def test_a_case_that_is_excused_is_closed_by_letter(case, charged):
    opine(case)
    said = {"outcome": "excused", "ground": "force-majeure", "text": "台风。"}
    row = issue("decide", case, personas.second_officer(), DECIDED, **said)
    assert "不可抗力" in text(row)
    assert proceedings.decision_of(case.id) is None


@pytest.mark.parametrize(("outcome", "withdrawn"), [("kept", False), ("set-aside", True)])
def test_a_review_goes_out_by_letter_and_withdraws_what_it_sets_aside(case, decided, outcome, withdrawn):
    take(case, Act.ASK_REVIEW, personas.agency(), ASKED, text="事实有误。")
    row = issue(
        "decide_review", case, personas.managing_office(), REVIEWED, outcome=outcome, text="经复核，……。"
    )
    assert row.number == "江中介复字〔2026〕1号"
    for word in (decided.number, "2026年6月18日", "经复核"):
        assert word in text(row)
    found = issued.withdrawal_of(decided)
    assert (found is not None) == withdrawn
    if found:
        assert (found.withdrawn_on, found.document) == (REVIEWED, row.number)


def test_a_review_of_a_decision_that_was_no_letter_names_its_document(case, charged):
    opine(case)
    at = desk(personas.second_officer(), DECIDED)
    with transaction():
        steps.decide(case, Said(outcome="upheld", text="成立。"), "江审管〔2026〕9号", at)
    take(case, Act.ASK_REVIEW, personas.agency(), ASKED, text="事实有误。")
    row = issue("decide_review", case, personas.managing_office(), REVIEWED, outcome="kept", text="维持。")
    assert "维持江审管〔2026〕9号。" in text(row)
    assert issuing.decided_by(case) is None


def follow(case, on):
    at = desk(personas.managing_office(), on)
    with transaction():
        return issuing.follow_rating(case, at)


def test_a_determined_d_is_followed_by_the_letter_of_a_card_then_of_a_removal(agency):
    rows = []
    for year, on in ((2024, date(2025, 3, 18)), (2025, date(2026, 3, 12))):
        decision = made.rating(agency, year, determined_on=on)
        rows.append(follow(queries.case(decision.case_id), on))
    assert [row.kind for row in rows] == [Paper.MEASURE, Paper.MEASURE]
    assert [row.number for row in rows] == ["江中介决字〔2025〕1号", "江中介决字〔2026〕1号"]
    card, removal = map(text, rows)
    assert "黄牌警告" in card
    assert law.book().value("P13.body", TODAY) in card
    for word in ("2024 年度", "2025 年度", made.DOCUMENT, "2027年3月12日二十四时", "2027年3月13日"):
        assert word in removal


def test_a_d_that_a_veto_punished_already_is_followed_by_no_letter(agency):
    made.veto(agency, date(2025, 8, 5), made.overdue(date(2025, 7, 30)))
    decision = made.rating(agency, 2025, by_score=Grade.C, determined_on=date(2026, 3, 12))
    assert follow(queries.case(decision.case_id), date(2026, 3, 12)) is None


def test_a_suspension_goes_out_by_a_letter_of_its_own(case, decided):
    take(case, Act.ASK_REVIEW, personas.agency(), ASKED, text="事实有误。")
    row = issue("suspend", case, personas.managing_office(), date(2026, 6, 19), text="先行核实业主来函。")
    assert row.number == "江中介复字〔2026〕1号"
    said = text(row)
    for word in (
        decided.number,
        "2026年6月18日",
        "先行核实业主来函。",
        "自2026年6月19日起停止执行",
        "期限的届满日不顺延",
    ):
        assert word in said
    assert not json.loads(row.letter)["red"]
    assert row.entry.act == "blacklist.case.measure-suspended"


def test_a_correction_goes_out_by_a_letter_that_belongs_to_the_decision(case, decided):
    row = issue("correct", case, personas.second_officer(), date(2026, 6, 19), text="“第三段”应为“第二段”。")
    assert row.number == "江中介更字〔2026〕1号"
    for word in (
        decided.number,
        "“第三段”应为“第二段”。",
        "原决定内容不变",
        personas.authority().organisation.name,
    ):
        assert word in text(row)
    assert issued.withdrawal_of(decided) is None
    assert Paper(row.kind).label.text == "Correction of an error of writing"


def test_a_decision_taken_over_from_paper_is_corrected_by_its_document(agency):
    file = queries.case(made.rating(agency, 2025, Grade.D).case_id)
    row = issue("correct", file, personas.managing_office(), date(2026, 3, 16), text="年份应为2025年。")
    assert made.DOCUMENT in text(row)
