"""C1, S3, S8, S9: the contract is filed by one side, confirmed or handed back by the other."""

from datetime import date

from credit import operations as credit
from credit.evidence import ContractFiled as FiledInTime
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.numbers import next_number
from kernel.sentences import say
from kernel.workdays import ONE_DAY
from marketplace.admission.catalogue import items
from marketplace.admission.gate import gate
from marketplace.delivery import queries
from marketplace.delivery.course import Course
from marketplace.delivery.events import ContractConfirmed, ContractFiled, ContractReturned, Event
from marketplace.delivery.kinds import Kind, Side
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.operations.desk import Desk, Uploads, enter, inform, must_have_files
from marketplace.selection import awards
from marketplace.selection import queries as selection
from marketplace.selection.models import Award

NUMBER = "JS"


def file_contract(
    award: Award, effective_on: date | None, uploads: Uploads, desk: Desk, checklist: tuple[str, ...] = ()
) -> Order:
    """File the contract of an award; the first filing opens its order (S3, S8, S9).

    Raises Refused while the publicity runs, for an agency that may not serve today, for a contract without
    its file or with an effective day that lies behind; WrongState where a contract waits or is confirmed.
    """
    lock(award)
    _pass(award, desk)
    until = selection.publicity_ends(award, desk.calendar, desk.book).day
    if desk.today <= until:
        raise Refused(
            "S8",
            say("The result is public until %(day)s; the contract follows after it.", day=until),
            try_from=until + ONE_DAY,
        )
    awards.must_be_ripe(award, desk.today, desk.calendar, desk.book)
    must_have_files(uploads, "S9", say("Bring the contract as both sides signed it."))
    if effective_on and effective_on < desk.today:
        behind = say("The contract can name today or a later day, not one that has passed.")
        raise Refused("C1", behind, field="effective_on")
    order = queries.order_of_award(award.id)
    if order is None:
        order = _opened(award, desk)
    else:
        _must_be_returned(order, desk)
    fact = ContractFiled(order.price_fen, order.promise, effective_on, tuple(dict.fromkeys(checklist)))
    row = enter(order, fact, desk, uploads)
    _own_part(order, row, desk)
    filed = say("A contract for %(title)s was filed; confirm it or hand it back.", title=order.need.title)
    inform(order, (desk.side.other,), filed)
    return order


def confirm_contract(order: Order, event_id: int, desk: Desk) -> OrderEvent:
    """Confirm a contract that the other side filed: from then on it is in effect (C1); S3 is asked again."""
    filed = _waiting(order, event_id, desk)
    _pass(order.award, desk)
    awards.must_be_ripe(order.award, desk.today, desk.calendar, desk.book)
    row = enter(order, ContractConfirmed(), desk, answers=filed)
    awards.contract(order.award, actor_id=desk.actor_id, today=desk.today)
    _own_part(order, row, desk)
    inform(order, (desk.side.other,), say("The contract for %(title)s is confirmed.", title=order.need.title))
    return row


def hand_back_contract(order: Order, event_id: int, reason: str, desk: Desk) -> OrderEvent:
    """Hand a contract back with what is wrong; either side may file it anew."""
    filed = _waiting(order, event_id, desk)
    row = enter(order, ContractReturned(reason), desk, answers=filed)
    sentence = say("The contract for %(title)s was handed back: %(why)s", title=order.need.title, why=reason)
    inform(order, (desk.side.other,), sentence)
    return row


def opened_after(order: Order, price_fen: int, promise: int, desk: Desk) -> Order:
    """Open the order that follows another one by a changed task (C10); S3 is asked as at every signing."""
    _pass(order.award, desk)
    row = _row(order.award, desk)
    row.price_fen, row.promise, row.follows_id = price_fen, promise, order.id
    return _entered(row)


def _opened(award: Award, desk: Desk) -> Order:
    row = _row(award, desk)
    row.price_fen, row.promise = award.price_fen, award.workdays
    return _entered(row)


def _row(award: Award, desk: Desk) -> Order:
    item = award.notice.item_code
    return Order(
        number=next_number(NUMBER, desk.today.year),
        award=award,
        need=award.notice.need,
        owner_id=award.owner_id,
        agency_id=award.agency_id,
        owner=award.notice.owner,
        agency=award.agency,
        item_code=item,
        authority_key=items()[item].authority,
        opened_on=desk.today,
    )


def _entered(row: Order) -> Order:
    db.session.add(row)
    db.session.flush()  # its first event names it by its id
    return row


def _pass(award: Award, desk: Desk) -> None:
    refused = gate(award.agency_id, award.owner_id, award.notice.item_code, desk.today, desk.book)
    if refused:
        raise refused
    if award.ending:
        raise Refused(award.ending.rule, say("The award has ended: the owner chooses again."))


def _current(order: Order, desk: Desk) -> Course:
    lock(order)
    return queries.clock_of(order, desk.calendar, desk.book, desk.today)


def _must_be_returned(order: Order, desk: Desk) -> None:
    contract = _current(order, desk).story.contract
    if contract and contract.reply(ContractReturned) is None:
        raise WrongState(say("A contract has been filed already."))


def _waiting(order: Order, event_id: int, desk: Desk) -> Event:
    contract = _current(order, desk).story.contract
    if contract is None or contract.event.id != event_id or contract.replies:
        raise WrongState(say("This contract has been answered already."))
    if contract.event.side is desk.side:
        raise Refused("C1", say("The other side confirms the contract that you have filed."))
    return contract.event


def _own_part(order: Order, row: OrderEvent, desk: Desk) -> None:
    """Put on the credit file whether the agency did its part of the filing in time (S9), once an award."""
    done = (Kind.CONTRACT_FILED, Kind.CONTRACT_CONFIRMED)
    events = queries.events_of([order.id])[order.id]
    own = [e for e in events if e.side == Side.AGENCY and e.kind in done]
    if desk.side is not Side.AGENCY or [e.id for e in own] != [row.id]:
        return
    by = queries.file_by(order.award, desk.calendar, desk.book)
    credit.submit(
        order.agency_id,
        FiledInTime(desk.today, desk.today <= by),
        entry=row.entry,
        about=f"order:{order.id}",
    )
