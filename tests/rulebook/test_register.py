"""The worked cases of the public register, and its stretches of days against the day by day answer."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from blacklist.register import public_days, public_until
from kernel import rulebook
from kernel.rulebook import FOLDER, Dated

CASES = tomllib.loads((FOLDER / "cases" / "register.toml").read_text(encoding="utf-8"))["case"]
BOOK = rulebook.shipped()
MEASURES = ("yellow_card", "removal", "blacklisting")


def book_with(**values):
    """Give the shipped book other values of figures of P12, each by its first day."""
    changed = {
        f"P12.{name}": replace(
            BOOK.figures[f"P12.{name}"], values=tuple(Dated(since, value) for since, value in dated)
        )
        for name, dated in values.items()
    }
    return replace(BOOK, figures={**BOOK.figures, **changed})


SHOWN = book_with(card_shown=[(date(2000, 1, 1), True)])
CHANGED = book_with(
    card_shown=[(date(2000, 1, 1), False), (date(2025, 6, 1), True), (date(2026, 2, 1), False)],
    removal_years=[(date(2000, 1, 1), 3), (date(2025, 1, 1), 1), (date(2026, 1, 1), 2)],
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_the_register(case):
    book = SHOWN if case.get("card_shown") else BOOK
    assert (public_until(case["measure"], case["decided_on"], book) or False) == case["expected"]
    assert case["zh"]


@pytest.mark.parametrize("book", [BOOK, SHOWN, CHANGED], ids=["shipped", "cards shown", "changed twice"])
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("today", [date(2026, 2, 28), date(2026, 5, 31), date(2028, 2, 29)])
def test_the_stretches_hold_exactly_the_days_whose_entries_are_public(book, measure, today):
    within = list(public_days(measure, today, book))
    for back in range(4 * 366):
        day = today - timedelta(days=back)
        until = public_until(measure, day, book)
        expected = until is not None and today <= until
        assert any(first <= day <= last for first, last in within) is expected, day


def test_nothing_that_is_decided_later_is_public_already():
    assert all(last <= date(2026, 5, 26) for _, last in public_days("removal", date(2026, 5, 26), BOOK))


def test_what_is_no_measure_of_the_register_is_never_in_it():
    assert public_until("warning", date(2026, 5, 26), BOOK) is None
