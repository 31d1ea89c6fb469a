"""G7: an agency objects to its draft, is heard where a removal would follow, and is answered with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import FileStorage

from accounts.kinds import Kind
from accounts.operations import tell
from accounts.queries import of_kind, user
from blacklist.limits import no_hearing_on
from credit import checking, procedure, round_queries
from credit.drafting import Desk, must_be_open_to, state_of
from credit.models import Draft, Objection, ObjectionPaper
from credit.procedure import RULE
from credit.vocabulary import Act, Answer, State
from kernel import files, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY, Calendar

REMOVAL = "removal"


@dataclass(frozen=True)
class Hearing:
    """When and where a hearing is held, and who of the managing office leads it."""

    on: date
    place: str
    leader_id: int


@dataclass(frozen=True)
class Said:
    """What an agency says against its draft: the reasons, the indicator it is about, files, and whether to be heard."""

    text: str
    about: str = ""
    wants_hearing: bool = False
    uploads: Sequence[FileStorage] = ()


def may_object_until(draft: Draft, calendar: Calendar, book: Rulebook) -> date | None:
    """Return the last day on which the agency may object: of its own days, or of the publicity (G7)."""
    days = [draft.objections_until] if draft.objections_until else []
    if state_of(draft) is State.PUBLICITY and draft.public_from:
        days.append(procedure.public_until(draft.public_from, calendar, book).day)
    return max(days, default=None)


def make_objection(draft: Draft, said: Said, desk: Desk) -> Objection:
    """Object to a draft in its days; one at a time waits for its answer (G7)."""
    must_be_open_to(draft, Act.OBJECT)
    lock(draft)
    until = may_object_until(draft, desk.calendar, desk.book)
    if until is None or desk.today > until:
        raise Refused(RULE, say("You could object until %(day)s.", day=until or desk.today))
    if any(one.answered_on is None for one in round_queries.objections_to(draft.id)):
        raise WrongState(say("Your objection waits for its answer already."))
    if said.wants_hearing and draft.measure != REMOVAL:
        why = say("An oral hearing is held where a removal would follow; object in writing.")
        raise Refused(RULE, why, field="wants_hearing")
    row = Objection(
        draft=draft,
        about=said.about,
        text=said.text,
        made_on=desk.today,
        made_by=desk.actor_id,
        wants_hearing=said.wants_hearing,
    )
    stored = files.store_all(said.uploads, desk.actor_id)
    details = {
        "agency": draft.agency_id,
        "year": draft.round.year,
        "about": said.about,
        "hearing": said.wants_hearing,
        "files_sha256": [one.sha256 for one in stored],
    }
    ledger.record(row, "credit.objection.made", actor_id=desk.actor_id, rule=RULE, details=details)
    db.session.add_all(ObjectionPaper(objection_id=row.id, file_id=one.id) for one in stored)
    _tell_office(say("%(agency)s objects to its draft rating.", agency=draft.agency.name), draft)
    return row


def announce_hearing(row: Objection, hearing: Hearing, desk: Desk) -> Objection:
    """Announce the hearing that was asked for: its day, its place, and who leads it (G7, P5c)."""
    _begin(row, Act.ANNOUNCE_HEARING)
    if not row.wants_hearing or row.heard_on:
        raise WrongState(say("No hearing is asked for."))
    why = no_hearing_on(hearing.on, desk.today, desk.calendar, desk.book)
    if why:
        raise Refused("P5c", why, field="day")
    leader = user(hearing.leader_id)
    if leader is None or not leader.is_of(Kind.MANAGING_OFFICE) or leader.id in checking.hands(row.draft):
        said = say("The hearing is led by an officer of the managing office who did not handle the draft.")
        raise Refused("P5c", said, field="leader")
    row.hearing_on, row.hearing_place, row.hearing_by = hearing.on, hearing.place, hearing.leader_id
    _record(row, "hearing-announced", desk, day=hearing.on, leader=hearing.leader_id)
    told = say(
        "The hearing about your draft rating is held on %(day)s: %(place)s.",
        day=hearing.on,
        place=hearing.place,
    )
    _tell_agency(row, told)
    return row


def hold_hearing(row: Objection, record: str, desk: Desk) -> Objection:
    """Enter the record of the hearing, as the one who led it (P5c)."""
    _begin(row, Act.HOLD_HEARING)
    if row.hearing_on is None or row.heard_on:
        raise WrongState(say("No hearing is announced."))
    if row.hearing_by != desk.actor_id:
        raise Refused("P5c", say("Who leads the hearing enters its record."))
    if desk.today < row.hearing_on:
        said = say("The record is entered on the day of the hearing or later.")
        raise Refused("P5c", said, try_from=row.hearing_on)
    row.heard_on, row.record = desk.today, record
    _record(row, "hearing-held", desk)
    return row


def answer(row: Objection, found: Answer, reasons: str, desk: Desk) -> Objection:
    """Answer an objection with reasons (G7); what is upheld has been ruled on before, by acts of their own."""
    _begin(row, Act.ANSWER)
    if row.wants_hearing and row.heard_on is None:
        first = row.hearing_on + ONE_DAY if row.hearing_on else None
        raise Refused("P5c", say("The agency asked to be heard: the hearing comes first."), try_from=first)
    if not reasons.strip():
        raise Refused(RULE, say("Give the reasons of the answer."), field="reasons")
    if found is not Answer.REFUSED and not _was_ruled_on(row):
        said = say("Rule on the evidence first: an objection that is upheld changes what counts.")
        raise Refused(RULE, said, field="answer")
    row.answer, row.reasons = found, reasons
    row.answered_on, row.answered_by = desk.today, desk.actor_id
    _record(row, "answered", desk, answer=found)
    _tell_agency(row, say("Your objection is answered: %(answer)s.", answer=found.sentence))
    return row


def _begin(row: Objection, act: Act) -> None:
    must_be_open_to(row.draft, act)
    lock(row)
    if row.answered_on:
        raise WrongState(say("The objection has been answered already."))


def _was_ruled_on(row: Objection) -> bool:
    return any(one.ruled_on >= row.made_on for one in round_queries.rulings_of(row.draft_id))


def _record(row: Objection, past: str, desk: Desk, **more: object) -> None:
    details = {"agency": row.draft.agency_id, "year": row.draft.round.year, **more}
    ledger.record(row, f"credit.objection.{past}", actor_id=desk.actor_id, rule=RULE, details=details)


def _tell_agency(row: Objection, said: Sentence) -> None:
    tell(row.draft.agency_id, said, link=_link(row.draft))


def _tell_office(said: Sentence, draft: Draft) -> None:
    for office in of_kind(Kind.MANAGING_OFFICE):
        tell(office.id, said, link=_link(draft))


def _link(draft: Draft) -> str:
    return f"/rating-rounds/{draft.round.year}/agencies/{draft.agency_id}"
