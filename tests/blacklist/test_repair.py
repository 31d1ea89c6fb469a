"""P14: early repair is off; where a city switched it on, a year after each blacklisting, and nothing else is shortened."""

from dataclasses import replace
from datetime import date

import pytest

from blacklist import catalogue
from blacklist.findings import Grade, VetoKind
from blacklist.repair import repaired_from
from blacklist.rules import RatingDecision, VetoDecision, refusal_of_reentry
from kernel import rulebook

BOOK = rulebook.shipped()
VETO = VetoDecision(on=date(2024, 2, 29), kind=VetoKind.OVERDUE, fact_on=date(2024, 2, 1))
ROW = (
    RatingDecision(on=date(2023, 3, 20), year=2022, grade=Grade.D),
    RatingDecision(on=date(2024, 6, 3), year=2023, grade=Grade.D),
)


@pytest.fixture
def switched_on():
    figure = BOOK.figures["P14.repair"]
    values = tuple(replace(dated, value=True) for dated in figure.values)
    return rulebook.Rulebook("another city", {**BOOK.figures, "P14.repair": replace(figure, values=values)})


def refused(history, book, on):
    return refusal_of_reentry(history, (), book, on, catalogue.measures())


def test_it_is_off():
    assert repaired_from([VETO.on], [], BOOK, date(2026, 1, 1)) is None
    assert refused((VETO,), BOOK, date(2025, 3, 1)) is not None
    assert refused((VETO,), BOOK, date(2026, 3, 1)) is None


def test_switched_on_it_opens_after_a_year(switched_on):
    assert refused((VETO,), switched_on, date(2025, 2, 28)) is not None
    assert refused((VETO,), switched_on, date(2025, 3, 1)) is None


def test_a_removal_beside_it_is_not_shortened(switched_on):
    assert refused((VETO, *ROW), switched_on, date(2025, 6, 3)) is not None
    assert refused((VETO, *ROW), switched_on, date(2025, 6, 4)) is None
    assert repaired_from([], [date(2025, 6, 3)], switched_on, date(2025, 1, 1)) is None
