"""What was decided stands until it is set aside, and the spans follow each record."""

from datetime import date

import pytest
from sqlalchemy import delete, func, select, update

from blacklist import operations, queries
from blacklist.findings import Violation
from blacklist.models import Decision, Readmission, SettingAside, StandingSpan
from kernel import law, ledger
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from tests.factories import accounts
from tests.factories import blacklist as make

pytestmark = pytest.mark.usefixtures("db_session")
DECIDED = date(2026, 5, 20)


def spans(agency):
    rows = db.session.scalars(select(StandingSpan).where(StandingSpan.agency_id == agency.id))
    return sorted((row.standing, row.starts_on, row.locked_until, row.left_on) for row in rows)


def standing(agency, day):
    return queries.standing(agency.id, day, law.book())


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


# ---- ratings ----


def test_the_first_deficient_rating_gives_a_yellow_card():
    agency = accounts.agency()
    row = make.rating(agency, 2025)
    assert spans(agency) == [("yellow-card", date(2026, 3, 12), None, None)]
    assert (row.entry.act, row.entry.rule) == ("blacklist.rating.entered", "P1")


def test_a_rating_that_is_not_deficient_gives_nothing_and_ends_a_card():
    agency = accounts.agency()
    make.rating(agency, 2023, "B")
    assert spans(agency) == []
    make.rating(agency, 2024, "D")
    make.rating(agency, 2025, "C")
    assert spans(agency) == [("yellow-card", date(2025, 3, 12), None, date(2026, 3, 12))]


def test_the_second_deficient_rating_in_a_row_removes_for_a_year():
    agency = accounts.agency()
    make.rating(agency, 2024)
    make.rating(agency, 2025)
    assert ("removed", date(2026, 3, 12), date(2027, 3, 12), None) in spans(agency)
    found = standing(agency, date(2026, 5, 26))
    assert (found.name, found.rule, found.may_apply_from) == ("removed", "P2", date(2027, 3, 13))


def test_a_year_that_was_not_rated_neither_counts_nor_breaks_the_row():
    agency = accounts.agency()
    for year, grade in ((2023, "D"), (2024, "N"), (2025, "D")):
        make.rating(agency, year, grade)
    assert standing(agency, date(2026, 5, 26)).name == "removed"


def test_a_rating_made_deficient_by_a_veto_of_its_year_is_no_card_of_its_own():
    agency = accounts.agency()
    veto = make.veto(agency, date(2025, 11, 20), make.overdue(date(2025, 9, 1)))
    make.rating(agency, 2025, "D", by_score="B")
    assert [span[0] for span in spans(agency)] == ["blacklisted"]
    make.setting_aside(agency, veto, date(2026, 4, 1))
    assert spans(agency) == []


# ---- vetoes decided before the platform ----


def test_a_veto_taken_over_locks_out_for_two_years_from_its_decision():
    agency = accounts.agency()
    row = make.veto(agency, DECIDED)
    assert spans(agency) == [("blacklisted", DECIDED, date(2028, 5, 20), None)]
    (entry,) = [e for e in ledger.entries(agency) if e.act == "blacklist.decision.taken-over"]
    assert (entry.rule, row.entry_id) == ("P4", entry.id)


def test_a_veto_for_a_serious_violation_keeps_its_ground():
    row = make.veto(accounts.agency(), DECIDED, make.violation(of=Violation.BRIBERY))
    assert (row.kind, row.ground) == ("serious", "bribery")


def test_a_veto_may_be_decided_on_the_day_of_its_fact_and_never_before():
    agency = accounts.agency()
    with pytest.raises(Refused) as refused:
        make.veto(agency, date(2026, 5, 19), make.violation(DECIDED))
    assert (refused.value.rule, refused.value.field) == ("P4", "decided_on")
    assert spans(agency) == []
    assert make.veto(agency, DECIDED, make.violation(DECIDED)).fact_on == DECIDED


@pytest.mark.parametrize("document", ["", "  "])
def test_a_veto_without_the_document_that_decided_it_is_not_taken_over(document):
    with pytest.raises(Refused) as refused:
        make.veto(accounts.agency(), document=document)
    assert refused.value.field == "document"
    assert count(Decision) == 0


# ---- set aside on review ----


def test_setting_a_veto_aside_leaves_no_trace_in_standing_and_says_so_by_p13():
    agency = accounts.agency()
    row = make.setting_aside(agency, make.veto(agency), date(2026, 6, 1))
    assert spans(agency) == []
    assert standing(agency, date(2026, 5, 31)).name == "blacklisted"
    assert standing(agency, date(2026, 6, 1)).name == "good"
    assert (row.entry.act, row.entry.rule) == ("blacklist.decision.set-aside", "P13")


def test_one_of_two_deficient_ratings_set_aside_undoes_the_removal_and_leaves_the_card():
    agency = accounts.agency()
    first, _ = make.rating(agency, 2024), make.rating(agency, 2025)
    make.setting_aside(agency, first, date(2026, 5, 1))
    assert spans(agency) == [("yellow-card", date(2026, 3, 12), None, None)]


def test_a_decision_is_set_aside_once():
    agency = accounts.agency()
    decision = make.veto(agency)
    make.setting_aside(agency, decision, date(2026, 6, 1))
    with pytest.raises(WrongState):
        make.setting_aside(agency, decision, date(2026, 6, 2))
    assert count(SettingAside) == 1


def test_a_decision_may_be_set_aside_on_its_day_and_never_before():
    agency = accounts.agency()
    decision = make.veto(agency, DECIDED)
    with pytest.raises(Refused) as refused:
        make.setting_aside(agency, decision, date(2026, 5, 19))
    assert (refused.value.rule, refused.value.field) == ("P13", "on")
    assert standing(agency, DECIDED).is_out
    make.setting_aside(agency, decision, DECIDED)
    assert not standing(agency, DECIDED).is_out


def test_the_rating_of_a_year_is_set_aside_by_its_year():
    agency = accounts.agency()
    make.rating(agency, 2024)
    kept = make.rating(agency, 2025)
    with transaction():
        row = operations.set_rating_aside(
            agency, 2024, date(2026, 5, 1), "江评复〔2026〕1号", actor_id=None, book=law.book()
        )
    assert row.decision_id != kept.id
    assert [span[0] for span in spans(agency)] == ["yellow-card"]


# ---- re-entry ----


def test_re_entry_before_the_end_is_refused_with_the_day_from_which_it_may_be_applied_for():
    agency = accounts.agency()
    make.veto(agency, DECIDED)
    with pytest.raises(Refused) as refused:
        make.readmission(agency, date(2028, 5, 20))
    assert (refused.value.rule, refused.value.try_from) == ("P9", date(2028, 5, 21))
    assert count(Readmission) == 0


def test_an_agency_stays_out_after_the_last_locked_day_until_re_entry_is_decided():
    agency = accounts.agency()
    make.veto(agency, DECIDED)
    assert standing(agency, date(2028, 6, 1)).is_out
    row = make.readmission(agency, date(2028, 6, 1))
    found = standing(agency, date(2028, 6, 1))
    assert (found.name, found.since, found.rule) == ("good", date(2028, 6, 1), "P9")
    assert spans(agency) == [("blacklisted", DECIDED, date(2028, 5, 20), date(2028, 6, 1))]
    assert (row.entry.act, row.entry.rule) == ("blacklist.agency.readmitted", "P9")


def test_an_agency_that_is_not_out_cannot_re_enter_so_that_a_card_is_not_wiped_away():
    agency = accounts.agency()
    make.rating(agency, 2025)
    with pytest.raises(Refused) as refused:
        make.readmission(agency, date(2026, 5, 26))
    assert (refused.value.rule, refused.value.try_from) == ("P9", None)


def test_deciding_the_same_re_entry_twice_tells_to_reload():
    agency = accounts.agency()
    make.veto(agency, DECIDED)
    make.readmission(agency, date(2028, 6, 1))
    with pytest.raises(WrongState):
        make.readmission(agency, date(2028, 6, 1))
    assert count(Readmission) == 1


def test_after_re_entry_the_count_starts_anew():
    agency = accounts.agency()
    for year in (2022, 2023):
        make.rating(agency, year)
    make.readmission(agency, date(2025, 3, 13))
    make.rating(agency, 2025)
    assert standing(agency, date(2026, 5, 26)).name == "yellow-card"


# ---- spans and proofs ----


def test_laying_the_spans_again_changes_nothing():
    agency, second = accounts.agency(), accounts.agency("江山市第二测绘有限公司")
    make.rating(agency, 2024)
    make.rating(agency, 2025)
    make.veto(second)
    before = spans(agency), spans(second)
    with transaction():
        operations.lay_spans_again([agency.id, second.id], law.book())
    assert (spans(agency), spans(second)) == before
    assert all(before)


def test_spans_that_were_lost_are_laid_again_from_the_records():
    agency = accounts.agency()
    make.veto(agency)
    before = spans(agency)
    with transaction():
        db.session.execute(delete(StandingSpan))
    assert spans(agency) == []
    with transaction():
        operations.lay_spans_again([agency.id], law.book())
    assert spans(agency) == before


def proofs():
    agency = accounts.agency()
    decision = make.veto(agency, date(2020, 5, 20), make.violation(date(2020, 5, 4)))
    readmission = make.readmission(agency, date(2022, 6, 1))
    return decision, make.setting_aside(agency, decision, date(2022, 7, 1)), readmission


def test_no_decision_setting_aside_or_re_entry_can_be_altered():
    for row in proofs():
        with pytest.raises(ledger.Silence), transaction():
            row.document = "改写的文号"


def test_no_decision_setting_aside_or_re_entry_can_be_taken_away():
    for row in reversed(proofs()):
        with pytest.raises(ledger.Silence), transaction():
            db.session.delete(row)


def test_decisions_cannot_be_altered_or_taken_away_in_bulk():
    proofs()
    for statement in (update(Decision).values(document="改写"), delete(Readmission)):
        with pytest.raises(ledger.Silence), transaction():
            db.session.execute(statement)
