"""G2, G5, A3: what a year makes of an agency without anybody's act, and the round's list of agencies."""

from datetime import date

import pytest

from credit.evidence import Disclosure, Enrolment, OrderCompleted, QualificationDays
from credit.queries import running_score
from kernel import law
from kernel.db import transaction
from marketplace.admission import holdings
from marketplace.oversight import yearbook
from marketplace.oversight.rules import Away, Held, qualification_days, stays
from tests import personas
from tests.factories import admission as make
from tests.factories import blacklist as decisions
from tests.factories import delivery as orders

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("admitted", "away", "expected"),
    [
        (date(2024, 5, 1), [], [(FIRST, LAST)]),
        (date(2025, 5, 1), [], [(date(2025, 5, 1), LAST)]),
        (date(2026, 1, 1), [], []),
        (date(2024, 5, 1), [(date(2025, 3, 10), None)], [(FIRST, date(2025, 3, 9))]),
        (date(2024, 5, 1), [(date(2024, 3, 10), None)], []),
        (date(2024, 5, 1), [(date(2026, 3, 10), None)], [(FIRST, LAST)]),
        (
            date(2024, 5, 1),
            [(date(2025, 3, 10), date(2025, 10, 1))],
            [(FIRST, date(2025, 3, 9)), (date(2025, 10, 1), LAST)],
        ),
        (date(2024, 5, 1), [(date(2024, 3, 10), date(2025, 10, 1))], [(date(2025, 10, 1), LAST)]),
        (date(2024, 5, 1), [(date(2024, 8, 10), date(2026, 2, 1))], []),
    ],
)
def test_a_stay_runs_from_the_admission_without_the_days_of_a_lockout(admitted, away, expected):
    found = stays(admitted, [Away(*one) for one in away], FIRST, LAST)
    assert [(stay.on, stay.until) for stay in found] == expected


A, B = "测绘", "勘察"


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], None),
        ([Held(A, date(2020, 1, 1), None)], (365, 365)),
        ([Held(A, date(2020, 1, 1), date(2025, 12, 21))], (355, 365)),
        ([Held(A, date(2020, 1, 1), date(2025, 6, 30)), Held(A, date(2025, 7, 1), None)], (365, 365)),
        ([Held(A, date(2020, 1, 1), None), Held(B, date(2020, 1, 1), date(2024, 12, 31))], (0, 365)),
        ([Held(B, date(2020, 1, 1), date(2024, 12, 31), date(2025, 1, 11))], (0, 10)),
        ([Held(A, date(2025, 12, 22), None)], (10, 10)),
    ],
)
def test_a_day_is_good_where_every_listed_kind_is_valid(held, expected):
    found = qualification_days([Enrolment(FIRST, LAST)], held, LAST)
    assert (found and (found.valid, found.total)) == expected


def facts(agency, year=2026, today=date(2026, 5, 26)):
    return yearbook.facts_so_far(agency.id, year, law.calendar(), law.book(), today)


def of(kind, found):
    return [fact for fact, _ in found if isinstance(fact, kind)]


def test_the_year_so_far_is_what_dates_make_of_it(db_session, clock):
    order = orders.order("accepted")
    found = facts(order.agency)
    (stay,) = of(Enrolment, found)
    assert (stay.on.year, stay.until) == (2026, clock.today)
    assert [about for fact, about in found if isinstance(fact, OrderCompleted)] == [f"order:{order.id}"]


def test_the_state_of_disclosure_is_carried_over_from_the_year_before(db_session, clock):
    agency = make.agency_with("B02", organisation=personas.agency(), accepted_on=date(2024, 3, 1))
    clock.set(date(2025, 11, 3))
    listing(agency, "B04", clock.today, materials="")
    assert of(Disclosure, facts(agency, 2025)) == []
    assert of(Disclosure, facts(agency)) == [Disclosure(date(2026, 5, 26), 1, 2)]


def test_a_closed_service_is_counted_no_longer_and_the_last_count_of_a_day_holds(db_session, clock):
    agency = make.agency_with("B02", organisation=personas.agency(), accepted_on=date(2024, 3, 1))
    row = listing(agency, "B04", clock.today, materials="")
    with transaction():
        holdings.close_service(row, actor_id=personas.agency().id, today=clock.today, book=law.book())
    measured, _ = running_score(agency.id, 2026, law.book())
    assert (measured.disclosure.good, measured.disclosure.of) == (1, 1)


def listing(agency, code, today, **more):
    actor_id = personas.agency().id
    values = {"price_fen": 10_000, "price_note": "", "workdays": 5, "process": "踏勘", "materials": "图纸"}
    with transaction():
        return holdings.list_service(
            agency, code, values | more, actor_id=actor_id, today=today, book=law.book()
        )


def test_everyone_on_the_platform_in_the_year_is_rated_and_checked_by_its_industries(db_session, clock):
    stays_on = make.agency_with("B02", organisation=personas.agency(), accepted_on=date(2024, 3, 1))
    make.agency_with("B02", name="衢州迟来评估有限公司", accepted_on=date(2026, 1, 5))
    gone = make.agency_with("B02", name="衢州已清退评估有限公司", accepted_on=date(2024, 3, 1))
    decisions.veto(gone, date(2024, 9, 2), decisions.overdue(date(2024, 8, 1)))
    found = list(yearbook.entrants(2025, law.calendar(), law.book(), date(2026, 1, 15)))
    authority = yearbook.items()["B02"].authority
    assert [(one.agency_id, one.authorities, one.industry) for one in found] == [
        (stays_on.id, (authority,), authority)
    ]


def test_the_industry_with_most_completed_orders_comes_first(db_session, clock):
    order = orders.order("accepted")
    make.listed_service(order.agency, "A01")
    found = list(yearbook.entrants(2026, law.calendar(), law.book(), clock.today))
    (one,) = [one for one in found if one.agency_id == order.agency_id]
    assert one.industry == order.authority_key
    assert set(one.authorities) == {order.authority_key, yearbook.items()["A01"].authority}


def test_the_list_costs_the_same_with_more_agencies(db_session, clock, count_statements):
    seen = []
    for many in (2, 9):
        for n in range(many):
            make.agency_with("B02", name=f"衢州第{many}{n}评估有限公司", accepted_on=date(2024, 3, 1))
        with count_statements() as statements:
            list(yearbook.entrants(2025, law.calendar(), law.book(), date(2026, 1, 15)))
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_days_with_a_lapsed_qualification_are_counted(db_session, clock):
    agency = make.agency_with(organisation=personas.agency(), accepted_on=date(2024, 3, 1))
    make.a_qualification(agency, valid_from=date(2020, 1, 1), valid_until=date(2026, 5, 16))
    (days,) = of(QualificationDays, facts(agency))
    assert (days.valid, days.total) == (136, 146)
