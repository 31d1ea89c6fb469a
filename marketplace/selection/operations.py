"""The verbs of a direct choice: invite, offer, decline, choose, withdraw; and the track record laid down."""

from collections.abc import Iterable, Sequence
from datetime import date

from accounts.kinds import Topic
from accounts.operations import tell
from kernel import clock, law, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.numbers import next_number
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar
from marketplace.admission.gate import gate
from marketplace.projects.models import Need
from marketplace.selection import limits, publishing, queries, rules, standing
from marketplace.selection.desk import Desk
from marketplace.selection.models import Award, Notice, Registration, TrackRecord
from marketplace.selection.procedure import Reason

DIRECT = "direct"
NUMBER = "XQ"
MOST_DAYS_AHEAD = 60


def invite(
    need: Need,
    agency_ids: Sequence[int],
    offers_until: date,
    remark: str,
    *,
    actor_id: int,
    today: date,
    book: Rulebook,
) -> Notice:
    """Put a need before the agencies that the owner chose (S2 direct choice); S3 and S6 are asked for each."""
    lock(need)
    _make_room(need, actor_id, book)
    if not 0 <= (offers_until - today).days <= MOST_DAYS_AHEAD:
        raise Refused(
            "S4",
            say("The last day for offers lies within %(most)s days from today.", most=MOST_DAYS_AHEAD),
            field="offers_until",
        )
    project = need.project
    row = Notice(
        number=next_number(NUMBER, today.year),
        need=need,
        owner_id=project.owner_id,
        item_code=need.item_code,
        method=DIRECT,
        public_money=project.public_money,
        published_on=today,
        offers_until=offers_until,
        remark=remark,
    )
    details = {"number": row.number, "offers_until": offers_until, "method": DIRECT}
    ledger.record(row, "selection.notice.published", actor_id=actor_id, rule="S2", details=details)
    invite_more(row, agency_ids, actor_id=actor_id, today=today, book=book)
    return row


def _make_room(need: Need, actor_id: int, book: Rulebook) -> None:
    """Let agencies be invited after a notice has failed by its dates; raise while one stands (S1)."""
    now = clock.now()
    standing.must_let_invite(need, now, book)
    if standing.notice_of(need, now, book):
        raise WrongState(say("Agencies have been invited for this service already."))
    failed = queries.open_notice_of(need.id)
    if failed:
        publishing.fail(failed, Reason.NOBODY, desk=Desk(actor_id, now, law.calendar(), book))
        db.session.flush()  # the new one takes its place


def invite_more(
    notice: Notice, agency_ids: Sequence[int], *, actor_id: int, today: date, book: Rulebook
) -> None:
    """Invite further agencies to offer for a notice."""
    lock(notice)
    _must_be_open(notice)
    if today > notice.offers_until:
        over = say(
            "Offers were taken until %(day)s. Withdraw the notice and invite anew.", day=notice.offers_until
        )
        raise Refused("S4", over)
    if not agency_ids:
        raise Refused("S2", say("Choose at least one agency to invite."), field="agencies")
    asked = {row.agency_id for row in queries.registrations_of(notice.id)}
    for agency_id in dict.fromkeys(agency_ids):
        if agency_id in asked:
            continue
        _pass(agency_id, notice, today, book)
        row = Registration(notice=notice, agency_id=agency_id, invited_at=clock.now())
        ledger.record(
            row,
            "selection.agency.invited",
            actor_id=actor_id,
            rule="S2",
            details={"notice": notice.number, "agency": agency_id},
        )
        tell(
            agency_id,
            say(
                "%(owner)s invites you to offer for %(title)s by %(day)s.",
                owner=notice.owner.name,
                title=notice.need.title,
                day=notice.offers_until,
            ),
            link=f"/invitations/{row.id}",
            topic=Topic.MATTER,
        )


def offer(
    row: Registration,
    price_fen: int,
    workdays: int,
    remark: str,
    *,
    actor_id: int,
    today: date,
    book: Rulebook,
) -> Registration:
    """Offer a price and a number of promised working days, or change the offer before the last day ends (S3, C1)."""
    lock(row.notice)
    lock(row)
    _must_be_open(row.notice)
    if today > row.notice.offers_until:
        raise Refused(
            "S4", say("Offers were taken until %(day)s, 24:00 Beijing time.", day=row.notice.offers_until)
        )
    _pass(row.agency_id, row.notice, today, book)
    _must_not_have_ended(row)
    least, most = book.whole("C1.least_promise", today), book.whole("C1.most_promise", today)
    if not least <= workdays <= most:
        raise Refused(
            "C1",
            say("A promise is %(least)s to %(most)s working days.", least=least, most=most),
            field="workdays",
        )
    row.price_fen, row.workdays, row.remark = price_fen, workdays, remark
    row.offered_at, row.declined_at = clock.now(), None
    details = {"notice": row.notice.number, "price_fen": price_fen, "workdays": workdays}
    ledger.record(row, "selection.offer.made", actor_id=actor_id, rule="C1", details=details)
    tell(
        row.notice.owner_id,
        say(
            "%(agency)s has made an offer for %(title)s.", agency=row.agency.name, title=row.notice.need.title
        ),
        link=f"/notices/{row.notice_id}",
        topic=Topic.MATTER,
    )
    return row


def decline(row: Registration, *, actor_id: int) -> Registration:
    """Decline an invitation; this is no give-up, since nothing was promised."""
    lock(row.notice)
    lock(row)
    _must_be_open(row.notice)
    _must_not_have_ended(row)
    if row.declined_at:
        raise WrongState(say("The invitation has been declined already."))
    row.declined_at, row.offered_at = clock.now(), None
    ledger.record(
        row,
        "selection.invitation.declined",
        actor_id=actor_id,
        rule="S2",
        details={"notice": row.notice.number},
    )
    tell(
        row.notice.owner_id,
        say(
            "%(agency)s has declined to offer for %(title)s.",
            agency=row.agency.name,
            title=row.notice.need.title,
        ),
        link=f"/notices/{row.notice_id}",
        topic=Topic.MATTER,
    )
    return row


def choose(
    notice: Notice,
    registration_id: int,
    reason: str,
    *,
    actor_id: int,
    today: date,
    calendar: Calendar,
    book: Rulebook,
) -> Award:
    """Choose one of the agencies that offered, with a reason, and publish the result (S2, S3, S6, S8, S10)."""
    lock(notice)
    _must_be_open(notice)
    entered = {row.id: row for row in queries.registrations_of(notice.id)}
    offer = rules.choose_directly(_offers(entered.values()), registration_id)
    row = entered[registration_id]
    _pass(row.agency_id, notice, today, book)
    above = limits.refusal(offer.price_fen, today, book, public_money=notice.public_money)
    if above:
        raise Refused(above.rule, above.sentence)
    award = Award(
        notice=notice,
        registration_id=row.id,
        agency_id=row.agency_id,
        owner_id=notice.owner_id,
        price_fen=offer.price_fen,
        workdays=offer.workdays,
        reason=reason,
        published_on=today,
    )
    details = {
        "notice": notice.number,
        "agency": row.agency_id,
        "price_fen": offer.price_fen,
        "workdays": offer.workdays,
    }
    ledger.record(award, "selection.award.published", actor_id=actor_id, rule="S8", details=details)
    _tell_of_choice(award, entered.values(), queries.publicity_ends(award, calendar, book).day)
    return award


def _tell_of_choice(award: Award, entered: Iterable[Registration], until: date) -> None:
    notice = award.notice
    told = say(
        "%(owner)s has chosen %(agency)s for %(title)s; the result is public until %(day)s.",
        owner=notice.owner.name,
        agency=next(row.agency.name for row in entered if row.agency_id == award.agency_id),
        title=notice.need.title,
        day=until,
    )
    for row in entered:
        if row.offered_at and not row.ended_on:
            tell(row.agency_id, told, link=f"/results/{award.id}")


def _offers(entered: Iterable[Registration]) -> dict[int, rules.Offer]:
    return {
        row.id: rules.Offer(row.price_fen, row.workdays)
        for row in entered
        if row.offered_at and not row.ended_on and row.price_fen and row.workdays
    }


def withdraw(notice: Notice, reason: str, *, actor_id: int, today: date) -> Notice:
    """Withdraw a notice for which nobody has been chosen; those who were invited are told why."""
    lock(notice)
    _must_be_open(notice)
    notice.withdrawn_on, notice.withdrawn_because = today, reason
    ledger.record(
        notice, "selection.notice.withdrawn", actor_id=actor_id, rule="S2", details={"number": notice.number}
    )
    for row in queries.registrations_of(notice.id):
        if not row.declined_at and not row.ended_on:
            told = say(
                "%(owner)s has withdrawn the invitation for %(title)s.",
                owner=notice.owner.name,
                title=notice.need.title,
            )
            tell(row.agency_id, told, link=f"/invitations/{row.id}", topic=Topic.MATTER)
    return notice


def lay_track(row: TrackRecord) -> None:
    """Lay down what an order shows of its agency, over what was laid down before."""
    db.session.merge(row)


def _must_be_open(notice: Notice) -> None:
    standing.must_be_direct(notice)
    if notice.withdrawn_on:
        raise WrongState(say("The notice has been withdrawn."))
    if queries.award_of(notice.id):
        raise WrongState(say("An agency has been chosen already."))


def _must_not_have_ended(row: Registration) -> None:
    if row.ending:
        raise Refused(
            row.ending.rule,
            say("Your part in this choice has ended. Owners may invite you to other choices."),
        )


def _pass(agency_id: int, notice: Notice, today: date, book: Rulebook) -> None:
    refused = gate(agency_id, notice.owner_id, notice.item_code, today, book)
    if refused:
        raise refused
