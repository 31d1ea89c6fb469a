"""S9: the verbs on an award: confirm it, give it up, contract it; and what silence has made of it, recorded once."""

from datetime import date, timedelta

from sqlalchemy import func, select

from accounts import queries as accounts
from accounts.operations import tell
from credit import operations as credit
from credit.evidence import GiveUp
from credit.models import EvidenceRecord
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import NotYours, Refused, WrongState
from kernel.periods import add_years
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.selection import awarding
from marketplace.selection.awarding import Awarded, Stage, Standing
from marketplace.selection.desk import Desk
from marketplace.selection.endings import Ending
from marketplace.selection.models import Award, Registration

ONE_DAY = timedelta(days=1)
GIVE_UPS = (Ending.GAVE_UP, Ending.SILENT)
GIVE_UP_STAGES = (Stage.PUBLICITY, Stage.OBJECTED, Stage.TO_CONFIRM, Stage.TO_CONTRACT)


def facts_of(award: Award) -> Awarded:
    """Return what has happened to an award, as the rules look at it."""
    return Awarded(
        award.published_on,
        award.notice.public_money,
        award.notice.closes_at is not None,
        award.open_objections,
        award.answered_on,
        award.owner_confirmed_on,
        award.agency_confirmed_on,
        award.contracted_on,
        award.ended_on,
        award.told_on,
    )


def stand_of(award: Award, today: date, calendar: Calendar, book: Rulebook) -> Standing:
    """Return where an award stands on a day."""
    return awarding.stand(facts_of(award), today, calendar, book)


def contract_by(award: Award, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day for filing the contract of an award (S9)."""
    return awarding.contract_by(facts_of(award), calendar, book)


def must_be_ripe(award: Award, today: date, calendar: Calendar, book: Rulebook) -> None:
    """Raise Refused while an award may not be contracted: an objection waits, or a side has not confirmed (S8, S9)."""
    stage = stand_of(award, today, calendar, book).stage
    if stage is Stage.OBJECTED:
        sentence = say("An objection waits for the authority's answer; the contract waits until then.")
        raise Refused("S8", sentence)
    if stage is Stage.TO_CONFIRM:
        raise Refused("S9", say("Both sides confirm the award first, on the page of the result."))
    if stage in (Stage.AGENCY_SILENT, Stage.OWNER_SILENT):
        raise Refused("S9", say("The award was not confirmed in time."))


def confirm(award: Award, organisation_id: int, *, desk: Desk) -> Award:
    """Confirm an award for the owner or the agency, in the days of S9."""
    lock(award)
    standing = stand_of(award, desk.today, desk.calendar, desk.book)
    if standing.stage is not Stage.TO_CONFIRM:
        raise WrongState(say("This award cannot be confirmed now."))
    sides = {award.owner_id: "owner_confirmed_on", award.agency_id: "agency_confirmed_on"}
    if organisation_id not in sides:
        raise NotYours
    column = sides[organisation_id]
    if getattr(award, column):
        raise WrongState(say("You have confirmed it already."))
    setattr(award, column, desk.today)
    details = {"notice": award.notice.number, "by": column.partition("_")[0]}
    ledger.record(award, "selection.award.confirmed", actor_id=desk.actor_id, rule="S9", details=details)
    told = say("The award for %(title)s was confirmed.", title=award.notice.need.title)
    for body in sides:
        if body != organisation_id:
            tell(body, told, link=f"/results/{award.id}")
    return award


def contract(award: Award, *, actor_id: int | None, today: date) -> None:
    """Record that both sides have agreed to the contract, once."""
    if award.contracted_on:
        return
    award.contracted_on = today
    details = {"notice": award.notice.number}
    ledger.record(award, "selection.award.contracted", actor_id=actor_id, rule="S9", details=details)


def give_up(award: Award, reason: str, *, desk: Desk) -> Award:
    """Let the agency give an award up before its contract; it is evidence for its rating (S9, G2)."""
    lock(award.notice)  # before the award, as everybody else does: what follows concerns the notice
    lock(award)
    if stand_of(award, desk.today, desk.calendar, desk.book).stage not in GIVE_UP_STAGES:
        raise WrongState(say("This award cannot be given up any more."))
    return end(award, Ending.GAVE_UP, desk.today, reason, desk=desk)


def lapse(award: Award, *, desk: Desk) -> bool:
    """Record what silence has made of an award, once; tell whether there was anything to record (S9, T6)."""
    lock(award.notice)
    lock(award)
    standing = stand_of(award, desk.today, desk.calendar, desk.book)
    endings = {Stage.AGENCY_SILENT: Ending.SILENT, Stage.OWNER_SILENT: Ending.RELEASED}
    if standing.stage not in endings or standing.by is None:
        return False
    end(award, endings[standing.stage], standing.by + ONE_DAY, "", desk=desk)
    return True


def end(award: Award, ending: Ending, on: date, reason: str, *, desk: Desk) -> Award:
    """End an award before its contract, as of a day, and its agency's part with it; a give-up goes on its credit file.

    What silence ended is dated by the rule and not by the day on which a job looked (T6).
    """
    entry = lock(db.session.get_one(Registration, award.registration_id))
    award.ended_on, award.ended_because = on, ending.value
    if ending is not Ending.OBJECTION and entry.ended_on is None:
        entry.ended_on, entry.ended_because = on, ending.value
    details = {"notice": award.notice.number, "agency": award.agency_id, "because": ending.value, "on": on}
    said = ledger.record(
        award,
        "selection.award.ended",
        actor_id=desk.actor_id,
        rule=ending.rule,
        details=details,
        also=(entry,),
    )
    if ending in GIVE_UPS:
        credit.submit(award.agency_id, GiveUp(on), entry=said, about=f"award:{award.id}")
        db.session.flush()  # it is among those that are counted
        _tell_authority(award, on, desk)
    _tell_sides(award, ending.label, reason)
    return award


def _tell_authority(award: Award, on: date, desk: Desk) -> None:
    """Put the give-ups of a year before the item's authority once there are as many as M3 says."""
    since = add_years(on, -1)
    counted = select(func.count()).where(
        EvidenceRecord.agency_id == award.agency_id,
        EvidenceRecord.kind == GiveUp.__name__,
        EvidenceRecord.fact_on > since,
        EvidenceRecord.fact_on <= on,
    )
    many = db.session.scalar(counted) or 0
    body = accounts.authority_by_key(award.notice.authority_key)
    if body is None or not awarding.is_striking(many, desk.today, desk.book):
        return
    told = say(
        "%(agency)s has given up %(many)s times within a year (M3).", agency=award.agency.name, many=many
    )
    tell(body.id, told, link=f"/agencies/{award.agency_id}", once=f"give-ups:{award.agency_id}:{on}")


def _tell_sides(award: Award, why: Sentence, reason: str) -> None:
    told = say(
        "The award to %(agency)s for %(title)s has ended: %(why)s.",
        agency=award.agency.name,
        title=award.notice.need.title,
        why=why,
    )
    if reason:
        told = say("%(told)s Reason: %(reason)s", told=told, reason=reason)
    for body in (award.owner_id, award.agency_id):
        tell(body, told, link=f"/results/{award.id}")
