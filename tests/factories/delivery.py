"""Orders for tests, walked there by the operations themselves on the days on which it would have happened.

`order()` runs on course today; `order(state="overdue")` and so on: see STATES. `on(day)` lets anything happen on a day.
"""

import io
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from werkzeug.datastructures import FileStorage

from kernel import clock, law
from kernel.db import transaction
from marketplace.admission import queries as admitted
from marketplace.delivery import queries
from marketplace.delivery.events import ChangeProposed, ExtensionAsked, Paid, PauseAsked, Rejected
from marketplace.delivery.kinds import Reason
from marketplace.delivery.operations import (
    changes,
    contracts,
    deliveries,
    endings,
    extensions,
    materials,
    pauses,
    payments,
)
from marketplace.delivery.operations.desk import Desk
from marketplace.delivery.rules.history import Answer, Cause
from tests import personas
from tests.factories import admission
from tests.factories import selection as choice

PDF = b"%PDF-1.4\n% invented\n"
PROMISE = 15
LEAD = 10  # working days from the award to the start
# How many working days ago the clock started, and what is done then on which of its working days.
STATES = {
    "filed": 0,
    "signed": 0,
    "handed-over": 1,
    "on-course": 5,
    "paused": 5,
    "due-soon": 13,
    "due-today": 15,
    "overdue": 18,
    "delivered": 10,
    "accepted": 10,
    "accepted-by-silence": 18,
    "rejected": 10,
    "contested": 10,
    "late": 17,
    "ended": 10,
    "abandoned": 5,
}


def paper(name="成果.pdf", content=PDF):
    """Return a file as a form would bring it."""
    return FileStorage(io.BytesIO(content), filename=name)


@contextmanager
def on(day):
    """Let it be noon of a day, Beijing time."""
    before = clock._source
    moment = day if isinstance(day, datetime) else datetime.combine(day, time(12), clock.BEIJING)
    clock.use(lambda: moment)
    try:
        yield
    finally:
        clock.use(before)


def days_ago(count, today=None):
    """Return the day that lies a number of working days back."""
    day, calendar = today or clock.today(), law.calendar()
    while count > 0:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    return day


def desk(user, side=None):
    """Return who acts, by the organisation of a person."""
    side = side or queries.side_of(user.organisation)
    return Desk(user.id, side, clock.today(), law.calendar(), law.book())


def awarded(owner=None, agency=None, **terms):
    """Return an award of today, the agency admitted where it is not yet."""
    owner, agency = owner or personas.owner(), agency or personas.agency()
    ready(agency)
    return choice.award(owner, agency, **({"workdays": PROMISE} | terms))


def ready(agency, item="B02"):
    """Admit an agency that lists an item, once."""
    if admitted.admission_of(agency.organisation_id) is None:
        admission.agency_with(item, organisation=agency)


def order(state="on-course", owner=None, agency=None, start=None, **terms):
    """Return an order in a state as of today; `start` is the day on which both had agreed and handed over."""
    owner, agency = owner or personas.owner(), agency or personas.agency()
    start = start or days_ago(STATES[state])
    with on(days_ago(LEAD, start)):
        award = awarded(owner, agency, **terms)
    with on(start):
        row = filed(award, owner)
        if state == "filed":
            return row
        confirmed(row, agency)
        if state == "signed":
            return row
        with transaction():
            materials.hand_over(row, (), (), desk(owner))
    walk = WALKS.get(state)
    if walk:
        walk(row, owner, agency)
    return row


def filed(award, user, checklist=()):
    """File the contract of an award, with what is examined at acceptance."""
    with transaction():
        return contracts.file_contract(award, None, [paper("合同.pdf")], desk(user), checklist)


def confirmed(row, user):
    """Confirm the contract that waits."""
    with transaction():
        contracts.confirm_contract(row, last(row, "contracts"), desk(user))
    return row


def delivered(row, agency):
    """Deliver today."""
    with transaction():
        return deliveries.deliver(row, "报告表终稿", [paper()], desk(agency))


def accepted(row, owner):
    """Accept the last delivery today."""
    with transaction():
        return deliveries.accept(row, last(row, "deliveries"), "", desk(owner))


def rejected(row, owner, *, repeat=False):
    """Reject the last delivery today."""
    fact = Rejected("缺少噪声预测章节", repeat)
    with transaction():
        return deliveries.reject(row, last(row, "deliveries"), fact, (), desk(owner))


def rejected_item(row, owner, item):
    """Reject the last delivery today, for an item of the checklist."""
    with transaction():
        fact = Rejected("内容不全", unmet=(item,))
        return deliveries.reject(row, last(row, "deliveries"), fact, (), desk(owner))


def contested(row, agency):
    """Contest the last rejection today."""
    with transaction():
        return deliveries.contest(row, last(row, "deliveries"), "噪声章节在附件三", (), desk(agency))


def pause_asked(row, agency, cause=Cause.MATERIALS, first_on=None, last_on=None):
    """Ask for a pause today."""
    fact = PauseAsked(cause, first_on or clock.today(), "更换炉型，材料待补", last_on)
    with transaction():
        return pauses.ask_pause(row, fact, [paper("来函.pdf")], desk(agency))


def pause_answered(row, user, answer=Answer.CONFIRMED):
    """Answer the last pause today."""
    with transaction():
        return pauses.answer_pause(row, last(row, "pauses"), answer, "情况属实", desk(user))


def extension_asked(row, agency, days=3, whose=Reason.OWN):
    """Ask for an extension today."""
    with transaction():
        return extensions.ask_extension(row, ExtensionAsked(days, whose, "监测数据复核"), (), desk(agency))


def extension_answered(row, owner, *, agreed=True):
    """Answer the last extension today."""
    with transaction():
        event = last(row, "extensions")
        return extensions.answer_extension(
            row, event, "同意" if agreed else "不同意", desk(owner), agreed=agreed
        )


def changed(row, first, second):
    """Let one side propose a changed task today and the other agree to it."""
    with transaction():
        changes.propose_change(row, ChangeProposed("增加噪声监测", 3_200_000, 20), [paper()], desk(first))
    with transaction():
        return changes.answer_change(row, last(row, "changes"), "同意", desk(second), agreed=True)


def paid(row, owner, amount_fen=None):
    """Record a payment of today, of the whole price unless said otherwise."""
    fact = Paid(amount_fen or row.price_fen, clock.today())
    with transaction():
        return payments.record_payment(row, fact, (), desk(owner))


def last(row, threads):
    """Return the id of the last event of a kind of thread of an order."""
    return getattr(standing(row).story, threads)[-1].event.id


def standing(row, day=None):
    """Return where an order stands on a day."""
    return queries.clock_of(row, law.calendar(), law.book(), day or clock.today())


def _yesterday(verb):
    with on(days_ago(1)):
        return verb()


def _paused(row, _owner, agency):
    pause_asked(row, agency)
    pause_answered(row, _owner)


def _accepted(row, owner, agency):
    _yesterday(lambda: delivered(row, agency))
    accepted(row, owner)


def _rejected(row, owner, agency):
    _yesterday(lambda: delivered(row, agency))
    rejected(row, owner)


def _contested(row, owner, agency):
    _rejected(row, owner, agency)
    contested(row, agency)


def _silently(row, _owner, agency):
    with on(days_ago(8)):
        delivered(row, agency)


def _ended(row, owner, _agency):
    with transaction():
        endings.end_contract(row, "项目调整", desk(owner))


def _abandoned(row, _owner, agency):
    with transaction():
        endings.abandon(row, "负责人离职", desk(agency))


WALKS = {
    "paused": _paused,
    "delivered": lambda row, _owner, agency: _yesterday(lambda: delivered(row, agency)),
    "late": lambda row, _owner, agency: delivered(row, agency),
    "accepted": _accepted,
    "accepted-by-silence": _silently,
    "rejected": _rejected,
    "contested": _contested,
    "ended": _ended,
    "abandoned": _abandoned,
}


def upload(name="成果.pdf", content=PDF):
    """Return a file as a test's visitor sends it."""
    return (io.BytesIO(content), name)
