"""The cases that concern the reader, and one case with its facts."""

from datetime import date

from blacklist import operations
from blacklist.findings import Overdue
from kernel import law
from kernel.db import transaction
from tests import personas


def opened(agency, order=7, authority="水利", facts=None):
    with transaction():
        return operations.open_case(
            agency.organisation,
            Overdue(order=order, due_on=date(2026, 5, 20), days=3),
            authority,
            facts or {"order": "JS-2026-0007", "due": "2026-05-20"},
            actor_id=None,
            today=date(2026, 5, 26),
            book=law.book(),
        )


def test_the_list_says_that_it_is_empty_then_shows_the_case_to_those_whom_it_concerns(visit):
    visit.as_(personas.authority())
    assert "没有" in visit("/cases").heading
    row = opened(personas.agency())
    for who in (personas.authority(), personas.agency(), personas.managing_office(), personas.supervisor()):
        assert row.number in visit.as_(who)("/cases").text
        assert "2026年5月20日" in visit(f"/cases/{row.id}").text


def test_nobody_else_sees_it(visit):
    row = opened(personas.agency())
    for who in (personas.other_authority(), personas.second_agency()):
        assert row.number not in visit.as_(who)("/cases").text
        visit(f"/cases/{row.id}", status=403)
    visit.as_(personas.owner())
    visit("/cases", status=403)
    visit("/cases/999", status=404)
    visit.as_nobody()
    visit(f"/cases/{row.id}", status=303)


def test_the_list_costs_the_same_with_more_cases(visit, count_statements):
    visit.as_(personas.supervisor())
    visit("/cases")  # the calendar is read once and kept
    seen = []
    for many in (3, 27):
        for number in range(many):
            opened(personas.agency(), order=100 * many + number)
        with count_statements() as statements:
            visit("/cases")
        seen.append(len(statements))
    assert seen[0] == seen[1]
