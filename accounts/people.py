"""The verbs about people: who joins an organisation, in which role, and who leaves it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import contacts, passwords, queries, sessions, tokens
from accounts.kinds import Channel, Kind, Role, Topic
from accounts.models import (
    Authority,
    Invitation,
    ManagingOffice,
    Operator,
    Organisation,
    ServiceCentre,
    Supervisor,
    User,
)
from accounts.outbox import post, tell
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import NotFound, Refused, WrongState
from kernel.sentences import Sentence, say

WHO_MAY = "6"  # section 6 of the rules
LASTS = timedelta(days=7)  # a letter that waits over a holiday week is still good
ORGANISATION_PAGE = "/organisation"
_OFFICES: dict[str, type[Organisation]] = {
    Kind.AUTHORITY: Authority,
    Kind.MANAGING_OFFICE: ManagingOffice,
    Kind.OPERATOR: Operator,
    Kind.SUPERVISOR: Supervisor,
    Kind.SERVICE_CENTRE: ServiceCentre,
}
EMAIL_TAKEN = say("This e-mail address has an account already. Each person has one of their own.")
CODE_TAKEN = say(
    "This credit code has an account already. Ask its head for an invitation, or claim the account."
)
IDENTITY_TAKEN = say("This person has an account already. Sign in, or choose a new password.")
KEY_TAKEN = say("This authority has an account already.")
_CLASHES = {
    "uscc": ("uscc", CODE_TAKEN),
    "identity_fingerprint": ("identity", IDENTITY_TAKEN),
    "authority_key": ("authority_key", KEY_TAKEN),
    "email": ("email", EMAIL_TAKEN),
}


@dataclass(frozen=True)
class Person:
    """Somebody who gets an account: what they enter about themselves."""

    name: str
    email: str
    phone: str
    password: str


@dataclass(frozen=True)
class Invitee:
    """Somebody who is invited: where the letter goes, what they are called, what they may do."""

    name: str
    email: str
    role: str


Link = Callable[[str], str]


def flush_or_refuse() -> None:
    """Write what is new; raise Refused beside the field whose value somebody else has."""
    try:
        db.session.flush()
    except IntegrityError as clash:
        for column, (field, sentence) in _CLASHES.items():
            if column in str(clash.orig).splitlines()[0]:  # what follows holds the value itself
                raise Refused("", sentence, field=field) from None
        raise


def check_email(email: str) -> None:
    """Raise Refused where an e-mail address has an account."""
    if queries.user_by_email(email) is not None:
        raise Refused("", EMAIL_TAKEN, field="email")


def check_password(password: str, email: str) -> None:
    """Raise Refused for a weak password."""
    weak = passwords.weakness(password, email)
    if weak:
        raise Refused("", weak, field="password")


def enrol(organisation: Organisation, person: Person, role: str, now: datetime) -> User:
    """Make a person's account; raise Refused for an address that is taken or a weak password."""
    check_email(person.email)
    check_password(person.password, person.email)
    user = User(name=person.name, email=person.email, phone=person.phone, role=role, created_at=now)
    user.password_hash = passwords.hashed(person.password)
    user.organisation = organisation
    db.session.add(user)
    flush_or_refuse()
    return user


def invite(
    organisation: Organisation, invitee: Invitee, link: Link, *, actor_id: int | None, now: datetime
) -> Invitation:
    """Invite somebody into an organisation by a link that is good once; an older link to them ends."""
    check_email(invitee.email)
    earlier = [i for i in queries.invitations_of(organisation.id) if i.email == invitee.email]
    for old in earlier:
        old.withdrawn_at = now
    token = tokens.new()
    row = Invitation(name=invitee.name, email=invitee.email, role=invitee.role, created_at=now)
    row.token_hash, row.organisation = tokens.digest(token), organisation
    details = {"organisation": organisation.id, "role": invitee.role}
    ledger.record(
        row, "accounts.invitation.sent", actor_id=actor_id, rule=WHO_MAY, details=details, also=earlier
    )
    post(invitee.email, *_letter(organisation, invitee, link(token)))
    return row


def invite_office(
    office: Organisation, invitee: Invitee, link: Link, *, actor_id: int | None, now: datetime
) -> Invitation:
    """Enter an official body, verified from the first, and invite its head."""
    office.created_at = office.verified_at = now
    db.session.add(office)
    flush_or_refuse()
    ledger.record(office, "accounts.organisation.entered", actor_id=actor_id, rule=WHO_MAY)
    return invite(office, invitee, link, actor_id=actor_id, now=now)


def office(kind: str, name: str, authority_key: str = "") -> Organisation:
    """Make an official body of a kind, not yet entered."""
    return _OFFICES[kind](name=name, authority_key=authority_key or None)


def is_open(row: Invitation, now: datetime) -> bool:
    """Tell whether an invitation can still be taken up."""
    used = row.accepted_at is not None or row.withdrawn_at is not None
    return not used and now - row.created_at < LASTS and row.organisation.switched_off_at is None


def accept(row: Invitation, person: Person, *, now: datetime) -> User:
    """Take an invitation up; raise WrongState where it is used, withdrawn or too old."""
    lock(row)
    if not is_open(row, now):
        raise WrongState(say("This invitation cannot be used any more. Ask for a new one."))
    user = enrol(row.organisation, person, row.role, now)
    row.accepted_at = now
    details = {"organisation": row.organisation_id, "user": user.id, "role": row.role}
    ledger.record(
        row, "accounts.invitation.accepted", actor_id=user.id, rule=WHO_MAY, details=details, also=(user,)
    )
    if user.email == row.email:  # whoever read the letter has the address
        contacts.keep(user, Channel.EMAIL, user.email, now=now)
    joined = say("%(name)s has taken up the invitation and can sign in.", name=person.name)
    tell(row.organisation_id, joined, link=ORGANISATION_PAGE, topic=Topic.MATTER)
    return user


def withdraw(row: Invitation, *, actor_id: int, now: datetime) -> Invitation:
    """Take an invitation back; raise WrongState where it was used."""
    lock(row)
    if row.accepted_at or row.withdrawn_at:
        raise WrongState(say("This invitation has been used or withdrawn already."))
    row.withdrawn_at = now
    ledger.record(row, "accounts.invitation.withdrawn", actor_id=actor_id, rule=WHO_MAY)
    return row


def change_role(user: User, role: str, *, actor_id: int) -> User:
    """Give somebody another role; raise Refused where no head would remain."""
    _lock_people(user)
    if user.role == Role.HEAD and role != Role.HEAD:
        _leave_a_head(user)
    before, user.role = user.role, role
    details = {"from": before, "to": role}
    ledger.record(user, "accounts.user.role-changed", actor_id=actor_id, rule=WHO_MAY, details=details)
    return user


def switch_off(user: User, *, actor_id: int, now: datetime) -> User:
    """Shut somebody out at once; raise Refused where no head would remain."""
    _lock_people(user)
    if user.switched_off_at:
        raise WrongState(say("This person has been switched off already."))
    if user.role == Role.HEAD:
        _leave_a_head(user)
    user.switched_off_at = now
    sessions.end_all([user.id], now)
    ledger.record(user, "accounts.user.switched-off", actor_id=actor_id, rule=WHO_MAY)
    return user


def switch_on(user: User, *, actor_id: int) -> User:
    """Let somebody in again; raise WrongState where they are in."""
    _lock_people(user)
    if not user.switched_off_at:
        raise WrongState(say("This person can sign in already."))
    user.switched_off_at = None
    ledger.record(user, "accounts.user.switched-on", actor_id=actor_id, rule=WHO_MAY)
    return user


def invitation_by_token(token: str) -> Invitation:
    """Return the invitation of a link; raise NotFound where there is none."""
    row = db.session.scalars(select(Invitation).where(Invitation.token_hash == tokens.digest(token))).first()
    if row is None:
        raise NotFound
    return row


def _lock_people(user: User) -> None:
    lock(user.organisation)  # of two who demote each other at once, the second sees what the first did
    lock(user)


def _leave_a_head(user: User) -> None:
    others = [head for head in queries.active_heads(user.organisation_id) if head.id != user.id]
    if not others:
        raise Refused(WHO_MAY, say("An organisation keeps at least one head. Make a colleague head first."))


def _letter(organisation: Organisation, invitee: Invitee, link: str) -> tuple[Sentence, Sentence]:
    subject = say("Invitation to the intermediary supermarket: %(name)s", name=organisation.name)
    body = say(
        "%(person)s, %(name)s invites you to the intermediary supermarket. The link is good once, for "
        "%(days)s days: %(link)s",
        person=invitee.name,
        name=organisation.name,
        days=LASTS.days,
        link=link,
    )
    return subject, body
