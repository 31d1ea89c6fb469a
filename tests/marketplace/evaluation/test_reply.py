"""The agency replies to an evaluation in public, once."""

import pytest
from sqlalchemy import select

from accounts.queries import inbox
from kernel import ledger
from kernel.db import db
from kernel.errors import WrongState
from marketplace.evaluation.models import Evaluation
from tests import personas
from tests.factories import evaluation as make

REPLY = "感谢评价，下次会提前告知。"


@pytest.fixture
def evaluated(order):
    return make.evaluation(order, personas.owner(), overall=2)


@pytest.fixture
def address(order):
    return f"/orders/{order.number}/evaluation"


def test_the_agency_replies_and_everyone_can_read_it(visit, evaluated, address):
    way = f"{address}/reply"
    assert way in visit.as_(personas.agency())(address).links
    page = visit.submit(way, {"text": REPLY})
    assert REPLY in page.text
    assert way not in page.links
    assert REPLY in visit.as_nobody()(address).text
    row = db.session.scalars(select(Evaluation)).one()
    assert [entry.act for entry in ledger.entries(row)][-1] == "evaluation.reply.given"


def test_the_owner_is_told_of_the_reply(evaluated):
    before = len(inbox(evaluated.order.owner_id).rows)
    make.reply(evaluated, personas.agency())
    assert len(inbox(evaluated.order.owner_id).rows) == before + 1


def test_an_empty_reply_is_asked_for_and_changes_nothing(visit, evaluated, address):
    page = visit.as_(personas.agency()).submit(f"{address}/reply", {"text": " "}, status=422)
    assert page.errors
    assert db.session.scalars(select(Evaluation)).one().replied_at is None


def test_the_agency_replies_once(evaluated):
    make.reply(evaluated, personas.agency())
    with pytest.raises(WrongState):
        make.reply(evaluated, personas.agency())


def test_a_reply_from_a_page_that_is_stale_tells_to_reload(visit, evaluated, address):
    page = visit.as_(personas.agency())(f"{address}/reply")
    make.reply(evaluated, personas.agency())
    visit.submit(page, {"text": "另一个回复"}, status=409)
    assert db.session.scalars(select(Evaluation)).one().reply == REPLY


def test_without_an_evaluation_there_is_nothing_to_reply_to(visit, order, address):
    visit.as_(personas.agency())
    assert f"{address}/reply" not in visit(address).links
    visit(f"{address}/reply", status=404)


@pytest.mark.parametrize("who", [personas.owner, personas.second_agency, personas.supervisor])
def test_nobody_but_the_agency_of_the_order_replies(visit, evaluated, address, who):
    page = visit.as_(who())(address)
    assert f"{address}/reply" not in page.links
    visit(f"{address}/reply", status=403)
    token = page.root.first("input", name="csrf_token").get("value")
    answer = visit.client.post(f"{address}/reply", data={"csrf_token": token, "text": REPLY})
    assert answer.status_code == 403
    assert db.session.scalars(select(Evaluation)).one().replied_at is None
