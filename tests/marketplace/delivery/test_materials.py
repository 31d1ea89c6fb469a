"""C2: hand-over, lists, supply, dispute; and when the clock starts."""

from datetime import date

import pytest

from kernel.db import transaction
from kernel.errors import Refused, WrongState
from marketplace.delivery.operations import materials
from tests import personas
from tests.factories import delivery as make

SIGNED = date(2026, 5, 26)


def listed(order, *items):
    with transaction():
        return materials.list_missing(order, items, make.desk(personas.agency()))


def handed(order, *items):
    with transaction():
        return materials.hand_over(order, items, (), make.desk(personas.owner()))


def supplied(order):
    with transaction():
        return materials.supply(order, make.last(order, "listings"), "", (), make.desk(personas.owner()))


def test_the_owner_hands_over_and_after_two_working_days_of_silence_the_clock_has_run_since(visit, clock):
    order = make.order("signed")
    visit.as_(personas.owner())
    path = f"/orders/{order.number}/materials"
    assert "两者选其一" in visit.submit(path, {}, status=422).text
    assert "两者选其一" in visit.submit(path, {"none_needed": "y", "items": "平面图"}, status=422).text
    visit.submit(path, {"items": "总平面图\n备案文件", "files": make.upload("总图.pdf")})
    assert make.standing(order).clock.due is None
    clock.set(date(2026, 5, 29))
    assert make.standing(order).clock.start_on == SIGNED
    visit.as_(personas.owner())
    visit.submit(path, {"none_needed": "y"}, status=409)


def test_the_agency_lists_the_owner_supplies_and_the_clock_starts_with_the_supply(visit, clock):
    order = make.order("signed")
    handed(order, "总平面图")
    visit.as_(personas.agency())
    path = f"/orders/{order.number}/missing"
    visit.submit(path, {"items": ""}, status=422)
    visit.submit(path, {"items": "监测报告"})
    event = make.last(order, "listings")
    clock.set(date(2026, 5, 28))
    visit.as_(personas.owner())
    assert "监测报告" in visit(f"/orders/{order.number}/missing/{event}/supply").text
    visit.submit(f"/orders/{order.number}/missing/{event}/supply", {"note": "已补"})
    clock.set(date(2026, 6, 2))
    assert make.standing(order).clock.start_on == date(2026, 5, 28)


def test_what_was_not_listed_in_time_cannot_be_listed(db_session, clock):
    order = make.order("signed")
    with pytest.raises(WrongState):
        listed(order, "监测报告")
    handed(order)
    clock.set(date(2026, 5, 29))
    with pytest.raises(Refused) as refused:
        listed(order, "监测报告")
    assert refused.value.rule == "C2"


def test_only_what_stood_on_the_list_is_listed_again(db_session, clock):
    order = make.order("signed")
    handed(order)
    listed(order, "监测报告", "红线图")
    clock.set(date(2026, 6, 1))
    supplied(order)
    with pytest.raises(Refused) as refused:
        listed(order, "别的材料")
    assert refused.value.field == "items"
    listed(order, "红线图")
    assert [listing.items for _, listing in make.standing(order).open_listings()] == [frozenset({"红线图"})]


def test_a_disputed_list_goes_to_the_authority_and_its_answer_holds(visit, clock):
    order = make.order("signed")
    handed(order)
    listed(order, "监测报告", "红线图")
    event = make.last(order, "listings")
    visit.as_(personas.owner())
    path = f"/orders/{order.number}/missing/{event}"
    visit.submit(f"/orders/{order.number}/missing/{event}/dispute", {"reason": "合同未约定"})
    visit.submit(f"/orders/{order.number}/missing/{event}/dispute", {"reason": "合同未约定"}, status=409)
    visit(f"{path}/answer", status=403)
    visit.as_(personas.other_authority())
    waiting = visit("/orders")
    assert "答复异议" in waiting.text
    visit.submit(
        f"/orders/{order.number}/missing/{event}/answer", {"missing": "图纸", "reason": "需要"}, status=422
    )
    visit.submit(
        f"/orders/{order.number}/missing/{event}/answer", {"missing": "红线图", "reason": "合同第三条"}
    )
    (found,) = make.standing(order).open_listings()
    assert found[1].due_items(found[1].items, clock.today) == frozenset({"红线图"})
    assert "答复异议" not in visit("/orders").text


def test_a_list_that_was_never_due_lets_the_clock_run_since_the_hand_over(db_session, clock):
    order = make.order("signed")
    handed(order)
    listed(order, "监测报告")
    with transaction():
        materials.dispute(order, make.last(order, "listings"), "不需要", make.desk(personas.owner()))
    desk = make.desk(personas.other_authority())
    with transaction():
        materials.answer_dispute(order, make.last(order, "listings"), (), "不需要", desk)
    clock.set(date(2026, 5, 29))
    assert make.standing(order).clock.start_on == SIGNED
    with pytest.raises(WrongState):
        supplied(order)
    with pytest.raises(WrongState):
        materials.answer_dispute(order, make.last(order, "listings"), (), "不需要", desk)


def test_an_answer_needs_a_dispute(db_session):
    order = make.order("signed")
    handed(order)
    listed(order, "监测报告")
    desk = make.desk(personas.other_authority())
    with pytest.raises(WrongState):
        materials.answer_dispute(order, make.last(order, "listings"), (), "不需要", desk)


def test_before_the_contract_nothing_is_handed_over_and_strangers_never_do(visit):
    order = make.order("filed")
    visit.as_(personas.owner())
    visit.submit(f"/orders/{order.number}/materials", {"none_needed": "y"}, status=409)
    for person in (personas.agency(), personas.second_owner(), personas.supervisor()):
        visit.as_(person)
        visit(f"/orders/{order.number}/materials", status=403)
