"""P1–P5, P13: what was decided on paper comes in by two hands: one officer enters it, another one confirms it."""

from sqlalchemy import select

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.operations import tell
from blacklist import operations as blacklist
from blacklist import proceedings
from blacklist import queries as standings
from blacklist.findings import Grade, Overdue, Rated, SeriousViolation, VetoKind, Violation
from blacklist.models import Case, Decision
from blacklist.steps import Desk
from credit import operations as credit
from credit import queries as ratings
from kernel import clock, ledger
from kernel.db import db, lock
from kernel.errors import NotFound, Refused, WrongState
from kernel.rulebook import applies
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY
from marketplace.delivery.operations.release import release
from marketplace.oversight import fallen, rating_files
from marketplace.oversight.papers.models import PaperDecision

RATING, SET_ASIDE = standings.RATING, "set-aside"
NO_ORDER = 0  # the number of an order that the platform never had
ENDED = say("This has been confirmed or dropped already.")


def enter(row: PaperDecision, desk: Desk) -> PaperDecision:
    """Enter what was decided on paper; it waits for another officer of the managing office."""
    if row.decided_on > desk.today:
        raise Refused("P1", say("What was decided on paper cannot lie ahead."), field="decided_on")
    if row.kind == VetoKind.SERIOUS and not row.ground:
        raise Refused("P4", say("Say which serious violation it was."), field="violation")
    if row.fact_on:
        _must_be_new(row)
    if row.kind == SET_ASIDE:
        _must_have_taken_no_part(row, desk)
    row.entered_by, row.entered_at = desk.actor.id, clock.now()
    details = {"agency": row.agency_id, "kind": row.kind, "on": row.decided_on, "document": row.document}
    ledger.record(row, "oversight.paper.entered", actor_id=desk.actor.id, rule="P5", details=details)
    asked = say(
        "%(agency)s: what was decided on paper by %(document)s waits for a second officer.", **_named(row)
    )
    for office in accounts.of_kind(Kind.MANAGING_OFFICE):
        tell(office.id, asked, link=f"/agencies/{row.agency_id}/standing")
    return row


@applies("P5")
def confirm(row: PaperDecision, desk: Desk) -> PaperDecision:
    """Confirm what another officer entered: only then it is in force, and the agency is told.

    P5: the second person is another one, and no decision about an agency has one hand alone.
    """
    lock(row)
    if row.ended_at:
        raise WrongState(ENDED)
    if row.entered_by == desk.actor.id:
        raise Refused(
            "P5", say("Who entered it does not confirm it: another officer of the managing office does.")
        )
    if row.kind == SET_ASIDE:
        _must_have_taken_no_part(row, desk)
    row.confirmed_by, row.ended_at = desk.actor.id, clock.now()
    ledger.record(
        row, "oversight.paper.confirmed", actor_id=desk.actor.id, rule="P5", details={"kind": row.kind}
    )
    _IN_FORCE[row.kind](row, desk)
    release(row.agency, actor_id=desk.actor.id, today=desk.today, book=desk.book)
    told = say(
        "Entered about your agency: %(what)s Document %(document)s of %(day)s.",
        what=_TOLD[row.kind],
        **_named(row),
    )
    tell(row.agency_id, told, link=f"/agencies/{row.agency_id}/standing")
    return row


def drop(row: PaperDecision, desk: Desk) -> PaperDecision:
    """Drop what was entered wrongly, before it is confirmed."""
    lock(row)
    if row.ended_at:
        raise WrongState(ENDED)
    row.dropped_by, row.ended_at = desk.actor.id, clock.now()
    ledger.record(row, "oversight.paper.dropped", actor_id=desk.actor.id, rule="P5")
    return row


def _rating(row: PaperDecision, desk: Desk) -> None:
    rated = Rated(row.year or 0, Grade(row.grade), Grade(row.by_score or row.grade))
    credit.take_over_rating(
        row.agency, rated, row.decided_on, row.document, actor_id=desk.actor.id, book=desk.book
    )


def _veto(row: PaperDecision, desk: Desk) -> None:
    fact_on = row.fact_on or row.decided_on
    finding = (
        SeriousViolation(Violation(row.ground), fact_on)
        if row.kind == VetoKind.SERIOUS
        else Overdue(NO_ORDER, fact_on - ONE_DAY, 1)
    )
    _must_be_new(row)
    blacklist.take_over_decision(
        row.agency, finding, row.decided_on, row.document, actor_id=desk.actor.id, book=desk.book
    )


def _set_aside(row: PaperDecision, desk: Desk) -> None:
    decision = standings.decision(row.decision_id or 0)
    if decision is None:
        raise NotFound
    falls = fallen.of_setting_aside(decision, row.decided_on, desk.book)
    actor_id, agency = desk.actor.id, row.agency
    rating = ratings.rating_in_force(agency.id, decision.year) if decision.kind == RATING else None
    if rating is not None:
        credit.set_rating_aside(
            rating, row.decided_on, row.document, agency=agency, actor_id=actor_id, book=desk.book
        )
        rating_files.withdraw(rating, row.decided_on, row.document)
    else:
        blacklist.set_aside(agency, decision, row.decided_on, row.document, actor_id=actor_id, book=desk.book)
    fallen.withdraw_letters(falls, row.decided_on, row.document, row)


def _must_be_new(row: PaperDecision) -> None:
    """Refuse a veto about a fact that the platform has a case about, or has decided: it is punished once (P6)."""
    same = (Case.agency_id == row.agency_id, Case.fact_on == row.fact_on, Case.kind == row.kind)
    decided = (
        Decision.agency_id == row.agency_id,
        Decision.fact_on == row.fact_on,
        Decision.kind == row.kind,
    )
    for chosen in (select(Case.id).where(*same), select(Decision.id).where(*decided)):
        if db.session.scalar(chosen.limit(1)) is not None:
            raise Refused(
                "P6", say("There is a case or a decision about this fact already."), field="fact_on"
            )


def _must_have_taken_no_part(row: PaperDecision, desk: Desk) -> None:
    """Refuse who took part in the decision to have it set aside (P13)."""
    decision = standings.decision(row.decision_id or 0)
    case = standings.case(decision.case_id) if decision and decision.case_id else None
    if case is None:
        return
    parts = proceedings.course_of(case, desk.calendar, desk.book, desk.today).parts
    if desk.actor.id in parts.took_part and not proceedings.is_of_a_rating(case):
        raise Refused("P13", say("Somebody who took no part in the case enters and confirms it."))


def _named(row: PaperDecision) -> dict[str, object]:
    return {
        "agency": accounts.names([row.agency_id])[row.agency_id],
        "document": row.document,
        "day": row.decided_on,
    }


_IN_FORCE = {RATING: _rating, VetoKind.OVERDUE: _veto, VetoKind.SERIOUS: _veto, SET_ASIDE: _set_aside}
_TOLD: dict[str, Sentence] = {
    RATING: say("a rating."),
    VetoKind.OVERDUE: say("a veto, blacklisting."),
    VetoKind.SERIOUS: say("a veto, blacklisting."),
    SET_ASIDE: say("a decision was set aside."),
}
