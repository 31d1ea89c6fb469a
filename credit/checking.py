"""G2, G7: what people check in a round: authorities licences and archives, the office evidence, a second the draft."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from credit import drafting, procedure, round_queries, weighing
from credit.drafting import Desk, must_be_open_to
from credit.evidence import AuthorityCheck, Checked, Evidence
from credit.models import Check, Draft, EvidenceRecord, EvidenceRuling
from credit.operations import submit
from credit.procedure import RULE, SECOND_MOVES
from credit.rules import POINTS, plain
from credit.vocabulary import Act, Made, Ruled, Second
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.ledger import Entry
from kernel.rulebook import Rulebook
from kernel.sentences import say

RESUBMITTED = "credit.draft.resubmitted"
CHECKS = {Checked.LICENCES: "licence_check", Checked.ARCHIVE: "archive_check"}


@dataclass(frozen=True)
class Finding:
    """What an authority found: points with reasons, or no points where it made no check."""

    points: Decimal | None
    reason: str


def answer_check(row: Check, draft: Draft, finding: Finding, desk: Desk) -> Check:
    """Answer a check with points and reasons, or say that none was made (G2, G4a); it can be corrected until the drafts.

    The check is of the year that is rated, so its fact is dated by that year's last day, and it counts at once.
    """
    must_be_open_to(draft, Act.CHECK)
    lock(row)
    _must_be_points(row, draft, finding, desk)
    if not finding.reason.strip():
        raise Refused(RULE, say("Say what was found, or why no check was made."), field=f"{row.of}_reason")
    if row.made == Made.SCORED and finding.points is None:
        raise Refused(RULE, say("A check that was scored can be corrected, not taken back."), field=row.of)
    row.made = Made.NOT_MADE if finding.points is None else Made.SCORED
    row.points = "" if finding.points is None else str(finding.points)
    row.reason, row.answered_on, row.answered_by = finding.reason, desk.today, desk.actor_id
    details = {"agency": draft.agency_id, "year": draft.round.year, "of": row.of, "points": row.points}
    entry = ledger.record(row, "credit.check.answered", actor_id=desk.actor_id, rule="G2", details=details)
    if finding.points is not None:
        fact = AuthorityCheck(_last_day(draft), Checked(row.of), finding.points)
        _admit(draft, fact, f"check:{row.id}", finding.reason, entry, desk)
    return row


def set_aside(draft: Draft, record: EvidenceRecord, reason: str, desk: Desk) -> EvidenceRuling:
    """Set a piece of evidence aside in a round by a reasoned act; the draft is computed again (G7)."""
    _must_be_about(draft, record, Ruled.SET_ASIDE)
    return _rule(draft, record, Ruled.SET_ASIDE, reason, desk)


def admit(draft: Draft, record: EvidenceRecord, reason: str, desk: Desk) -> EvidenceRuling:
    """Admit evidence that came late, or that was set aside, by a reasoned act; the draft is computed again (G7)."""
    _must_be_about(draft, record, Ruled.ADMITTED)
    return _rule(draft, record, Ruled.ADMITTED, reason, desk)


def replace(draft: Draft, record: EvidenceRecord, fact: Evidence, reason: str, desk: Desk) -> EvidenceRecord:
    """Put the right fact in the place of a wrong one by a reasoned act; the draft is computed again (G7)."""
    _must_be_about(draft, record, Ruled.SET_ASIDE)
    if type(fact).__name__ != record.kind or fact.on != record.fact_on:
        raise WrongState
    _begin(draft, reason)
    details = {"agency": draft.agency_id, "instead_of": record.id, "reason": reason}
    entry = ledger.record(
        draft, "credit.evidence.replaced", actor_id=desk.actor_id, rule=RULE, details=details
    )
    _ruling(draft, record, Ruled.SET_ASIDE, reason, entry, desk)
    new = _admit(draft, fact, record.about, reason, entry, desk)
    drafting.draw_again(draft, desk)
    return new


def confirm(draft: Draft, desk: Desk) -> None:
    """Confirm an A or a D and the measure that would follow, as the second person (G7)."""
    _second(draft, Act.CONFIRM, desk)
    draft.second_by, draft.second_on = desk.actor_id, desk.today
    _record(draft, "confirmed", desk)


def send_back(draft: Draft, reason: str, desk: Desk) -> None:
    """Send a draft back with what is to be looked at again, as the second person (G7)."""
    if not reason.strip():
        raise Refused(RULE, say("Say what is to be looked at again."), field="reason")
    _second(draft, Act.SEND_BACK, desk)
    draft.second_by, draft.second_on, draft.remark = desk.actor_id, desk.today, reason
    _record(draft, "sent-back", desk, reason=reason)


def resubmit(draft: Draft, answer: str, desk: Desk) -> None:
    """Lay a draft that was sent back before the second person again, with an answer (G7)."""
    if not answer.strip():
        raise Refused(RULE, say("Say what you have found."), field="reason")
    must_be_open_to(draft, Act.RESUBMIT)
    lock(draft)
    if draft.second_by == desk.actor_id:
        raise Refused(RULE, say("Who sent the draft back does not answer for it: another officer does."))
    draft.second, draft.remark = _move(draft, Act.RESUBMIT), answer
    _record(draft, "resubmitted", desk, reason=answer)


def hands(draft: Draft) -> frozenset[int]:
    """Return who had a hand in a draft: drew it up, ruled on its evidence, answered an objection or the second person."""
    answered = (one.answered_by for one in round_queries.objections_to(draft.id))
    ruled = (one.ruled_by for one in round_queries.rulings_of(draft.id))
    spoke = (entry.actor_id for entry in ledger.entries(draft) if entry.act == RESUBMITTED)
    return frozenset(person for person in (draft.drawn_by, *answered, *ruled, *spoke) if person is not None)


def took_part(draft: Draft) -> frozenset[int]:
    """Return who took part in rating an agency, whom P13 bars from a review: by every entry about its draft.

    Who drew it up, ruled on its evidence, checked it as the second person, sent it back, published or determined it; the
    authorities' officers who gave points; who answered an objection or led the hearing.
    """
    of_draft = (entry.actor_id for entry in ledger.entries(draft))
    checked = (row.answered_by for row in round_queries.checks_of(draft.id))
    heard = (
        person
        for row in round_queries.objections_to(draft.id)
        for person in (row.answered_by, row.hearing_by)
    )
    return frozenset(person for person in (*of_draft, *checked, *heard) if person is not None)


def _second(draft: Draft, act: Act, desk: Desk) -> None:
    must_be_open_to(draft, act)
    lock(draft)
    draft.second = _move(draft, act)
    if not procedure.may_check_second(desk.actor_id, hands(draft)):
        said = say(
            "Who drew up the draft, ruled on its evidence or answered for it is not its second person."
        )
        raise Refused(RULE, said)


def _move(draft: Draft, act: Act) -> Second:
    following = SECOND_MOVES.get((Second(draft.second), act))
    if following is None:
        raise WrongState(Second(draft.second).sentence)
    return following


def full_points(draft: Draft, book: Rulebook) -> dict[Checked, str]:
    """Return the full points of each check of a draft."""
    return {of: plain(_full(of, draft, book)) for of in Checked}


def _full(of: Checked, draft: Draft, book: Rulebook) -> Fraction:
    return Fraction(book.value(f"{POINTS}{CHECKS[of]}", _last_day(draft)))


def _must_be_points(row: Check, draft: Draft, finding: Finding, desk: Desk) -> None:
    full = _full(Checked(row.of), draft, desk.book)
    if finding.points is not None and not 0 <= finding.points <= full:
        raise Refused("G2", say("Give 0 to %(full)s points.", full=plain(full)), field=row.of)


def _last_day(draft: Draft) -> date:
    return date(draft.round.year, 12, 31)


def _begin(draft: Draft, reason: str) -> None:
    must_be_open_to(draft, Act.RULE_ON_EVIDENCE)
    lock(draft)
    if not reason.strip():
        raise Refused(RULE, say("Give the reason: it is shown to the agency."), field="reason")


def _rule(draft: Draft, record: EvidenceRecord, ruled: Ruled, reason: str, desk: Desk) -> EvidenceRuling:
    _begin(draft, reason)
    details = {"agency": draft.agency_id, "evidence": record.id, "reason": reason}
    act = "credit.evidence.admitted" if ruled is Ruled.ADMITTED else "credit.evidence.set-aside"
    entry = ledger.record(draft, act, actor_id=desk.actor_id, rule=RULE, details=details)
    row = _ruling(draft, record, ruled, reason, entry, desk)
    drafting.draw_again(draft, desk)
    return row


def _ruling(
    draft: Draft, record: EvidenceRecord, ruled: Ruled, reason: str, entry: Entry, desk: Desk
) -> EvidenceRuling:
    row = EvidenceRuling(
        draft_id=draft.id,
        evidence_id=record.id,
        ruled=ruled,
        reason=reason,
        ruled_on=desk.today,
        ruled_by=desk.actor_id,
    )
    row.entry = entry
    db.session.add(row)
    db.session.flush()
    return row


def _admit(draft: Draft, fact: Evidence, about: str, reason: str, entry: Entry, desk: Desk) -> EvidenceRecord:
    record = submit(draft.agency_id, fact, entry=entry, about=about)
    db.session.flush()  # the ruling names it by its id
    _ruling(draft, record, Ruled.ADMITTED, reason, entry, desk)
    return record


def _must_be_about(draft: Draft, record: EvidenceRecord, ruled: Ruled) -> None:
    """Let a ruling change something: only what counts is set aside, only what does not is admitted."""
    found = weighing.weighed(draft.round, [draft.agency_id])[draft.agency_id]
    one = next((one for one in found if one.record.id == record.id), None)
    if one is None or one.counts is (ruled is Ruled.ADMITTED) or one.is_superseded:
        raise WrongState(say("This evidence has been ruled on already, or it is not of this year."))


def _record(draft: Draft, past: str, desk: Desk, **more: object) -> None:
    details = {"agency": draft.agency_id, "grade": draft.grade, "measure": draft.measure, **more}
    ledger.record(draft, f"credit.draft.{past}", actor_id=desk.actor_id, rule=RULE, details=details)
