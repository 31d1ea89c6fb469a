"""S1, S5: which notice of a need stands, and that nothing of a direct choice comes into an open one."""

from datetime import datetime

from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.projects.models import Need
from marketplace.selection import notices, queries
from marketplace.selection.models import Notice
from marketplace.selection.procedure import State


def notice_of(need: Need, now: datetime, book: Rulebook) -> Notice | None:
    """Return the notice of a need that stands; one that has failed by its dates stands no more (T6)."""
    row = queries.open_notice_of(need.id)
    return None if row and has_failed(row, now, book) else row


def has_failed(row: Notice, now: datetime, book: Rulebook) -> bool:
    """Tell whether an open notice has failed by its dates, whether or not that has been recorded."""
    return bool(row.closes_at) and notices.state_of(row, now, book) is State.FAILED


@applies("S1", "S5")
def must_let_invite(need: Need, now: datetime, book: Rulebook) -> None:
    """Refuse invitations for a need that an open notice puts before every agency alike (S1, S5)."""
    row = notice_of(need, now, book)
    if row:
        must_be_direct(row)
    draft = notices.draft_of(need.id)
    if draft and draft.submitted_at:
        sentence = say(
            "A notice for this service, open to every agency, is with the operator: nobody is invited beside it. "
            "Invite once the operator has handed it back."
        )
        raise Refused("S1", sentence)


@applies("S1", "S5")
def must_be_direct(row: Notice) -> None:
    """Refuse the acts of a direct choice on an open notice: its agencies register, and stay unknown until it closes."""
    if row.closes_at:
        sentence = say(
            "Notice %(number)s is open to every agency alike: nobody is invited to it or chosen from an invitation. "
            "Agencies register on its page; wait for its result, or withdraw it there and invite afterwards.",
            number=row.number,
        )
        raise Refused("S1", sentence)
