"""The worked cases of C2, from the clerk's folder."""

import tomllib
from datetime import date
from typing import Any

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from marketplace.delivery.rules.materials import Completeness, Listing, Materials, completeness

CASES = tomllib.loads((FOLDER / "cases" / "materials.toml").read_text(encoding="utf-8"))["case"]
LOOKS = [(case, look) for case in CASES for look in case["looks"]]
FIELDS = {
    "complete_on": lambda found: found.complete_on,
    "turn": lambda found: found.turn,
    "by": lambda found: found.by,
    "items": lambda found: sorted(found.items),
    "by_silence_on": lambda found: found.by_silence_on,
    "ignored": lambda found: list(found.ignored),
}


def materials(case: dict[str, Any]) -> Materials:
    monday = date(2026, 3, 2)
    handed = None if case.get("never_handed") else case.get("handed_over_on", monday)
    listings = [
        Listing(
            **row
            | {"items": frozenset(row["items"])}
            | {"found_missing": frozenset(row.get("found_missing", ()))}
        )
        for row in case.get("listings", ())
    ]
    return Materials(case.get("effective_on", monday), handed, tuple(listings))


def looked(case: dict[str, Any], on: date) -> Completeness:
    return completeness(materials(case), workdays.shipped(), rulebook.shipped(), on)


@pytest.mark.parametrize(("case", "look"), LOOKS, ids=[f"{c['name']} ({k['on']})" for c, k in LOOKS])
def test_a_worked_case_of_the_materials(case: dict[str, Any], look: dict[str, Any]) -> None:
    found = looked(case, look["on"])
    expected = {key: None if value == "none" else value for key, value in look.items() if key != "on"}
    expected |= {"items": sorted(expected["items"])} if "items" in expected else {}
    assert case["rules"] == ["C2"]
    assert {key: FIELDS[key](found) for key in expected} == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_materials_once_complete_stay_complete_on_their_day(case: dict[str, Any]) -> None:
    said = [looked(case, date(2026, 3, day)).complete_on for day in range(1, 32)]
    known = said.index(next((day for day in said if day), None))
    assert len(set(said[known:])) == 1
    assert all(looked(case, date(2026, 3, day)).turn.label for day in range(1, 32))
