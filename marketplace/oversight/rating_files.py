"""P5a: card and removal follow from a determination; their files are served with its letter in the same act."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from accounts import queries as accounts
from accounts.operations import tell
from blacklist import issuing
from blacklist.models import Case
from blacklist.queries import RATING
from blacklist.steps import Desk
from kernel import issued
from kernel.db import db
from kernel.errors import NotFound
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import Calendar


@applies("P5a", "P5b")
def serve(actor_id: int, today: date, calendar: Calendar, book: Rulebook) -> int:
    """Issue the letter of every card and removal determined today, and tell the agency; return how many went out.

    P5a: the round was the procedure; service, publication, review and end remain. A D from which nothing follows (P6)
    has no letter, and one that was issued already goes out no second time.
    """
    actor = accounts.user(actor_id)
    if actor is None:
        raise NotFound
    desk, served = Desk(actor, today, calendar, book), 0
    for case in _determined_on(today):
        letter = None if issued.of(case) else issuing.follow_rating(case, desk)
        if letter is None:
            continue
        served += 1
        told = say(
            "Your rating of %(year)s is D. The decision %(number)s that follows from it lies here for you.",
            year=str(case.fact_on.year),
            number=letter.number,
        )
        tell(case.agency_id, told, link=f"/cases/{case.id}")
    return served


def _determined_on(day: date) -> Sequence[Case]:
    chosen = select(Case).where(Case.kind == RATING, Case.opened_on == day)
    return db.session.scalars(chosen.order_by(Case.id)).all()
