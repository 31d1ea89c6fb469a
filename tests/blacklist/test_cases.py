"""A case is opened once for a commitment, or by hand for a violation, and is found by whom it concerns."""

from datetime import date

import pytest
from sqlalchemy import func, select

from blacklist import queries
from blacklist.findings import Overdue, Violation
from blacklist.models import Case, StandingSpan
from kernel import law, ledger
from kernel.db import db
from tests import personas
from tests.factories import accounts
from tests.factories import blacklist as make

pytestmark = pytest.mark.usefixtures("db_session")


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_case_keeps_what_was_found_and_under_which_edition():
    agency = accounts.agency()
    row = make.case(agency, make.overdue(date(2026, 5, 26), order=12), facts={"due_on": "2026-05-25"})
    assert (row.kind, row.commitment, row.fact_on) == ("overdue", "order:12", date(2026, 5, 26))
    assert (row.authority_key, row.facts, row.ground) == ("水利", '{"due_on": "2026-05-25"}', "")
    assert (row.opened_on, row.edition, row.outcome) == (date(2026, 5, 26), law.book().edition, "")


def test_a_commitment_has_one_case_ever_so_a_second_opening_gives_the_first():
    agency = accounts.agency()
    first = make.case(agency, Overdue(order=12, due_on=date(2026, 5, 25), days=0))
    again = make.case(agency, Overdue(order=12, due_on=date(2026, 5, 25), days=3))
    assert again.id == first.id
    assert count(Case) == 1
    assert len(list(ledger.entries(first))) == 1


def test_the_numbers_of_the_cases_run_on_and_begin_anew_with_the_year():
    agency = accounts.agency()
    days = (date(2026, 5, 26), date(2026, 12, 31), date(2027, 1, 4))
    assert [make.case(agency, today=day).number for day in days] == [
        "AJ-2026-0001",
        "AJ-2026-0002",
        "AJ-2027-0001",
    ]


def test_a_second_opening_takes_no_number():
    agency = accounts.agency()
    for order in (12, 12, 13):
        last = make.case(agency, make.overdue(order=order))
    assert last.number == "AJ-2026-0002"


def test_the_ledger_says_that_an_overdue_commitment_opens_its_case_by_rule_c9():
    (entry,) = ledger.entries(make.case(accounts.agency()))
    assert (entry.act, entry.rule, entry.actor_id) == ("blacklist.case.opened", "C9", None)


def test_an_officer_opens_a_case_of_a_serious_violation_by_hand_under_rule_p4():
    officer, agency = personas.authority(), accounts.agency()
    row = make.case(agency, make.violation(of=Violation.BID_RIGGING), actor=officer)
    (entry,) = ledger.entries(row)
    assert (entry.rule, entry.actor_id) == ("P4", officer.id)
    assert (row.kind, row.ground, row.commitment, row.opened_by) == (
        "serious",
        "bid-rigging",
        None,
        officer.id,
    )


def test_two_violations_of_one_agency_are_two_cases():
    agency = accounts.agency()
    assert make.case(agency, make.violation()).id != make.case(agency, make.violation()).id


def test_an_open_case_alone_changes_no_standing():
    agency = accounts.agency()
    make.case(agency)
    assert queries.standing(agency.id, date(2030, 1, 1), law.book()).name == "good"
    assert count(StandingSpan) == 0


# ---- reads ----


def test_a_case_is_found_by_its_id_and_by_its_commitment():
    row = make.case(accounts.agency(), make.overdue(order=12))
    assert queries.case(row.id) is row
    assert queries.case_of("order:12") is row
    assert (queries.case(row.id + 1), queries.case_of("order:13")) == (None, None)


def test_the_cases_of_many_commitments_are_found_in_one_statement(count_statements):
    agency = accounts.agency()
    rows = [make.case(agency, make.overdue(order=order)) for order in (12, 13)]
    make.case(agency, make.violation())
    with count_statements() as statements:
        found = queries.cases_of_commitments(["order:12", "order:13", "order:14"])
    assert found == dict(zip(["order:12", "order:13"], rows, strict=True))
    assert len(statements) == 1


def test_cases_are_listed_by_authority_and_by_agency_the_newest_first():
    agency, second = accounts.agency(), accounts.agency("江山市第二测绘有限公司")
    first = make.case(agency, authority_key="水利")
    other = make.case(agency, authority_key="生态环境")
    last = make.case(second, authority_key="水利")
    assert list(queries.cases().rows) == [last, other, first]
    assert list(queries.cases(authority_key="水利").rows) == [last, first]
    assert list(queries.cases(agency_id=agency.id).rows) == [other, first]
    assert list(queries.cases("水利", second.id).rows) == [last]
    assert list(queries.cases("自然资源").rows) == []


def test_cases_go_on_page_by_page_in_one_statement_each(count_statements):
    agency = accounts.agency()
    rows = [make.case(agency) for _ in range(25)]
    with count_statements() as statements:
        first = queries.cases()
    assert len(statements) == 1
    second = queries.cases(after=first.following)
    assert [*first.rows, *second.rows] == rows[::-1]
    assert (len(first.rows), second.following) == (20, None)
