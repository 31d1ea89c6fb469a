"""The verbs about organisations: joining, being verified, changing what is known, being switched off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from sqlalchemy import update
from werkzeug.datastructures import FileStorage

from accounts import codes, queries, sessions
from accounts.kinds import Kind, Role, Topic
from accounts.models import Agency, Message, Organisation, OrganisationDocument, Owner, User, Verification
from accounts.outbox import tell as tell  # what every area tells its organisations with
from accounts.people import (
    CODE_TAKEN,
    IDENTITY_TAKEN,
    ORGANISATION_PAGE,
    WHO_MAY,
    Person,
    enrol,
    flush_or_refuse,
)
from kernel import clock, files, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.sealing import sealer
from kernel.sentences import say

LICENCE, AUTHORISATION = "licence", "authorisation"
VERIFIED, RETURNED = "verified", "returned"
DETAILS = ("area", "address", "phone", "legal_representative", "controlling_shareholder")
_BODIES: dict[str, type[Organisation]] = {Kind.AGENCY: Agency, Kind.OWNER: Owner}

Uploads = Mapping[str, FileStorage]


@dataclass(frozen=True)
class Finding:
    """What the operator finds: answer and reason, why a failing code is right, the number on the card."""

    answer: str
    reason: str = ""
    code_reason: str = ""
    identity: str = ""


def sign_up_body(
    kind: str,
    details: Mapping[str, str],
    person: Person,
    uploads: Uploads,
    *,
    now: datetime,
    insisted: bool = False,
) -> Organisation:
    """Enter an agency or an owner with its first user, who may fill in but not act until it is verified.

    Raises Refused for a credit code that cannot be one, fails its check digits (unless `insisted`: then the
    operator compares it with the licence), or has an account; for files that are not what they claim; for an
    address that has an account; for a weak password.
    """
    row = _BODIES[kind](created_at=now, name=details["name"], uscc=codes.compact(details["uscc"]))
    check_code(row.uscc or "", insisted=insisted)
    _lay(row, details)
    _enter(row, person, uploads, now)
    return row


def sign_up_person(number: str, area: str, person: Person, *, now: datetime) -> Organisation:
    """Enter a natural person as an owner; the number is checked, sealed, and found by its fingerprint."""
    number = codes.compact(number)
    fault = codes.identity_fault(number, clock.local_day(now))
    if fault:
        raise Refused(codes.IDENTITY_RULE, fault, field="identity")
    fingerprint = sealer().fingerprint(number)
    if queries.has_fingerprint(fingerprint):
        raise Refused("", IDENTITY_TAKEN, field="identity")
    row = Owner(created_at=now, name=person.name, phone=person.phone, area=area)
    row.identity_sealed, row.identity_fingerprint = sealer().seal(number), fingerprint
    _enter(row, person, {}, now)
    return row


def check_code(uscc: str, *, insisted: bool) -> None:
    """Raise Refused for a credit code that is wrong or has an account."""
    fault = codes.form_fault(uscc) or (None if insisted else codes.code_fault(uscc))
    if fault:
        raise Refused(codes.CODE_RULE, fault, field="uscc")
    if queries.organisation_by_code(uscc) is not None:
        raise Refused(codes.CODE_RULE, CODE_TAKEN, field="uscc")


def bring_documents(row: Organisation, uploads: Uploads, *, actor_id: int) -> None:
    """Add licence and authorisation letter, newer ones beside older; the operator is told."""
    if row.verified_at:
        raise WrongState(say("The organisation is verified; its documents are complete."))
    papers = store_documents(uploads, row.id, actor_id)
    kinds = sorted(uploads)
    ledger.record(
        row,
        "accounts.document.brought",
        actor_id=actor_id,
        rule=WHO_MAY,
        details={"kinds": kinds},
        proves=papers,
    )
    _tell_operators(row)


def store_documents(
    uploads: Uploads, organisation_id: int, actor_id: int | None, claim_id: int | None = None
) -> list[OrganisationDocument]:
    """Store files that were brought; raise Refused beside the one that is not taken."""
    return [
        OrganisationDocument(
            kind=kind,
            organisation_id=organisation_id,
            claim_id=claim_id,
            file_id=_stored(kind, upload, actor_id).id,
        )
        for kind, upload in uploads.items()
    ]


def answer(row: Organisation, finding: Finding, *, actor_id: int, now: datetime) -> None:
    """Verify an organisation or hand it back, as the operator found."""
    if finding.answer == RETURNED:
        hand_back(row, finding.reason, actor_id=actor_id, now=now)
    else:
        verify(row, actor_id=actor_id, now=now, code_reason=finding.code_reason, identity=finding.identity)


def verify(
    row: Organisation, *, actor_id: int, now: datetime, code_reason: str = "", identity: str = ""
) -> Organisation:
    """Confirm that papers and account agree: from now on the organisation acts.

    A body needs both papers, and a reason where its code fails the check; a person's number, read from
    the identity card, must be the one that was entered. Raises Refused otherwise, WrongState where verified.
    """
    lock(row)
    if row.verified_at:
        raise WrongState(say("This organisation has been verified already."))
    _check_papers(row, code_reason, identity)
    row.verified_at = now
    found = Verification(organisation_id=row.id, answer=VERIFIED, code_reason=code_reason, at=now)
    details = {"code_by_exception": bool(code_reason)}
    ledger.record(
        row,
        "accounts.organisation.verified",
        actor_id=actor_id,
        rule=WHO_MAY,
        details=details,
        proves=(found,),
    )
    tell(row.id, say("Your organisation is verified. You can act from now on."), link=ORGANISATION_PAGE)
    return row


def hand_back(row: Organisation, reason: str, *, actor_id: int, now: datetime) -> Verification:
    """Tell an organisation what its papers lack; raise WrongState where it is verified."""
    lock(row)
    if row.verified_at:
        raise WrongState(say("This organisation has been verified already."))
    found = Verification(organisation_id=row.id, answer=RETURNED, reason=reason, at=now)
    ledger.record(row, "accounts.organisation.returned", actor_id=actor_id, rule=WHO_MAY, proves=(found,))
    sentence = say(
        "Your organisation could not be verified: %(reason)s Bring what is missing.", reason=reason
    )
    tell(row.id, sentence, link=ORGANISATION_PAGE)
    return found


def change_details(row: Organisation, details: Mapping[str, str], *, actor_id: int) -> Organisation:
    """Change what is known of an organisation; its name only until it is verified."""
    lock(row)
    changed = _lay(row, details)
    if not row.verified_at and details.get("name"):
        changed += ["name"] if row.name != details["name"] else []
        row.name = details["name"]
    ledger.record(
        row, "accounts.organisation.changed", actor_id=actor_id, rule=WHO_MAY, details={"changed": changed}
    )
    return row


def change_me(user: User, name: str, phone: str) -> User:
    """Change one's own name and telephone number."""
    lock(user)
    changed = [
        column for column, value in (("name", name), ("phone", phone)) if getattr(user, column) != value
    ]
    user.name, user.phone = name, phone
    ledger.record(user, "accounts.user.changed", actor_id=user.id, rule=WHO_MAY, details={"changed": changed})
    return user


def switch_off(row: Organisation, reason: str, *, actor_id: int, now: datetime) -> Organisation:
    """Shut an organisation out: all its people are signed out at once; the reason is told."""
    lock(row)
    if row.switched_off_at:
        raise WrongState(say("This organisation has been switched off already."))
    row.switched_off_at = now
    sessions.end_all([user.id for user in queries.people_of(row.id)], now)
    ledger.record(row, "accounts.organisation.switched-off", actor_id=actor_id, rule=WHO_MAY)
    tell(row.id, say("Your organisation's account is switched off: %(reason)s", reason=reason))
    return row


def switch_on(row: Organisation, reason: str, *, actor_id: int) -> Organisation:
    """Let an organisation in again; the reason is told."""
    lock(row)
    if not row.switched_off_at:
        raise WrongState(say("This organisation can sign in already."))
    row.switched_off_at = None
    ledger.record(row, "accounts.organisation.switched-on", actor_id=actor_id, rule=WHO_MAY)
    tell(row.id, say("Your organisation's account is switched on again: %(reason)s", reason=reason))
    return row


def mark_read(message_ids: Iterable[int], now: datetime) -> None:
    """Mark messages as read, those that are not yet."""
    for row in queries.messages(message_ids):
        row.read_at = row.read_at or now


def mark_all_read(organisation_id: int, now: datetime) -> None:
    """Mark every message of an organisation as read."""
    unread = (Message.organisation_id == organisation_id, Message.read_at.is_(None))
    db.session.execute(update(Message).where(*unread).values(read_at=now))


def _lay(row: Organisation, details: Mapping[str, str]) -> list[str]:
    changed = [name for name in DETAILS if name in details and (getattr(row, name) or "") != details[name]]
    for name in changed:
        setattr(row, name, details[name])
    return changed


def _enter(row: Organisation, person: Person, uploads: Uploads, now: datetime) -> None:
    db.session.add(row)
    flush_or_refuse()
    user = enrol(row, person, Role.HEAD, now)
    papers = store_documents(uploads, row.id, user.id)
    details = {"kind": row.kind, "user": user.id}
    ledger.record(
        row,
        "accounts.organisation.entered",
        actor_id=user.id,
        rule=WHO_MAY,
        details=details,
        also=(user,),
        proves=papers,
    )
    _tell_operators(row)


def _tell_operators(row: Organisation) -> None:
    waits = say("%(name)s waits to be verified.", name=row.name)
    for operator in queries.of_kind(Kind.OPERATOR):
        tell(operator.id, waits, link=f"/organisations/{row.id}", topic=Topic.MATTER)


def _stored(kind: str, upload: FileStorage, actor_id: int | None) -> files.StoredFile:
    try:
        return files.store(cast("BinaryIO", upload.stream), upload.filename or "", actor_id)
    except Refused as refused:
        raise Refused(refused.rule, refused.sentence, field=kind) from None


def _check_papers(row: Organisation, code_reason: str, identity: str) -> None:
    if row.is_person:
        if sealer().fingerprint(codes.compact(identity)) != row.identity_fingerprint:
            differs = say("This is not the number that was entered. Compare it with the identity card.")
            raise Refused(codes.IDENTITY_RULE, differs, field="identity")
        return
    if {LICENCE, AUTHORISATION} - {paper.kind for paper in queries.documents_of(row.id)}:
        raise Refused(WHO_MAY, say("Licence and authorisation letter are not both here. Hand it back."))
    fault = codes.code_fault(row.uscc or "")
    if fault and not code_reason:
        raise Refused(
            codes.CODE_RULE,
            say("%(fault)s Say why it is right all the same.", fault=fault),
            field="code_reason",
        )
