"""Two who act on one order in the same moment: one wins, the other is told to reload. On either database."""

import threading

from sqlalchemy import func, select

from blacklist.models import Case
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.delivery import queries
from marketplace.delivery.events import Rejected
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.operations import contracts, deliveries
from marketplace.delivery.operations.overdue import look_at
from marketplace.selection import queries as selection
from tests import personas
from tests.factories import delivery as make


def at_once(app, *verbs):
    """Let each verb act in a thread and a transaction of its own, all begun together; return what became of each."""
    ready, outcomes = threading.Barrier(len(verbs)), []

    def act(verb):
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    verb()
                outcomes.append("done")
            except (WrongState, Refused) as refused:
                outcomes.append(type(refused).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=act, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_accepted_and_rejected_at_once_is_one_of_the_two(own_app):
    number, owner = make.order("delivered").number, personas.owner()
    event, desk = make.last(queries.order(number), "deliveries"), make.desk(owner)
    db.session.remove()
    outcomes = at_once(
        own_app,
        lambda: deliveries.accept(queries.order(number), event, "", desk),
        lambda: deliveries.reject(queries.order(number), event, Rejected("缺页"), (), desk),
    )
    assert outcomes == ["WrongState", "done"]
    decided = select(func.count()).where(OrderEvent.kind.in_(("result.accepted", "result.rejected")))
    assert db.session.scalar(decided) == 1


def test_both_sides_file_the_contract_at_once_and_one_order_is_opened(own_app):
    with make.on(make.days_ago(5)):
        award_id = make.awarded().id
    owner, agency = make.desk(personas.owner()), make.desk(personas.agency())
    db.session.remove()
    outcomes = at_once(
        own_app,
        lambda: contracts.file_contract(selection.award(award_id), None, [make.paper("合同.pdf")], owner),
        lambda: contracts.file_contract(selection.award(award_id), None, [make.paper("合同.pdf")], agency),
    )
    assert outcomes == ["WrongState", "done"]
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1


def test_two_runs_of_the_job_at_once_open_one_case(own_app, clock):
    order_id, desk = make.order("overdue").id, make.desk(personas.owner())
    db.session.remove()
    look = [lambda: look_at(queries.order_by_id(order_id), desk.calendar, desk.book, desk.today)] * 2
    assert at_once(own_app, *look) == ["done", "done"]
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1
