"""The joint survey day (J1–J4): the worked cases of the clerk's folder, and every refusal with its date."""

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from marketplace.surveys import rules
from marketplace.surveys.rules import Seat, Survey
from marketplace.surveys.vocabulary import Coming, Part, State, View

CASES = tomllib.loads((FOLDER / "cases" / "survey.toml").read_text(encoding="utf-8"))["case"]
CALENDAR, BOOK = workdays.shipped(), rulebook.shipped()
ON, BEFORE = date(2026, 6, 10), date(2026, 6, 9)


def of(*asked):
    """Choose the worked cases that say all of some words, and nothing of the others."""
    words = {"asked_on", "set_on", "moved_on", "by", "state", "seats"}
    chosen = [case for case in CASES if words & case.keys() == set(asked)]
    return pytest.mark.parametrize("case", chosen, ids=lambda case: case["name"])


def survey(case, seats):
    by = case.get("answer_by") or rules.answer_by(case["on"], CALENDAR, BOOK)
    return Survey(case["on"], by, case["on"] if case.get("cancelled") else None, tuple(seats))


def coming(*answers):
    return [Seat(i, Part.AUTHORITY, Coming(word) if word else None) for i, word in enumerate(answers)]


def of_two(today_or_on=ON, view=None):
    seats = (Seat(1, Part.OWNER, Coming.YES), Seat(2, Part.AUTHORITY, Coming.YES, view))
    return Survey(today_or_on, BEFORE, None, seats)


@of("asked_on")
def test_the_day_that_is_proposed(case):
    found = rules.propose(case["asked_on"], CALENDAR, BOOK)
    assert (found.day, found.provisional) == (case["day"], case.get("provisional", False))
    assert case["zh"]


@of("set_on")
def test_the_day_on_which_it_holds(case):
    assert rules.holds_on(case["set_on"], CALENDAR).day == case["day"]


@of("set_on", "moved_on")
def test_the_day_to_which_it_is_moved(case):
    assert rules.moved_to(case["set_on"], case["moved_on"], CALENDAR, BOOK).day == case["day"]


@of("by")
def test_the_last_day_to_answer(case):
    assert rules.answer_by(case["on"], CALENDAR, BOOK) == case["by"]


@of("state")
def test_where_it_stands(case):
    found = rules.state(survey(case, coming(*case["coming"])), case["today"], BOOK)
    assert found == case["state"]
    assert found.label


@of("seats")
def test_what_it_comes_to(case):
    seats = [
        Seat(i, Part(part), Coming(word), View(view) if view else None)
        for i, (part, word, view) in enumerate(case["seats"])
    ]
    found = rules.outcome(survey(case, seats), case["today"], BOOK)
    if case.get("none"):
        assert found is None
        return
    counted = [len(found.agreed), len(found.conditional), len(found.opposed), len(found.silent)]
    assert counted == [case["agreed"], case["conditional"], case["opposed"], case["silent"]]
    assert len(found.may_apply) == case["may_apply"]
    assert list(found.sentence.args.values()) == counted


@given(some.dates(date(2010, 1, 1), date(2026, 12, 31)))
def test_every_proposed_day_is_a_worked_wednesday_with_the_lead(asked_on):
    found = rules.propose(asked_on, CALENDAR, BOOK).day
    assert found.isoweekday() == BOOK.whole("J1.weekday", asked_on)
    assert CALENDAR.is_workday(found)
    assert CALENDAR.between(asked_on, found).days >= BOOK.whole("J1.lead", asked_on)
    assert rules.holds_on(found, CALENDAR).day == found
    assert rules.moved_to(found, asked_on, CALENDAR, BOOK).day > found


def test_answers_are_taken_until_the_last_day_and_no_longer():
    assert rules.refusal_to_answer(of_two(), BEFORE, BOOK) is None
    assert rules.refusal_to_answer(of_two(), ON, BOOK).rule == "J2"


def test_a_project_asks_anew_once_its_day_has_passed_lapsed_or_is_open_to_join():
    standing = of_two()
    assert rules.refusal_to_ask(None, ON, BOOK) is None
    assert rules.refusal_to_ask(standing, BEFORE, BOOK) is None  # answers are awaited: it is joined
    refused = rules.refusal_to_ask(standing, ON, BOOK)
    assert (refused.rule, refused.try_from) == ("J1", ON + timedelta(days=1))
    assert rules.refusal_to_ask(standing, ON + timedelta(days=1), BOOK) is None


def test_an_opinion_is_entered_on_the_day_and_only_then():
    early = rules.refusal_of_opinion(of_two(), BEFORE, BOOK)
    assert early.try_from == ON
    assert rules.refusal_of_opinion(of_two(), ON, BOOK) is None
    late = rules.refusal_of_opinion(of_two(), ON + timedelta(days=1), BOOK)
    assert late.try_from is None
    lapsed = Survey(ON, BEFORE, None, tuple(coming("yes", "")))
    assert "did not take place" in str(rules.refusal_of_opinion(lapsed, ON, BOOK).sentence)


def test_conditions_and_reasons_are_written_out():
    def refused(view, text, part=Part.AUTHORITY, approvals=("洪水影响评价审批",)):
        return rules.refusal_of_words(part, view, text, approvals)

    assert refused(View.AGREE, "") is None
    assert refused(View.CONDITIONS, "退让河道10米") is None
    assert "conditions" in str(refused(View.CONDITIONS, " ").sentence)
    assert "why" in str(refused(View.DISAGREE, "").sentence)
    assert refused(View.AGREE, "", approvals=()).field == "approvals"
    assert refused(View.AGREE, "", part=Part.AGENCY, approvals=()).rule == "J3"
    assert refused(View.AGREE, "", part=Part.OWNER, approvals=()) is None


def test_it_is_moved_before_its_opinions_begin_also_on_the_day():
    assert rules.refusal_to_move(of_two(), ON, BOOK) is None
    assert rules.refusal_to_move(of_two(view=View.AGREE), ON, BOOK).rule == "J1"
    assert rules.refusal_to_move(of_two(), ON + timedelta(days=1), BOOK).rule == "J1"


def test_what_lapsed_or_was_cancelled_comes_to_nothing():
    assert rules.outcome(Survey(ON, BEFORE, None, ()), ON + timedelta(days=1), BOOK) is None
    assert not State.LAPSED.is_open
    assert State.TODAY.is_open


def test_every_word_is_said():
    assert all(word.label for kind in (Part, Coming, View, State) for word in kind)
