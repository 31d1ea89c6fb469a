"""P2, P13: a rating set aside on review is replaced by the same steps for its one agency, within 20 working days."""

from datetime import date

from blacklist import queries as blacklist
from credit import drafting, procedure, queries, round_queries, rounds
from credit.drafting import Desk, state_of
from credit.models import Draft, Rating
from credit.procedure import RULE, Progress
from credit.vocabulary import Act, Second, State
from kernel import ledger
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar

REPLACES = "P2"


def set_aside_rating(draft: Draft) -> Rating | None:
    """Return the rating of a draft that was set aside and that no other has replaced yet, or None."""
    rows = [row for row in queries.ratings_of(draft.agency_id) if row.year == draft.round.year]
    if not rows or any(row.set_aside_on is None for row in rows):
        return None
    return max(rows, key=lambda row: row.id)


def replace_by(draft: Draft, calendar: Calendar, book: Rulebook) -> date | None:
    """Return the day by which the rating of a draft is replaced, or None where it stands (P2)."""
    row = set_aside_rating(draft)
    if row is None or row.set_aside_on is None:
        return None
    return procedure.replace_by(row.set_aside_on, calendar, book).day


def reopen(draft: Draft, reason: str, desk: Desk) -> None:
    """Rate an agency again whose rating was set aside: the draft is computed anew and told, with ten days to object."""
    lock(draft)
    if draft.round.state != State.DETERMINED or draft.reopened_on or set_aside_rating(draft) is None:
        raise WrongState(say("There is no rating to be replaced."))
    if not reason.strip():
        raise Refused(REPLACES, say("Say why the rating was set aside."), field="reason")
    draft.reopened_on, draft.public_from, draft.remark = desk.today, None, reason
    draft.second, draft.second_by, draft.second_on = Second.NONE, None, None
    details = {"agency": draft.agency_id, "year": draft.round.year, "reason": reason}
    ledger.record(draft, "credit.draft.reopened", actor_id=desk.actor_id, rule=REPLACES, details=details)
    until = procedure.objections_until(desk.today, desk.calendar, desk.book).day
    drafting.draw_up(draft, drafting.verdicts(draft.round, [draft], desk)[draft.id], until, desk)


def publish(draft: Draft, desk: Desk) -> date:
    """Publish the draft that replaces a rating; returns the last day of its publicity (G7)."""
    _step(draft, Act.PUBLISH, desk)
    draft.public_from = desk.today
    until = procedure.public_until(desk.today, desk.calendar, desk.book).day
    details = {"agency": draft.agency_id, "until": until}
    ledger.record(draft, "credit.draft.published", actor_id=desk.actor_id, rule=RULE, details=details)
    return until


def determine(draft: Draft, document: str, desk: Desk) -> bool:
    """Determine the rating that replaces one set aside (P2); tells whether the agency is removed by it."""
    _step(draft, Act.DETERMINE, desk)
    if not document.strip():
        raise Refused(RULE, say("Name the document by which the rating was determined."), field="document")
    removed = rounds.determine_one(draft, document, desk)
    draft.reopened_on = None
    return removed


def progress_of(draft: Draft, calendar: Calendar, book: Rulebook, today: date) -> Progress:
    """Return what is still to be done with one draft."""
    waiting = [one for one in round_queries.objections_to(draft.id) if one.answered_on is None]
    vetoed = draft.agency_id in blacklist.vetoed_in(draft.round.year, today)
    return Progress(
        objections_open=len(waiting),
        unchecked=int(draft.second in round_queries.OPEN_SECONDS),
        out_of_date=int(vetoed != draft.has_veto),
        may_object_until=draft.objections_until,
        public_until=procedure.public_until(draft.public_from, calendar, book).day
        if draft.public_from
        else None,
    )


def _step(draft: Draft, act: Act, desk: Desk) -> None:
    lock(draft)
    if draft.reopened_on is None:
        raise WrongState(state_of(draft).sentence)
    drafting.must_be_open_to(draft, act)
    days = procedure.deadlines(draft.round.year, desk.calendar, desk.book)
    refused = procedure.refusal(
        act, progress_of(draft, desk.calendar, desk.book, desk.today), days, desk.today
    )
    if refused:
        raise refused
