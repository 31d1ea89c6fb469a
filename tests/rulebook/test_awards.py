"""The worked cases of S8, S9 and M3 about published results, from the clerk's folder."""

import tomllib

import pytest

from kernel import rulebook, workdays
from marketplace.selection.awarding import Awarded, answer_by, is_striking, stand

CASES = tomllib.loads((rulebook.FOLDER / "cases" / "awards.toml").read_text(encoding="utf-8"))["case"]
BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
FACTS = (
    "published_on",
    "public_money",
    "open_objections",
    "answered_on",
    "owner_confirmed_on",
    "agency_confirmed_on",
)


@pytest.mark.parametrize("case", [c for c in CASES if "stage" in c], ids=lambda case: case["name"])
def test_an_award_stands_where_the_case_says(case):
    facts = {name: case[name] for name in FACTS if name in case}
    award = Awarded(is_open_choice=case.get("is_open_choice", True), **facts)
    found = stand(award, case["on"], CALENDAR, BOOK)
    assert (found.stage, found.by) == (case["stage"], case.get("by"))


@pytest.mark.parametrize("case", [c for c in CASES if "give_ups" in c], ids=lambda case: case["name"])
def test_give_ups_are_put_before_the_authority_where_the_case_says(case):
    assert is_striking(case["give_ups"], case["on"], BOOK) == case["striking"]


def test_an_objection_is_answered_within_three_working_days():
    day = CASES[0]["published_on"]
    assert CALENDAR.between(day, answer_by(day, CALENDAR, BOOK)).days == BOOK.whole("S8.answer_within", day)
