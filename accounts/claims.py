"""The verbs of claims: somebody says that an account is theirs to lead, and the operator decides."""

from datetime import datetime

from accounts import codes, passwords, queries, sessions
from accounts.kinds import Kind, Role, Topic
from accounts.models import Claim, Organisation, User
from accounts.operations import Uploads, store_documents
from accounts.outbox import post, tell
from accounts.people import (
    EMAIL_TAKEN,
    ORGANISATION_PAGE,
    WHO_MAY,
    Person,
    check_password,
)
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.sentences import say

GRANTED, REFUSED = "granted", "refused"
FORGOTTEN = ""  # what a decided claim keeps of the password that was chosen


def file_claim(uscc: str, person: Person, reason: str, uploads: Uploads, *, now: datetime) -> Claim:
    """Take a claim to an account down and tell its people and the operator.

    Raises Refused where no account has the code, or the address has an account or an open claim already.
    """
    organisation = queries.organisation_by_code(codes.compact(uscc))
    if organisation is None or organisation.kind not in (Kind.AGENCY, Kind.OWNER):
        raise Refused(codes.CODE_RULE, say("No account has this credit code: sign up instead."), field="uscc")
    member = queries.user_by_email(person.email)
    if member is not None and member.organisation_id != organisation.id:
        raise Refused("", EMAIL_TAKEN, field="email")
    check_password(person.password, person.email)
    lock(organisation)
    if queries.open_claim(organisation.id, person.email):
        raise Refused(WHO_MAY, say("You have claimed this account already; the operator will answer."))
    row = Claim(name=person.name, email=person.email, phone=person.phone, reason=reason, created_at=now)
    row.organisation, row.password_hash = organisation, passwords.hashed(person.password)
    db.session.add(row)
    db.session.flush()  # the documents name the claim
    papers = store_documents(uploads, organisation.id, None, row.id)
    details = {"organisation": organisation.id}
    ledger.record(row, "accounts.claim.filed", actor_id=None, rule=WHO_MAY, details=details, proves=papers)
    _tell_filed(row)
    return row


def grant(row: Claim, answer: str, *, actor_id: int, now: datetime) -> User:
    """Hand the head role over; those who were heads become readers and are signed out."""
    _decide(row, GRANTED, answer, now)
    organisation = lock(row.organisation)
    before = queries.active_heads(organisation.id)
    for head in before:
        head.role = Role.READER
    sessions.end_all([head.id for head in before], now)
    user = _enrol(row, organisation, now)
    details = {"organisation": organisation.id, "user": user.id, "heads_before": [head.id for head in before]}
    ledger.record(
        row,
        "accounts.claim.granted",
        actor_id=actor_id,
        rule=WHO_MAY,
        details=details,
        also=(user, *before),
    )
    told = say(
        "The operator granted the claim: %(name)s leads this account now. %(answer)s",
        name=row.name,
        answer=answer,
    )
    tell(organisation.id, told, link=ORGANISATION_PAGE)
    body = say(
        "Your claim to the account of %(name)s is granted; sign in. %(answer)s",
        name=organisation.name,
        answer=answer,
    )
    post(row.email, say("Your claim at the intermediary supermarket"), body)
    return user


def refuse(row: Claim, answer: str, *, actor_id: int, now: datetime) -> Claim:
    """Leave the account as it is, and tell both why."""
    _decide(row, REFUSED, answer, now)
    row.password_hash = FORGOTTEN
    details = {"organisation": row.organisation_id}
    ledger.record(row, "accounts.claim.refused", actor_id=actor_id, rule=WHO_MAY, details=details)
    told = say(
        "The operator refused the claim of %(name)s to this account. %(answer)s", name=row.name, answer=answer
    )
    tell(row.organisation_id, told, link=ORGANISATION_PAGE)
    body = say(
        "Your claim to the account of %(name)s is refused. %(answer)s",
        name=row.organisation.name,
        answer=answer,
    )
    post(row.email, say("Your claim at the intermediary supermarket"), body)
    return row


def decide(row: Claim, decision: str, answer: str, *, actor_id: int, now: datetime) -> None:
    """Grant a claim or refuse it, with reasons."""
    (grant if decision == GRANTED else refuse)(row, answer, actor_id=actor_id, now=now)


def _decide(row: Claim, decision: str, answer: str, now: datetime) -> None:
    lock(row)
    if row.decision:
        raise WrongState(say("This claim has been decided already."))
    row.decision, row.answer, row.decided_at = decision, answer, now


def _enrol(row: Claim, organisation: Organisation, now: datetime) -> User:
    user = queries.user_by_email(row.email)
    if user is None:
        user = User(name=row.name, email=row.email, phone=row.phone, created_at=now)
        user.password_hash, user.organisation = row.password_hash, organisation
    elif user.organisation_id != organisation.id:
        raise Refused(WHO_MAY, EMAIL_TAKEN)
    user.role, user.switched_off_at, row.password_hash = (
        Role.HEAD,
        None,
        FORGOTTEN,
    )  # who had a password keeps it
    db.session.add(user)
    db.session.flush()
    return user


def _tell_filed(row: Claim) -> None:
    told = say("%(name)s claims to lead this account. The operator will decide.", name=row.name)
    tell(row.organisation_id, told, link=ORGANISATION_PAGE)
    waits = say("%(name)s: somebody claims this account.", name=row.organisation.name)
    for operator in queries.of_kind(Kind.OPERATOR):
        tell(operator.id, waits, link=f"/claims/{row.id}", topic=Topic.MATTER)
