"""The worked cases of red-cap ties (S6), from the clerk's folder."""

import tomllib
from datetime import date

import pytest

from kernel.rulebook import FOLDER
from marketplace.admission import rules
from marketplace.admission.redcap.rules import Held, Link, as_registered, red_cap, stands

CASES = tomllib.loads((FOLDER / "cases" / "redcap.toml").read_text(encoding="utf-8"))["case"]
NO_TIE = {"authority_key": None, "body_name": "", "body_uscc": None, "decoupled_on": None, "excepted_by": ""}
AGENCY, OWNER = rules.Side("91330881MA0000000A", "绿洲监测"), rules.Side("91330881MA0000000B", "峡口水务")


def the_held(case):
    given = ("state", "decoupled_on", "document", "excepted_by")
    known = {name: case[name] for name in given if name in case}
    return Held("江山市水利学会", "51330881MJ87654321", case.get("authority", "水利"), **known)


def barred(case, held, on):
    """Ask by the link of the register, or where a tie is declared by that alone."""
    approval = case.get("approval", "水利")
    if "tie" not in case:
        return red_cap([Link(held, case.get("is_itself", False), case.get("left_on"))], approval, on)
    ties = as_registered([rules.Tie(**NO_TIE | case["tie"])], [held], on)
    return rules.avoidance(AGENCY, OWNER, ties, approval, on)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_a_red_cap(case):
    held, on = the_held(case), case.get("on", date(2026, 5, 26))
    assert stands(held, on) == case["stands"]
    refused = barred(case, held, on)
    assert (refused is not None) == case["barred"]
    assert refused is None or refused.rule == "S6"
    assert case["zh"]


def test_a_refusal_names_what_the_tie_goes_through_and_how_it_ends():
    held = the_held({"state": "not-decoupled"})
    through = red_cap([Link(held)], "水利", date(2026, 5, 26))
    itself = red_cap([Link(held, is_itself=True)], "水利", date(2026, 5, 26))
    assert "江山市水利学会" in str(through.sentence)
    for refused in (through, itself):
        assert "barred no longer once the managing office has entered" in str(refused.sentence)


def test_an_agency_that_the_register_does_not_know_is_not_barred_by_it():
    assert red_cap([], "水利", date(2026, 5, 26)) is None
