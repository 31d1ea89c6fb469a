"""S5: an offer as the agency made it: one line of JSON with a salt, its SHA-256, and the receipt; pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from kernel.clock import BEIJING


@dataclass(frozen=True)
class Tender:
    """What an agency offers with its registration, as the method of the notice asks for it."""

    workdays: int
    price_fen: int | None = None
    discount: Decimal | None = None


@dataclass(frozen=True)
class Receipt:
    """What an agency takes away: the line of which the ledger holds the SHA-256, and the digests."""

    line: str
    offer_sha256: str
    sealed_sha256: str


def line(notice: str, agency: str, tender: Tender, received_at: datetime, salt: str) -> str:
    """Write an offer as one line, its keys sorted; the salt keeps its SHA-256 from telling the price."""
    fields = {
        "agency": agency,
        "discount": None if tender.discount is None else str(tender.discount),
        "notice": notice,
        "price_fen": tender.price_fen,
        "received_at": received_at.astimezone(BEIJING).isoformat(timespec="seconds"),
        "salt": salt,
        "workdays": tender.workdays,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Tender:
    """Read what was offered from its line."""
    fields: dict[str, Any] = json.loads(text)
    discount = fields["discount"]
    return Tender(fields["workdays"], fields["price_fen"], None if discount is None else Decimal(discount))


def digest(content: str | bytes) -> str:
    """Return the SHA-256 of a line or of an envelope, in hex."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
