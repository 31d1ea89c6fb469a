"""P11: what a removal or a blacklisting releases, from the open entry to the running contract."""

from datetime import date

from accounts.models import Organisation
from accounts.operations import tell
from blacklist import queries as blacklist
from kernel.db import lock
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.delivery import queries
from marketplace.selection import release as selection

RULE = "P11"


@applies("P11")
def release(
    agency: Organisation, *, actor_id: int | None, today: date, book: Rulebook, rule: str = RULE
) -> int:
    """Release everybody from an agency that was removed or blacklisted; call it in the decision's transaction.

    release(agency, *, actor_id: int | None, today: date, book: Rulebook, rule: str = "P11") -> int

    P11: its open entries are void, its awards without a signed contract end and their notices are open for another
    choice, its running contracts go on and their owners are told that they may leave without penalty. It asks the
    standing itself and does nothing for an agency that is not locked out today, so it may be called after any
    decision; a second call changes nothing and tells nobody twice. Returns how many entries and awards have ended.
    """
    lock(agency)
    standing = blacklist.standing(agency.id, today, book)
    if not standing.is_out:
        return 0
    signed = queries.signed_orders_of(agency.id)
    kept = {order.award_id for order in signed}
    ended = selection.void(agency, kept, actor_id=actor_id, today=today, book=book, rule=rule)
    for order in queries.running(signed, today):
        told = say(
            "%(agency)s was removed from the platform. The contract for %(title)s goes on; you may leave it "
            "without penalty whenever you wish (P11).",
            agency=agency.name,
            title=order.need.title,
        )
        once = f"P11:{order.number}:{standing.since}"
        tell(order.owner_id, told, link=f"/orders/{order.number}", once=once)
    return ended
