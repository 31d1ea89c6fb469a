"""Evidence carries its proof; a year is rated once at a time; the grade in force follows the determinations."""

from datetime import date

import pytest
from sqlalchemy import func, select

from blacklist import queries as blacklist
from credit import queries
from credit.evidence import GiveUp, Penalty, Weight
from credit.models import EvidenceRecord, GradeSpan, Rating
from kernel import law, ledger
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from tests.factories import accounts
from tests.factories import credit as make

pytestmark = pytest.mark.usefixtures("db_session")
TODAY = date(2026, 5, 26)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def spans(agency):
    rows = db.session.scalars(select(GradeSpan).where(GradeSpan.agency_id == agency.id))
    return sorted((r.in_force_from, r.in_force_until or date.max, r.year, r.grade) for r in rows)


def standing(agency, day=TODAY):
    return blacklist.standing(agency.id, day, law.book())


# ---- evidence ----


def test_evidence_carries_the_entry_of_the_act_that_it_comes_from():
    agency = accounts.agency()
    (row,) = make.evidence(agency, Penalty(date(2025, 6, 1), Weight.MINOR), about="order:12")
    *_, entry = ledger.entries(agency)
    assert row.entry_id == entry.id
    assert (row.agency_id, row.kind, row.fact_on, row.about) == (
        agency.id,
        "Penalty",
        date(2025, 6, 1),
        "order:12",
    )


def test_two_facts_of_one_act_share_its_entry():
    first, second = make.evidence(accounts.agency(), GiveUp(date(2025, 6, 1)), GiveUp(date(2025, 6, 1)))
    assert first.id != second.id
    assert first.entry_id == second.entry_id


def test_evidence_is_never_altered_nor_taken_away():
    (row,) = make.evidence(accounts.agency(), GiveUp(date(2025, 6, 1)))
    with pytest.raises(ledger.Silence), transaction():
        row.fact_on = date(2024, 6, 1)
    with pytest.raises(ledger.Silence), transaction():
        db.session.delete(row)
    assert count(EvidenceRecord) == 1


# ---- ratings ----


def test_a_rating_taken_over_keeps_its_document_and_is_told_to_the_ledger():
    row = make.rating(accounts.agency(), 2025, "B", total="84.5")
    assert (row.year, row.grade, row.by_score, row.total) == (2025, "B", "B", "84.5")
    assert (row.determined_on, row.document) == (date(2026, 3, 12), make.DOCUMENT)
    assert row.edition == law.book().edition
    (entry,) = ledger.entries(row)
    assert (entry.act, entry.rule) == ("credit.rating.determined", "G7")


def test_a_deficient_rating_is_told_to_the_blacklist_so_that_the_card_follows():
    agency = accounts.agency()
    make.rating(agency, 2024, "D")
    assert standing(agency).name == "yellow-card"
    make.rating(agency, 2025, "D")
    assert standing(agency).name == "removed"


def test_the_grade_without_the_veto_reaches_the_blacklist():
    agency = accounts.agency()
    make.rating(agency, 2025, "D", by_score="B")
    (decision,) = blacklist.history(agency.id)
    assert (decision.grade, decision.by_score) == ("D", "B")


def test_a_year_is_rated_once():
    agency = accounts.agency()
    make.rating(agency, 2025, "B")
    with pytest.raises(WrongState):
        make.rating(agency, 2025, "A", determined_on=date(2026, 4, 1))
    assert (count(Rating), len(blacklist.history(agency.id))) == (1, 1)
    assert make.rating(accounts.agency("江山市第二测绘有限公司"), 2025).year == 2025


@pytest.mark.parametrize("document", ["", "  "])
def test_a_rating_without_the_document_that_determined_it_is_not_taken_over(document):
    agency = accounts.agency()
    with pytest.raises(Refused) as refused:
        make.rating(agency, document=document)
    assert (refused.value.rule, refused.value.field) == ("G7", "document")
    assert (count(Rating), spans(agency), blacklist.history(agency.id)) == (0, [], ())


def test_a_year_is_rated_after_it_has_ended():
    agency = accounts.agency()
    with pytest.raises(Refused) as refused:
        make.rating(agency, 2025, determined_on=date(2025, 12, 31))
    assert (refused.value.rule, refused.value.field) == ("G3", "determined_on")
    assert make.rating(agency, 2025, determined_on=date(2026, 1, 1)).year == 2025


def test_a_rating_is_set_aside_once_and_what_followed_goes_with_it():
    agency = accounts.agency()
    row = make.rating(agency, 2025, "D")
    make.rating_set_aside(agency, row, date(2026, 5, 4))
    assert row.set_aside_on == date(2026, 5, 4)
    assert standing(agency).name == "good"
    assert [entry.rule for entry in ledger.entries(row)] == ["G7", "P13"]
    with pytest.raises(WrongState):
        make.rating_set_aside(agency, row, TODAY)


def test_a_rating_is_not_set_aside_before_it_was_determined():
    agency = accounts.agency()
    row = make.rating(agency, 2025, "D")
    with pytest.raises(Refused) as refused:
        make.rating_set_aside(agency, row, date(2026, 3, 11))
    assert refused.value.rule == "P13"
    assert db.session.get(Rating, row.id, populate_existing=True).set_aside_on is None


def test_a_year_is_rated_again_from_the_day_on_which_its_rating_was_set_aside():
    agency = accounts.agency()
    make.rating_set_aside(agency, make.rating(agency, 2025, "D"), date(2026, 5, 4))
    with pytest.raises(Refused) as refused:
        make.rating(agency, 2025, "C", determined_on=date(2026, 5, 3))
    assert (refused.value.rule, refused.value.try_from) == ("P2", date(2026, 5, 4))
    make.rating(agency, 2025, "C", determined_on=date(2026, 5, 4))
    assert [row.grade for row in queries.ratings_of(agency.id)] == ["C", "D"]


# ---- the grade in force ----


def test_a_grade_is_in_force_from_its_determination_until_the_next():
    agency = accounts.agency()
    make.rating(agency, 2024, "B")
    make.rating(agency, 2025, "A")
    assert spans(agency) == [
        (date(2025, 3, 12), date(2026, 3, 12), 2024, "B"),
        (date(2026, 3, 12), date.max, 2025, "A"),
    ]


def test_a_year_rated_late_leaves_the_grade_of_a_later_year_in_force():
    agency = accounts.agency()
    make.rating(agency, 2025, "A", determined_on=date(2026, 3, 12))
    make.rating(agency, 2024, "C", determined_on=date(2026, 4, 1))
    assert queries.grade_in_force(agency.id, TODAY) == queries.GradeInForce("A", 2025)


def test_a_rating_set_aside_falls_back_to_the_one_before_and_keeps_the_past():
    agency = accounts.agency()
    make.rating(agency, 2024, "B")
    make.rating_set_aside(agency, make.rating(agency, 2025, "D"), date(2026, 5, 4))
    assert spans(agency) == [
        (date(2025, 3, 12), date(2026, 3, 12), 2024, "B"),
        (date(2026, 3, 12), date(2026, 5, 4), 2025, "D"),
        (date(2026, 5, 4), date.max, 2024, "B"),
    ]


def test_an_only_rating_set_aside_leaves_no_grade_in_force():
    agency = accounts.agency()
    make.rating_set_aside(agency, make.rating(agency, 2025, "D"), date(2026, 5, 4))
    assert queries.grade_in_force(agency.id, date(2026, 5, 3)).letter == "D"
    assert queries.grade_in_force(agency.id, date(2026, 5, 4)) is None


def test_a_rating_set_aside_on_its_own_day_was_never_in_force():
    agency = accounts.agency()
    make.rating_set_aside(agency, make.rating(agency, 2025, "D"), date(2026, 3, 12))
    assert spans(agency) == []
