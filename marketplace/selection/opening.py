"""S5: the opening: two of three shares make the key, each offer is compared with its receipt and laid open."""

from collections.abc import Sequence

from kernel import ledger
from kernel.clock import local_day
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import applies
from kernel.sentences import say
from marketplace.selection import choices, closing, concluding, keys, notices, offers, sealing
from marketplace.selection.catalogue import method
from marketplace.selection.desk import Desk
from marketplace.selection.models import Award, Notice, Registration
from marketplace.selection.procedure import Act, state, step
from marketplace.selection.registering import lay_open
from marketplace.selection.tables import SealedOffer

ALTERED = say("The sealed offer is not the one whose SHA-256 the ledger holds: it takes no part.")


@applies("S5")
def open_offers(notice: Notice, codes: Sequence[str], *, desk: Desk) -> Award | None:
    """Open the sealed offers of a notice, from its opening time (S5); conclude at once where no draw is needed.

    The labels are laid down before. What is opened is compared with the SHA-256 that the ledger has held since its
    receipt, and published with its salt, so that anybody can compare it.
    """
    lock(notice)
    course = notices.course_of(notice, desk.book)
    step(state(course, desk.now), Act.OPEN)
    opens_at = course.opening(desk.now)
    if opens_at is None or not method(notice.method).seals:
        raise WrongState(say("This notice takes no sealed offers."))
    if desk.now < opens_at:
        sentence = say("Offers are opened from %(opening)s, not before.", opening=opens_at)
        raise Refused("S5", sentence, try_from=local_day(opens_at))
    if closing.close(notice, desk=desk).fixed_at is None:
        raise WrongState(say("Registration is open once more."))
    private = keys.private_of(notices.terms_of(notice.id), codes, opens_at, desk=desk)
    _lay_open(notice, private, desk)
    if concluding.must_be_chosen_by_owner(notice, desk):
        return None
    if concluding.preview(notice, desk=desk).to_draw:
        return None
    return concluding.conclude(notice, desk=desk)


def kept_of(row: Registration) -> SealedOffer | None:
    """Return the sealed offer of a registration that holds, or None."""
    return sealing.sealed_of([row.id]).get(row.id)


def _lay_open(notice: Notice, private: bytes, desk: Desk) -> None:
    chain = notices.chain_of(notice.id)
    labels = set(closing.labels_of(chain))
    rows = [row for row in notices.entries_of([notice.id]).get(notice.id, []) if row.agency.uscc in labels]
    opened = sealing.unseal(rows, private)
    left_out = choices.read_reasons(chain.left_out)
    for row in rows:
        if row.id in opened:
            lay_open(row, offers.read(opened[row.id].plain))
        else:
            left_out[row.agency.uscc or ""] = ALTERED
    chain.left_out = choices.write_reasons(left_out)
    notice.opened_at = desk.now
    details = {
        "number": notice.number,
        "offers": {str(row.id): offers.digest(opened[row.id].plain) for row in rows if row.id in opened},
    }
    ledger.record(
        notice,
        "selection.offers.opened",
        actor_id=desk.actor_id,
        rule="S5",
        details=details,
        also=(chain, *rows),
        proves=opened.values(),
    )
