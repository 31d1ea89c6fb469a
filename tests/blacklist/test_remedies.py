"""Until when a decision can be turned against: from service, moved past days off."""

from datetime import date

import pytest

from blacklist.remedies import remedies
from kernel.rulebook import shipped
from kernel.workdays import shipped as calendar


def ends(decided_on, opened_on=None):
    return remedies(decided_on, calendar(), shipped(), opened_on)


def test_every_period_runs_from_the_day_on_which_it_was_opened():
    found = ends(date(2026, 5, 19), date(2026, 5, 20))
    assert found.served.day == date(2026, 5, 20)
    assert found.review_until.day == date(2026, 6, 3)
    assert found.reconsider_until.day == date(2026, 7, 20)  # the 60th day is a Sunday
    assert found.sue_until.day == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("decided_on", "until"),
    [
        (date(2026, 3, 27), date(2026, 10, 8)),  # served 1 April; 1 October opens the national holiday
        (
            date(2026, 8, 26),
            date(2027, 3, 1),
        ),  # served 31 August: 28 February 2027, the month's last day, is a Sunday
    ],
)
def test_a_suit_ends_on_the_corresponding_day_and_never_on_a_day_off(decided_on, until):
    assert ends(decided_on).sue_until.day == until


def test_an_end_in_an_unannounced_year_is_provisional():
    found = ends(date(2026, 12, 28))
    assert found.review_until.provisional
    assert found.sue_until.provisional
    assert not found.served.provisional
    assert not ends(date(2026, 5, 19)).sue_until.provisional
    assert ends(date(2026, 9, 1)).sue_until.provisional
