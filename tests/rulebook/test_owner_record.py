"""The worked cases of an owner's own record (M4), from the clerk's folder."""

import tomllib
from datetime import date
from typing import Any

import pytest

from kernel import rulebook, workdays
from kernel.rulebook import FOLDER
from marketplace.evaluation.record import Choices, Dealing, Delivered, Payment, Statement, facts

CASES = tomllib.loads((FOLDER / "cases" / "owner_record.toml").read_text(encoding="utf-8"))["case"]
TODAY = date(2026, 5, 26)


def dealing(row: dict[str, Any]) -> Dealing:
    return Dealing(
        row["effective"],
        row.get("complete"),
        tuple(
            Delivered(
                one["on"],
                one.get("answered"),
                one.get("silent", False),
                one.get("rejected", False),
                one.get("unfounded", False),
            )
            for one in row.get("deliveries", ())
        ),
        row.get("asked", 0),
        row.get("unanswered", 0),
        row.get("changed", False),
        row.get("accepted"),
        row.get("price", 0),
        tuple(Payment(one["on"], one["amount"]) for one in row.get("payments", ())),
        row.get("over", False),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_of_an_owner_s_own_record(case: dict[str, Any]) -> None:
    assert case["zh"]
    assert case["rules"][0] == "M4"
    rows = [dealing(row) for row in case["orders"]]
    choices = Choices(tuple(case.get("awards", ())), tuple(case.get("texts", ())))
    found = facts(rows, choices, workdays.shipped(), rulebook.shipped(), TODAY)
    assert [fact.statement for fact in found] == list(Statement)
    told = {fact.statement.value: (fact.count, fact.base, fact.middle) for fact in found if fact.base}
    assert told == {
        row["statement"]: (row["count"], row["base"], row.get("middle")) for row in case["expected"]
    }
    assert all((fact.count, fact.middle) == (0, None) for fact in found if not fact.base)
