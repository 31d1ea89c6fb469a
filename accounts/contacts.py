"""Where a person is reached: addresses that were confirmed by a code, and what is wanted by which way."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from accounts import attempts, outbox
from accounts.kinds import Channel, Topic
from accounts.models import User
from accounts.rules import Choice
from kernel import ledger
from kernel.db import Row, UtcMoment, db, lock, one_of
from kernel.errors import Refused
from kernel.ledger import Audited
from kernel.sealing import sealer
from kernel.sentences import say

WHO_MAY = "6"  # section 6 of the rules
LASTS = timedelta(minutes=15)
TRIES = 5  # of a million codes: one in two hundred thousand guesses right
DIGITS = 6
ASKED = attempts.Limit("contact-code", 5, timedelta(hours=1))
WRONG = say("This is not the code, or it is too old. Look at the newest one, or ask for another.")


class Contact(Audited, Row):
    """An address that a person has confirmed, sealed; one for each way."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(one_of("channel", Channel), name="channel"),
        UniqueConstraint("user_id", "channel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    channel: Mapped[str] = mapped_column(String(10))
    sealed: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime] = mapped_column(UtcMoment)


class ContactCode(Row):
    """A code that was sent to an address, good once, for some minutes and tries."""

    __tablename__ = "contact_code"
    __table_args__ = (CheckConstraint(one_of("channel", Channel), name="channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    sealed: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class MessageChoice(Audited, Row):
    """What a person wants by which way beside the inbox."""

    __tablename__ = "message_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, autoincrement=False)
    by_email: Mapped[str] = mapped_column(String(60))
    by_sms: Mapped[str] = mapped_column(String(60))
    digest: Mapped[bool]

    @property
    def choice(self) -> Choice:
        """Return it as the rules look at it."""
        return Choice(_topics(self.by_email), _topics(self.by_sms), self.digest)


def confirmed(user_ids: Iterable[int]) -> dict[int, dict[Channel, str]]:
    """Return the confirmed addresses of people by id and way, in one statement."""
    found: dict[int, dict[Channel, str]] = {}
    for row in db.session.scalars(select(Contact).where(Contact.user_id.in_(set(user_ids)))):
        found.setdefault(row.user_id, {})[Channel(row.channel)] = sealer().open(row.sealed)
    return found


def choices(user_ids: Iterable[int]) -> dict[int, Choice]:
    """Return what people want, by id, in one statement; who has chosen nothing has what everybody begins with."""
    ids = set(user_ids)
    rows = db.session.scalars(select(MessageChoice).where(MessageChoice.user_id.in_(ids)))
    return dict.fromkeys(ids, Choice()) | {row.user_id: row.choice for row in rows}


def choose(user: User, choice: Choice) -> MessageChoice:
    """Keep what a person wants; legal service stays whatever is said of it (P5b)."""
    lock(user)
    row = db.session.get(MessageChoice, user.id) or MessageChoice(user_id=user.id)
    row.by_email = _written(choice.by_email | {Topic.SERVICE})
    row.by_sms, row.digest = _written(choice.by_sms), choice.digest
    details = {"by_email": row.by_email, "by_sms": row.by_sms, "digest": row.digest}
    ledger.record(row, "accounts.message-choice.changed", actor_id=user.id, rule="P5b", details=details)
    return row


def ask(user: User, way: Channel, address: str, *, now: datetime) -> datetime | None:
    """Send a code to an address that a person wants to confirm; return from when, where it is asked too often."""
    wait = attempts.count(ASKED, f"{user.id}:{way.value}", now)
    if wait:
        return wait
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    _spend(user, way, now)
    row = ContactCode(user_id=user.id, channel=way.value, created_at=now)
    row.sealed, row.fingerprint = sealer().seal(address), _fingerprint(user, way, code)
    db.session.add(row)
    said = say("Your code for the intermediary supermarket is %(code)s, good for 15 minutes.", code=code)
    if way is Channel.SMS:
        outbox.post_text(address, said)
    else:
        outbox.post(address, say("Confirm your address at the intermediary supermarket"), said)
    return None


def open_code(user: User, way: Channel, now: datetime) -> ContactCode | None:
    """Return the code that a person may still enter, or None."""
    chosen = select(ContactCode).where(
        ContactCode.user_id == user.id,
        ContactCode.channel == way.value,
        ContactCode.used_at.is_(None),
        ContactCode.created_at > now - LASTS,
    )
    return db.session.scalars(chosen.order_by(ContactCode.id.desc())).first()


def proved(user: User, way: Channel, code: str, now: datetime) -> int | None:
    """Count a try of a code, and return the id of what it proves, or None; commit it before anything is made of it."""
    row = open_code(user, way, now)
    if row is None:
        return None
    tried = (ContactCode.id == row.id, ContactCode.tries < TRIES)
    counted = db.session.execute(update(ContactCode).where(*tried).values(tries=ContactCode.tries + 1))
    fits = secrets.compare_digest(row.fingerprint, _fingerprint(user, way, code))
    return row.id if getattr(counted, "rowcount", 0) and fits else None


def confirm(user: User, way: Channel, code_id: int, *, now: datetime) -> Contact:
    """Confirm the address that a code has proved; raise Refused where another one was asked for meanwhile."""
    lock(user)
    row = open_code(user, way, now)
    if row is None or row.id != code_id:
        raise Refused("", WRONG, field="code")
    _spend(user, way, now)
    return keep(user, way, sealer().open(row.sealed), now=now)


def keep(user: User, way: Channel, address: str, *, now: datetime) -> Contact:
    """Keep an address that a person has shown to be theirs, in place of the one before."""
    lock(user)
    chosen = select(Contact).where(Contact.user_id == user.id, Contact.channel == way.value)
    row = db.session.scalars(chosen).first() or Contact(user_id=user.id, channel=way.value)
    row.sealed, row.confirmed_at = sealer().seal(address), now
    details = {"channel": way.value}
    ledger.record(row, "accounts.contact.confirmed", actor_id=user.id, rule=WHO_MAY, details=details)
    return row


def forget(user: User, way: Channel) -> None:
    """Forget a confirmed address: nothing leaves by that way any more."""
    chosen = select(Contact).where(Contact.user_id == user.id, Contact.channel == way.value)
    row = db.session.scalars(chosen).first()
    if row is not None:
        db.session.delete(row)
        details = {"channel": way.value}
        ledger.record(row, "accounts.contact.forgotten", actor_id=user.id, rule=WHO_MAY, details=details)


def masked(number: str) -> str:
    """Return a telephone number of which the middle is hidden."""
    return f"{number[:3]}****{number[-4:]}"


def _spend(user: User, way: Channel, now: datetime) -> None:
    unused = (
        ContactCode.user_id == user.id,
        ContactCode.channel == way.value,
        ContactCode.used_at.is_(None),
    )
    db.session.execute(update(ContactCode).where(*unused).values(used_at=now))


def _fingerprint(user: User, way: Channel, code: str) -> str:
    return sealer().fingerprint(f"contact:{user.id}:{way.value}:{code}")


def _topics(text: str) -> frozenset[Topic]:
    return frozenset(Topic(word) for word in text.split())


def _written(topics: Iterable[Topic]) -> str:
    return " ".join(sorted(topics))
