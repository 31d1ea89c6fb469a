"""The verbs of a case: each is recorded, none is skipped, the second person decides, and a review undoes it."""

import io
from datetime import date

import pytest
from werkzeug.datastructures import FileStorage

from blacklist import proceedings, queries, steps
from blacklist.findings import Grade, SeriousViolation, Violation
from blacklist.steps import Desk, Said
from blacklist.vocabulary import Act, State
from kernel import law, ledger
from kernel.db import transaction
from kernel.errors import Refused, WrongState
from tests import personas
from tests.factories import blacklist as made

TODAY, OVER, DECIDED = date(2026, 5, 26), date(2026, 6, 5), date(2026, 6, 8)
DOCUMENT = "江中介决字〔2026〕1号"
pytestmark = pytest.mark.usefixtures("db_session")


def desk(person, today=TODAY):
    return Desk(person, today, law.calendar(), law.book())


def take(case, act, person, today=TODAY, **said):
    with transaction():
        return steps.take(case, act, Said(**said), desk(person, today))


def verb(name, case, person, today, *document, **said):
    with transaction():
        return getattr(steps, name)(case, Said(**said), *document, desk(person, today))


def standing(agency, on):
    return queries.standing(agency.id, on, law.book()).name


def course(case, on):
    return proceedings.course_of(case, law.calendar(), law.book(), on)


@pytest.fixture
def agency():
    return personas.agency().organisation


@pytest.fixture
def case(agency):
    return made.case(agency)


@pytest.fixture
def charged(case):
    take(case, Act.CHARGE, personas.authority())
    take(case, Act.RECEIVE, personas.agency(), date(2026, 5, 27))
    return case


@pytest.fixture
def opined(charged):
    verb(
        "opine", charged, personas.authority(), OVER, outcome="upheld", text="承诺期满未提交成果，事实清楚。"
    )
    return charged


@pytest.fixture
def upheld(opined):
    verb("decide", opined, personas.second_officer(), DECIDED, DOCUMENT, outcome="upheld", text="认定成立。")
    return opined


def test_the_road_from_charge_to_decision_is_a_row_and_an_entry_a_step(agency, upheld):
    rows = proceedings.steps_of([upheld.id])[upheld.id]
    assert [row.act for row in rows] == ["charge", "receive", "opine", "decide"]
    acts = [entry.act for entry in ledger.entries(upheld)]
    assert acts[1:] == [f"blacklist.case.{steps.PAST[Act(row.act)]}" for row in rows]
    assert all(row.entry.sha256 for row in rows)
    assert standing(agency, DECIDED) == "blacklisted"
    assert standing(agency, OVER) == "good"
    decision = proceedings.decision_of(upheld.id)
    assert (decision.decided_on, decision.document, decision.public_from) == (
        DECIDED,
        DOCUMENT,
        date(2026, 6, 11),
    )


def test_a_decision_before_the_defence_ends_is_refused_with_its_day(charged):
    for act, outcome in ((Act.OPINE, "upheld"), (Act.DECIDE, "upheld")):
        with pytest.raises(Refused) as refused:
            take(charged, act, personas.second_officer(), date(2026, 6, 3), outcome=outcome)
        assert (refused.value.rule, refused.value.try_from) == ("P5", date(2026, 6, 4))
    assert len(proceedings.steps_of([charged.id])[charged.id]) == 2


def test_no_step_may_be_skipped_or_taken_twice(case, opined):
    with pytest.raises(WrongState):
        take(opined, Act.CHARGE, personas.authority(), OVER)
    with pytest.raises(WrongState):
        take(opined, Act.ASK_REVIEW, personas.agency(), OVER)
    other = made.case(personas.second_agency().organisation)
    with pytest.raises(WrongState):
        take(other, Act.DECIDE, personas.second_officer(), OVER, outcome="upheld")


def test_who_gave_the_opinion_does_not_decide(opined):
    personas.second_officer()  # with her the authority has two, so the managing office has no part in it
    with pytest.raises(Refused) as refused:
        verb("decide", opined, personas.authority(), DECIDED, DOCUMENT, outcome="upheld", text="…")
    assert refused.value.rule == "P5"
    with pytest.raises(Refused):
        verb("decide", opined, personas.managing_office(), DECIDED, DOCUMENT, outcome="upheld", text="…")


def test_the_managing_office_decides_where_the_authority_has_one_officer(opined):
    second = personas.second_officer()
    with transaction():
        second.role = "reader"
        ledger.record(second, "accounts.user.role-changed", actor_id=None, rule="A1")
    verb("decide", opined, personas.managing_office(), DECIDED, DOCUMENT, outcome="upheld", text="认定成立。")
    assert course(opined, DECIDED).parts.decided_by_office


def test_an_overdue_is_excused_only_on_a_ground_of_c9(charged):
    for said in ({"outcome": "excused"}, {"outcome": "excused", "ground": "tired"}, {"outcome": "perhaps"}):
        with pytest.raises(Refused):
            verb("opine", charged, personas.authority(), OVER, **said)
    verb("opine", charged, personas.authority(), OVER, outcome="excused", ground="force-majeure", text="洪水")
    second = personas.second_officer()
    gone = verb(
        "decide", charged, second, DECIDED, DOCUMENT, outcome="excused", ground="force-majeure", text="属实"
    )
    assert gone is None
    assert (charged.outcome, charged.settled_on) == ("excused", DECIDED)
    assert course(charged, DECIDED).state is State.CLOSED


def test_a_serious_violation_is_opened_by_hand_and_never_excused(agency):
    officer = personas.authority()
    finding = SeriousViolation(Violation.FALSE_DOCUMENTS, date(2026, 5, 20))
    with transaction():
        row = steps.open_by_hand(agency, finding, "水利", Said("报告所附检测数据系伪造。"), desk(officer))
    assert (row.opened_by, row.ground) == (officer.id, "false-documents")
    take(row, Act.CHARGE, officer)
    with pytest.raises(Refused) as refused:
        verb("opine", row, officer, date(2026, 6, 8), outcome="excused", ground="force-majeure")
    assert refused.value.rule == "C9"
    verb("opine", row, officer, date(2026, 6, 8), outcome="upheld", text="属实")
    with pytest.raises(Refused):
        verb("decide", row, officer, date(2026, 6, 8), DOCUMENT, outcome="upheld", text="属实")


def test_a_violation_that_lies_ahead_is_refused(agency):
    finding = SeriousViolation(Violation.BRIBERY, date(2026, 5, 27))
    officer = personas.authority()
    with pytest.raises(Refused) as refused, transaction():
        steps.open_by_hand(agency, finding, "水利", Said("…"), desk(officer))
    assert refused.value.field == "fact_on"


def test_a_hearing_is_announced_seven_working_days_before_and_led_by_another(charged):
    take(charged, Act.ASK_HEARING, personas.agency(), date(2026, 6, 3))
    officer, leader = personas.authority(), personas.second_officer()
    announce = date(2026, 6, 4)
    for day, person in ((date(2026, 6, 15), leader), (None, leader), (date(2026, 6, 16), officer)):
        with pytest.raises(Refused) as refused:
            verb("announce_hearing", charged, officer, announce, day=day, person_id=person.id, text="三楼")
        assert refused.value.rule == "P5c"
    verb(
        "announce_hearing",
        charged,
        officer,
        announce,
        day=date(2026, 6, 16),
        person_id=leader.id,
        text="三楼",
    )
    with pytest.raises(Refused) as refused:
        take(charged, Act.HOLD_HEARING, leader, date(2026, 6, 15))
    assert refused.value.try_from == date(2026, 6, 16)
    with pytest.raises(Refused):
        take(charged, Act.HOLD_HEARING, officer, date(2026, 6, 16))
    take(charged, Act.HOLD_HEARING, leader, date(2026, 6, 16), text="听证笔录")
    assert course(charged, date(2026, 6, 16)).state is State.OPINION


def test_a_suspended_measure_is_as_if_it_were_not_there_until_the_review_is_decided(agency, upheld):
    take(upheld, Act.RECEIVE_DECISION, personas.agency(), DECIDED)
    verb("ask_review", upheld, personas.agency(), date(2026, 6, 10), text="系统故障")
    reviewer = personas.managing_office()
    verb("suspend", upheld, reviewer, date(2026, 6, 11), text="先行核实")
    assert [standing(agency, date(2026, 6, day)) for day in (10, 11, 12)] == ["blacklisted", "good", "good"]
    with pytest.raises(Refused):
        verb("suspend", upheld, reviewer, date(2026, 6, 12), text="再次")
    verb(
        "decide_review",
        upheld,
        reviewer,
        date(2026, 6, 15),
        "江中介复字〔2026〕1号",
        outcome="kept",
        text="维持",
    )
    assert standing(agency, date(2026, 6, 15)) == "blacklisted"
    assert course(upheld, date(2026, 6, 15)).state is State.ENDED
    laid = queries.standing(agency.id, date(2026, 6, 15), law.book())
    assert laid.locked_until == date(2028, 6, 8)


def test_a_review_that_sets_it_aside_leaves_no_trace(agency, upheld):
    take(upheld, Act.RECEIVE_DECISION, personas.agency(), DECIDED)
    verb("ask_review", upheld, personas.agency(), date(2026, 6, 10), text="系统故障")
    for nobody in (personas.authority(), personas.second_officer(), personas.agency()):
        with pytest.raises(Refused) as refused:
            verb("decide_review", upheld, nobody, date(2026, 6, 15), "…", outcome="set-aside", text="…")
        assert refused.value.rule == "P13"
    reviewer = personas.managing_office()
    row = verb(
        "decide_review", upheld, reviewer, date(2026, 6, 15), "江中介复字〔2026〕1号", outcome="set-aside"
    )
    assert row.set_aside_on == date(2026, 6, 15)
    assert (upheld.outcome, standing(agency, date(2026, 6, 15))) == ("set-aside", "good")
    assert course(upheld, date(2026, 6, 15)).state is State.SET_ASIDE


def test_a_determined_d_opens_the_file_whose_decision_it_is(agency):
    decision = made.rating(agency, 2025, "D")
    file = queries.case(decision.case_id)
    assert (file.kind, file.outcome, file.fact_on) == ("rating", "upheld", date(2025, 12, 31))
    found = course(file, date(2026, 3, 13))
    assert (found.state, found.parts.decided_by_office) == (State.DECIDED, True)
    assert made.rating(agency, 2024, "C").case_id is None


def test_whom_the_city_government_names_reviews_what_the_office_decided(agency):
    decision = made.rating(agency, 2025, Grade.D)
    file = queries.case(decision.case_id)
    take(file, Act.RECEIVE_DECISION, personas.agency(), date(2026, 3, 13))
    verb("ask_review", file, personas.agency(), date(2026, 3, 16), text="证据有误")
    office, named = personas.managing_office(), personas.other_authority()
    with pytest.raises(Refused):
        verb("decide_review", file, office, date(2026, 3, 20), "…", outcome="kept", text="…")
    with pytest.raises(Refused):
        verb(
            "name_reviewer", file, office, date(2026, 3, 18), person_id=personas.agency().id, text="市府函1号"
        )
    verb("name_reviewer", file, office, date(2026, 3, 18), person_id=named.id, text="市府函1号")
    assert verb("decide_review", file, named, date(2026, 3, 20), "…", outcome="set-aside", text="…") is None
    assert file.outcome == "set-aside"


def test_the_office_names_nobody_where_it_did_not_decide(upheld):
    take(upheld, Act.RECEIVE_DECISION, personas.agency(), DECIDED)
    verb("ask_review", upheld, personas.agency(), date(2026, 6, 10), text="…")
    named = personas.other_authority()
    with pytest.raises(Refused) as refused:
        verb(
            "name_reviewer",
            upheld,
            personas.managing_office(),
            date(2026, 6, 11),
            person_id=named.id,
            text="…",
        )
    assert refused.value.rule == "P13"


def test_reading_many_cases_costs_what_one_costs(agency, count_statements):
    counts = []
    for many in (1, 12):
        rows = [made.case(agency) for _ in range(many)]
        with count_statements() as statements:
            proceedings.seen(rows, law.calendar(), law.book(), TODAY)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_files_come_with_their_step(charged):
    brought = FileStorage(io.BytesIO(b"%PDF-1.7 brought"), "说明.pdf")
    row = take(charged, Act.DEFEND, personas.agency(), date(2026, 6, 1), text="附说明", uploads=(brought,))
    papers = proceedings.papers_of(charged.id)
    assert [paper.file.name for paper in papers[row.id]] == ["说明.pdf"]
    assert proceedings.paper(papers[row.id][0].id).case_id == charged.id
    bad = FileStorage(io.BytesIO(b"MZ"), "说明.exe")
    with pytest.raises(Refused) as refused:
        take(charged, Act.DEFEND, personas.agency(), date(2026, 6, 1), text="…", uploads=(bad,))
    assert refused.value.field == "files"
