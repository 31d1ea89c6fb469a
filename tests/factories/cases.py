"""Cases for tests, walked to a state by the operations themselves on the days on which it would have happened.

`at(State.DECISION)` opens a case about the first agency on 26 May 2026 and takes every step up to that state.
"""

from datetime import date

from blacklist.steps import Desk, Said
from blacklist.vocabulary import Act, State
from kernel import law
from kernel.db import transaction
from marketplace.oversight import operations
from tests import personas
from tests.factories import blacklist as made
from tests.factories.delivery import on

CHARGED, RECEIVED, OVER, DECIDED, SERVED, ASKED = (
    date(2026, 5, 26),
    date(2026, 5, 27),
    date(2026, 6, 4),
    date(2026, 6, 5),
    date(2026, 6, 8),
    date(2026, 6, 9),
)
# The steps of the road: the state that each ends, its act, who takes it, the day, and what is said.
ROAD = (
    (State.OPENED, Act.CHARGE, personas.authority, CHARGED, {}),
    (State.CHARGED, Act.RECEIVE, personas.agency, RECEIVED, {}),
    (State.DEFENCE, Act.DEFEND, personas.agency, RECEIVED, {"text": "业主资料迟交，请予考虑。"}),
    (State.OPINION, Act.OPINE, personas.authority, OVER, {"text": "事实清楚。", "outcome": "upheld"}),
    (
        State.DECISION,
        Act.DECIDE,
        personas.second_officer,
        DECIDED,
        {"text": "认定成立。", "outcome": "upheld"},
    ),
    (State.DECIDED, Act.RECEIVE_DECISION, personas.agency, SERVED, {}),
    (State.PUBLISHED, Act.ASK_REVIEW, personas.agency, ASKED, {"text": "计时有误。"}),
)


def take(case, act, person, day, **said):
    """Take a step of a case on a day."""
    with on(day), transaction():
        return operations.take(case, act, Said(**said), Desk(person, day, law.calendar(), law.book()))


def at(state, case=None):
    """Return a case that stands in a state; everybody of the road exists then."""
    personas.second_officer()
    with on(CHARGED):
        row = case or made.case(personas.agency().organisation, made.overdue())
    for ended, act, who, day, said in ROAD:
        if ended is state:
            return row
        take(row, act, who(), day, **said)
    return row
