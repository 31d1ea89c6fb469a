"""The worked cases of rulebook/cases/procedure.toml: where a case stands, its last day, and what is refused."""

import tomllib

import pytest

from blacklist.course import Before, Step, course
from blacklist.limits import first_hearing_day, no_hearing_on, refusal
from blacklist.procedure import Hand, may_lead, why_not_theirs
from blacklist.vocabulary import Act, Who
from kernel import rulebook, workdays
from kernel.workdays import ONE_DAY

WORKED = tomllib.loads((rulebook.FOLDER / "cases" / "procedure.toml").read_text(encoding="utf-8"))
CASES, HEARINGS = WORKED["case"], WORKED["hearing"]
OFFICE = {9}


def course_of(case):
    steps = [Step(**{**step, "act": Act(step["act"])}) for step in case["steps"]]
    return course(
        1,
        steps,
        workdays.shipped(),
        rulebook.shipped(),
        case["on"],
        office=OFFICE,
        before=Before(case.get("hands", ()), case.get("opened_for")),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_case_stands_where_the_clerk_says(case) -> None:
    found = course_of(case)
    assert found.state == case["state"]
    if "due" in case:
        assert found.due is not None
        assert found.due.day == case["due"]
    if "refused" in case:
        wanted = case["refused"]
        problem = refusal(found, Act(wanted["act"]), wanted.get("outcome", ""))
        assert problem is not None
        assert (problem[0].rule, problem[1]) == (wanted["rule"], wanted.get("try_from"))
    else:
        assert all(refusal(found, act, "upheld") is None for act in Act if found.move(act)), case["name"]


@pytest.mark.parametrize("case", [c for c in CASES if "barred" in c], ids=lambda case: case["name"])
def test_those_review_who_took_no_part(case):
    parts = course_of(case).parts
    may = {
        person: why_not_theirs(Who.REVIEWER, Hand(person, of_office=True), parts) is None
        for person in (*case["barred"], *case["free"])
    }
    assert may == dict.fromkeys(case["barred"], False) | dict.fromkeys(case["free"], True)


@pytest.mark.parametrize("case", [c for c in CASES if "second" in c], ids=lambda case: case["name"])
def test_those_decide_who_neither_opened_the_case_nor_stood_behind_who_did(case):
    parts = course_of(case).parts
    may = {
        person: why_not_theirs(Who.SECOND, Hand(person, of_authority=True), parts) is None
        for person in (*case["not_second"], *case["second"])
    }
    assert may == dict.fromkeys(case["not_second"], False) | dict.fromkeys(case["second"], True)
    assert not any(may_lead(person, parts) for person in case["not_second"])


@pytest.mark.parametrize("case", HEARINGS, ids=lambda case: case["name"])
def test_a_hearing_is_held_on_a_working_day_before_which_seven_lie(case):
    calendar, book, today = workdays.shipped(), rulebook.shipped(), case["announced_on"]
    first = case["first_hearing"]
    assert first_hearing_day(today, calendar, book) == first
    assert no_hearing_on(first, today, calendar, book) is None
    for day in (None, first - ONE_DAY, *case["off"]):
        assert no_hearing_on(day, today, calendar, book) is not None
