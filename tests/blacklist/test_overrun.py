"""C9: any overrun opens a case here; another place's rules may leave some days out, for a what-if."""

import json
from datetime import date

import pytest

from blacklist import overrun
from kernel import rulebook, workdays

BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
HUKOU = rulebook.laid(BOOK, rulebook.presets()["hukou"])
DAY = date(2026, 3, 2)


@pytest.mark.parametrize("days", [0, 1, 10, 11])
def test_here_any_overrun_counts_also_one_that_no_working_day_has_passed_of(days):
    assert overrun.counts(days, DAY, BOOK)


@pytest.mark.parametrize(("days", "counts"), [(0, False), (10, False), (11, True)])
def test_in_hukou_it_counts_beyond_ten_working_days(days, counts):
    assert overrun.counts(days, DAY, HUKOU) is counts


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({"due": "2026-03-02", "delivered_on": "2026-03-05"}, 3),
        ({"due": "2026-03-02", "ended_on": "2026-03-09", "delivered_on": None}, 5),
        ({"due": "2026-03-02"}, 10),  # still undelivered when it was decided
        ({"due": "2026-03-20"}, 0),
        ({}, None),
    ],
)
def test_the_days_of_an_overrun_are_read_from_what_its_case_was_opened_with(facts, days):
    assert overrun.days_of(json.dumps(facts), date(2026, 3, 16), CALENDAR) == days
