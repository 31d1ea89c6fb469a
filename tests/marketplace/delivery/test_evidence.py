"""G2, G3, T6: what completed orders are evidence of, computed for the day that asks, without any job."""

from datetime import date

from credit.evidence import OrderCompleted
from credit.queries import running_score
from kernel import law
from marketplace.delivery.completed import completed_orders_evidence
from tests import personas
from tests.factories import delivery as make


def found(day, year=2026):
    agency = personas.agency().organisation_id
    return completed_orders_evidence(agency, year, law.calendar(), law.book(), day)


def test_an_accepted_order_is_evidence_of_its_day_with_archive_and_promise(db_session, clock):
    make.order("accepted")
    assert found(clock.today) == [
        OrderCompleted(date(2026, 5, 26), has_complete_archive=True, kept_without_extension=True)
    ]
    assert found(clock.today, 2025) == []


def test_an_acceptance_by_silence_counts_as_of_the_delivery_and_from_its_day_on(db_session, clock):
    make.order("delivered")
    assert found(date(2026, 6, 1)) == []
    assert found(date(2026, 6, 2)) == [
        OrderCompleted(date(2026, 5, 25), has_complete_archive=True, kept_without_extension=True)
    ]


def test_a_late_order_and_one_extended_by_own_cause_were_not_kept(db_session, clock):
    late = make.order("late")
    make.accepted(late, personas.owner())
    extended = make.order("due-soon")
    make.extension_asked(extended, personas.agency())
    make.extension_answered(extended, personas.owner())
    make.delivered(extended, personas.agency())
    make.accepted(extended, personas.owner())
    assert [one.kept_without_extension for one in found(clock.today)] == [False, False]


def test_orders_that_run_or_ended_are_no_evidence(db_session, clock):
    for state in ("on-course", "overdue", "ended", "rejected"):
        make.order(state)
    assert found(clock.today) == []


def test_it_costs_the_same_with_more_orders_and_makes_the_score(db_session, clock, count_statements):
    seen = []
    for many in (2, 6):
        for _ in range(many):
            make.order("accepted")
        with count_statements() as statements:
            evidence = found(clock.today)
        seen.append(len(statements))
    assert seen[0] == seen[1]
    measured, _ = running_score(personas.agency().organisation_id, 2026, law.book(), also=evidence)
    assert (measured.completed_orders, measured.archives.of) == (8, 8)
