"""G7: an agency checks itself before its draft, where the rulebook has that step (a preset may bring it, as Putian's)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.operations import tell
from credit import procedure
from credit.drafting import Desk, must_be_open_to
from credit.models import Draft
from credit.procedure import RULE
from credit.records import read_figures
from credit.rules import Dimension
from credit.vocabulary import Act, State
from kernel import ledger
from kernel.db import lock
from kernel.errors import Refused
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar


@dataclass(frozen=True)
class Declared:
    """What an agency declares of itself: the points that it gives itself in each dimension, and what it says."""

    points: Mapping[Dimension, Decimal]
    statement: str


def ask(agency_id: int, year: int, until: date) -> None:
    """Ask an agency to check itself until a day."""
    said = say(
        "The rating of %(year)s has begun: check yourself until %(until)s, before the draft is drawn up.",
        year=str(year),
        until=until,
    )
    tell(agency_id, said, link=f"/rating-rounds/{year}/agencies/{agency_id}/self-check")


def open_until(draft: Draft, calendar: Calendar, book: Rulebook, today: date) -> date | None:
    """Return the last day on which an agency may still check itself, or None where it may not."""
    frozen_on = draft.round.frozen_on
    is_open = (State(draft.round.state), Act.SELF_CHECK) in procedure.MOVES
    until = procedure.self_check_until(frozen_on, calendar, book) if frozen_on and is_open else None
    return until if until is not None and today <= until else None


def full_points(draft: Draft) -> Decimal:
    """Return the full points of a dimension, by the figures that the round was opened with."""
    figures = read_figures(draft.round.edition, draft.round.figures)
    return Decimal(figures.value("G2.dimension_points", date(draft.round.year, 12, 31)))


def declare(draft: Draft, declared: Declared, desk: Desk) -> None:
    """Put on file what an agency found when it checked itself; until the day it may be put right (G7).

    It counts nothing: the evidence does. The authorities and the second person see both side by side.
    """
    must_be_open_to(draft, Act.SELF_CHECK)
    lock(draft)
    if open_until(draft, desk.calendar, desk.book, desk.today) is None:
        raise _too_late(draft, desk)
    full = full_points(draft)
    for dimension, points in declared.points.items():
        if not 0 <= points <= full:
            raise Refused(RULE, say("Give 0 to %(full)s points.", full=str(full)), field=dimension.value)
    if not declared.statement.strip():
        raise Refused(RULE, say("Say what you checked and what you found."), field="statement")
    laid = {dimension.value: str(points) for dimension, points in declared.points.items()}
    draft.self_check = json.dumps({**laid, "statement": declared.statement.strip()}, ensure_ascii=False)
    draft.self_checked_on, draft.self_checked_by = desk.today, desk.actor_id
    details = {"agency": draft.agency_id, "year": draft.round.year, "points": laid}
    ledger.record(draft, "credit.draft.self-checked", actor_id=desk.actor_id, rule=RULE, details=details)


def _too_late(draft: Draft, desk: Desk) -> Refused:
    frozen_on = draft.round.frozen_on
    until = procedure.self_check_until(frozen_on, desk.calendar, desk.book) if frozen_on else None
    if until is None:
        return Refused(RULE, say("By the rulebook in use the agencies do not check themselves."))
    return Refused(RULE, say("The agencies could check themselves until %(day)s.", day=until))
