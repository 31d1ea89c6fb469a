"""S10: public money from the limits of compulsory tendering and of procurement on does not come to the supermarket."""

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


class Procedure(StrEnum):
    """The procedure that applies instead of the supermarket's; each is the name of its figure."""

    TENDER = "limit"
    PROCUREMENT = "procurement"


@applies("S10")
def limit_fen(procedure: Procedure, of: Trade, day: date, book: Rulebook) -> int | None:
    """Return the amount in 分 from which a procedure applies to public money on a day, None where no row holds (S10)."""
    try:
        return book.whole(f"S10.{of}_{procedure}", day) * FEN
    except LookupError:  # before the first row there was none
        return None


@applies("S10")
def procedure(
    amount_fen: int, day: date, book: Rulebook, *, public_money: bool, of: Trade = Trade.SERVICES
) -> Procedure | None:
    """Return the procedure by which an amount must be bought elsewhere, None where it may come here (S10).

    The limit of tendering is asked first, the province's limit of procurement after it; the limit itself is reached.
    Private money may always come here.
    """
    for one in Procedure if public_money else ():
        limit = limit_fen(one, of, day, book)
        if limit is not None and amount_fen >= limit:
            return one
    return None


@applies("S10")
def refusal(
    amount_fen: int, day: date, book: Rulebook, *, public_money: bool, of: Trade = Trade.SERVICES
) -> Refused | None:
    """Say where an amount must be bought instead, with a pointer to the procedure that applies, or None (S10)."""
    found = procedure(amount_fen, day, book, public_money=public_money, of=of)
    if found is None:
        return None
    limit = f"{(limit_fen(found, of, day, book) or 0) // FEN:,}"
    tender = say(
        "Public money from %(limit)s yuan on must be tendered: publish it at the public resources trading centre by "
        "the Tendering Law (发改委令2018年第16号), not here.",
        limit=limit,
    )
    procurement = say(
        "Public money from %(limit)s yuan on is government procurement: buy it by the Government Procurement Law "
        "(政府采购法) on its platform, not here. The limit is the province's (浙财采监〔2022〕13号).",
        limit=limit,
    )
    return Refused("S10", tender if found is Procedure.TENDER else procurement, field="amount_fen")
