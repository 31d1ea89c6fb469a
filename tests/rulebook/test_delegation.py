"""What a case assistant may do for an owner on a day (W1, W2), from the clerk's folder."""

import tomllib

import pytest

from kernel import rulebook
from kernel.rulebook import FOLDER
from marketplace.projects import rules
from marketplace.projects.rules import Mandate
from marketplace.projects.vocabulary import Step, step_texts

TEXT = tomllib.loads((FOLDER / "cases" / "delegation.toml").read_text(encoding="utf-8"))["case"]
CASES, DAYS = [case for case in TEXT if "given" in case], [case for case in TEXT if "today" in case]
OWNER, ASSISTANT, COLLEAGUE = 1, 2, 3


def mandate(case):
    given = case["given"]
    return Mandate(
        1,
        OWNER,
        given["project"] or None,
        ASSISTANT,
        frozenset(given["steps"]),
        given["from"],
        given["until"],
        given.get("accepted"),
        given.get("ended"),
        case["on"],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_delegation(case):
    assert case["zh"]
    given, person = mandate(case), COLLEAGUE if case.get("by_colleague") else ASSISTANT
    asked = (case["asks"], person, OWNER, case["for_project"] or None)
    assert given.allows(*asked) is case["may"]
    refused = rules.refusal(given, case["asks"])
    if "why" in case:
        assert refused.rule == case["why"]
        assert refused.try_from == case.get("try_from")
        assert given.why_not(*asked) == refused.sentence
    else:  # it may be done, or it is about another matter, of which this delegation says nothing
        assert given.why_not(*asked) is None


@pytest.mark.parametrize("case", DAYS, ids=lambda case: case["name"])
def test_a_worked_case_of_the_days_of_a_delegation(case):
    found = rules.refusal_of_days(case["from"], case["until"], case["today"], rulebook.shipped())
    assert (found is None) is case["may"]


def test_a_centre_reads_what_it_helps_with_and_nothing_else():
    holds = mandate(CASES[0])
    assert holds.shows(OWNER, 7)
    assert not holds.shows(OWNER, 8)
    assert not holds.shows(OWNER + 1, 7)
    taken_back = mandate(next(case for case in CASES if "ended" in case["given"]))
    assert not taken_back.shows(OWNER, 7)


def test_the_clerks_file_and_the_programs_know_the_same_steps():
    assert [text.key for text in step_texts() if text.may] == list(Step)
    assert {"choosing", "award", "acceptance", "evaluation"} <= {t.key for t in step_texts() if not t.may}
    assert all(
        text.called("zh") and text.called("en") and text.why("zh") and text.why("en") for text in step_texts()
    )
    assert all(step.label for step in Step)
