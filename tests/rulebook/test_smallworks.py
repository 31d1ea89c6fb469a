"""The worked cases of small works (S11), from the clerk's folder."""

import tomllib
from dataclasses import replace
from datetime import date, datetime

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
    day, premises = case["opens_at"].date(), rules.Premises(case["premises"])
    asked = rules.Asked(case["amount"] * FEN, day, premises, public_money=case.get("public_money", False))
    refused = rules.fault(asked, case["published_on"], BOOK)
    assert (refused.rule if refused else "") == case["refused"]


@pytest.mark.parametrize("case", having("stage"))
def test_small_works_stand_where_the_case_says(case):
    course = rules.Course(at(case["opens_at"]), case.get("result_on"), case.get("withdrawn_on"))
    assert rules.stage(course, at(case["now"]), case["now"].date(), BOOK) == case["stage"]


@pytest.mark.parametrize("case", having("best"))
def test_who_wins_follows_from_the_tenders(case):
    name = "total_fen" if case["basis"] == "total" else "discount_hundredths"
    tenders = [
        rules.Tendered(str(number), "", **{name: offer * FEN})
        for number, offer in enumerate(case["offers"], 1)
    ]
    found = rules.best(tenders, rules.Basis(case["basis"]), case["most"] * FEN)
    assert [int(one.name) for one in found] == case["best"]


@pytest.mark.parametrize(("submitted", "stage"), [(True, "checking"), (False, "handed-back")])
def test_what_is_not_published_waits_for_the_form_check_or_was_handed_back(submitted, stage):
    course = rules.Course(
        datetime(2026, 5, 31, 10, tzinfo=BEIJING), is_published=False, is_submitted=submitted
    )
    assert rules.stage(course, datetime(2026, 6, 30, 10, tzinfo=BEIJING), date(2026, 6, 30), BOOK) == stage


def test_the_cases_of_small_works_are_named_once_and_in_chinese():
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["zh"] and case["rules"] for case in CASES)
