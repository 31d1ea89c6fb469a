"""C1, S3, S8, S9: the contract, from the result to its confirmation."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from blacklist import operations as blacklist
from blacklist.findings import Overdue
from credit.queries import credit_file
from kernel import law
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.delivery import queries
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.operations import contracts
from tests import personas
from tests.factories import delivery as make


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def lock_out(agency):
    with transaction():
        finding = Overdue(order=9, due_on=date(2026, 5, 3), days=1)
        blacklist.take_over_decision(
            agency.organisation,
            finding,
            date(2026, 5, 20),
            "江审管〔2026〕7号",
            actor_id=None,
            book=law.book(),
        )


@pytest.fixture
def award(db_session):
    """A result whose publicity ended."""
    with make.on(make.days_ago(5)):
        return make.awarded()


def test_the_owner_files_the_agency_confirms_and_the_contract_is_in_effect(visit, award):
    visit.as_(personas.owner())
    page = visit.submit(f"/results/{award.id}/contract", {"files": make.upload("合同.pdf")})
    order = db.session.scalars(select(Order)).one()
    assert page.path.endswith(f"/orders/{order.number}")
    assert order.number == "JS-2026-0001"
    assert "合同.pdf" in visit(f"/orders/{order.number}/contract").text
    visit.as_(personas.agency())
    page = visit.submit(visit(f"/orders/{order.number}/contract"), form="/confirm")
    assert make.standing(order).story.effective_on == date(2026, 5, 26)
    assert "移交材料" in page.text
    (filed,) = [row for row in credit_file(order.agency_id, 2026) if row.kind == "ContractFiled"]
    assert '"in_time": true' in filed.facts


def test_a_later_effective_day_that_the_contract_names_holds(visit, award):
    visit.as_(personas.agency())
    given = {"files": make.upload("合同.pdf"), "effective_on": "2026-06-01"}
    visit.submit(f"/results/{award.id}/contract", given)
    order = queries.order_of_award(award.id)
    make.confirmed(order, personas.owner())
    assert make.standing(order).story.effective_on == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "请上传双方签订的合同"),
        ({"files": (io.BytesIO(b"MZ\x90"), "合同.pdf")}, "不收"),
        ({"files": (io.BytesIO(b"\x89PNG\r\n\x1a\n"), "合同.pdf")}, "PNG"),
        ({"files": (io.BytesIO(make.PDF), "合同.pdf"), "effective_on": "2026-05-01"}, "不能早于今天"),
        ({"files": (io.BytesIO(make.PDF), "合同.pdf"), "effective_on": "2026-02-30"}, "请填真实的日期"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_changes_nothing(visit, award, given, words):
    visit.as_(personas.owner())
    page = visit.submit(f"/results/{award.id}/contract", given, status=422)
    assert words in page.text
    assert count(Order) == 0
    assert count(OrderEvent) == 0


def test_while_the_result_is_public_no_contract_is_taken(visit):
    award = make.awarded()
    for who in (personas.owner(), personas.agency()):
        page = visit.as_(who)(f"/results/{award.id}/contract")
        assert "2026年5月28日（周四）起可以备案" in page.heading
        assert page.forms == []
    with pytest.raises(Refused) as refused:
        contracts.file_contract(award, None, [], make.desk(personas.owner()))
    assert (refused.value.rule, refused.value.try_from) == ("S8", date(2026, 5, 28))
    assert count(Order) == 0


def test_a_form_sent_while_the_result_is_public_is_refused_with_the_day(visit, clock):
    award = make.awarded()
    clock.set(date(2026, 5, 28))
    form = visit.as_(personas.owner())(f"/results/{award.id}/contract")
    clock.set(date(2026, 5, 27))
    page = visit.submit(form, {"files": make.upload("合同.pdf")}, status=422)
    assert "公示至2026年5月27日" in page.text
    assert count(Order) == 0


def test_an_agency_that_is_locked_out_signs_nothing_and_the_refusal_names_rule_and_day(visit, award):
    lock_out(personas.agency())
    visit.as_(personas.owner())
    page = visit.submit(f"/results/{award.id}/contract", {"files": make.upload("合同.pdf")}, status=422)
    assert "P4" in page.text
    assert "2028年5月21日" in page.text
    assert count(Order) == 0


def test_the_gate_is_asked_again_at_the_confirmation(db_session, award):
    order = make.filed(award, personas.owner())
    lock_out(personas.agency())
    with pytest.raises(Refused) as refused:
        make.confirmed(order, personas.agency())
    assert refused.value.rule == "P4"
    assert make.standing(order).story.effective_on is None


def test_a_contract_is_handed_back_with_a_reason_and_filed_anew(visit, award):
    order = make.filed(award, personas.owner())
    visit.as_(personas.agency())
    page = visit(f"/orders/{order.number}/contract")
    visit.submit(page, {"reason": ""}, form="/hand-back", status=422)
    page = visit.submit(page, {"reason": "缺少印章"}, form="/hand-back")
    assert "缺少印章" in page.text
    assert "缺少印章" in visit(f"/orders/{order.number}/contract").text
    visit.submit(f"/results/{award.id}/contract", {"files": make.upload("合同.pdf")})
    assert count(Order) == 1
    make.confirmed(order, personas.owner())
    assert make.standing(order).is_effective
    assert len([row for row in credit_file(order.agency_id, 2026) if row.kind == "ContractFiled"]) == 1


def test_nobody_confirms_a_contract_of_the_own_side_and_nothing_is_confirmed_twice(visit, award):
    order = make.filed(award, personas.owner())
    event = make.last(order, "contracts")
    visit.as_(personas.owner())
    assert not visit(f"/orders/{order.number}/contract").forms
    with pytest.raises(Refused):
        contracts.confirm_contract(order, event, make.desk(personas.owner()))
    make.confirmed(order, personas.agency())
    with pytest.raises(WrongState):
        make.confirmed(order, personas.agency())
    with pytest.raises(WrongState):
        make.filed(award, personas.owner())


def test_the_same_form_sent_twice_files_one_contract(visit, award):
    visit.as_(personas.owner())
    page = visit(f"/results/{award.id}/contract")
    first = visit.submit(page, {"files": make.upload("合同.pdf")})
    second = visit.submit(page, {"files": make.upload("合同.pdf")})
    assert first.path == second.path
    assert count(Order) == count(OrderEvent) == 1


def test_a_contract_that_the_agency_confirms_after_its_days_is_evidence_of_being_late(
    db_session, award, clock
):
    order = make.filed(award, personas.owner())
    clock.set(queries.file_by(award, law.calendar(), law.book()) + timedelta(days=1))
    make.confirmed(order, personas.agency())
    (filed,) = [row for row in credit_file(order.agency_id, 2026) if row.kind == "ContractFiled"]
    assert '"in_time": false' in filed.facts


def test_a_stranger_files_nothing_and_downloads_nothing(visit, award):
    for person in (personas.second_owner(), personas.second_agency(), personas.supervisor()):
        visit.as_(person)
        visit(f"/results/{award.id}/contract", status=403)
    order = make.filed(award, personas.owner())
    (files,) = queries.files_of([make.last(order, "contracts")]).values()
    path = f"/orders/{order.number}/files/{files[0].id}"
    for person in (personas.owner(), personas.agency(), personas.other_authority(), personas.supervisor()):
        visit.as_(person)
        assert visit(path).answer.mimetype == "application/pdf"
    for person in (personas.second_owner(), personas.authority(), personas.operator()):
        visit.as_(person)
        visit(path, status=403)
    visit.as_(personas.owner())
    visit(f"/orders/{order.number}/files/999", status=404)
