"""S9: what silence makes of an award whose contract was not agreed to in time, recorded once (T6)."""

from datetime import timedelta

from kernel.db import lock
from kernel.rulebook import applies
from marketplace.delivery import queries
from marketplace.delivery.events import ContractReturned
from marketplace.delivery.kinds import Side
from marketplace.selection import awards, succeeding
from marketplace.selection.awarding import Stage
from marketplace.selection.desk import Desk
from marketplace.selection.endings import Ending
from marketplace.selection.models import Award

ONE_DAY = timedelta(days=1)


@applies("S9")
def lapse_contract(award: Award, *, desk: Desk) -> bool:
    """End an award whose contract was not agreed to by the last day; tell whether it was so (S9).

    Who has not answered the contract that the other side filed was silent. Where nobody filed one, the agency is
    released without harm: in doubt nothing is held against it.
    """
    lock(award)
    by = queries.file_by(award, desk.calendar, desk.book)
    stage = awards.stand_of(award, desk.today, desk.calendar, desk.book).stage
    if stage is not Stage.TO_CONTRACT or desk.today <= by:
        return False
    ending = Ending.SILENT if _silent(award, desk) is Side.AGENCY else Ending.RELEASED
    awards.end(award, ending, by + ONE_DAY, "", desk=desk)
    succeeding.after(award, desk=desk)
    return True


def _silent(award: Award, desk: Desk) -> Side:
    order = queries.order_of_award(award.id)
    if order is None:
        return Side.OWNER
    thread = queries.clock_of(order, desk.calendar, desk.book, desk.today).story.contract
    if thread is None or thread.reply(ContractReturned):
        return Side.OWNER
    return thread.event.side.other
