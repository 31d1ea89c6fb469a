"""What people check in a round (G2, G7): an authority's points, rulings on evidence, the second person."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from blacklist import proceedings
from blacklist.models import Case
from credit import checking, round_queries, weighing
from credit.checking import Finding
from credit.evidence import ContractFiled, OrderCompleted, Penalty, Weight
from credit.models import EvidenceRecord
from credit.vocabulary import Second
from kernel import law, ledger
from kernel.db import db
from kernel.errors import Refused, WrongState
from tests import personas
from tests.factories import credit as make
from tests.factories import rounds as round_of

YEAR = round_of.YEAR
CHECKED_ON = date(2026, 2, 2)
RULED_ON = date(2026, 2, 26)
ORDER = date(YEAR, 6, 30)
UNFILED = OrderCompleted(ORDER, has_complete_archive=False, kept_without_extension=True)


def a_draft(grade="A", *, drawn_up=True, authorities=("水利",)):
    agency = personas.agency().organisation
    found = round_of.frozen(round_of.entrant(agency, grade, authorities))
    if drawn_up:
        round_of.drawn_up(round_of.checked(found))
    return round_queries.draft(YEAR, agency.id)


def answer(draft, of="licences", points=Decimal(5), reason="持证人员少一名。", on=CHECKED_ON):
    row = next(row for row in round_queries.checks_of(draft.id) if row.of == of)
    with round_of.acting(on, personas.authority()) as at:
        return checking.answer_check(row, draft, Finding(points, reason), at)


def record_of(draft, kind):
    chosen = select(EvidenceRecord).where(
        EvidenceRecord.agency_id == draft.agency_id, EvidenceRecord.kind == kind
    )
    return db.session.scalars(chosen.order_by(EvidenceRecord.id)).first()


def test_a_check_is_evidence_of_the_year_that_is_rated(db_session):
    draft = a_draft(drawn_up=False)
    answer(draft)
    (row,) = (
        r
        for r in weighing.counting(draft.round, [draft.agency_id])[draft.agency_id]
        if r.kind == "AuthorityCheck"
    )
    assert row.fact_on == date(YEAR, 12, 31)
    assert row.entry.act == "credit.check.answered"


def test_a_check_that_is_corrected_counts_once(db_session):
    draft = a_draft(drawn_up=False)
    answer(draft)
    answer(draft, points=Decimal(6), reason="补交后复核。")
    answer(draft, of="archive", points=None, reason="本年度未检查。")
    round_of.drawn_up(draft.round)
    assert '"licence_checks": ["6"]' in draft.sums
    assert '"archive_checks": []' in draft.sums


@pytest.mark.parametrize(
    ("points", "reason"), [(Decimal("6.1"), "x"), (Decimal(-1), "x"), (Decimal(6), " "), (None, "")]
)
def test_points_have_their_bounds_and_their_reason(db_session, points, reason):
    draft = a_draft(drawn_up=False)
    with pytest.raises(Refused):
        answer(draft, points=points, reason=reason)


def test_a_scored_check_is_corrected_not_taken_back(db_session):
    draft = a_draft(drawn_up=False)
    answer(draft)
    with pytest.raises(Refused):
        answer(draft, points=None)


def test_an_authority_checks_before_the_drafts_are_told(db_session):
    with pytest.raises(WrongState):
        answer(a_draft())


def test_evidence_that_is_set_aside_changes_the_draft_and_is_told(db_session):
    draft = a_draft("B")
    before = Decimal(draft.total)
    with round_of.acting(RULED_ON) as at:
        checking.set_aside(draft, record_of(draft, "Penalty"), "处罚决定已被撤销。", at)
    assert Decimal(draft.total) == before + 5
    assert draft.told_on == RULED_ON
    assert draft.objections_until == date(2026, 3, 6)
    acts = [entry.act for entry in ledger.entries(draft)]
    assert acts[-2:] == ["credit.evidence.set-aside", "credit.draft.drawn-again"]


def test_evidence_is_set_aside_once_and_may_be_admitted_again(db_session):
    draft = a_draft("B")
    penalty, before = record_of(draft, "Penalty"), draft.total
    with round_of.acting(RULED_ON) as at:
        checking.set_aside(draft, penalty, "处罚决定已被撤销。", at)
    with pytest.raises(WrongState), round_of.acting(RULED_ON) as at:
        checking.set_aside(draft, penalty, "又一次。", at)
    with round_of.acting(date(2026, 2, 27)) as at:
        checking.admit(draft, penalty, "撤销决定系另案。", at)
    assert draft.total == before
    assert draft.objections_until == date(2026, 3, 12)
    with pytest.raises(Refused), round_of.acting(RULED_ON) as at:
        checking.set_aside(draft, penalty, " ", at)


def test_late_evidence_that_is_admitted_counts_and_opens_new_days_where_it_is_worse(db_session):
    draft = a_draft()
    (late,) = make.evidence(draft.agency, ContractFiled(ORDER, in_time=False))
    with round_of.acting(RULED_ON) as at:
        checking.admit(draft, late, "合同备案记录迟到，经核实。", at)
    (weighed,) = (
        one
        for one in weighing.weighed(draft.round, [draft.agency_id])[draft.agency_id]
        if one.is_late and one.record.id == late.id
    )
    assert weighed.counts
    assert [ruling.reason for ruling in weighed.rulings] == ["合同备案记录迟到，经核实。"]
    assert draft.objections_until == date(2026, 3, 11)


def test_a_wrong_fact_is_replaced_by_the_right_one(db_session):
    draft = a_draft("A")
    wrong = record_of(draft, "OrderCompleted")
    with round_of.acting(RULED_ON) as at:
        new = checking.replace(draft, wrong, UNFILED, "成果文件缺页。", at)
    counting = {row.id for row in weighing.counting(draft.round, [draft.agency_id])[draft.agency_id]}
    assert new.id in counting
    assert wrong.id not in counting
    assert '"archives": {"good": "5", "of": 6}' in draft.sums
    with pytest.raises(WrongState), round_of.acting(RULED_ON) as at:
        checking.replace(draft, new, ContractFiled(ORDER, in_time=True), "不是同一类。", at)


def test_nobody_rules_on_evidence_of_another_year(db_session):
    draft = a_draft()
    (other,) = make.evidence(draft.agency, ContractFiled(date(YEAR - 1, 5, 5), in_time=False))
    with pytest.raises(WrongState), round_of.acting(RULED_ON) as at:
        checking.admit(draft, other, "不属于本年度。", at)


def test_evidence_ruled_on_before_the_drafts_tells_nobody(db_session):
    draft = a_draft("B", drawn_up=False)
    with round_of.acting(date(2026, 1, 20)) as at:
        checking.set_aside(draft, record_of(draft, "Penalty"), "处罚决定已被撤销。", at)
    assert draft.told_on is None


def second(draft, act, *more, user=None):
    with round_of.acting(round_of.CLOSED, user or personas.second_of_the_office()) as at:
        act(draft, *more, at)


def test_the_second_person_is_another_than_who_drew_it_up(db_session):
    draft = a_draft()
    with pytest.raises(WrongState):
        second(draft, checking.confirm)
    round_of.closed(draft.round)
    with pytest.raises(Refused, match="second person"):
        second(draft, checking.confirm, user=personas.managing_office())
    second(draft, checking.confirm)
    assert (draft.second, draft.second_by) == (Second.CONFIRMED, personas.second_of_the_office().id)
    with pytest.raises(WrongState):
        second(draft, checking.confirm)


def test_who_ruled_on_the_evidence_is_not_the_second_person(db_session):
    draft = a_draft()
    (late,) = make.evidence(draft.agency, ContractFiled(ORDER, in_time=True))
    with round_of.acting(RULED_ON, personas.second_of_the_office()) as at:
        checking.admit(draft, late, "经核实按时备案。", at)
    round_of.closed(draft.round)
    with pytest.raises(Refused, match="second person"):
        second(draft, checking.confirm)


def test_a_draft_sent_back_is_answered_by_another_and_checked_again(db_session):
    draft = a_draft("D", authorities=())
    round_of.closed(draft.round)
    with pytest.raises(Refused):
        second(draft, checking.send_back, " ")
    second(draft, checking.send_back, "请核对失信记录的文号。")
    assert (draft.second, draft.remark) == (Second.SENT_BACK, "请核对失信记录的文号。")
    with pytest.raises(Refused, match="wait for the second"):
        round_of.published(draft.round)
    with pytest.raises(Refused):
        second(draft, checking.resubmit, "我自己看过了。")
    with pytest.raises(Refused):
        second(draft, checking.resubmit, "", user=personas.managing_office())
    second(draft, checking.resubmit, "文号已核对无误。", user=personas.managing_office())
    second(draft, checking.confirm)
    assert draft.second == Second.CONFIRMED


def test_who_drew_a_draft_up_is_not_its_second_person_when_another_answered_for_it(db_session):
    """G7: the head drew it up, the second sent it back, a third answered: the head's hand stays in it."""
    draft = a_draft("D", authorities=())
    round_of.closed(draft.round)
    second(draft, checking.send_back, "请核对失信记录的文号。")
    second(draft, checking.resubmit, "文号已核对无误。", user=personas.third_of_the_office())
    for hand in (personas.managing_office(), personas.third_of_the_office()):
        with pytest.raises(Refused, match="second person"):
            second(draft, checking.confirm, user=hand)
    second(draft, checking.confirm)
    assert draft.second == Second.CONFIRMED


def test_late_evidence_that_is_set_aside_again_leaves_what_was_on_file_as_it_was(db_session):
    """G7: a withdrawal came late, was admitted and set aside again: the penalty of the freeze counts as before."""
    agency = personas.agency().organisation
    make.evidence(agency, Penalty(ORDER, Weight.MINOR), about="record:1")
    draft, withdrawn = a_draft("A"), Penalty(ORDER, Weight.SET_ASIDE)
    before = draft.total
    (late,) = make.evidence(agency, withdrawn, about="record:1")
    with round_of.acting(RULED_ON) as at:
        checking.admit(draft, late, "撤销通知经核实。", at)
    assert Decimal(draft.total) == Decimal(before) + 5
    with round_of.acting(RULED_ON) as at:
        checking.set_aside(draft, late, "撤销通知系另案。", at)
    assert draft.total == before


def test_a_confirmed_draft_that_changes_is_checked_again(db_session):
    draft = a_draft("A")
    round_of.confirmed(round_of.closed(draft.round))
    with round_of.acting(date(2026, 3, 10)) as at:
        checking.replace(draft, record_of(draft, "OrderCompleted"), UNFILED, "缺页。", at)
    assert (draft.grade, draft.second) == ("A", Second.ASKED)
    assert draft.objections_until == date(2026, 3, 24)


def test_whoever_checked_a_draft_of_the_round_reviews_nothing_of_it(db_session):
    """P13: a person who took no part: neither the authority's officer nor either officer of the office."""
    draft = a_draft("D")
    row = round_of.objected(draft, about="penalties")
    round_of.answered(row)
    round_of.closed(draft.round)
    second(draft, checking.send_back, "请核对失信记录的文号。")
    second(draft, checking.resubmit, "文号已核对无误。", user=personas.managing_office())
    second(draft, checking.confirm)
    round_of.determined(round_of.published(draft.round))
    (file,) = db.session.scalars(select(Case)).all()
    parts = proceedings.course_of(file, law.calendar(), law.book(), round_of.DETERMINED).parts
    took = (personas.authority(), personas.managing_office(), personas.second_of_the_office())
    assert {person.id for person in took} <= parts.took_part
    free = personas.other_authority()
    may = {person.id for person in proceedings.may_review(parts)}
    assert free.id in may
    assert not may & parts.took_part
