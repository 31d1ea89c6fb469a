"""Accepted orders and their evaluations for tests; the order's way up to its acceptance is delivery's own matter."""

import itertools

from kernel import clock, law, ledger
from kernel.db import transaction
from marketplace.admission.catalogue import items
from marketplace.delivery.models import Order
from marketplace.evaluation import operations
from marketplace.evaluation.rules import ASPECTS, Marks
from marketplace.selection.models import TrackRecord
from marketplace.selection.operations import lay_track
from tests.factories import selection

_numbers = itertools.count(1)


def order(owner, agency, accepted_on=None):
    """Enter an order of an owner with an agency, both people; accepted on a day, or running still."""
    award = selection.award(owner, agency)
    row = Order(
        number=f"JS-2026-{next(_numbers):04d}",
        award=award,
        need=award.notice.need,
        owner_id=award.owner_id,
        agency_id=award.agency_id,
        item_code=award.notice.item_code,
        authority_key=items()[award.notice.item_code].authority,
        promise=award.workdays,
        price_fen=award.price_fen,
        opened_on=clock.today(),
    )
    with transaction():
        ledger.record(row, "delivery.order.opened", actor_id=owner.id, rule="S9")
        lay_track(_track(row, accepted_on))
    return row


def marks(overall=4, reason="", *, fee_as_offered=True, told_at_once=True):
    """Give four stars in everything but the overall mark."""
    stars = dict.fromkeys(ASPECTS, 4) | {"overall": overall}
    return Marks(stars, fee_as_offered, told_at_once, reason)


def evaluation(row, owner, **given):
    """Let the owner evaluate an order today."""
    with transaction():
        return operations.evaluate(
            row,
            marks(**given),
            actor_id=owner.id,
            today=clock.today(),
            calendar=law.calendar(),
            book=law.book(),
        )


def revision(row, owner, **given):
    """Let the owner revise an evaluation today."""
    with transaction():
        return operations.revise(
            row,
            marks(**given),
            actor_id=owner.id,
            today=clock.today(),
            calendar=law.calendar(),
            book=law.book(),
        )


def reply(row, agency, text="感谢评价，下次会提前告知。"):
    """Let the agency reply to an evaluation."""
    with transaction():
        return operations.reply(row, text, actor_id=agency.id)


def _track(row, accepted_on):
    return TrackRecord(
        order_number=row.number,
        agency_id=row.agency_id,
        owner_id=row.owner_id,
        item_code=row.item_code,
        price_fen=row.price_fen,
        promised=row.promise,
        started_on=clock.today(),
        completed_on=accepted_on,
    )
