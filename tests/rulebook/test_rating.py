"""The worked cases of the yearly rating, run by the shipped rulebook and by a second reckoning."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from credit import catalogue
from credit.rules import rate
from kernel import rulebook
from marketplace.cli import rating as command
from tests.rulebook import rating_oracle

CASES = tomllib.loads((rulebook.FOLDER / "cases" / "rating.toml").read_text(encoding="utf-8"))
BOOK = rulebook.shipped()
INDICATORS = catalogue.indicators(BOOK)
HERE = Path(__file__)


def file_of(case):
    fields = (
        {"licence_check": None, "archive_check": None} | CASES["base"][case["base"]] | case.get("with", {})
    )
    return fields | dict.fromkeys(case.get("without", ()))


def rated(fields):
    answer = command.answer(rate(command.read(fields, BOOK), BOOK, INDICATORS))
    return answer | {"lost": {lost["indicator"]: lost["points"] for lost in answer["lost"]}}


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_a_case_is_rated_as_it_says(case):
    answer = rated(file_of(case))
    assert answer["grade"] == case["grade"]
    assert answer["by_score"] == case.get("by_score", case["grade"])
    assert answer["total"] == case["total"]
    assert answer["dimensions"] == answer["dimensions"] | case.get("dimensions", {})
    assert answer["lost"] == case.get("lost", answer["lost"])


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_a_case_is_rated_alike_by_the_second_reckoning(case):
    assert rated(file_of(case)) == rating_oracle.rated(file_of(case))


def test_the_second_reckoning_imports_nothing_of_ours():
    source = HERE.with_name("rating_oracle.py").read_text(encoding="utf-8")
    imported = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported == {"fractions", "math"}


def test_the_cases_name_their_rules_and_differ():
    names = [case["name"] for case in CASES["case"]]
    assert len(names) == len(set(names)) >= 60
    assert {rule for case in CASES["case"] for rule in case["rules"]} == {
        "G1", "G2", "G3", "G4", "G4a", "G4b", "G5", "G6", "G8",
    }  # fmt: skip
    assert all(case["zh"] for case in CASES["case"])


def test_every_indicator_loses_points_in_some_case():
    lost = {key for case in CASES["case"] for key in rated(file_of(case))["lost"]}
    assert lost == {indicator.key for indicator in INDICATORS}


def test_every_grade_is_given_by_some_case():
    given = {(case["grade"], case.get("by_score", case["grade"])) for case in CASES["case"]}
    assert given == {(grade, grade) for grade in "ABCDN"} | {("D", by_score) for by_score in "ABCDN"}


def test_decimals_of_a_case_are_read_exactly():
    fields = file_of({"base": "round"}) | {"licence_check": 5.7, "inspections": [7.3, 0.1]}
    measured = command.read(fields, BOOK)
    assert [Decimal(p.numerator) / p.denominator for p in measured.licence_checks] == [Decimal("5.7")]
    assert sum(measured.inspections) * 10 == 74
