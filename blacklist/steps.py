"""P5, P5a–P5c, P13: the verbs of a case; each takes a step that the table opens to this person on this day."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import FileStorage

from accounts import deputies
from accounts.models import Organisation, User
from blacklist import limits, operations, procedure, proceedings
from blacklist.course import Course
from blacklist.findings import SeriousViolation
from blacklist.models import Case, CasePaper, CaseStep, Decision, SettingAside
from blacklist.queries import FOR
from blacklist.vocabulary import Act, Excuse, Outcome, Verdict
from kernel import clock, files, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar

PAST = {
    Act.CHARGE: "charged",
    Act.RECEIVE: "charge-received",
    Act.ASK_MORE: "defence-prolonged",
    Act.DEFEND: "defended",
    Act.SAY_NO_MORE: "defence-closed",
    Act.ASK_HEARING: "hearing-asked",
    Act.DROP_HEARING: "hearing-dropped",
    Act.ANNOUNCE_HEARING: "hearing-announced",
    Act.HOLD_HEARING: "hearing-held",
    Act.OPINE: "opined",
    Act.SEND_BACK: "sent-back",
    Act.DECIDE: "decided",
    Act.RECEIVE_DECISION: "decision-received",
    Act.ASK_REVIEW: "review-asked",
    Act.NAME_REVIEWER: "reviewer-named",
    Act.SUSPEND: "measure-suspended",
    Act.DECIDE_REVIEW: "review-decided",
    Act.CORRECT: "corrected",
}
Uploads = Sequence[FileStorage]


@dataclass(frozen=True)
class Desk:
    """Who acts, on which day, and by which calendar and rulebook."""

    actor: User
    today: date
    calendar: Calendar
    book: Rulebook


@dataclass(frozen=True)
class Said:
    """What comes with a step: a text, an outcome and its ground, a day, a person, files."""

    text: str = ""
    outcome: str = ""
    ground: str = ""
    day: date | None = None
    person_id: int | None = None
    uploads: Uploads = ()


def open_by_hand(
    agency: Organisation,
    finding: SeriousViolation,
    authority_key: str,
    said: Said,
    desk: Desk,
    for_id: int | None = None,
) -> Case:
    """Open the case of a serious violation (P4): what happened, on which day, the evidence, and for whom a deputy acts."""
    if finding.violation not in desk.book.value("P4.serious", desk.today):
        raise Refused(
            "P4", say("The rulebook does not count this among the serious violations."), field="violation"
        )
    if finding.fact_on > desk.today:
        raise Refused("P4", say("The fact cannot lie ahead."), field="fact_on")
    row = operations.open_case(
        agency,
        finding,
        authority_key,
        {"what": said.text} | ({FOR: for_id} if for_id else {}),
        actor_id=desk.actor.id,
        today=desk.today,
        book=desk.book,
    )
    _file(row, None, files.store_all(said.uploads, desk.actor.id))
    return row


def take(case: Case, act: Act, said: Said, desk: Desk) -> CaseStep:
    """Take a step: raise WrongState where the table has none, NotYours or Refused where it is not theirs or not yet."""
    lock(case)
    found = proceedings.course_of(case, desk.calendar, desk.book, desk.today)
    must_be_possible(case, found, act, desk, said.outcome)
    rule = found.move(act)
    for_id = procedure.on_behalf(rule.who, hand_of(case, desk)) if rule else None
    row = CaseStep(
        case_id=case.id,
        act=act,
        on=desk.today,
        at=clock.now(),
        actor_id=desk.actor.id,
        text=said.text,
        outcome=said.outcome,
        ground=said.ground,
        day=said.day,
        person_id=said.person_id,
        for_id=for_id,
    )
    stored = files.store_all(said.uploads, desk.actor.id)
    details = {
        "number": case.number,
        "on": desk.today,
        "outcome": said.outcome,
        "ground": said.ground,
        "day": said.day,
        "person": said.person_id,
        "for": for_id,
        "said_sha256": hashlib.sha256(said.text.encode()).hexdigest(),
        "files_sha256": [one.sha256 for one in stored],
    }
    kept = {name: value for name, value in details.items() if value not in ("", None, [])}
    act_name = f"blacklist.case.{PAST[act]}"
    ledger.record(
        case, act_name, actor_id=desk.actor.id, rule=rule.rule if rule else "P5", details=kept, proves=(row,)
    )
    _file(case, row, stored)
    return row


def announce_hearing(case: Case, said: Said, desk: Desk) -> CaseStep:
    """Announce the hearing: its day, its place and who leads it (P5c)."""
    why = limits.no_hearing_on(said.day, desk.today, desk.calendar, desk.book)
    if why:
        raise Refused("P5c", why, field="day")
    found = proceedings.course_of(case, desk.calendar, desk.book, desk.today)
    if said.person_id not in {person.id for person in proceedings.may_lead(case, found.parts)}:
        raise Refused(
            "P5c", say("The hearing is led by somebody who did not handle the case."), field="person"
        )
    return take(case, Act.ANNOUNCE_HEARING, said, desk)


def opine(case: Case, said: Said, desk: Desk) -> CaseStep:
    """Give the opinion: what is proposed, and why (P5)."""
    _must_fit(case, said)
    return take(case, Act.OPINE, said, desk)


def decide(case: Case, said: Said, document: str, desk: Desk) -> Decision | None:
    """Decide a case (P5); an upheld one is a decision that holds from this day (P4). Returns it, or None."""
    _must_fit(case, said)
    step = take(case, Act.DECIDE, said, desk)
    case.outcome = said.outcome
    if said.outcome != Outcome.UPHELD:
        case.settled_on = desk.today
        return None
    lock(
        case.agency
    )  # two cases about one agency that are decided at once lay its spans down one after the other
    found = proceedings.course_of(case, desk.calendar, desk.book, desk.today)
    case.settled_on = desk.today + operations.SETTLED_AFTER
    row = Decision(
        agency_id=case.agency_id,
        kind=case.kind,
        case_id=case.id,
        fact_on=case.fact_on,
        decided_on=desk.today,
        public_from=found.ruling.served.day if found.ruling else desk.today,
        document=document,
        ground=case.ground,
        edition=desk.book.edition_on(desk.today),
    )
    return operations.enter(
        case.agency, row, "blacklist.case.upheld", "P4", actor_id=step.actor_id, book=desk.book
    )


def ask_review(case: Case, said: Said, desk: Desk) -> CaseStep:
    """Ask for a review of the decision (P13)."""
    row = take(case, Act.ASK_REVIEW, said, desk)
    case.settled_on = None
    return row


def name_reviewer(case: Case, said: Said, desk: Desk) -> CaseStep:
    """Enter whom the city government named to review a decision of the managing office, with its document (P13)."""
    found = proceedings.course_of(case, desk.calendar, desk.book, desk.today)
    if not found.parts.decided_by_office:
        raise Refused("P13", say("The managing office did not decide: it reviews this itself."))
    if said.person_id not in {person.id for person in proceedings.may_review(found.parts)}:
        raise Refused(
            "P13", say("A review is decided by somebody who took no part in the case."), field="person"
        )
    return take(case, Act.NAME_REVIEWER, said, desk)


def suspend(case: Case, said: Said, desk: Desk) -> CaseStep:
    """Suspend the measure until the review is decided (P13)."""
    row = take(case, Act.SUSPEND, said, desk)
    lock(case.agency)
    operations.lay_spans_again([case.agency_id], desk.book)
    return row


def decide_review(case: Case, said: Said, document: str, desk: Desk) -> SettingAside | None:
    """Decide the review (P13): keep the decision, or set it aside, which undoes what followed from it.

    The file of a rating is set aside with its rating, by whoever calls this from above: then None is returned.
    """
    take(case, Act.DECIDE_REVIEW, said, desk)
    case.settled_on = desk.today
    decision = proceedings.decision_of(case.id)
    lock(case.agency)
    operations.lay_spans_again([case.agency_id], desk.book)
    if said.outcome != Verdict.SET_ASIDE or decision is None:
        return None
    case.outcome = Verdict.SET_ASIDE
    if proceedings.is_of_a_rating(case):
        return None
    return operations.set_aside(
        case.agency, decision, desk.today, document, actor_id=desk.actor.id, book=desk.book
    )


def must_be_possible(case: Case, found: Course, act: Act, desk: Desk, outcome: str = "") -> None:
    """Raise what taking a step would raise today: WrongState, or Refused where it is not theirs or not yet."""
    _must_be_open(found, act, outcome)
    _must_be_theirs(case, found, act, desk)


def hand_of(case: Case, desk: Desk) -> procedure.Hand:
    """Return who the actor is to a case, deputies included."""
    return proceedings.hand_of(desk.actor, case, deputies.stood_for(desk.actor.id, desk.today))


def _must_be_open(found: Course, act: Act, outcome: str) -> None:
    problem = limits.refusal(found, act, outcome)
    if found.move(act) is None and (problem is None or problem[1] is None):
        raise WrongState(say("The case stands elsewhere now: %(state)s.", state=found.state.label))
    if problem is not None:
        reason, from_day = problem
        raise Refused(reason.rule, reason.sentence, try_from=from_day)


def _must_be_theirs(case: Case, found: Course, act: Act, desk: Desk) -> None:
    move = found.move(act)
    if move is None:
        raise WrongState
    why = procedure.why_not_theirs(move.who, hand_of(case, desk), found.parts)
    if why is not None:
        raise Refused(move.rule, why)


def _must_fit(case: Case, said: Said) -> None:
    """Let an overdue alone be excused, and only on a ground of C9."""
    if said.outcome not in set(Outcome):
        raise Refused("P5", say("Say what is decided."), field="outcome")
    if said.outcome != Outcome.EXCUSED:
        return
    if case.kind != "overdue":
        raise Refused("C9", say("Only an overdue can be excused."), field="outcome")
    if said.ground not in set(Excuse):
        raise Refused("C9", say("Name the ground on which it is excused."), field="ground")


def _file(case: Case, step: CaseStep | None, stored: Sequence[files.StoredFile]) -> None:
    step_id = step.id if step else None
    db.session.add_all(CasePaper(case_id=case.id, step_id=step_id, file_id=one.id) for one in stored)
