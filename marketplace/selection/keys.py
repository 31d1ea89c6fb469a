"""S5: the key of a notice's sealed offers: made at the owner's hand, parted in three, put together from two."""

import base64
import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from accounts import queries as accounts
from kernel import ledger
from kernel.db import db
from kernel.errors import NotYours, Refused, WrongState
from kernel.rulebook import applies
from kernel.sentences import say
from marketplace.admission.catalogue import items
from marketplace.selection import envelopes, shares
from marketplace.selection.desk import Desk
from marketplace.selection.tables import OpeningKey, SealKey, Terms

OWNER, AUTHORITY, PLATFORM = 1, 2, 3
WHOLE = 0  # the tag of an authority's private key, which opens its share
NAME_BYTES = 20


def key_of(terms_id: int) -> SealKey | None:
    """Return the key to which the offers for a notice are sealed, or None."""
    return db.session.get(SealKey, terms_id)


def opening_key_of(organisation_id: int) -> OpeningKey | None:
    """Return an authority's opening key, or None."""
    chosen = select(OpeningKey).where(OpeningKey.organisation_id == organisation_id)
    return db.session.scalars(chosen).first()


@applies("S5")
def make(row: Terms, *, desk: Desk) -> str:
    """Make the key of a notice and return the owner's opening code, which is kept nowhere (S5).

    Two of three shares make the private key again: the owner's code, the authority's share, which only the
    authority's own key opens, and the platform's, which lies outside the database until the opening time.
    """
    private = envelopes.new_key()
    parts = shares.split(private, secrets.token_bytes(len(private)))
    key = key_of(row.id) or SealKey(terms_id=row.id)
    key.public_key = envelopes.public_of(private).hex()
    key.platform_file = _lay_aside(parts[PLATFORM])
    key.authority_share = _for_authority(row, parts[AUTHORITY])
    details = {"public_key": key.public_key, "has_authority": bool(key.authority_share)}
    ledger.record(key, "selection.keys.made", actor_id=desk.actor_id, rule="S5", details=details)
    return envelopes.written(OWNER, parts[OWNER])


def make_opening_key(organisation_id: int, *, desk: Desk) -> str:
    """Make an authority's opening key, in place of an earlier one; return its code, which is kept nowhere."""
    private = envelopes.new_key()
    row = opening_key_of(organisation_id) or OpeningKey(organisation_id=organisation_id)
    row.public_key, row.made_at = envelopes.public_of(private).hex(), desk.now
    details = {"public_key": row.public_key}
    ledger.record(row, "selection.opening-key.made", actor_id=desk.actor_id, rule="S5", details=details)
    return envelopes.written(WHOLE, private)


@applies("S5")
def private_of(row: Terms, codes: Sequence[str], opens_at: datetime, *, desk: Desk) -> bytes:
    """Put the private key of a notice together from the codes given and, from the opening time, the platform's share.

    Raises Refused for a code that does not open it.
    """
    key = key_of(row.id)
    if key is None:
        raise WrongState
    found = dict(_share(code, key, _about(row)) for code in codes if code.strip())
    if not found:
        raise Refused("S5", say("Enter the opening code."), field="code")
    if len(found) < shares.COUNT - 1:
        found[PLATFORM] = _released(key, opens_at, desk)
    private = shares.join(dict(sorted(found.items())[: shares.COUNT - 1]))
    if envelopes.public_of(private).hex() != key.public_key:
        raise Refused("S5", say("This code does not open these offers."), field="code")
    return private


def _share(code: str, key: SealKey, about: str) -> tuple[int, bytes]:
    """Read a share from a code: the owner's own, or the one that the authority's key opens."""
    try:
        tag, content = envelopes.read(code)
        if tag != WHOLE:
            return OWNER, content
        sealed = base64.b64decode(key.authority_share)
        return AUTHORITY, envelopes.open_sealed(content, sealed, about)
    except envelopes.Unreadable:
        sentence = say("This code cannot be read. Compare it letter by letter with the printed one.")
        raise Refused("S5", sentence, field="code") from None


def _for_authority(row: Terms, share: bytes) -> str:
    """Seal the authority's share to its opening key; nothing where it has none."""
    body = accounts.authority_by_key(items()[row.need.item_code].authority)
    own = opening_key_of(body.id) if body else None
    if own is None:
        return ""
    sealed = envelopes.seal(bytes.fromhex(own.public_key), share, _about(row))
    return base64.b64encode(sealed).decode()


def _about(row: Terms) -> str:
    return f"share:{row.id}"


def _folder() -> Path:
    folder: str = current_app.config["KEYS_DIR"]
    if not folder:
        raise LookupError("there is no place for keys: KEYS_DIR is not set")
    return Path(folder)


def _lay_aside(share: bytes) -> str:
    """Lay the platform's share into the key folder, for the server's own account alone."""
    name, folder = secrets.token_hex(NAME_BYTES), _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(share)
        target.flush()
        os.fsync(target.fileno())
    return name


def _released(key: SealKey, opens_at: datetime, desk: Desk) -> bytes:
    """Return the platform's share, never before the opening time."""
    if desk.now < opens_at:
        raise NotYours
    path = _folder() / key.platform_file
    if not path.exists():
        raise Refused("S5", say("The platform's share is missing: enter a second code."), field="second")
    return path.read_bytes()
