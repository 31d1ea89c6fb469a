"""C10, P11: payments, changed tasks, ends by agreement or by the owner, and contracts that are abandoned."""

from datetime import date

import pytest

from accounts.queries import inbox
from credit.queries import credit_file
from kernel.db import transaction
from kernel.errors import Refused, WrongState
from marketplace.delivery import queries
from marketplace.delivery.events import ChangeProposed
from marketplace.delivery.operations import changes, endings
from marketplace.delivery.rules.lights import Light
from tests import personas
from tests.factories import delivery as make
from tests.marketplace.delivery.test_contracts import lock_out


def test_a_payment_is_recorded_also_after_the_acceptance(visit):
    order = make.order("accepted")
    visit.as_(personas.owner())
    path = f"/orders/{order.number}/payment"
    assert (
        "不能晚于今天"
        in visit.submit(path, {"amount_fen": "8000", "paid_on": "2026-06-01"}, status=422).errors
    )
    visit.submit(path, {"amount_fen": "0", "paid_on": "2026-05-26"}, status=422)
    page = visit.submit(f"/orders/{order.number}/payment", {"amount_fen": "8000", "paid_on": "2026-05-26"})
    assert "8,000.00 元" in page.text
    visit.as_(personas.agency())
    visit(path, status=403)
    unsigned = make.order("filed")
    visit.as_(personas.owner())
    visit.submit(
        f"/orders/{unsigned.number}/payment", {"amount_fen": "1", "paid_on": "2026-05-26"}, status=409
    )


def change(visit, order, **given):
    given = {"task": "增加噪声监测", "price_fen": "32000", "promise": "20", "files": make.upload()} | given
    return visit.submit(f"/orders/{order.number}/change", given, status=None)


def test_a_changed_task_is_a_new_commitment_that_both_agree_to(visit):
    order = make.order("on-course")
    visit.as_(personas.owner())
    change(visit, order)
    event = make.last(order, "changes")
    visit(f"/orders/{order.number}")
    visit.as_(personas.agency())
    path = f"/orders/{order.number}/changes/{event}/answer"
    visit.submit(path, {"answer": "decline"}, status=422)
    page = visit.submit(f"/orders/{order.number}/changes/{event}/answer", {"answer": "agree"})
    follower = queries.follower_of(order.id)
    assert follower.number in page.path
    assert (follower.promise, follower.price_fen) == (20, 3_200_000)
    assert make.standing(order).clock.light is Light.ENDED
    course = make.standing(follower)
    assert course.story.effective_on == date(2026, 5, 26)
    assert course.clock.light is Light.NOT_STARTED
    assert follower.number in visit(f"/orders/{order.number}").text
    visit.submit(path, {"answer": "agree"}, status=409)


@pytest.mark.parametrize("promise", ["0", "10000", "-3", "两周"])
def test_a_promise_that_cannot_be_is_refused(visit, promise):
    order = make.order("on-course")
    visit.as_(personas.owner())
    page = change(visit, order, promise=promise)
    assert page.status == 422
    assert page.errors
    assert "增加噪声监测" in page.html
    assert not make.standing(order).story.changes


def test_a_change_needs_its_paper_and_only_one_waits(visit):
    order = make.order("on-course")
    visit.as_(personas.owner())
    assert change(visit, order, files=None).status == 422
    change(visit, order)
    assert change(visit, order).status == 409


def test_a_change_cannot_wash_an_overdue_away_nor_bring_back_who_is_locked_out(visit, clock):
    order = make.order("overdue")
    visit.as_(personas.owner())
    change(visit, order)
    lock_out(personas.agency())
    visit.as_(personas.agency())
    path = f"/orders/{order.number}/changes/{make.last(order, 'changes')}/answer"
    assert "P4" in visit.submit(path, {"answer": "agree"}, status=422).text
    assert queries.follower_of(order.id) is None
    visit.submit(path, {"answer": "decline", "reason": "不变更"})
    assert make.standing(order).clock.light is Light.OVERDUE


def test_a_contract_ends_by_agreement(visit):
    order = make.order("on-course")
    visit.as_(personas.agency())
    visit.submit(f"/orders/{order.number}/end", {"reason": "项目调整"})
    visit.submit(f"/orders/{order.number}/end", {"reason": "项目调整"}, status=409)
    event = make.last(order, "ends")
    path = f"/orders/{order.number}/ends/{event}/answer"
    visit.submit(path, {"answer": "agree"}, status=409)
    visit.as_(personas.owner())
    assert "项目调整" in visit(path).text
    visit.submit(f"/orders/{order.number}/ends/{event}/answer", {"answer": "decline", "reason": "继续"})
    assert make.standing(order).clock.light is Light.ON_COURSE
    visit.submit(f"/orders/{order.number}/end", {"reason": "土地未批"})
    visit.as_(personas.agency())
    visit.submit(f"/orders/{order.number}/ends/{make.last(order, 'ends')}/answer", {"answer": "agree"})
    assert make.standing(order).clock.light is Light.ENDED


def test_the_owner_ends_a_contract_and_under_p11_without_penalty(visit):
    order, other = make.order("on-course"), make.order("on-course")
    visit.as_(personas.owner())
    page = visit.submit(f"/orders/{order.number}/end-by-owner", {"reason": "项目取消"})
    assert "已终止" in page.text
    visit.submit(f"/orders/{order.number}/end-by-owner", {"reason": "项目取消"}, status=409)
    lock_out(personas.agency())
    visit.submit(f"/orders/{other.number}/end-by-owner", {"reason": "机构被列入黑名单"})
    assert [make.standing(o).story.ended.fact.ground for o in (order, other)] == ["C10", "P11"]
    visit.as_(personas.agency())
    visit(f"/orders/{order.number}/end-by-owner", status=403)


def test_an_abandoned_contract_is_evidence_told_to_the_authority_and_its_clock_runs_on(visit, clock):
    authority = personas.other_authority()
    order = make.order("on-course")
    visit.as_(personas.agency())
    visit.submit(f"/orders/{order.number}/abandon", {"reason": ""}, status=422)
    page = visit.submit(f"/orders/{order.number}/abandon", {"reason": "负责人离职"})
    assert "放弃合同" in page.text
    assert [row.kind for row in credit_file(order.agency_id, 2026)][-1] == "GiveUp"
    assert "serious violation" in str(inbox(authority.organisation_id).rows[0].sentence)
    clock.set(date(2026, 6, 30))
    assert make.standing(order).clock.light is Light.OVERDUE
    visit.as_(personas.agency())
    visit.submit(f"/orders/{order.number}/abandon", {"reason": "负责人离职"}, status=409)
    visit.as_(personas.owner())
    visit(f"/orders/{order.number}/abandon", status=403)


def test_after_the_end_nothing_is_done_any_more(db_session):
    order = make.order("ended")
    for verb in (make.delivered, make.pause_asked, make.extension_asked):
        with pytest.raises(WrongState):
            verb(order, personas.agency())
    with pytest.raises(WrongState), transaction():
        endings.propose_end(order, "—", make.desk(personas.owner()))


def test_a_refusal_needs_its_reason(db_session):
    order = make.order("on-course")
    with transaction():
        endings.propose_end(order, "项目调整", make.desk(personas.owner()))
    with pytest.raises(Refused) as refused:
        endings.answer_end(order, make.last(order, "ends"), "", make.desk(personas.agency()), agreed=False)
    assert refused.value.field == "reason"


def test_nobody_answers_the_own_proposal_and_what_is_no_proposal_is_refused(db_session):
    order, desk = make.order("on-course"), make.desk(personas.owner())
    fact = ChangeProposed("增加噪声监测", 3_200_000, 20)
    with transaction():
        changes.propose_change(order, fact, [make.paper("变更.pdf")], desk)
    with pytest.raises(WrongState):
        changes.answer_change(order, make.last(order, "changes"), "", desk, agreed=True)
    with pytest.raises(WrongState):
        changes.answer_change(order, make.last(order, "contracts"), "", desk, agreed=True)
    with pytest.raises(Refused) as refused:
        changes.propose_change(order, ChangeProposed("—", 1, 10_000), [make.paper()], desk)
    assert (refused.value.rule, refused.value.field) == ("C1", "promise")


def test_who_only_reads_has_no_side_to_act_for(visit):
    order = make.order("delivered")
    visit.as_(personas.supervisor())
    page = visit(f"/orders/{order.number}")
    assert not page.forms
    assert not any(link.endswith("/accept") for link in page.links)
