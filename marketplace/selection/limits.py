"""S10: public money from the limit of compulsory tendering on does not come to the supermarket."""

from datetime import date
from enum import StrEnum

from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say

FEN = 100


class Trade(StrEnum):
    """What is bought; every item of the catalogue is a service."""

    WORKS = "works"
    GOODS = "goods"
    SERVICES = "services"


@applies("S10")
def limit_fen(of: Trade, day: date, book: Rulebook) -> int | None:
    """Return the amount in 分 from which public money must be tendered on a day, None where no row holds (S10)."""
    try:
        return book.whole(f"S10.{of}_limit", day) * FEN
    except LookupError:  # before the first row there was none
        return None


@applies("S10")
def must_be_tendered(
    amount_fen: int, day: date, book: Rulebook, *, public_money: bool, of: Trade = Trade.SERVICES
) -> Refused | None:
    """Say why an amount must be tendered elsewhere, or None (S10).

    Public money from the limit on is refused, with a pointer to the procedure that applies. Private money may
    always come here.
    """
    limit = limit_fen(of, day, book) if public_money else None
    if limit is None or amount_fen < limit:
        return None
    sentence = say(
        "Public money from %(limit)s yuan on must be tendered: publish it at the public resources trading centre by "
        "the Tendering Law (发改委令2018年第16号), not here.",
        limit=f"{limit // FEN:,}",
    )
    return Refused("S10", sentence, field="amount_fen")
