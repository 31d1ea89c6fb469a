"""The vocabulary of what counts, and its sums of one year."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from credit.evidence import (
    AuthorityCheck,
    Checked,
    ContractFiled,
    Disclosure,
    Enrolment,
    GiveUp,
    Inspection,
    Measured,
    OrderCompleted,
    OwnersAnswers,
    Penalty,
    Portion,
    QualificationDays,
    UpheldComplaint,
    Weight,
    tally,
)

DAY = date(2025, 6, 1)


EVERYTHING = [
    Enrolment(date(2025, 1, 11)),
    QualificationDays(DAY, valid=100, total=120),
    QualificationDays(DAY, valid=50, total=60),
    ContractFiled(DAY, in_time=True),
    ContractFiled(DAY, in_time=False),
    AuthorityCheck(DAY, Checked.LICENCES, Decimal("5.5")),
    AuthorityCheck(DAY, Checked.LICENCES, Decimal(4)),
    AuthorityCheck(DAY, Checked.ARCHIVE, Decimal(7)),
    Inspection(DAY, Decimal(10)),
    Inspection(DAY, Decimal("8.5")),
    Penalty(DAY, Weight.MINOR),
    Penalty(DAY, Weight.MINOR),
    Penalty(DAY, Weight.SERIOUS),
    Disclosure(DAY, complete=4, listed=5),
    OrderCompleted(DAY, has_complete_archive=True, kept_without_extension=False),
    OrderCompleted(DAY, has_complete_archive=True, kept_without_extension=True),
    OrderCompleted(DAY, has_complete_archive=False, kept_without_extension=False),
    OwnersAnswers(DAY, stars=5, fee_as_offered=True, told_at_once=False),
    OwnersAnswers(DAY, stars=3, fee_as_offered=True, told_at_once=True),
    UpheldComplaint(DAY),
    GiveUp(DAY),
    GiveUp(DAY),
]


def test_a_year_of_everything_adds_up():
    assert tally(2025, EVERYTHING, has_veto=True) == Measured(
        2025,
        days_enrolled=355,
        completed_orders=3,
        qualification_days=Portion(150, 180),
        contracts_filed=Portion(1, 2),
        licence_checks=(Fraction(4), Fraction(11, 2)),
        inspections=(Fraction(17, 2), Fraction(10)),
        minor_penalties=2,
        serious_penalties=1,
        disclosure=Portion(4, 5),
        fee_as_offered=Portion(2, 2),
        told_at_once=Portion(1, 2),
        archives=Portion(2, 3),
        archive_checks=(Fraction(7),),
        overall_ratings=(3, 5),
        commitments=Portion(1, 3),
        complaints_upheld=1,
        give_ups=2,
        has_veto=True,
    )


def test_a_year_of_nothing_is_blank():
    assert tally(2025, []) == Measured(2025)


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_fact_counts_in_the_year_of_its_date(on, counts):
    order = OrderCompleted(on, has_complete_archive=True, kept_without_extension=True)
    facts = [GiveUp(on), Disclosure(on, 1, 2), order, QualificationDays(on, 1, 1)]
    measured = tally(2025, facts)
    assert measured.give_ups == measured.completed_orders == counts
    assert measured.disclosure == (Portion(1, 2) if counts else Portion())
    assert measured.qualification_days == (Portion(1, 1) if counts else Portion())


@pytest.mark.parametrize(
    ("stays", "days"),
    [
        ([Enrolment(date(2020, 5, 1))], 365),
        ([Enrolment(date(2025, 1, 1), date(2025, 12, 31))], 365),
        ([Enrolment(date(2025, 7, 5))], 180),
        ([Enrolment(date(2025, 7, 6))], 179),
        ([Enrolment(date(2024, 1, 1), date(2025, 1, 1))], 1),
        ([Enrolment(date(2024, 1, 1), date(2024, 12, 31))], 0),
        ([Enrolment(date(2026, 1, 1))], 0),
        ([Enrolment(date(2025, 1, 1), date(2025, 1, 31)), Enrolment(date(2025, 12, 1))], 62),
        (
            [Enrolment(date(2025, 1, 1), date(2025, 1, 20)), Enrolment(date(2025, 1, 11), date(2025, 1, 31))],
            31,
        ),
        ([Enrolment(date(2025, 5, 2), date(2025, 5, 1))], 0),
    ],
)
def test_days_enrolled_are_the_days_of_the_year_on_the_platform(stays, days):
    assert tally(2025, stays).days_enrolled == days


def test_a_leap_year_has_one_day_more():
    assert tally(2024, [Enrolment(date(2020, 5, 1))]).days_enrolled == 366


def test_the_last_count_of_disclosure_holds_and_of_one_day_the_better():
    early, late = Disclosure(date(2025, 2, 1), 5, 5), Disclosure(date(2025, 11, 1), 3, 5)
    assert tally(2025, [late, early]).disclosure == Portion(3, 5)
    assert tally(2025, [Disclosure(DAY, 2, 5), Disclosure(DAY, 4, 5)]).disclosure == Portion(4, 5)


@pytest.mark.parametrize(("good", "of"), [(-1, 3), (4, 3), (1, 0), (0, -1), (Fraction(7, 2), 3)])
def test_a_portion_is_no_more_than_its_whole(good, of):
    with pytest.raises(ValueError, match="no portion"):
        Portion(good, of)


def test_the_last_day_of_a_year_is_its_31_december():
    assert Measured(2024).last_day == date(2024, 12, 31)
