"""The jobs of accounts: letters and texts leave the house, and what is of no more use is forgotten.

T6: no outcome depends on them: what was told stands in the inbox, and a stay that is over is refused.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from itertools import groupby
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, delete

from accounts import carriers, contacts, dispatches, outbox, texting, wording
from accounts.attempts import Tally
from accounts.carriers import Postponed, Undeliverable
from accounts.contacts import ContactCode
from accounts.dispatches import Dispatch
from accounts.kinds import Channel
from accounts.models import Mail, PasswordReset
from accounts.sessions import LONGEST, UserSession
from accounts.texting import Text
from kernel import clock, law
from kernel.db import Base, db, transaction
from kernel.jobs import each, job

log = logging.getLogger(__name__)
KEPT = timedelta(days=90)  # stays that are over, for whoever asks who was here
M = TypeVar("M", EmailMessage, Text)  # what a carrier takes


@dataclass(frozen=True)
class Parcel(Generic[M]):
    """Rows that leave together under a name, and what is written of those of them that are ours to send."""

    table: type[Mail | Dispatch]
    ids: Sequence[int]
    name: str
    write: Callable[[list[int]], M | None]


@job("deliver-messages", cron="* * * * *")
def deliver_messages(_day: date) -> int:
    """Hand what was told to the people it is for, and send each letter that is to leave by now, once."""
    now, book = clock.now(), law.book()
    each(dispatches.unplanned(now), lambda row_id: dispatches.plan(row_id, now, book))
    parcels = list(_letters(now))
    if not parcels:
        return 0
    with carriers.carrier() as way:
        return sum(_hand_over(parcel, way.send, now) for parcel in parcels)


@job("deliver-texts", cron="* * * * *")
def deliver_texts(_day: date) -> int:
    """Send each text that is to leave by now, once."""
    now, way = clock.now(), texting.carrier()
    return sum(_hand_over(parcel, way.send, now) for parcel in _texts(now))


@job("forget-old-stays", cron="40 3 * * *")
def forget_old_stays(day: date) -> int:
    """Delete what no one needs any more: ended stays, spent links and codes, counts of attempts."""
    now = datetime.combine(day, time.max, clock.BEIJING)
    spent = (
        (UserSession, UserSession.created_at < now - LONGEST - KEPT),
        (PasswordReset, PasswordReset.created_at < now - KEPT),
        (ContactCode, ContactCode.created_at < now - KEPT),
        (Tally, Tally.window_ends_at < now - KEPT),
    )
    with transaction():
        return sum(_delete(table, over) for table, over in spent)


def _delete(table: type[Base], over: ColumnElement[bool]) -> int:
    return int(getattr(db.session.execute(delete(table).where(over)), "rowcount", 0))


def _letters(now: datetime) -> Iterator[Parcel[EmailMessage]]:
    """Yield the letters that are to leave: single ones, one for each person who wants one a day, those to an address."""
    for row in dispatches.due(now, Channel.EMAIL, digest=False):
        yield _parcel([row], f"dispatch-{row.id}", lambda rows: wording.letter_of(rows[0]), now)
    daily = dispatches.due(now, Channel.EMAIL, digest=True)
    for user_id, found in groupby(
        sorted(daily, key=lambda row: (row.user_id, row.id)), lambda row: row.user_id
    ):
        rows = list(found)
        yield _parcel(rows, f"digest-{user_id}-{rows[0].id}", wording.digest_of, now)
    for mail in dispatches.mails(now, Channel.EMAIL):
        yield _mail(mail, wording.letter_of_mail)


def _texts(now: datetime) -> Iterator[Parcel[Text]]:
    for row in dispatches.due(now, Channel.SMS, digest=False):
        yield _parcel([row], f"dispatch-{row.id}", lambda rows: _text(rows[0]), now)
    for mail in dispatches.mails(now, Channel.SMS):
        yield _mail(mail, wording.text_of_mail)


def _mail(mail: Mail, write: Callable[[Mail], M]) -> Parcel[M]:
    return Parcel(Mail, [mail.id], f"mail-{mail.id}", lambda _ids: write(mail))


def _parcel(
    rows: Sequence[Dispatch], name: str, write: Callable[[list[Dispatch]], M | None], now: datetime
) -> Parcel[M]:
    """Return a parcel of what is still worth sending; what is not is done with unsent."""

    def made(ids: list[int]) -> M | None:
        chosen = [row for row in rows if row.id in ids and dispatches.is_worth_it(row, now)]
        return write(chosen) if chosen else None

    return Parcel(Dispatch, [row.id for row in rows], name, made)


def _text(row: Dispatch) -> Text | None:
    number = contacts.confirmed([row.user_id]).get(row.user_id, {}).get(Channel.SMS)
    return wording.text_of(row, number) if number else None  # forgotten meanwhile


def _hand_over(parcel: Parcel[M], send: Callable[[str, M], object], now: datetime) -> bool:
    ids, made = _claimed(parcel, now)
    if made is None:
        return False
    try:
        send(parcel.name, made)
    except Undeliverable:
        log.warning("%s cannot be delivered", parcel.name)
    except Postponed:
        return _give_back(parcel.table, ids, now)
    except Exception:
        _give_back(parcel.table, ids, now)
        raise
    if parcel.table is Mail:
        with transaction():
            outbox.empty(parcel.ids[0])
    return True


def _claimed(parcel: Parcel[M], now: datetime) -> tuple[list[int], M | None]:
    """Claim a parcel and write it in one transaction, so that what cannot be written is not taken for sent."""
    found: list[tuple[list[int], M | None]] = []

    def take(_row_id: int) -> bool:
        ids = dispatches.claim(parcel.table, parcel.ids, now)
        found.append((ids, parcel.write(ids) if ids else None))
        return True

    if each(parcel.ids[:1], take):
        return found[0]
    with transaction():
        dispatches.note_try(parcel.table, parcel.ids, now)
    return [], None


def _give_back(table: type[Mail | Dispatch], ids: Sequence[int], now: datetime) -> bool:
    with transaction():
        dispatches.give_back(table, ids, now)
    return False
