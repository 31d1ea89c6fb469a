"""Reads of organisations, people and what is told to them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import case, func, or_, select

from accounts.kinds import Kind, Role
from accounts.models import (
    Agency,
    Authority,
    Claim,
    Invitation,
    Message,
    Organisation,
    OrganisationDocument,
    User,
    Verification,
)
from kernel.db import db
from kernel.paging import Key, Page, page


def user(user_id: int) -> User | None:
    """Return a person, or None."""
    return db.session.get(User, user_id)


def user_by_email(email: str) -> User | None:
    """Return the person with an e-mail address, or None."""
    return db.session.scalars(select(User).where(User.email == email)).first()


def organisation(organisation_id: int) -> Organisation | None:
    """Return an organisation, or None."""
    return db.session.get(Organisation, organisation_id)


def organisation_by_code(uscc: str) -> Organisation | None:
    """Return the organisation with a credit code, or None."""
    return db.session.scalars(select(Organisation).where(Organisation.uscc == uscc)).first()


def organisations_by_code(codes: Iterable[str]) -> dict[str, Organisation]:
    """Return the organisations that have one of some credit codes, by code, in one statement."""
    chosen = select(Organisation).where(Organisation.uscc.in_(set(codes)))
    return {row.uscc: row for row in db.session.scalars(chosen) if row.uscc}


def agency(agency_id: int) -> Agency | None:
    """Return an agency, or None."""
    return db.session.scalars(select(Agency).where(Agency.id == agency_id)).first()


def authority_by_key(key: str) -> Organisation | None:
    """Return the authority that the catalogue names by a key, or None."""
    return db.session.scalars(select(Authority).where(Authority.authority_key == key)).first()


def names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of organisations by id, in one statement."""
    chosen = select(Organisation.id, Organisation.name).where(Organisation.id.in_(set(ids)))
    return {row.id: row.name for row in db.session.execute(chosen)}


def user_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of people by id, in one statement."""
    chosen = select(User.id, User.name).where(User.id.in_(set(ids)))
    return {row.id: row.name for row in db.session.execute(chosen)}


def is_known_at(person: User, organisation_ids: Iterable[int]) -> bool:
    """Tell whether somebody with a person's telephone has an account at one of some organisations: the same human."""
    if not person.phone:
        return False
    chosen = select(User.id).where(
        User.organisation_id.in_(set(organisation_ids)), User.phone == person.phone, User.id != person.id
    )
    return db.session.scalars(chosen.limit(1)).first() is not None


def people(ids: Iterable[int]) -> dict[int, User]:
    """Return people with their organisations by id, in one statement."""
    rows = db.session.scalars(select(User).where(User.id.in_(set(ids))))
    return {row.id: row for row in rows}


def of_kind(kind: Kind) -> Sequence[Organisation]:
    """Return the organisations of an official kind that are not switched off: there are few."""
    chosen = select(Organisation).where(Organisation.kind == kind, Organisation.switched_off_at.is_(None))
    return db.session.scalars(chosen.order_by(Organisation.id)).all()


def people_of(organisation_id: int) -> Sequence[User]:
    """Return the people of an organisation, heads first."""
    rank = case({role: i for i, role in enumerate(Role)}, value=User.role)
    chosen = select(User).where(User.organisation_id == organisation_id)
    return db.session.scalars(chosen.order_by(rank, User.id)).all()


def active_heads(organisation_id: int) -> Sequence[User]:
    """Return the heads of an organisation who are not switched off."""
    chosen = select(User).where(
        User.organisation_id == organisation_id, User.role == Role.HEAD, User.switched_off_at.is_(None)
    )
    return db.session.scalars(chosen.order_by(User.id)).all()


def invitations_of(organisation_id: int) -> Sequence[Invitation]:
    """Return the invitations of an organisation that are neither taken up nor withdrawn."""
    still = (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    chosen = select(Invitation).where(Invitation.organisation_id == organisation_id, *still)
    return db.session.scalars(chosen.order_by(Invitation.id)).all()


def invitation(invitation_id: int) -> Invitation | None:
    """Return an invitation, or None."""
    return db.session.get(Invitation, invitation_id)


def inbox(organisation_id: int, after: str | None = None) -> Page[Message]:
    """Return a page of what was told to an organisation, the newest first."""
    chosen = select(Message).where(Message.organisation_id == organisation_id)
    return page(chosen, [Key(Message.created_at, downwards=True), Key(Message.id, downwards=True)], after)


def message(message_id: int) -> Message | None:
    """Return a message, or None."""
    return db.session.get(Message, message_id)


def unread(organisation_id: int) -> int:
    """Return how many messages of an organisation nobody has read."""
    chosen = select(func.count()).where(Message.organisation_id == organisation_id, Message.read_at.is_(None))
    return db.session.scalar(chosen) or 0


def was_told(organisation_id: int, once: str) -> bool:
    """Tell whether an organisation was told something under a key already."""
    chosen = select(Message.id).where(Message.organisation_id == organisation_id, Message.once == once)
    return db.session.scalar(chosen) is not None


def messages(ids: Iterable[int]) -> Sequence[Message]:
    """Return messages by id, in one statement."""
    return db.session.scalars(select(Message).where(Message.id.in_(set(ids)))).all()


def has_fingerprint(fingerprint: str) -> bool:
    """Tell whether a natural person has an account."""
    chosen = select(Organisation.id).where(Organisation.identity_fingerprint == fingerprint)
    return db.session.scalar(chosen) is not None


def documents_of(organisation_id: int) -> Sequence[OrganisationDocument]:
    """Return what an organisation brought for itself, the newest first."""
    own = (OrganisationDocument.organisation_id == organisation_id, OrganisationDocument.claim_id.is_(None))
    return db.session.scalars(
        select(OrganisationDocument).where(*own).order_by(OrganisationDocument.id.desc())
    ).all()


def documents_of_claim(claim_id: int) -> Sequence[OrganisationDocument]:
    """Return what was brought for a claim."""
    chosen = select(OrganisationDocument).where(OrganisationDocument.claim_id == claim_id)
    return db.session.scalars(chosen.order_by(OrganisationDocument.id)).all()


def document(document_id: int) -> OrganisationDocument | None:
    """Return a document, or None."""
    return db.session.get(OrganisationDocument, document_id)


def verifications_of(organisation_id: int) -> Sequence[Verification]:
    """Return the operator's answers to an organisation, the newest first."""
    chosen = select(Verification).where(Verification.organisation_id == organisation_id)
    return db.session.scalars(chosen.order_by(Verification.id.desc())).all()


def organisations(kind: str = "", words: str = "", after: str | None = None) -> Page[Organisation]:
    """Return a page of organisations by name, of one kind and with some words in name or code where given."""
    chosen = select(Organisation)
    if kind:
        chosen = chosen.where(Organisation.kind == kind)
    if words:
        chosen = chosen.where(
            or_(Organisation.name.contains(words, autoescape=True), Organisation.uscc == words.upper())
        )
    return page(chosen, [Key(Organisation.name), Key(Organisation.id)], after)


def unverified(after: str | None = None) -> Page[Organisation]:
    """Return a page of the organisations that nobody has verified, the longest waiting first."""
    chosen = select(Organisation).where(
        Organisation.verified_at.is_(None), Organisation.switched_off_at.is_(None)
    )
    return page(chosen, [Key(Organisation.id)], after)


def whose_turn(organisation_ids: Iterable[int]) -> dict[int, datetime]:
    """Return which organisations were handed back and brought nothing since, with the moment, by id."""
    ids = set(organisation_ids)
    back = Verification
    newest = (
        select(back.organisation_id, func.max(back.entry_id).label("entry"), func.max(back.at).label("at"))
        .where(back.organisation_id.in_(ids))
        .group_by(back.organisation_id)
        .subquery()
    )
    brought = select(OrganisationDocument.id).where(
        OrganisationDocument.organisation_id == newest.c.organisation_id,
        OrganisationDocument.claim_id.is_(None),
        OrganisationDocument.entry_id > newest.c.entry,
    )
    rows = db.session.execute(select(newest.c.organisation_id, newest.c.at).where(~brought.exists()))
    return dict(rows.all())


def claims(after: str | None = None) -> Page[Claim]:
    """Return a page of the claims that nobody has decided, the longest waiting first."""
    return page(select(Claim).where(Claim.decision.is_(None)), [Key(Claim.id)], after)


def claim(claim_id: int) -> Claim | None:
    """Return a claim, or None."""
    return db.session.get(Claim, claim_id)


def open_claim(organisation_id: int, email: str) -> Claim | None:
    """Return the undecided claim of an address to an organisation, or None."""
    mine = (Claim.organisation_id == organisation_id, Claim.email == email, Claim.decision.is_(None))
    return db.session.scalars(select(Claim).where(*mine)).first()
