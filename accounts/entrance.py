"""The verbs of the door: coming in, going out, and choosing another password."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from accounts import attempts, contacts, passwords, queries, sessions, tokens
from accounts.kinds import Channel
from accounts.models import PasswordReset, User
from accounts.outbox import post
from accounts.people import WHO_MAY, Link, check_password
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import NotFound, Refused, WrongState
from kernel.sentences import say

RESET_LASTS = timedelta(hours=1)
WRONG = say("The e-mail address or the password is not right.")


def count_attempt(email: str, address: str, now: datetime) -> datetime | None:
    """Count an attempt to sign in; return from when it may be tried again where it was one too many."""
    account = attempts.count(attempts.SIGN_IN_ACCOUNT, email, now)
    place = attempts.count(attempts.SIGN_IN_ADDRESS, address, now)
    waits = [until for until in (account, place) if until]
    return max(waits) if waits else None


def recognise(email: str, password: str) -> User | None:
    """Return the person whose password it is, None where it is nobody's; either takes as long."""
    user = queries.user_by_email(email)
    fits = passwords.fits(password, user.password_hash if user else None)
    is_open = user is not None and user.is_active and user.organisation.switched_off_at is None
    return user if fits and is_open else None


def sign_in(user: User, password: str, address: str, *, now: datetime) -> str:
    """Begin a stay of a person who was recognised, and return its identifier."""
    attempts.forget(attempts.SIGN_IN_ACCOUNT, user.email)
    attempts.forgive(attempts.SIGN_IN_ADDRESS, address)
    if passwords.is_dated(user.password_hash):
        lock(user)
        user.password_hash = passwords.hashed(password)
        ledger.record(user, "accounts.password.rehashed", actor_id=user.id, rule=WHO_MAY)
    return sessions.begin(user, now)


def change_password(user: User, old: str, new: str, *, now: datetime) -> str:
    """Change the own password, end every stay, and begin a new one; raise Refused for a wrong or weak one."""
    lock(user)
    if not passwords.fits(old, user.password_hash):
        raise Refused("", say("This is not your password."), field="old")
    check_password(new, user.email)
    _set_password(user, new, now)
    ledger.record(user, "accounts.password.changed", actor_id=user.id, rule=WHO_MAY)
    return sessions.begin(user, now)


def ask_reset(email: str, link: Link, *, now: datetime) -> None:
    """Send a person the link to a new password; an address without an account gets nothing, untold."""
    user = queries.user_by_email(email)
    too_often = attempts.count(attempts.RESET_ACCOUNT, email, now)
    if user is None or not user.is_active or too_often:
        return
    token = tokens.new()
    db.session.add(PasswordReset(token_hash=tokens.digest(token), user_id=user.id, created_at=now))
    body = say(
        "%(person)s, somebody asked for a new password for your account; if it was not you, do nothing. "
        "The link is good once, for one hour: %(link)s",
        person=user.name,
        link=link(token),
    )
    post(user.email, say("A new password for the intermediary supermarket"), body)


def reset(token: str, now: datetime) -> PasswordReset | None:
    """Return what a link opens, None where it was used or is too old; raise NotFound where it never was."""
    row = db.session.scalars(
        select(PasswordReset).where(PasswordReset.token_hash == tokens.digest(token))
    ).first()
    if row is None:
        raise NotFound
    return row if _is_open(row, now) else None


def reset_password(row: PasswordReset, password: str, *, now: datetime) -> User:
    """Set the password that a link allows, once; every stay and every other link of the person ends."""
    lock(row)
    if not _is_open(row, now):
        raise WrongState(say("This link has been used or is too old. Ask for a new one."))
    user = row.user
    check_password(password, user.email)
    _set_password(user, password, now)
    attempts.forget(attempts.SIGN_IN_ACCOUNT, user.email)
    ledger.record(user, "accounts.password.reset", actor_id=user.id, rule=WHO_MAY)
    contacts.keep(user, Channel.EMAIL, user.email, now=now)  # whoever read the letter has the address
    return user


def _is_open(row: PasswordReset, now: datetime) -> bool:
    return row.used_at is None and now - row.created_at < RESET_LASTS and row.user.is_active


def _set_password(user: User, password: str, now: datetime) -> None:
    user.password_hash = passwords.hashed(password)
    unused = (PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None))
    db.session.execute(update(PasswordReset).where(*unused).values(used_at=now))
    sessions.end_all([user.id], now)
