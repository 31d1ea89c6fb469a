"""What follows at a closing (S4), by every number of registrations and extensions, and in which words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import rulebook
from marketplace.selection import catalogue
from marketplace.selection.quorum import Outcome, at_closing

BOOK, DAY = rulebook.shipped(), date(2026, 5, 26)
COMPETING = sorted(method.key for method in catalogue.methods() if method.needs_quorum)


def verdict(key, valid, extensions):
    return at_closing(catalogue.method(key), valid, extensions, BOOK, DAY)


def test_seven_methods_need_three_registrations():
    assert len(COMPETING) == 7
    assert "direct_choice" not in COMPETING


@pytest.mark.parametrize("key", COMPETING)
@pytest.mark.parametrize(
    ("valid", "first", "second"),
    [
        (0, Outcome.EXTENDED, Outcome.FAILED),
        (1, Outcome.EXTENDED, Outcome.OWNER_CHOOSES),
        (2, Outcome.EXTENDED, Outcome.OWNER_CHOOSES),
        (3, Outcome.ENOUGH, Outcome.ENOUGH),
        (400, Outcome.ENOUGH, Outcome.ENOUGH),
    ],
)
def test_a_draw_or_competition_is_extended_once(key, valid, first, second):
    assert (verdict(key, valid, 0).outcome, verdict(key, valid, 1).outcome) == (first, second)


@given(st.sampled_from(COMPETING), st.integers(0, 50), st.integers(0, 5))
def test_nobody_is_extended_for_ever_and_nobody_fails_while_somebody_is_there(key, valid, extensions):
    outcome = verdict(key, valid, extensions).outcome
    assert outcome is not Outcome.EXTENDED or extensions == 0
    assert (outcome is Outcome.FAILED) == (valid == 0 and extensions > 0)


@pytest.mark.parametrize(
    ("valid", "extensions", "told"),
    [
        (3, 0, "3 valid registrations; 3 are needed."),
        (2, 0, "2 valid registrations, fewer than 3: registration is open once more for as long."),
        (
            2,
            1,
            "2 valid registrations, still fewer than 3: the owner may choose among them and publishes the reason.",
        ),
        (0, 1, "No valid registration: the notice has failed and may be published anew."),
    ],
)
def test_the_reason_is_said(valid, extensions, told):
    assert str(verdict("lowest_price", valid, extensions).because) == told
