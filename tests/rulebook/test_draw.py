"""The worked cases of the verifiable draw, from the clerk's folder."""

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from kernel.rulebook import FOLDER
from marketplace.selection import draw
from marketplace.selection.draw import Source
from marketplace.selection.record_form import Kind

CASES = tomllib.loads((FOLDER / "cases" / "draw.toml").read_text(encoding="utf-8"))["case"]


def _drawn(case: dict[str, Any]) -> None:
    secret = case["secret"].encode() if "secret" in case else bytes.fromhex(case["secret_hex"])
    if case.get("refused"):
        with pytest.raises(ValueError, match="A code needs a secret and a round from 1"):
            draw.code(secret, case["chain"], case["round"])
        return
    code = draw.code(secret, case["chain"], case["round"])
    assert (draw.new_chain(secret, case["chain"]).hex(), code.hex()) == (case["commitment"], case["code"])
    assert list(draw.order(code, case["randomness"], case["labels"])) == case["order"]
    positions = draw.positions(code, case["randomness"], case["labels"])
    assert positions.keys() == case["positions"].keys()
    assert all(positions[label].hex().startswith(known) for label, known in case["positions"].items())


def _mixed(case: dict[str, Any]) -> None:
    known = datetime(2026, 5, 25, 13, 15, tzinfo=UTC)
    sources = [Source(row["name"], Kind.FIGURE, "公布之处", known, row["value"]) for row in case["sources"]]
    assert draw.randomness(sources) == case["randomness"]


def _listed(case: dict[str, Any]) -> None:
    assert draw.labels_digest(case["listed"]) == case["labels_sha256"]


FORMS = {"labels": _drawn, "sources": _mixed, "listed": _listed}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_the_draw(case: dict[str, Any]) -> None:
    (form,) = FORMS.keys() & case.keys()
    FORMS[form](case)


def test_the_cases_of_the_draw_name_their_rules_and_differ() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    assert all(case["zh"] and set(case["rules"]) <= {"S2", "S7"} for case in CASES)
    assert all(any(form in case for case in CASES) for form in FORMS)
