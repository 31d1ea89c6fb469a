"""W1: what a case assistant does on an order, for whom it says so, and what it is shown."""

from datetime import date

import pytest
from sqlalchemy import select

from kernel import clock as kernel_clock
from kernel import law, ledger
from kernel.db import db, transaction
from kernel.errors import NotYours, Refused
from marketplace.delivery import board
from marketplace.delivery.board import Sought
from marketplace.delivery.helped import STEPS
from marketplace.delivery.kinds import Kind, Side
from marketplace.delivery.operations import contracts, deliveries, materials, pauses
from marketplace.delivery.operations.desk import Desk
from marketplace.delivery.rules.history import Answer
from marketplace.projects.helping import Behalf
from marketplace.projects.models import DelegatedAct
from marketplace.projects.vocabulary import Step
from tests import personas
from tests.factories import delegations
from tests.factories import delivery as make

NONE_NEEDED = {"none_needed": "y"}


def acts():
    return db.session.scalars(select(DelegatedAct).order_by(DelegatedAct.id)).all()


def desk():
    person, today = personas.assistant(), kernel_clock.today()
    return Desk(person.id, Side.OWNER, today, law.calendar(), law.book(), Behalf(person, today))


def test_handed_over_by_the_assistant_the_order_says_for_whom(visit):
    order, row = make.order(state="signed"), delegations.accepted(steps=[Step.MATERIALS])
    assistant = personas.assistant()
    visit.as_(assistant)
    assert f"/orders/{order.number}/materials" in visit(f"/orders/{order.number}").links
    page = visit.submit(f"/orders/{order.number}/materials", NONE_NEEDED)
    assert "代办员 王芳 受 江山市峡口水务有限公司 委托" in page.text
    entry = list(ledger.entries(order))[-1]
    assert (entry.act, entry.actor_id) == ("delivery.materials.handed-over", assistant.id)
    assert f'"delegation":{row.id}' in entry.details
    assert [(act.step, act.entry_id) for act in acts()] == [("materials", entry.id)]
    assert "移交" in visit.as_(personas.owner())(f"/delegations/{row.id}").text
    assert "代办员王芳" in visit("/inbox").text
    assert "代办员 王芳 受" in visit.as_(personas.agency())(f"/orders/{order.number}").text


def test_no_contract_comes_into_force_without_an_act_of_the_owner(visit, clock):
    with make.on(make.days_ago(8)):
        award = make.awarded()
    delegations.accepted()
    visit.as_(personas.assistant())
    page = visit("/workbench")
    assert f"/results/{award.id}/contract" not in page.links
    assert f"/results/{award.id}" in page.links  # and reminds the owner there: no order exists yet
    assert "提醒业主" in page.text
    visit(f"/results/{award.id}")
    visit(f"/results/{award.id}/contract", status=403)
    with pytest.raises(Refused) as refused, transaction():
        contracts.file_contract(award, None, [make.paper("合同.pdf")], desk())
    assert refused.value.rule == "W1"


def test_the_assistant_does_not_object_to_a_last_day_for_the_owner(visit):
    order, agency = make.order(), personas.agency()
    make.pause_asked(order, agency)
    event = make.last(order, "pauses")
    with transaction():
        pauses.answer_pause(order, event, Answer.CONFIRMED, "", make.desk(personas.owner()))
    with transaction():
        entered = pauses.enter_last_day(order, event, date(2026, 5, 28), make.desk(agency))
    delegations.accepted()
    objecting = f"/orders/{order.number}/last-days/{entered.id}/object"
    assert objecting in visit.as_(personas.owner())(f"/orders/{order.number}").links
    page = visit.as_(personas.assistant())(f"/orders/{order.number}")
    assert f"/orders/{order.number}/pauses/{event}/last-day" in page.links
    assert objecting not in page.links
    visit(objecting, status=403)
    with pytest.raises(Refused) as refused, transaction():
        pauses.object_last_day(order, event, entered.id, "提前了", desk())
    assert refused.value.rule == "W1"


def test_a_pause_of_the_owners_cause_is_answered_and_its_last_day_entered(visit):
    order = make.order()
    make.pause_asked(order, personas.agency())
    delegations.accepted(steps=[Step.PAUSES])
    visit.as_(personas.assistant())
    event = make.last(order, "pauses")
    given = {"answer": "confirmed", "reason": "情况属实"}
    visit.submit(f"/orders/{order.number}/pauses/{event}/answer", given)
    visit.submit(visit.submit(f"/orders/{order.number}/pauses/{event}/last-day", {"last_on": "2026-05-28"}))
    assert [act.step for act in acts()] == ["pauses", "pauses"]


def test_a_payment_is_recorded_for_the_owner(visit):
    order = make.order()
    delegations.accepted(steps=[Step.PAYMENTS])
    visit.as_(personas.assistant())
    visit.submit(f"/orders/{order.number}/payment", {"amount_fen": "10000"})
    assert [act.step for act in acts()] == ["payments"]


def test_what_is_not_delegated_is_closed_with_the_reason(visit):
    order = make.order(state="signed")
    delegations.accepted(steps=[Step.PAYMENTS])
    visit.as_(personas.assistant())
    assert f"/orders/{order.number}/materials" not in visit(f"/orders/{order.number}").links
    page = visit(f"/orders/{order.number}/materials", status=403)
    assert "没有委托这一步骤" in page.text


def test_taken_back_while_the_form_was_open_nothing_is_handed_over(visit):
    order, row = make.order(state="signed"), delegations.accepted(steps=[Step.MATERIALS])
    visit.as_(personas.assistant())
    page = visit(f"/orders/{order.number}/materials")
    delegations.taken_back(row)
    page = visit.submit(page, NONE_NEEDED, status=403)
    assert "收回" in page.text
    assert make.standing(order).story.handed_over is None


def test_the_operation_asks_again_under_the_lock_whatever_the_gate_let_through(db_session, clock):
    order, row = make.order(state="signed"), delegations.accepted(steps=[Step.MATERIALS])
    delegations.taken_back(row)
    with pytest.raises(Refused) as refused, transaction():
        materials.hand_over(order, (), (), desk())
    assert refused.value.rule == "W2"
    assert acts() == []


def test_for_an_owner_whose_account_is_switched_off_nobody_acts(db_session, clock):
    order, acts_for = make.order(state="signed"), desk()
    delegations.accepted(steps=[Step.MATERIALS])
    order.owner.switched_off_at = kernel_clock.now()
    ledger.record(order.owner, "accounts.organisation.switched-off", actor_id=None, rule="6")
    db.session.commit()
    with pytest.raises(Refused) as refused, transaction():
        materials.hand_over(order, (), (), acts_for)
    assert refused.value.rule == "W2"


def test_without_any_delegation_the_operation_refuses(db_session, clock):
    order, alone = make.order(state="signed"), desk()
    with pytest.raises(NotYours), transaction():
        materials.hand_over(order, (), (), alone)


def test_no_operation_enters_for_an_assistant_what_is_no_delegable_step(db_session, clock):
    order = make.order(state="delivered")
    delegations.accepted()
    with pytest.raises(Refused) as refused, transaction():
        deliveries.accept(order, make.last(order, "deliveries"), "", desk())
    assert refused.value.rule == "W1"
    assert Kind.ACCEPTED not in STEPS


def test_the_workbench_shows_what_may_be_done_and_what_to_remind_the_owner_of(visit):
    handed = make.order(state="signed")
    delivered = make.order(state="delivered")
    delegations.accepted(steps=[Step.MATERIALS])
    page = visit.as_(personas.assistant())("/workbench")
    assert f"/orders/{handed.number}/materials" in page.links
    assert f"/orders/{delivered.number}" in page.links
    assert "提醒业主" in page.text


def test_the_centre_sees_the_orders_that_it_helps_with_and_no_others(visit):
    mine = make.order(state="signed")
    other = make.order(state="signed", owner=personas.second_owner())
    delegations.accepted()
    page = visit.as_(personas.assistant())("/orders")
    assert mine.number in page.text
    assert other.number not in page.text
    visit(f"/orders/{other.number}", status=403)
    visit("/orders/board")
    today = kernel_clock.today()
    with visit.client.application.test_request_context():
        found = board.board(personas.assistant().organisation, Sought(), law.calendar(), law.book(), today)
    assert {line.order.number for line in found.lines} == {mine.number}


def test_the_workbench_costs_the_same_for_ten_orders(visit, count_statements):
    make.order(state="signed")
    delegations.accepted()
    visit.as_(personas.assistant())
    with count_statements() as few:
        visit("/workbench")
    for _ in range(4):
        make.order(state="signed")
    with count_statements() as many:
        visit("/workbench")
    assert len(many) == len(few)


def test_the_workbench_costs_the_same_for_several_owners(visit, count_statements):
    make.order(state="signed")
    delegations.accepted()
    visit.as_(personas.assistant())
    with count_statements() as few:
        visit("/workbench")
    second = personas.second_owner()
    other = make.order(state="signed", owner=second)
    delegations.accepted(second)
    with count_statements() as many:
        page = visit("/workbench")
    assert f"/orders/{other.number}/materials" in page.links
    assert len(many) == len(few)


def test_a_page_asks_for_the_delegations_of_its_owner_once_and_for_no_others(visit, count_statements):
    order = make.order(state="signed")
    delegations.accepted()
    visit.as_(personas.assistant())
    with count_statements() as elsewhere:
        visit("/agencies")
    with count_statements() as there:
        visit(f"/orders/{order.number}")
    assert not [text for text in elsewhere if "FROM delegation" in text]
    assert ["delegation.owner_id IN" in text for text in there if "FROM delegation" in text] == [True]
