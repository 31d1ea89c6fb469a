"""The worked cases of small works (S11), from the clerk's folder."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from kernel import rulebook
from kernel.clock import BEIJING
from kernel.rulebook import Dated
from marketplace.selection.limits import FEN, Trade
from marketplace.selection.smallworks import rules

CASES = tomllib.loads((rulebook.FOLDER / "cases" / "smallworks.toml").read_text(encoding="utf-8"))["case"]
BOOK, DAY = rulebook.shipped(), date(2026, 5, 26)


def taking(*trades):
    figure = replace(BOOK.figures["S11.trades"], values=(Dated(date(2000, 1, 1), trades),))
    return replace(BOOK, figures={**BOOK.figures, "S11.trades": figure})


def having(name):
    return [pytest.param(case, id=case["name"]) for case in CASES if name in case]


def at(moment):
    return moment.replace(tzinfo=BEIJING)


@pytest.mark.parametrize("case", having("taken"))
def test_the_regime_takes_what_the_case_says(case):
    refused = rules.not_taken(Trade(case["of"]), DAY, taking(*case["trades"]))
    assert (refused is None) == case["taken"]
    assert refused is None or refused.rule == "S11"


def test_as_shipped_the_regime_takes_nothing_and_says_why():
    for trade in Trade:
        assert "not in use here" in str(rules.not_taken(trade, DAY, BOOK))


@pytest.mark.parametrize("case", having("refused"))
def test_small_works_are_refused_where_the_case_says(case):
    asked = rules.Asked(case["amount"] * FEN, case["opens_at"].date(), rules.Premises(case["premises"]))
    refused = rules.fault(asked, case["published_on"], BOOK)
    assert (refused.rule if refused else "") == case["refused"]


@pytest.mark.parametrize("case", having("stage"))
def test_small_works_stand_where_the_case_says(case):
    course = rules.Course(at(case["opens_at"]), case.get("result_on"), case.get("withdrawn_on"))
    assert rules.stage(course, at(case["now"]), case["now"].date(), BOOK) == case["stage"]


def test_the_cases_of_small_works_are_named_once_and_in_chinese():
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["zh"] and case["rules"] for case in CASES)
