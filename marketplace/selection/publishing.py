"""S1, S4: a notice is published, with its commitment for draws, and agencies that list the item are told."""

import secrets
from datetime import date, datetime

from sqlalchemy import select

from accounts.kinds import Topic
from accounts.models import Organisation
from accounts.operations import tell
from kernel import ledger, search
from kernel.clock import local_day
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.numbers import next_number
from kernel.sealing import sealer
from kernel.sentences import say
from marketplace.admission import queries as admission
from marketplace.admission.catalogue import items
from marketplace.admission.models import ListedService
from marketplace.selection import (
    contributions,
    drafting,
    draw,
    keys,
    listing,
    notices,
    queries,
    standing,
    windows,
)
from marketplace.selection.catalogue import method
from marketplace.selection.desk import Desk
from marketplace.selection.draw_tables import DrawChain
from marketplace.selection.models import Notice
from marketplace.selection.procedure import Act, Reason, State, step
from marketplace.selection.tables import Terms

NUMBER = "XQ"


def publish(row: Terms, *, desk: Desk) -> Notice:
    """Publish an owner's draft at once: private money, and nothing found in its text that nobody has answered."""
    lock(row)
    drafting.must_be_draft(row)
    if row.public_money:
        raise Refused("S1", say("With public money the operator checks the form of a notice first."))
    drafting.check(row, desk)
    drafting.check_words(row, desk)
    return _published(row, State.DRAFT, desk)


def pass_check(row: Terms, *, desk: Desk) -> Notice:
    """Pass the form check of a draft and publish it; a closing that has become too early moves to the earliest."""
    lock(row)
    drafting.must_wait(row)
    if not row.public_money:
        raise WrongState(say("The owner publishes this notice once everything is answered."))
    drafting.check_words(row, desk)
    _must_be_another(row, desk)
    _give_time(row, desk)
    drafting.check(row, desk)
    return _published(row, State.CHECKING, desk)


def _published(row: Terms, found: State, desk: Desk) -> Notice:
    step(found, Act.PUBLISH)
    if method(row.method).seals and keys.key_of(row.id) is None:
        raise WrongState(say("The owner has no opening code for this notice yet."))
    lock(row.need)
    _make_room(row, desk)
    notice = _notice(row, desk)
    db.session.add(notice)
    db.session.flush()  # terms and commitment name it by its id
    row.notice_id, row.submitted_at = notice.id, None
    chain = _commit(notice, row, desk)
    named = contributions.name_givers(notice, chain)
    details = {
        "number": notice.number,
        "method": notice.method,
        "closes_at": notice.closes_at,
        "opens_at": notice.opens_at,
        "commitment": chain.commitment,
        "chain": chain.chain,
        "source": chain.source,
        "lines": chain.lines,
    }
    ledger.record(
        notice,
        "selection.notice.published",
        actor_id=desk.actor_id,
        rule="S4",
        details=details,
        also=(row, chain, *named),
    )
    contributions.ask_to_lodge(named)
    _let_be_found(notice)
    _tell_agencies(notice, desk)
    return notice


def _notice(row: Terms, desk: Desk) -> Notice:
    need, (closes_at, opens_at) = row.need, _moments(row)
    window = windows.window(closes_at, opens_at, desk.calendar, desk.book, public_money=row.public_money)
    return Notice(
        number=next_number(NUMBER, desk.today.year),
        need=need,
        owner_id=row.owner_id,
        owner=need.project.owner,
        item_code=need.item_code,
        method=row.method,
        public_money=row.public_money,
        published_on=desk.today,
        published_at=desk.now,
        offers_until=local_day(closes_at),
        closes_at=closes_at,
        opens_at=opens_at,
        late_closes_at=window.late_closes_at,
        late_opens_at=window.late_opens_at,
    )


def _must_be_another(row: Terms, desk: Desk) -> None:
    """Let a second person pass what one has let stand in the text (S1)."""
    if any(one.actor_id == desk.actor_id for one in notices.term_answers(row.id)):
        sentence = say("You have let a term stand in this notice: another person of the operator passes it.")
        raise Refused("S1", sentence)


def _commit(notice: Notice, row: Terms, desk: Desk) -> DrawChain:
    """Make the secret of the notice's draws and publish what it hashes to (VRS)."""
    sizes = draw.sizes(desk.book, desk.today)
    secret = secrets.token_bytes(sizes.secret_bytes)
    return DrawChain(
        notice_id=notice.id,
        secret_sealed=sealer().seal(secret.hex()),
        chain=sizes.chain,
        commitment=draw.new_chain(secret, sizes.chain).hex(),
        source=row.source,
        lines=row.lines,
    )


def _give_time(row: Terms, desk: Desk) -> None:
    """Move a closing that the form check has made too early to the earliest one, and the opening with it."""
    earliest = windows.earliest_closing(desk.today, desk.calendar, desk.book, public_money=row.public_money)
    closes_at, opens_at = _moments(row)
    if closes_at < earliest and not row.urgent_reason:
        row.closes_at, row.opens_at = earliest, earliest + (opens_at - closes_at)


def _moments(row: Terms) -> tuple[datetime, datetime]:
    if row.closes_at is None or row.opens_at is None:
        raise WrongState(say("The terms have not been filled in yet."))
    return row.closes_at, row.opens_at


def _make_room(row: Terms, desk: Desk) -> None:
    """Let a need be published anew after its notice has failed; raise WrongState while one stands."""
    old = queries.open_notice_of(row.need_id)
    if old is None:
        return
    lock(old)
    if standing.has_failed(old, desk.now, desk.book):
        fail(old, Reason.NOBODY, desk=desk)
        db.session.flush()  # the new one takes its place
        return
    raise WrongState(say("A notice for this service stands already."))


def fail(notice: Notice, reason: Reason, *, desk: Desk, on: date | None = None) -> None:
    """Record that a notice has failed, once, as of the day that made it so; its need can be published anew."""
    if notice.failed_on:
        return
    notice.failed_on, notice.failed_because = on or desk.today, reason.value
    details = {"number": notice.number, "because": reason.value}
    ledger.record(notice, "selection.notice.failed", actor_id=desk.actor_id, rule="S4", details=details)
    told = say(
        "Your notice for %(title)s has failed: %(why)s. You may publish it anew.",
        title=notice.need.title,
        why=reason.sentence,
    )
    tell(notice.owner_id, told, link=f"/notices/{notice.number}")


def _let_be_found(notice: Notice) -> None:
    item, project = items()[notice.item_code], notice.need.project
    words = (notice.number, notice.need.title, item.name, item.name_en, project.name, notice.owner.name)
    search.index(listing.INDEX, notice.id, " ".join(words))


def _tell_agencies(notice: Notice, desk: Desk) -> None:
    """Tell every agency that may be chosen for the item."""
    told = say(
        "A new notice for a service that you list: %(title)s, open until %(moment)s.",
        title=notice.need.title,
        moment=notice.closes_at,
    )
    listed = admission.offering(notice.item_code, desk.today).with_only_columns(
        ListedService.agency_id, maintain_column_froms=True
    )
    for agency_id in db.session.scalars(select(Organisation.id).where(Organisation.id.in_(listed))):
        once = f"notice:{notice.id}:new"
        tell(agency_id, told, link=f"/notices/{notice.number}", once=once, topic=Topic.MARKET)
