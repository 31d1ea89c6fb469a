"""The worked cases of concentration (S6), from the clerk's folder."""

import tomllib
from datetime import date

import pytest

from kernel import rulebook
from marketplace.oversight.concentration.rules import Counted, concentration, is_frequent

CASES = tomllib.loads((rulebook.FOLDER / "cases" / "concentration.toml").read_text(encoding="utf-8"))["case"]
BOOK, DAY = rulebook.shipped(), date(2026, 5, 26)


def having(name):
    return [pytest.param(case, id=case["name"]) for case in CASES if name in case]


@pytest.mark.parametrize("case", having("contracts"))
def test_a_group_of_contracts_is_marked_as_the_case_says(case):
    names = ("agencies", "contracts", "money", "first", "four", "first_money", "four_money")
    found = concentration(Counted(*(case[name] for name in names)), DAY, BOOK)
    marked = (found.first.is_marked, found.four.is_marked)
    assert (*marked, found.is_small) == (case["first_marked"], case["four_marked"], case["small"])
    assert found.is_marked == any(marked)


@pytest.mark.parametrize("case", having("together"))
def test_an_owner_that_takes_one_agency_often_is_marked_as_the_case_says(case):
    assert is_frequent(case["together"], case["of_owner"], DAY, BOOK) == case["frequent"]


def test_the_cases_of_concentration_are_named_once_and_in_chinese():
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["zh"] and case["rules"] for case in CASES)
