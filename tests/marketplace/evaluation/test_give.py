"""The owner evaluates an accepted order, revises it once, and the agency's credit file follows."""

from datetime import date

import pytest
from sqlalchemy import func, select

from accounts.queries import inbox
from credit import queries as credit
from kernel import law, ledger
from kernel.db import db
from kernel.errors import Refused, WrongState
from marketplace.evaluation import queries
from marketplace.evaluation.models import Evaluation
from tests import personas
from tests.factories import evaluation as make

FOUR = dict.fromkeys(("quality", "timeliness", "attitude", "fee", "propriety", "overall"), "4")
GIVEN = {**FOUR, "fee_as_offered": "yes", "told_at_once": "no", "reason": "按时交稿"}


def count():
    return db.session.scalar(select(func.count()).select_from(Evaluation))


def told(agency, year=2026):
    measured, _ = credit.running_score(agency.organisation_id, year, law.book())
    return measured


@pytest.fixture
def form(order):
    return f"/orders/{order.number}/evaluation/give"


# ---- the page ----


def test_an_owner_evaluates_an_order_and_everyone_can_read_it(visit, order, form):
    page = visit.as_(personas.owner()).submit(form, GIVEN)
    assert page.path == f"/orders/{order.number}/evaluation"
    row = db.session.scalars(select(Evaluation)).one()
    assert (row.overall, row.fee_as_offered, row.told_at_once, row.reason) == (4, True, False, "按时交稿")
    assert row.given_on == date(2026, 5, 26)
    assert [(entry.act, entry.rule) for entry in ledger.entries(row)] == [("evaluation.marks.given", "G2")]
    assert "按时交稿" in visit.as_nobody()(page.path).text


def test_one_star_without_a_reason_is_said_beside_the_field_and_keeps_the_rest(visit, form):
    given = GIVEN | {"attitude": "1", "reason": ""}
    page = visit.as_(personas.owner()).submit(form, given, status=422)
    assert "请说明理由" in page.text
    assert page.root.first("input", name="attitude", value="1").get("checked", None) is not None
    assert count() == 0


@pytest.mark.parametrize("left_out", ["overall", "told_at_once"])
def test_an_answer_that_was_left_out_is_asked_for_and_nothing_changes(visit, form, left_out):
    page = visit.as_(personas.owner()).submit(form, GIVEN | {left_out: None}, status=422)
    assert page.errors
    assert "按时交稿" in page.html
    assert count() == 0


def test_six_stars_are_no_answer(visit, form):
    visit.as_(personas.owner()).submit(form, GIVEN | {"overall": "6"}, status=422)
    assert count() == 0


def test_after_the_fifteenth_working_day_it_is_refused_with_the_rule(visit, form, clock):
    clock.set(date(2026, 6, 17))
    page = visit.as_(personas.owner()).submit(form, GIVEN, status=422)
    assert "G2" in page.text
    assert "已于" in page.text
    assert count() == 0


def test_the_same_form_sent_twice_evaluates_once(visit, form):
    page = visit.as_(personas.owner())(form)
    visit.submit(page, GIVEN)
    visit.submit(page, GIVEN)
    row = db.session.scalars(select(Evaluation)).one()
    assert row.revised_on is None


def test_an_owner_revises_an_evaluation_and_finds_what_was_said_in_the_form(visit, order, form):
    make.evaluation(order, personas.owner(), overall=2, reason="迟了")
    page = visit.as_(personas.owner())(form)
    assert "修改" in page.heading
    assert page.root.first("input", name="overall", value="2").get("checked", None) is not None
    visit.submit(page, {"overall": "4", "reason": "补交及时"})
    row = db.session.scalars(select(Evaluation)).one()
    assert (row.overall, row.reason, row.revised_on) == (4, "补交及时", date(2026, 5, 26))


@pytest.mark.parametrize(
    "who",
    [personas.second_owner, personas.agency, personas.authority, personas.operator, personas.supervisor],
)
def test_nobody_but_the_owner_of_the_order_evaluates_it(visit, form, who):
    visit.as_(who())
    visit(form, status=403)


def test_a_made_up_number_is_not_found(visit, order):
    visit.as_(personas.owner())
    visit("/orders/JS-1999-0001/evaluation/give", status=404)


# ---- what it does ----


def test_an_evaluation_becomes_evidence_of_the_year_and_the_agency_is_told(order):
    agency = personas.agency()
    before = len(inbox(agency.organisation_id).rows)
    row = make.evaluation(order, personas.owner(), overall=2, told_at_once=False)
    (record,) = credit.credit_file(agency.organisation_id, 2026)
    assert (record.kind, record.entry_id) == ("OwnersAnswers", next(iter(ledger.entries(row))).id)
    assert told(agency).overall_ratings == (2,)
    assert told(agency).told_at_once.good == 0
    assert len(inbox(agency.organisation_id).rows) == before + 1


def test_a_revised_evaluation_counts_once_as_it_was_revised(order, clock):
    row = make.evaluation(order, personas.owner(), overall=2)
    clock.set(date(2026, 5, 29))
    make.revision(row, personas.owner(), overall=4)
    assert told(personas.agency()).overall_ratings == (4,)
    assert [entry.act for entry in ledger.entries(row)] == [
        "evaluation.marks.given",
        "evaluation.marks.revised",
    ]


def test_an_evaluation_revised_after_new_year_stays_in_the_year_in_which_it_was_given(order, clock):
    clock.set(date(2026, 12, 31))
    late = make.order(personas.owner(), personas.agency(), accepted_on=date(2026, 12, 31))
    row = make.evaluation(late, personas.owner(), overall=2)
    clock.set(date(2027, 1, 4))
    make.revision(row, personas.owner(), overall=4)
    assert told(personas.agency(), 2026).overall_ratings == (4,)
    assert told(personas.agency(), 2027).overall_ratings == ()


def test_an_order_is_evaluated_once(order):
    make.evaluation(order, personas.owner())
    with pytest.raises(WrongState):
        make.evaluation(order, personas.owner())


def test_an_evaluation_is_revised_once(order):
    row = make.revision(make.evaluation(order, personas.owner()), personas.owner())
    with pytest.raises(Refused) as refused:
        make.revision(row, personas.owner())
    assert refused.value.rule == "G2"


def test_an_order_that_runs_or_whose_silence_has_not_passed_is_not_evaluated(order):
    for accepted_on in (None, date(2026, 5, 27)):
        running = make.order(personas.owner(), personas.agency(), accepted_on=accepted_on)
        with pytest.raises(Refused):
            make.evaluation(running, personas.owner())


def test_the_marks_are_checked_when_an_evaluation_is_revised_too(order):
    row = make.evaluation(order, personas.owner())
    with pytest.raises(Refused) as refused:
        make.revision(row, personas.owner(), overall=5)
    assert refused.value.field == "reason"


# ---- reads ----


def test_the_evaluations_of_many_orders_are_read_in_one_statement(order, count_statements):
    row = make.evaluation(order, personas.owner())
    known = [order.id, make.order(personas.owner(), personas.agency()).id]
    with count_statements() as statements:
        found = queries.evaluations_of(known)
    assert found == {known[0]: row}
    assert len(statements) == 1
    assert queries.evaluation(row.id) is row


def test_what_owners_said_of_an_agency_is_listed_the_newest_first(order):
    today = date(2026, 5, 26)
    orders = [order, make.order(personas.owner(), personas.agency(), accepted_on=today)]
    rows = [make.evaluation(one, personas.owner()) for one in orders]
    assert list(queries.evaluations_about(order.agency_id).rows) == rows[::-1]
    assert list(queries.evaluations_about(order.owner_id).rows) == []
