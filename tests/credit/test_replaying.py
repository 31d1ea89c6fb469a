"""G3, G4a: what another figure file makes of a year whose checks were given in the points of ours."""

import dataclasses
from decimal import Decimal
from fractions import Fraction

import pytest

from credit import catalogue
from credit.evidence import Measured, Portion
from credit.replaying import in_points_of
from credit.rules import Dimension, rate
from kernel import rulebook
from kernel.rulebook import Rulebook

OURS = rulebook.shipped()
YEAR = 2025


def other(**points):
    """Return our figures with other points of some indicators."""
    figures = dict(OURS.figures)
    for key, value in points.items():
        row = figures[f"G2.points.{key}"]
        given = dataclasses.replace(row.values[0], value=Decimal(value))
        figures[row.id] = dataclasses.replace(row, values=(given,))
    return Rulebook("other", figures)


@pytest.mark.parametrize(
    ("given", "fuller", "kept"), [(3, {"licence_check": 2, "contracts_filed": 10}, 19), (6, {}, 20)]
)
def test_a_check_keeps_its_share_whatever_points_another_file_gives_it(given, fuller, kept):
    """3 of 6 points are half: of 2 points 1 is lost, and nothing is won beyond the full points of the dimension."""
    measured = Measured(
        YEAR,
        days_enrolled=365,
        qualification_days=Portion(365, 365),
        licence_checks=(Fraction(given),),
        completed_orders=5,
    )
    book = other(**fuller)
    as_theirs = in_points_of(measured, OURS, book)
    verdict = rate(as_theirs, book, catalogue.indicators(book))
    assert verdict.dimensions[Dimension.FORMALITIES] == kept


def test_inspections_and_archives_are_carried_over_alike():
    measured = Measured(YEAR, inspections=(Fraction(8), Fraction(10)), archive_checks=(Fraction(2),))
    book = other(inspections=5, penalties=15, archive_check=4, archives=16)
    as_theirs = in_points_of(measured, OURS, book)
    assert (as_theirs.inspections, as_theirs.archive_checks) == ((4, 5), (1,))
    assert in_points_of(measured, OURS, OURS) == measured
