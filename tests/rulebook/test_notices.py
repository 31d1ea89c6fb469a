"""The worked cases of S4 and S10 about notices, from the clerk's folder."""

import tomllib
from datetime import datetime, timedelta

import pytest

from kernel import rulebook, workdays
from kernel.clock import BEIJING
from marketplace.projects.outside import Matter, stays_outside
from marketplace.selection import windows
from marketplace.selection.limits import FEN, Trade, procedure, refusal
from marketplace.selection.procedure import Course, least_registrations, state

CASES = tomllib.loads((rulebook.FOLDER / "cases" / "notices.toml").read_text(encoding="utf-8"))["case"]
BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()


def having(*names):
    return [pytest.param(case, id=case["name"]) for case in CASES if set(names) <= case.keys()]


def at(moment):
    return moment.replace(tzinfo=BEIJING)


@pytest.mark.parametrize("case", having("earliest"))
def test_a_notice_closes_no_earlier_than_in_the_case(case):
    found = windows.earliest_closing(case["published_on"], CALENDAR, BOOK, public_money=case["public_money"])
    assert found == at(case["earliest"])


@pytest.mark.parametrize("case", having("amended"))
def test_an_amendment_moves_the_closing_to_that_of_the_case(case):
    closes = at(case["closes_at"])
    found = windows.after_amendment(closes, closes + timedelta(hours=1), CALENDAR, BOOK)
    assert found == (at(case["amended"]), at(case["amended"]) + timedelta(hours=1))


@pytest.mark.parametrize("case", having("late"))
def test_too_few_extend_to_the_closing_of_the_case(case):
    found = the_window(at(case["closes_at"]), public_money=case["public_money"])
    assert found.late_closes_at == at(case["late"])


def test_what_is_not_published_is_a_draft_or_waits_for_its_form_check():
    now = datetime(2026, 5, 26, 12, tzinfo=BEIJING)
    assert [state(Course(submitted=sent), now) for sent in (False, True)] == ["draft", "checking"]


@pytest.mark.parametrize("case", having("state"))
def test_a_notice_stands_where_the_case_says(case):
    now = at(case["now"])
    closes = windows.at(min(c["now"] for c in CASES if "now" in c).date(), 17)
    moments = the_window(closes, public_money=True)
    course = Course(
        closes_at=moments.closes_at,
        opens_at=moments.opens_at,
        late_closes_at=moments.late_closes_at,
        late_opens_at=moments.late_opens_at,
        entered=case["entered"],
        entered_late=case.get("entered_late", 0),
        sealed=case.get("sealed", False),
        opened_at=now if case.get("opened") else None,
        least=least_registrations(now.date(), BOOK, needs_quorum=case["needs_quorum"]),
    )
    assert state(course, now) == case["state"]


@pytest.mark.parametrize("case", having("amount"))
def test_an_amount_is_bought_by_the_procedure_of_the_case(case):
    public = case.get("public_money", True)
    asked = (case["amount"] * FEN, case["on"], BOOK)
    found = procedure(*asked, public_money=public, of=Trade(case["of"]))
    assert (found or "") == case["procedure"]
    refused = refusal(*asked, public_money=public, of=Trade(case["of"]))
    pointer = {"limit": "must be tendered", "procurement": "is government procurement", "": "None"}
    assert pointer[case["procedure"]] in str(refused)


@pytest.mark.parametrize("case", having("matter"))
def test_a_matter_stays_outside_where_the_case_says(case):
    refused = stays_outside(Matter(case["matter"]))
    assert (refused.rule if refused else "") == case["outside"]


def test_the_cases_of_notices_are_named_once_and_in_chinese():
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["zh"] and case["rules"] for case in CASES)


def the_window(closes, *, public_money):
    return windows.window(closes, closes + timedelta(hours=1), CALENDAR, BOOK, public_money=public_money)
