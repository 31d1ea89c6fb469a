"""S7, S9, P11: what follows where an award has ended: the next in rank, another draw, or the end of the notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.models import Organisation
from kernel.db import db, lock
from kernel.errors import WrongState
from kernel.rulebook import applies
from kernel.sentences import Sentence, say
from marketplace.selection import (
    awards,
    choices,
    concluding,
    contributions,
    draws_made,
    notices,
    publishing,
    queries,
)
from marketplace.selection.awarding import Stage
from marketplace.selection.awards import ONE_DAY
from marketplace.selection.choosing import Choice
from marketplace.selection.desk import Desk
from marketplace.selection.endings import Ending
from marketplace.selection.models import Award, Notice
from marketplace.selection.procedure import Act, Reason, State, state, step
from marketplace.selection.rules import publicity_until
from marketplace.selection.tables import Outcome

PASSES_ON = (Ending.GAVE_UP, Ending.SILENT, Ending.LOCKED_OUT)


def last_award(notice_id: int) -> Award | None:
    """Return the last award of a notice, ended or not, or None."""
    chosen = select(Award).where(Award.notice_id == notice_id).order_by(Award.id.desc())
    return db.session.scalars(chosen).first()


def last_outcome(notice_id: int) -> Outcome | None:
    """Return what the last selection of a notice came to, or None."""
    chosen = select(Outcome).where(Outcome.notice_id == notice_id).order_by(Outcome.id.desc())
    return db.session.scalars(chosen).first()


@applies("S7", "S9", "P11")
def go_on(notice: Notice, value: str = "", *, desk: Desk) -> Award | None:
    """Publish the result that is due: the first, the next in rank, or that of a repeated selection.

    S9, P11: where the agency gave up or was removed, the reserve takes over in order; where an objection was upheld
    the selection is repeated, a draw with the next code and the next public figure. The next in rank is published as of
    the day on which the award ended, whenever that is recorded; a draw is made when it is made. Returns None where the
    notice has failed, or where the owner is to choose again among few.
    """
    lock(notice)
    step(state(notices.course_of(notice, desk.book), desk.now), Act.CONCLUDE)
    award, outcome = last_award(notice.id), last_outcome(notice.id)
    if award is None or outcome is None or award.ending not in PASSES_ON:
        return concluding.conclude(notice, value, desk=desk)
    since = award.ended_on
    field = concluding.field_of(notice, desk=desk, since=since)
    if not field.offers:
        publishing.fail(notice, Reason.NONE_LEFT, desk=desk, on=since)
        return None
    if concluding.must_be_chosen_by_owner(notice, desk):
        return None
    choice = _without(choices.read(outcome.choice), field.left_out)
    if choice.needs_draw:
        choice, since = choice.parted(draws_made.draw_now(notice, value, desk=desk)), None
    if choice.winner is None:
        publishing.fail(notice, Reason.NONE_LEFT, desk=desk, on=since)
        return None
    return concluding.publish(notice, choice, field, "", desk=desk, since=since)


def needs_draw(notice: Notice, *, desk: Desk) -> bool:
    """Tell whether the result that is due waits for a public figure."""
    award, outcome = last_award(notice.id), last_outcome(notice.id)
    if award is None or outcome is None or award.ending not in PASSES_ON:
        return bool(concluding.preview(notice, desk=desk).to_draw)
    field = concluding.field_of(notice, desk=desk, since=award.ended_on)
    return _without(choices.read(outcome.choice), field.left_out).needs_draw


def settle(award: Award, *, desk: Desk) -> bool:
    """Record what silence has made of an award and let follow what follows; tell whether anything did."""
    if not awards.lapse(award, desk=desk):
        return False
    after(award, desk=desk)
    return True


def after(award: Award, *, desk: Desk) -> Award | None:
    """Let follow what follows from the end of an award of an open notice."""
    notice = award.notice
    if notice.closes_at is None:
        return None
    if award.ending is Ending.RELEASED:
        publishing.fail(notice, Reason.OWNER_SILENT, desk=desk, on=award.ended_on)
        return None
    db.session.flush()
    if award.ending not in PASSES_ON or needs_draw(notice, desk=desk):
        return None
    return go_on(notice, desk=desk)


def lay_down(notice: Notice, *, desk: Desk) -> Award | None:
    """Record what the dates have brought where no job has: a silence and what follows, or a result that is due (T6)."""
    lock(notice)
    stood = queries.award_of(notice.id)
    if stood and settle(stood, desk=desk):
        return queries.award_of(notice.id)
    must_be_due(notice, desk)
    return go_on(notice, desk=desk)


@dataclass(frozen=True)
class Following:
    """Who follows an award by the dates alone, since which day that is public, and until when."""

    agency: Organisation
    since: date
    until: date


@applies("S9", "P11")
def following(award: Award, desk: Desk) -> Following | None:
    """Return who follows an award by the dates, where nobody has recorded it yet; None where it needs a person (T6)."""
    since, stands = _passed_on(award, desk), queries.award_of(award.notice_id)
    outcome = last_outcome(award.notice_id)
    is_last = stands is None or stands.id == award.id
    if since is None or outcome is None or outcome.award_id != award.id or not is_last:
        return None
    field = concluding.field_of(award.notice, desk=desk, since=since)
    left = dict(field.left_out) | {award.agency.uscc or "": Ending.SILENT.label}
    choice = _without(choices.read(outcome.choice), left)
    if concluding.must_be_chosen_by_owner(award.notice, desk) or choice.needs_draw or choice.winner is None:
        return None
    until = publicity_until(since, desk.calendar, desk.book, public_money=award.notice.public_money).day
    return Following(field.rows[choice.winner].agency, since, until)


def _passed_on(award: Award, desk: Desk) -> date | None:
    """Return the day on which an award passed to the next in rank, recorded or by its dates alone."""
    if award.ending:
        return award.ended_on if award.ending in PASSES_ON else None
    standing = awards.stand_of(award, desk.today, desk.calendar, desk.book)
    is_silent = standing.stage is Stage.AGENCY_SILENT and standing.by is not None
    return standing.by + ONE_DAY if is_silent and standing.by else None


def is_due(notice: Notice, desk: Desk) -> bool:
    """Tell whether a result is due that needs no figure, so that it can be published at once."""
    if state(notices.course_of(notice, desk.book), desk.now) is not State.OPENED:
        return False
    return not concluding.must_be_chosen_by_owner(notice, desk) and not needs_draw(notice, desk=desk)


def waits_for_draw(notice: Notice, desk: Desk) -> bool:
    """Tell whether a draw is needed now, so that a text that is withheld voids it."""
    if state(notices.course_of(notice, desk.book), desk.now) is not State.OPENED:
        return False
    return not concluding.must_be_chosen_by_owner(notice, desk) and needs_draw(notice, desk=desk)


def void_since(notice: Notice, desk: Desk) -> datetime | None:
    """Return the moment from which the first draw of a notice is void; None where none was needed, or none is (S2)."""
    row = contributions.void_of(notice.id)
    if row is not None:
        return row.at
    at = draws_made.coming(notice, notices.course_of(notice, desk.book), desk).void_at
    return at if at and waits_for_draw(notice, desk) else None


def _without(choice: Choice, left: Mapping[str, Sentence]) -> Choice:
    for label, why in left.items():
        if label in choice.merits:
            choice = choice.after({label}, why)
    return choice


def must_be_due(notice: Notice, desk: Desk) -> None:
    """Raise WrongState where no result is due that needs no figure."""
    if not is_due(notice, desk):
        raise WrongState(say("No result is due now."))
