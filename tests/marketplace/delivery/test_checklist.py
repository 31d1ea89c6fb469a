"""C6: what is examined at acceptance is agreed with the contract, ticked item by item, and named in a rejection."""

import json

import pytest

from kernel.db import transaction
from kernel.errors import Refused
from marketplace.delivery import queries
from marketplace.delivery.events import Rejected
from marketplace.delivery.kinds import Kind
from marketplace.delivery.operations import deliveries, materials
from marketplace.delivery.records import read
from marketplace.delivery.rules.acceptance import acceptance_fault, rejection_fault
from marketplace.delivery.rules.lights import Light
from tests import personas
from tests.factories import delivery as make
from tests.factories import notices
from tests.marketplace.delivery import recomputing
from tests.marketplace.delivery.test_bundle import brought, judged, unpacked

PAPER, NOISE, SEAL = "报告表纸质版三份", "噪声预测章节", "编制单位盖章"
ITEMS = (PAPER, NOISE, SEAL)


def delivered(checklist=ITEMS):
    """Return an order whose contract holds a checklist, delivered today."""
    with make.on(make.days_ago(10)):
        award = make.awarded()
    with make.on(make.days_ago(5)):
        order = make.confirmed(make.filed(award, personas.owner(), checklist), personas.agency())
        with transaction():
            materials.hand_over(order, (), (), make.desk(personas.owner()))
    make.delivered(order, personas.agency())
    return order


def path(order, verb):
    return f"/orders/{order.number}/deliveries/{make.last(order, 'deliveries')}/{verb}"


@pytest.mark.parametrize(
    ("checklist", "met", "accepted"),
    [((), (), True), (ITEMS, ITEMS, True), (ITEMS, (), False), (ITEMS, (PAPER, NOISE), False)],
)
def test_a_delivery_is_accepted_where_every_agreed_item_is_met(checklist, met, accepted):
    assert (acceptance_fault(checklist, met) is None) is accepted


@pytest.mark.parametrize(
    ("checklist", "unmet", "rejected"),
    [
        ((), (), True),
        (ITEMS, (NOISE,), True),
        (ITEMS, (), True),
        (ITEMS, ("装订",), False),
        ((), (NOISE,), False),
    ],
)
def test_a_rejection_names_no_item_that_was_never_agreed_and_needs_none(checklist, unmet, rejected):
    assert (rejection_fault(checklist, unmet) is None) is rejected


def test_the_checklist_is_filed_with_the_contract_and_read_by_the_other_side(visit):
    with make.on(make.days_ago(5)):
        award = make.awarded()
    visit.as_(personas.owner())
    lines = f"{PAPER}\n\n {NOISE} \n{PAPER}"
    page = visit.submit(
        f"/results/{award.id}/contract", {"files": make.upload("合同.pdf"), "checklist": lines}
    )
    visit.as_(personas.agency())
    contract = visit(f"{page.path}/contract")
    assert [item.text for item in contract.root.every("li") if item.text in ITEMS] == [PAPER, NOISE]
    assert f"验收时检查：{PAPER}、{NOISE}" in visit(page.path).text


def test_a_checklist_that_nobody_would_tick_through_is_refused(visit):
    with make.on(make.days_ago(5)):
        award = make.awarded()
    visit.as_(personas.owner())
    values = {"files": make.upload("合同.pdf"), "checklist": "\n".join(map(str, range(31)))}
    assert "最多 30 项" in visit.submit(f"/results/{award.id}/contract", values, status=422).errors


def test_what_an_open_notice_asked_for_is_proposed_as_the_checklist(db_session):
    row = notices.notice(personas.owner(), deliverable=f"{PAPER}\n\n{NOISE}")

    class Award:
        notice_id = row.id

    assert queries.asked_for(Award) == [PAPER, NOISE]
    Award.notice_id = -1
    assert queries.asked_for(Award) == []


def test_the_owner_accepts_by_ticking_each_item(visit):
    order = delivered()
    visit.as_(personas.owner())
    page = visit(path(order, "accept"))
    refused = visit.submit(page, {"met": [PAPER, SEAL]}, status=422)
    assert NOISE in refused.errors
    page = visit.submit(page, {"met": list(ITEMS)})
    assert f"符合：{PAPER}、{NOISE}、{SEAL}" in page.text
    assert make.standing(order).clock.light is Light.ACCEPTED


def test_a_rejection_names_the_items_that_are_not_met_and_the_agency_reads_them(visit):
    order = delivered()
    visit.as_(personas.owner())
    page = visit(path(order, "reject"))
    visit.submit(page, {"defects": "内容不全", "unmet": NOISE})
    visit.as_(personas.agency())
    page = visit(f"/orders/{order.number}")
    assert f"不符合：{NOISE}" in page.text
    assert f"不符合：{NOISE}" in visit(path(order, "contest")).text


def test_an_item_that_was_never_agreed_is_refused(db_session):
    order = delivered()
    fact = Rejected("内容不全", unmet=("装订",))
    with pytest.raises(Refused, match="装订"), transaction():
        deliveries.reject(order, make.last(order, "deliveries"), fact, (), make.desk(personas.owner()))


def test_without_a_checklist_nothing_is_ticked(visit):
    order = delivered(())
    visit.as_(personas.owner())
    assert not list(visit(path(order, "accept")).root.every("input", name="met"))
    assert not list(visit(path(order, "reject")).root.every("input", name="unmet"))


def test_each_version_stands_with_its_checksum(visit):
    order = delivered()
    make.rejected_item(order, personas.owner(), NOISE)
    make.delivered(order, personas.agency())
    visit.as_(personas.owner())
    page = visit(f"/orders/{order.number}")
    assert "第 1 版" in page.text
    assert "第 2 版" in page.text
    assert page.html.count("SHA-256 ") >= 2


def test_the_bundle_proves_what_was_agreed_and_what_was_not_met(visit, tmp_path, capsys):
    order = delivered()
    make.rejected_item(order, personas.owner(), NOISE)
    visit.as_(personas.agency())
    files = unpacked(brought(visit, order))
    said = [json.loads(event["said"]) for event in json.loads(files["events.json"])]
    assert [one["checklist"] for one in said if "checklist" in one] == [list(ITEMS)]
    assert [one["unmet"] for one in said if "unmet" in one] == [[NOISE]]
    due = make.standing(order).clock.due.isoformat()
    assert judged(files, tmp_path, capsys) == (0, due)
    assert recomputing.program


def test_an_event_of_the_time_before_there_were_checklists_is_read():
    assert read(Kind.REJECTED, '{"defects": "缺页", "is_repeat": false}') == Rejected("缺页")
