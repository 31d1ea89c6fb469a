"""What leaves the house of a message: one dispatch for each person and way, each sent once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts import contacts, queries
from accounts.kinds import Channel, Topic
from accounts.models import Mail, Message, User
from accounts.rules import leaves, ways
from kernel.clock import local_day
from kernel.db import Row, UtcMoment, db, one_of
from kernel.rulebook import Rulebook

BATCH = 200  # of a kind in a run; the next one is a minute later
# Then the inbox alone has it: what nobody takes is no longer tried, and what waited longer is no news any more. Legal
# service is counted from its first try, so that it leaves however long the jobs were off (P5b, T6).
TRIED_FOR = timedelta(days=7)
_UNSENT = text("sent_at IS NULL")


class Dispatch(Row):
    """A message on its way to one person by one way: when it leaves, whether in the daily digest, when it left.

    `tried_at` is the first time that nobody would take it.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        CheckConstraint(one_of("channel", Channel), name="channel"),
        UniqueConstraint("message_id", "user_id", "channel"),
        Index("ix_dispatch_unsent", "leaves_at", "id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    channel: Mapped[str] = mapped_column(String(10))
    is_digest: Mapped[bool]
    leaves_at: Mapped[datetime] = mapped_column(UtcMoment)
    tried_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    message: Mapped[Message] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


def unplanned(now: datetime) -> Sequence[int]:
    """Return the messages that nobody has been handed yet, the oldest first."""
    is_news = or_(Message.topic == Topic.SERVICE.value, Message.created_at > now - TRIED_FOR)
    chosen = select(Message.id).where(Message.sent_at.is_(None), is_news).order_by(Message.id)
    return db.session.scalars(chosen.limit(BATCH)).all()


def plan(message_id: int, now: datetime, book: Rulebook) -> bool:
    """Lay down, once, to whom a message goes by which way and when: to everybody of the organisation who is in."""
    if not claim(Message, [message_id], now):
        return False
    row = db.session.get_one(Message, message_id)
    people = [user for user in queries.people_of(row.organisation_id) if user.is_active]
    known, wanted = contacts.confirmed(u.id for u in people), contacts.choices(u.id for u in people)
    for user in people:
        choice = wanted[user.id]
        for way in ways(Topic(row.topic), choice, known.get(user.id, {})):
            when = leaves(Topic(row.topic), way, choice, now, row.holds_until, book)
            db.session.add(
                Dispatch(
                    message_id=row.id,
                    user_id=user.id,
                    channel=way.value,
                    is_digest=when.digest,
                    leaves_at=when.at,
                )
            )
    return True


def due(now: datetime, way: Channel, *, digest: bool) -> Sequence[Dispatch]:
    """Return what is to leave by a way by now, the longest waiting first, what nobody took before after the rest."""
    since = now - TRIED_FOR
    is_news = or_(Message.topic == Topic.SERVICE.value, Dispatch.leaves_at > since)
    waiting = (
        Dispatch.sent_at.is_(None),
        Dispatch.leaves_at <= now,
        or_(Dispatch.tried_at.is_(None), Dispatch.tried_at > since),
        Dispatch.channel == way.value,
        Dispatch.is_digest.is_(digest),
    )
    chosen = select(Dispatch).join(Message, Dispatch.message_id == Message.id).where(*waiting, is_news)
    in_turn = (Dispatch.tried_at.is_not(None), Dispatch.leaves_at, Dispatch.id)
    return db.session.scalars(chosen.order_by(*in_turn).limit(BATCH)).all()


def mails(now: datetime, way: Channel) -> Sequence[Mail]:
    """Return the letters to an address, or the texts to a telephone, that are still to be sent."""
    waiting = (Mail.sent_at.is_(None), Mail.channel == way.value, Mail.created_at > now - TRIED_FOR)
    return db.session.scalars(select(Mail).where(*waiting).order_by(Mail.id).limit(BATCH)).all()


def is_worth_it(row: Dispatch, now: datetime) -> bool:
    """Tell whether it is still to be sent: the person is in, and what it says still holds."""
    until = row.message.holds_until
    is_in = row.user.is_active and (
        row.user.organisation.switched_off_at is None or row.message.topic == Topic.SERVICE
    )
    return is_in and (until is None or local_day(now) <= until)


def claim(table: type[Message | Mail | Dispatch], ids: Iterable[int], now: datetime) -> list[int]:
    """Mark rows as sent, before they are; return those that were ours to send: of two senders one gets each."""
    unsent = (table.id.in_(list(ids)), table.sent_at.is_(None))
    return list(db.session.scalars(update(table).where(*unsent).values(sent_at=now).returning(table.id)))


def give_back(table: type[Mail | Dispatch], ids: Sequence[int], now: datetime) -> None:
    """Mark rows as not sent after all, so that a later run tries again."""
    db.session.execute(update(table).where(table.id.in_(ids)).values(sent_at=None))
    note_try(table, ids, now)


def note_try(table: type[Mail | Dispatch], ids: Sequence[int], now: datetime) -> None:
    """Keep when dispatches were tried in vain for the first time; a letter to an address has only its own day."""
    if table is Dispatch:
        tried = func.coalesce(Dispatch.tried_at, now)
        db.session.execute(update(Dispatch).where(Dispatch.id.in_(ids)).values(tried_at=tried))
