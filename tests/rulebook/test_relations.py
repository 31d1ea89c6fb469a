"""The worked cases of the relations that are flagged, from the clerk's folder."""

import tomllib
from datetime import date

import pytest

from kernel.rulebook import FOLDER
from marketplace.admission import rules

CASES = tomllib.loads((FOLDER / "cases" / "relations.toml").read_text(encoding="utf-8"))["case"]
DAY = date(2026, 5, 26)
AGENCY = {"uscc": "91330881MA0000000A", "name": "江山市绿洲监测有限公司"}
LOCKED = {"uscc": "91330881MA0000000B", "name": "江山市万里环境评价有限公司"}
NO_TIE = {"authority_key": None, "body_name": "", "body_uscc": None, "decoupled_on": None, "excepted_by": ""}


def found(case):
    agency = rules.Side(**AGENCY | case.get("agency", {}))
    locked = rules.Side(**LOCKED | case.get("locked", {}))
    ties, locked_ties = (
        [rules.Tie(**NO_TIE | tie) for tie in case.get(whose, [])] for whose in ("ties", "locked_ties")
    )
    return rules.relations(agency, locked, ties, locked_ties, case.get("on", DAY))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_a_relation(case):
    assert [relation.kind for relation in found(case)] == case["expected"]
    assert case["zh"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_relation_names_who_and_none_bars(case):
    for relation in found(case):
        assert relation.sentence.args
        assert not hasattr(relation, "try_from")
