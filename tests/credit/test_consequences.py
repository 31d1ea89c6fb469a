"""P1, P2, P6: what would follow from a rating that is not determined yet, by the fold that standing uses."""

from datetime import date

import pytest

from blacklist import catalogue
from blacklist.findings import Grade, VetoKind
from blacklist.rules import RatingDecision, VetoDecision
from credit.consequences import would_follow
from kernel import rulebook

ON = date(2026, 3, 31)


def rated(year, grade, on=None):
    return RatingDecision(
        on=on or date(year + 1, 3, 12), year=year, grade=Grade(grade), by_score=Grade(grade)
    )


@pytest.mark.parametrize(
    ("history", "grade", "measure", "locked"),
    [
        ((), "D", "yellow_card", None),
        ((), "C", None, None),
        ((rated(2024, "D"),), "D", "removal", date(2027, 3, 31)),
        ((rated(2023, "D"), rated(2024, "C")), "D", "yellow_card", None),
        ((rated(2023, "D"), rated(2024, "N")), "D", "removal", date(2027, 3, 31)),
        (
            (VetoDecision(on=date(2026, 1, 20), kind=VetoKind.OVERDUE, fact_on=date(2025, 11, 3)),),
            "D",
            None,
            None,
        ),
    ],
)
def test_what_would_follow_is_what_was_not_there_before(history, grade, measure, locked):
    found = would_follow(history, (), rated(2025, grade, ON), rulebook.shipped(), catalogue.measures())
    assert (found and found.measure) == measure
    assert (found and found.locked_until) == locked


def test_after_re_entry_the_count_starts_anew():
    history = (rated(2022, "D"), rated(2023, "D"))
    found = would_follow(
        history, (date(2025, 6, 2),), rated(2025, "D", ON), rulebook.shipped(), catalogue.measures()
    )
    assert found.measure == "yellow_card"
