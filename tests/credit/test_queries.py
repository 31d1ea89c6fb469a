"""The grade in force orders lists in one statement; the running score is the rating of what is on file."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.models import Organisation
from credit import catalogue, queries
from credit.evidence import (
    AuthorityCheck,
    Checked,
    Enrolment,
    GiveUp,
    Inspection,
    OrderCompleted,
    OwnersAnswers,
    Penalty,
    UpheldComplaint,
    Weight,
    tally,
)
from credit.rules import rate
from kernel import law
from kernel.db import db
from tests.factories import accounts
from tests.factories import credit as make

pytestmark = pytest.mark.usefixtures("db_session")
TODAY = date(2026, 5, 26)
DAY = date(2025, 6, 2)
ANSWERS = OwnersAnswers(DAY, stars=2, fee_as_offered=True, told_at_once=False)
REVISED = OwnersAnswers(DAY, stars=4, fee_as_offered=True, told_at_once=True)


def agencies(many):
    return [accounts.agency(f"江山市第{number}测绘有限公司") for number in range(many)]


def score(agency, year=2025, **also):
    return queries.running_score(agency.id, year, law.book(), **also)


def rated(year, facts):
    measured = tally(year, facts)
    return measured, rate(measured, law.book(), catalogue.indicators(law.book()))


# ---- grades ----


def test_an_agency_that_was_never_rated_has_no_grade():
    assert queries.grade_in_force(accounts.agency().id, TODAY) is None


def test_a_grade_is_in_force_from_the_day_of_its_determination():
    agency = accounts.agency()
    make.rating(agency, 2025, "B", determined_on=date(2026, 3, 12))
    assert queries.grade_in_force(agency.id, date(2026, 3, 11)) is None
    assert queries.grade_in_force(agency.id, date(2026, 3, 12)) == queries.GradeInForce("B", 2025)


def test_the_grades_of_many_agencies_are_read_in_one_statement(count_statements):
    known = agencies(30)
    for agency in known[::2]:
        make.rating(agency, 2024, "C")
        make.rating(agency, 2025, "A")
    for many in (3, 30):
        with count_statements() as statements:
            found = queries.grades_in_force([agency.id for agency in known[:many]], TODAY)
        assert found == {a.id: queries.GradeInForce("A", 2025) for a in known[:many:2]}
        assert len(statements) == 1


def test_lists_order_agencies_a_b_n_c_d_and_the_unrated_stand_with_n():
    known = dict(zip("DCNBA", agencies(5), strict=True))
    for grade, agency in known.items():
        make.rating(agency, 2024, "D" if grade == "A" else "A")  # what was in force before plays no part
        make.rating(agency, 2025, grade)
    known["-"] = accounts.agency()
    rank = queries.rank_on(TODAY, Organisation.id)
    rows = db.session.execute(select(Organisation.id, rank).order_by(rank, Organisation.id)).all()
    letters = {agency.id: letter for letter, agency in known.items()}
    assert [(letters[i], place) for i, place in rows] == [
        ("A", 0),
        ("B", 1),
        ("N", 2),
        ("-", 2),
        ("C", 3),
        ("D", 4),
    ]


def test_agencies_are_found_by_the_grade_in_force():
    first, second = agencies(2)
    make.rating(first, 2024, "A")
    make.rating(first, 2025, "B")
    make.rating(second, 2025, "A")
    assert set(db.session.scalars(queries.rated(TODAY, "A"))) == {second.id}
    assert set(db.session.scalars(queries.rated(date(2026, 3, 11), "A"))) == {first.id}


def test_the_ratings_of_an_agency_are_listed_the_latest_year_first():
    agency, second = agencies(2)
    rows = [make.rating(agency, year) for year in (2024, 2025, 2023)]
    make.rating(second)
    assert list(queries.ratings_of(agency.id)) == [rows[1], rows[0], rows[2]]


# ---- the credit file ----


def test_the_credit_file_of_a_year_holds_its_facts_alone_the_oldest_first():
    agency, second = agencies(2)
    days = [date(2025, 12, 31), date(2025, 1, 1), date(2024, 12, 31), date(2026, 1, 1)]
    make.evidence(agency, *map(GiveUp, days))
    make.evidence(second, GiveUp(DAY))
    assert [row.fact_on for row in queries.credit_file(agency.id, 2025)] == [days[1], days[0]]


def test_the_credit_file_shows_what_was_superseded_too():
    agency = accounts.agency()
    make.evidence(agency, ANSWERS, about="order:12")
    make.evidence(agency, REVISED, about="order:12")
    assert len(queries.credit_file(agency.id, 2025)) == 2


# ---- the running score ----


def test_without_evidence_a_year_is_not_rated():
    measured, verdict = score(accounts.agency())
    assert measured == tally(2025, [])
    assert verdict.grade == "N"


DAYS = st.dates(date(2024, 11, 1), date(2026, 2, 28))
FACTS = st.one_of(
    st.builds(Enrolment, DAYS),
    st.builds(lambda day, days: Enrolment(day, day + timedelta(days=days)), DAYS, st.integers(0, 500)),
    st.builds(OrderCompleted, DAYS, st.booleans(), st.booleans()),
    st.builds(OwnersAnswers, DAYS, st.integers(1, 5), st.booleans(), st.booleans()),
    st.builds(AuthorityCheck, DAYS, st.sampled_from(Checked), st.decimals(0, 6, places=1)),
    st.builds(Inspection, DAYS, st.decimals(0, 10, places=1)),
    st.builds(Penalty, DAYS, st.sampled_from(Weight)),
    st.builds(UpheldComplaint, DAYS),
    st.builds(GiveUp, DAYS),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FACTS, max_size=12))
def test_the_running_score_is_the_rating_of_the_same_facts(facts):
    agency = accounts.agency()
    make.evidence(agency, *facts)
    for year in (2024, 2025, 2026):
        assert score(agency, year) == rated(year, facts)


def test_a_stay_that_began_in_an_earlier_year_counts_in_this_one():
    agency = accounts.agency()
    make.evidence(agency, Enrolment(date(2023, 5, 1)), Inspection(DAY, Decimal(10)))
    measured, verdict = score(agency)
    assert measured.days_enrolled == 365
    assert verdict.grade != "N"


def test_a_stay_that_begins_later_does_not_count():
    agency = accounts.agency()
    make.evidence(agency, Enrolment(date(2026, 1, 1)))
    assert score(agency)[0].days_enrolled == 0


def test_what_is_computed_for_today_counts_beside_what_is_stored():
    agency = accounts.agency()
    make.evidence(agency, GiveUp(DAY))
    also = [Enrolment(date(2025, 1, 1)), Inspection(DAY, Decimal(8))]
    assert score(agency, also=also) == rated(2025, [GiveUp(DAY), *also])


def test_the_evidence_of_others_does_not_count():
    agency, second = agencies(2)
    make.evidence(second, GiveUp(DAY))
    assert score(agency)[0].give_ups == 0


def test_what_an_owner_says_of_an_order_counts_as_it_was_last_revised():
    agency = accounts.agency()
    make.evidence(agency, ANSWERS, about="order:12")
    make.evidence(agency, REVISED, about="order:12")
    assert score(agency) == rated(2025, [REVISED])


def test_a_revision_dated_in_another_year_takes_the_first_answer_away_from_its_year():
    agency = accounts.agency()
    make.evidence(agency, ANSWERS, about="order:12")
    later = OwnersAnswers(date(2026, 1, 4), stars=4, fee_as_offered=True, told_at_once=True)
    make.evidence(agency, later, about="order:12")
    assert score(agency)[0].overall_ratings == ()
    assert score(agency, 2026)[0].overall_ratings == (4,)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("order:12", ANSWERS), ("order:13", REVISED)),  # about another order
        (("", ANSWERS), ("", REVISED)),  # about nothing that is named
    ],
)
def test_answers_about_different_things_all_count(first, second):
    agency = accounts.agency()
    for about, fact in (first, second):
        make.evidence(agency, fact, about=about)
    assert score(agency) == rated(2025, [ANSWERS, REVISED])


def test_evidence_of_another_kind_about_the_same_order_supersedes_nothing():
    agency = accounts.agency()
    completed = OrderCompleted(DAY, has_complete_archive=True, kept_without_extension=True)
    make.evidence(agency, ANSWERS, about="order:12")
    make.evidence(agency, completed, about="order:12")
    assert score(agency) == rated(2025, [ANSWERS, completed])


def test_what_is_said_of_one_agency_supersedes_nothing_of_another():
    agency, second = agencies(2)
    make.evidence(agency, ANSWERS, about="order:12")
    make.evidence(second, REVISED, about="order:12")
    assert score(agency) == rated(2025, [ANSWERS])


def test_the_running_score_reads_its_evidence_in_one_statement(count_statements):
    agency = accounts.agency()
    seen = []
    for many in (3, 30):
        make.evidence(agency, *[GiveUp(DAY)] * many)
        law.book()  # asks once a transaction whether an edition was adopted
        with count_statements() as statements:
            score(agency)
        seen.append(len(statements))
    assert seen == [1, 1]
