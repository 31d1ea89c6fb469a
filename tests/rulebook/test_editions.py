"""The worked cases of editions of the rulebook (G10), from the clerk's folder."""

import tomllib

import pytest

from kernel import rulebook, workdays
from kernel.amending import Change, Edition
from kernel.rulebook import FOLDER, frozen
from marketplace.oversight.editions import rules
from marketplace.oversight.editions.checked import all_faults
from marketplace.oversight.editions.vocabulary import Act, State

CASES = tomllib.loads((FOLDER / "cases" / "editions.toml").read_text(encoding="utf-8"))["case"]
BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
PERSON = 7


@pytest.mark.parametrize("case", [c for c in CASES if "act" in c], ids=lambda case: case["name"])
def test_a_step_is_taken_or_refused_as_in_the_case(case):
    state = State(case["state"])
    assert (state, Act(case["act"])) in rules.MOVES
    hands = frozenset({PERSON}) if case.get("own") else frozenset()
    standing = rules.Standing(
        state,
        case["takes_effect"],
        case["comments_until"],
        case.get("comments", 1),
        case.get("unanswered", 0),
        hands,
    )
    refused = rules.refusal(Act(case["act"]), standing, case["on"], PERSON)
    assert (refused.rule if refused else None) == case.get("refused")
    assert (refused.try_from if refused else None) == case.get("try_from")


@pytest.mark.parametrize("case", [c for c in CASES if "sent_on" in c], ids=lambda case: case["name"])
def test_the_time_for_comments_ends_as_in_the_case(case):
    assert rules.comment_until(case["sent_on"], CALENDAR, BOOK).day == case["comment_until"]


@pytest.mark.parametrize("case", [c for c in CASES if "figure" in c], ids=lambda case: case["name"])
def test_a_new_value_is_taken_or_refused_as_in_the_case(case):
    change = Change(case["figure"], case["from"], frozen(case["value"]), "江中介办〔2026〕12号")
    found = [*all_faults(Edition("2027-1", "试", case["from"], (change,)), BOOK, CALENDAR)]
    assert [fault.rule for fault in found][:1] == ([case["refused"]] if "refused" in case else [])
