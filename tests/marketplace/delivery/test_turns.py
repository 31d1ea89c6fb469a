"""Whose turn it is, by when, and what silence means; and what the workbenches are told."""

from datetime import date

import pytest

from kernel import clock as kernel_clock
from kernel import jobs, law
from marketplace.delivery import events, queries, records
from marketplace.delivery.kinds import Kind, Reason, Side
from marketplace.delivery.rules.history import Answer, Cause, Finding
from marketplace.delivery.turns import turns
from marketplace.delivery.waiting import turns_of
from tests import personas
from tests.factories import delivery as make

WHOSE = {
    "filed": {(Side.AGENCY, "delivery.contract")},
    "signed": {(Side.OWNER, "delivery.hand_over")},
    "handed-over": {(Side.AGENCY, "delivery.list_missing")},
    "on-course": {(Side.AGENCY, "delivery.deliver")},
    "overdue": {(Side.AGENCY, "delivery.deliver")},
    "delivered": {(Side.OWNER, "delivery.accept")},
    "rejected": {(Side.AGENCY, "delivery.deliver"), (Side.AGENCY, "delivery.contest")},
    "contested": {(Side.AUTHORITY, "delivery.answer_contest")},
    "accepted": set(),
    "accepted-by-silence": set(),
    "ended": set(),
}


@pytest.mark.parametrize("state", WHOSE)
def test_whose_turn_it_is_in_every_state(db_session, state):
    found = turns(make.standing(make.order(state)))
    assert {(turn.side, turn.endpoint) for turn in found} == WHOSE[state]


def test_a_promise_that_ends_before_the_materials_are_known_to_be_complete_is_said_and_reminded_of(
    visit, clock
):
    """C2: who lists nothing has had the clock run since the hand-over; a promise of one day is due in that time."""
    order = make.order("handed-over", start=clock.today, workdays=1)
    found = {turn.endpoint: turn for turn in turns(make.standing(order))}
    assert {name: turn.by for name, turn in found.items()} == {
        "delivery.list_missing": date(2026, 5, 28),
        "delivery.deliver": date(2026, 5, 27),
    }
    page = visit.as_(personas.agency())(f"/orders/{order.number}")
    assert "自移交之日起计时，应交日为2026年5月27日（周三）。" in page.text
    assert f"/orders/{order.number}/deliver" in page.links
    clock.set(date(2026, 5, 27))
    assert jobs.once("remind", clock.today).failed == 0
    told = visit.as_(personas.agency())("/inbox").text
    assert told.count("今天是最后一天，2026年5月27日") >= 1
    clock.set(date(2026, 5, 28))
    assert str(turns(make.standing(order))[-1].sentence).startswith("Deliver the result all the same")
    clock.set(date(2026, 5, 29))
    assert (make.standing(order).clock.due, make.standing(order).clock.light) == (
        date(2026, 5, 27),
        "overdue",
    )


def test_what_the_owner_gave_is_complete_and_due_later_is_said_and_nothing_else_waits(db_session):
    (turn,) = turns(make.standing(make.order("handed-over")))
    assert turn.silence.args == {"due": date(2026, 6, 15)}


def test_a_returned_contract_may_be_filed_anew_by_either_side(db_session):
    order = make.order("filed")
    event = make.last(order, "contracts")
    make.contracts.hand_back_contract(order, event, "缺少印章", make.desk(personas.agency()))
    found = turns(make.standing(order))
    assert [(turn.side, turn.endpoint) for turn in found] == [
        (Side.AGENCY, "delivery.file_contract"),
        (Side.OWNER, "delivery.file_contract"),
    ]


def waiting(person):
    return turns_of(person.organisation, law.calendar(), law.book(), kernel_clock.today())


def test_a_workbench_has_what_waits_with_its_last_day_and_what_silence_means(db_session):
    make.order("delivered")
    (one,) = waiting(personas.owner())
    assert (one.turn.by, one.turn.endpoint) == (date(2026, 6, 1), "delivery.accept")
    assert "acceptance as of the delivery" in str(one.turn.silence)
    assert waiting(personas.agency()) == []
    assert waiting(personas.supervisor()) == []


def test_a_result_without_a_contract_waits_for_both_sides_once_its_publicity_ended(db_session, clock):
    make.awarded()
    assert waiting(personas.owner()) == []
    clock.ahead(days=2)
    for person in (personas.owner(), personas.agency()):
        (one,) = waiting(person)
        assert one.turn.endpoint == "delivery.file_contract"
        assert one.turn.by == date(2026, 6, 12)


def test_an_authority_is_told_of_what_it_alone_can_answer(db_session):
    make.order("contested")
    make.order("delivered")
    weather, materials = make.order("on-course"), make.order("on-course")
    make.pause_asked(weather, personas.agency(), Cause.SEASON_OR_WEATHER)
    make.pause_asked(materials, personas.agency(), Cause.MATERIALS)
    endpoints = sorted(one.turn.endpoint for one in waiting(personas.other_authority()))
    assert endpoints == ["delivery.answer_contest", "delivery.answer_pause"]
    assert waiting(personas.authority()) == []


def test_what_waits_costs_the_same_with_more_orders(db_session, count_statements):
    seen = []
    for many in (3, 9):
        for _ in range(many):
            make.order("delivered")
        with count_statements() as statements:
            assert waiting(personas.owner())
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_the_orders_of_needs_are_found_in_one_statement(db_session, count_statements):
    known = [(order.need_id, order.number) for order in [make.order("on-course") for _ in range(3)]]
    with count_statements() as statements:
        found = queries.orders_of_needs(need_id for need_id, _ in known)
    assert [(need_id, rows[0].number) for need_id, rows in sorted(found.items())] == known
    assert len(statements) == 1


FACTS = [
    events.ContractFiled(2_800_000, 15, date(2026, 6, 1)),
    events.HandedOver(("总平面图",)),
    events.PauseAsked(Cause.ORDER, date(2026, 5, 1), "文书", None),
    events.PauseAnswered(Answer.REFUSED, "不属实"),
    events.ExtensionAsked(3, Reason.OUTSIDE, "停电"),
    events.ExtensionAnswered(agreed=True),
    events.ContestAnswered(Finding.FOUNDED, "确有缺项"),
    events.Paid(1, date(2026, 5, 1)),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.kind.value)
def test_what_an_event_says_is_read_back_as_it_was_written(fact):
    assert records.read(fact.kind.value, records.write(fact)) == fact


def test_every_kind_has_its_fact_its_words_and_a_rule():
    assert set(events.FACTS) == set(Kind)
    assert all(str(kind.label) and events.FACTS[kind].rule for kind in Kind)
    assert all(str(side.label) and side.other for side in Side)
