"""How an owner deals with its agencies: computed from its orders, seen by agencies before they offer."""

from datetime import date, timedelta

import pytest

from kernel import clock as kernel_clock
from kernel import jobs, law
from kernel.db import transaction
from marketplace.delivery.kinds import Reason
from marketplace.delivery.rules.history import Cause
from marketplace.evaluation import dealings
from marketplace.evaluation.record import Statement
from marketplace.selection import awards
from tests import personas
from tests.factories import delivery
from tests.factories import notices as market
from tests.factories import selection as make


def record(today=None):
    return dealings.record_of(
        personas.owner().organisation, law.calendar(), law.book(), today or kernel_clock.today()
    )


def told(today=None):
    return {fact.statement: (fact.count, fact.base) for fact in record(today).told}


def path():
    return f"/owners/{personas.owner().organisation_id}/record"


def test_without_an_order_every_statement_says_that_there_is_no_case(visit):
    page = visit.as_(personas.agency())(path())
    assert "尚无合同生效的订单" in page.heading
    assert page.text.count("尚无此类情形") == len(Statement)


@pytest.mark.usefixtures("db_session")
def test_an_order_in_work_tells_of_its_materials_and_that_nothing_was_changed():
    delivery.order("on-course")
    assert told() == {Statement.MATERIALS: (0, 1), Statement.CHANGES: (0, 1), Statement.AWARDS: (0, 1)}


@pytest.mark.usefixtures("db_session")
def test_materials_that_the_owner_never_hands_over_count_once_their_days_are_over():
    delivery.order("signed")
    today = kernel_clock.today()
    assert Statement.MATERIALS not in told()
    assert told(law.calendar().add(today, 6).day)[Statement.MATERIALS] == (1, 1)


@pytest.mark.parametrize(
    ("state", "statement", "count", "base"),
    [
        ("accepted", Statement.ACCEPTANCE, 0, 1),
        ("accepted-by-silence", Statement.ACCEPTANCE, 1, 1),
        ("rejected", Statement.ACCEPTANCE, 0, 1),
        ("rejected", Statement.REJECTIONS, 0, 1),
        ("paused", Statement.SILENCE, 0, 1),
        ("paused", Statement.CHANGES, 1, 1),
        ("ended", Statement.CHANGES, 1, 1),
        ("abandoned", Statement.CHANGES, 0, 1),
        ("accepted", Statement.AWARDS, 0, 1),
    ],
)
@pytest.mark.usefixtures("db_session")
def test_what_an_order_tells(state, statement, count, base):
    delivery.order(state)
    assert told()[statement] == (count, base)


@pytest.mark.usefixtures("db_session")
def test_a_delivery_that_waits_for_its_answer_tells_nothing_yet():
    delivery.order("delivered")
    assert Statement.ACCEPTANCE not in told()


@pytest.mark.usefixtures("db_session")
def test_a_pause_that_the_owner_let_pass_is_silence_and_a_change_on_its_account():
    owner, agency = personas.owner(), personas.agency()
    order = delivery.order("on-course", owner, agency)
    delivery.pause_asked(order, agency, Cause.OWNER_STOPPED)
    assert Statement.SILENCE not in told()  # it waits for its answer
    later = law.calendar().add(kernel_clock.today(), 3).day
    assert told(later)[Statement.SILENCE] == (1, 1)
    assert told(later)[Statement.CHANGES] == (1, 1)


@pytest.mark.usefixtures("db_session")
def test_a_pause_that_the_authority_answers_is_nothing_of_the_owner_s():
    agency = personas.agency()
    delivery.pause_asked(delivery.order("on-course", agency=agency), agency, Cause.SEASON_OR_WEATHER)
    later = law.calendar().add(kernel_clock.today(), 3).day
    assert Statement.SILENCE not in told(later)
    assert told(later)[Statement.CHANGES] == (0, 1)


@pytest.mark.parametrize(("whose", "changed"), [(Reason.OWNER, 1), (Reason.OWN, 0)])
@pytest.mark.usefixtures("db_session")
def test_an_extension_counts_as_a_change_where_the_cause_is_the_owner_s(whose, changed):
    owner, agency = personas.owner(), personas.agency()
    order = delivery.order("on-course", owner, agency)
    delivery.extension_asked(order, agency, whose=whose)
    delivery.extension_answered(order, owner)
    assert told()[Statement.CHANGES] == (changed, 1)
    assert told()[Statement.SILENCE] == (0, 1)


@pytest.mark.usefixtures("db_session")
def test_a_contract_that_the_owner_leaves_after_its_due_day_is_no_change_of_its_own():
    owner = personas.owner()
    order = delivery.order("overdue", owner)
    delivery.WALKS["ended"](order, owner, None)
    assert told()[Statement.CHANGES] == (0, 1)


@pytest.mark.parametrize("proposer", ["owner", "agency"])
@pytest.mark.usefixtures("db_session")
def test_a_changed_task_counts_where_the_owner_proposed_it_and_the_agency_agreed(proposer):
    owner, agency = personas.owner(), personas.agency()
    order = delivery.order("on-course", owner, agency)
    first, second = (owner, agency) if proposer == "owner" else (agency, owner)
    delivery.changed(order, first, second)
    assert told()[Statement.CHANGES][0] == (proposer == "owner")


@pytest.mark.usefixtures("db_session")
def test_a_payment_on_record_in_time_is_in_time_and_none_is_late_after_thirty_days():
    owner = personas.owner()
    order = delivery.order("accepted", owner)
    assert Statement.PAYMENT not in told()
    later = kernel_clock.today() + timedelta(days=31)
    assert told(later)[Statement.PAYMENT] == (1, 1)
    delivery.paid(order, owner, order.price_fen - 1)
    assert told(later)[Statement.PAYMENT] == (1, 1)
    delivery.paid(order, owner, 1)
    assert told(later)[Statement.PAYMENT] == (0, 1)


def test_an_award_that_the_owner_let_go_is_told_whether_or_not_a_job_has_recorded_it(db_session, clock):
    row, people = market.notice(personas.owner(), "lowest_price"), market.bidders(3)
    for place, one in enumerate(people):
        market.registered(row, one, price_fen=2_800_000 + place)
    award = market.opened(row, clock, personas.owner())
    clock.set(date(2026, 5, 29))
    with transaction():
        awards.confirm(award, award.agency_id, desk=market.desk(people[0]))
    clock.set(date(2026, 6, 1))
    assert Statement.AWARDS not in told()  # its last day
    clock.set(date(2026, 6, 2))
    assert told()[Statement.AWARDS] == (1, 1)
    jobs.once("lapse-awards", clock.today)
    assert told()[Statement.AWARDS] == (1, 1)


@pytest.mark.usefixtures("db_session")
def test_what_was_opened_before_the_months_of_the_rule_is_told_no_more():
    delivery.order("accepted")
    assert record().orders == 1
    assert record(kernel_clock.today() + timedelta(days=365 * 3)).orders == 0


def test_agencies_officials_and_the_owner_itself_read_it(visit):
    visit(path(), status=303)
    visit.as_(personas.second_owner())(path(), status=403)
    for person in (personas.agency(), personas.authority(), personas.supervisor(), personas.owner()):
        assert "材料齐备迟" in visit.as_(person)(path()).text
    visit(f"/owners/{personas.agency().organisation_id}/record", status=404)


def test_an_agency_sees_it_before_it_answers_an_invitation(visit):
    owner, agency = personas.owner(), personas.agency()
    delivery.order("accepted-by-silence", owner, agency)
    notice = make.notice(owner, agency)
    entry = make.entry_of(notice, agency)
    page = visit.as_(agency)(f"/invitations/{entry.id}")
    assert "该业主的履约情况" in page.text
    assert "1 次中 1 次" in page.text
    assert path() in page.links


def test_the_owner_finds_it_from_its_workbench(visit):
    assert path() in visit.as_(personas.owner())("/workbench").links
    assert "record" not in " ".join(visit.as_(personas.agency())("/workbench").links)


def test_it_reads_in_english(visit):
    delivery.order("accepted")
    page = visit.as_(personas.agency()).english()(path())
    assert "Materials complete late" in page.text
    assert "half of them on the same day" in page.text


def test_more_orders_cost_no_more_statements(visit, count_statements):
    visit.as_(personas.agency())
    counts = []
    for many in (1, 4):
        for _ in range(many):
            delivery.order("accepted")
        with count_statements() as statements:
            visit(path())
        counts.append(len(statements))
    assert counts[0] == counts[1]
