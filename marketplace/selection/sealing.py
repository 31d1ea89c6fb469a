"""S5: offers are sealed on receipt, and opened from their opening time by two of three shares."""

import base64
import json
import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kernel.db import db
from kernel.errors import WrongState
from kernel.rulebook import applies
from kernel.sentences import say
from marketplace.selection import envelopes, keys, offers
from marketplace.selection.desk import Desk
from marketplace.selection.models import Registration
from marketplace.selection.offers import Receipt, Tender
from marketplace.selection.tables import OpenedOffer, SealedOffer, Terms

SALT_BYTES = 32


def sealed_of(registration_ids: Iterable[int]) -> dict[int, SealedOffer]:
    """Return the last sealed offer of each registration named, with the entry of its receipt, in one statement."""
    chosen = (
        select(SealedOffer)
        .options(joinedload(SealedOffer.entry))
        .where(SealedOffer.registration_id.in_(set(registration_ids)))
    )
    return {row.registration_id: row for row in db.session.scalars(chosen.order_by(SealedOffer.id))}


def opened_of(sealed_ids: Iterable[int]) -> dict[int, OpenedOffer]:
    """Return what was in each sealed offer named, as far as they are opened, in one statement."""
    chosen = select(OpenedOffer).where(OpenedOffer.sealed_offer_id.in_(set(sealed_ids)))
    return {row.sealed_offer_id: row for row in db.session.scalars(chosen)}


@applies("S5")
def receive(row: Registration, terms: Terms, tender: Tender, desk: Desk) -> tuple[Receipt, SealedOffer]:
    """Seal an offer on receipt to the public key of its notice, and give the receipt by which it can be checked (S5)."""
    key = keys.key_of(terms.id)
    if key is None:
        raise WrongState(say("This notice takes no sealed offers."))
    text = offers.line(
        row.notice.number, row.agency.uscc or "", tender, desk.now, secrets.token_hex(SALT_BYTES)
    )
    sealed = envelopes.seal(bytes.fromhex(key.public_key), text.encode(), _about(row))
    receipt = Receipt(text, offers.digest(text), offers.digest(sealed))
    kept = SealedOffer(
        registration_id=row.id,
        received_at=desk.now,
        sealed=base64.b64encode(sealed).decode(),
        offer_sha256=receipt.offer_sha256,
        sealed_sha256=receipt.sealed_sha256,
    )
    return receipt, kept


def unseal(rows: Sequence[Registration], private: bytes) -> dict[int, OpenedOffer]:
    """Open the offers of registrations by id; one that is not what the ledger has of its receipt is left out.

    Anybody can seal another offer to the public key, so it is the entry of the receipt that tells what was sent.
    """
    found, kept = {}, sealed_of(row.id for row in rows)
    for row in rows:
        offer = kept.get(row.id)
        text = _opened(row, offer, private) if offer else None
        if offer and text is not None:
            found[row.id] = OpenedOffer(sealed_offer_id=offer.id, plain=text)
    return found


def _opened(row: Registration, offer: SealedOffer, private: bytes) -> str | None:
    sealed = base64.b64decode(offer.sealed)
    try:
        text = envelopes.open_sealed(private, sealed, _about(row)).decode()
    except envelopes.Unreadable:
        return None
    received = json.loads(offer.entry.details)
    is_whole = offers.digest(sealed) == offer.sealed_sha256 == received["sealed_sha256"]
    is_same = offers.digest(text) == offer.offer_sha256 == received["offer_sha256"]
    return text if is_whole and is_same else None


def _about(row: Registration) -> str:
    return f"{row.notice.number}:{row.agency.uscc}"
