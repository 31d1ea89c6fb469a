"""The verbs of a complaint: make it, take it up or not, comment on it, answer it (K1, K2)."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import Organisation, User
from accounts.operations import tell
from accounts.tokens import digest
from blacklist.steps import Desk
from credit.evidence import UpheldComplaint
from credit.operations import submit
from kernel import clock, files, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.numbers import next_number
from kernel.sealing import sealer
from kernel.sentences import Sentence, say
from marketplace.admission.catalogue import items
from marketplace.oversight.complaints import queries, rules
from marketplace.oversight.complaints.models import Complaint, ComplaintPaper
from marketplace.oversight.complaints.vocabulary import About, Office, Outcome, State, Topic

RULE = "K1"
MOST_FILES = 5
CODE_LENGTH = 12


@dataclass(frozen=True)
class Told:
    """What somebody complains of: whom, what, since when, and how to be reached."""

    about: About
    name: str
    topic: Topic
    item: str
    fact_on: date
    text: str
    contact: str = ""
    uploads: tuple[FileStorage, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What an office finds: upheld or not, on which day the fact lies, and why."""

    outcome: Outcome
    fact_on: date
    reasons: str


def make(told: Told, token: str, *, made_by: int | None, now: datetime) -> Complaint:
    """Enter a complaint and hand it to whom it is for (K1, K2); the ledger names neither side nor any word of it."""
    today = clock.local_day(now)
    if told.fact_on > today:
        raise Refused(RULE, say("What is complained of cannot lie ahead."), field="fact_on")
    if len(told.uploads) > MOST_FILES:
        raise Refused(RULE, say("Bring at most %(most)s files.", most=MOST_FILES), field="files")
    row = _row(told, today)
    row.number, row.made_at, row.made_by = next_number("TS", today.year), now, made_by
    row.receipt_hash = digest(token)
    row.contact_sealed = sealer().seal(told.contact) if told.contact else ""
    ledger.record(row, "oversight.complaint.made", actor_id=None, rule=RULE, details={"office": row.office})
    _keep(row, told.uploads)
    _tell_office(
        row,
        say(
            "Complaint %(number)s has come in: say within its days whether it is taken up.", number=row.number
        ),
    )
    return row


def take_up(row: Complaint, told: str, desk: Desk) -> None:
    """Take a complaint up; `told` is what the one complained of reads, without a word of who complained (K1)."""
    _decide(row, "yes", desk)
    if _is_told(row) and not told.strip():
        said = say("Write what the one complained of is told, without anything that shows who complained.")
        raise Refused(RULE, said, field="told")
    row.told = told.strip() if _is_told(row) else ""
    _record(row, "taken-up", desk, {"office": row.office})
    if row.about_id and _is_told(row):
        until = rules.comment_until(desk.today, desk.calendar, desk.book).day
        said = say(
            "Complaint %(number)s about you was taken up. You may comment on it until %(day)s; "
            "silence counts neither for nor against you.",
            number=row.number,
            day=until,
        )
        tell(row.about_id, said, link=_page(row))
    _tell_complainant(row, say("Your complaint %(number)s was taken up.", number=row.number))


def not_take_up(row: Complaint, reason: str, desk: Desk) -> None:
    """Say with reasons that a complaint is not taken up (K1)."""
    _decide(row, "no", desk)
    if not reason.strip():
        raise Refused(RULE, say("Say why it is not taken up, and where it belongs."), field="reason")
    row.taken_reason, row.closed_on = reason.strip(), desk.today
    _record(row, "not-taken-up", desk, {"office": row.office})
    _tell_complainant(
        row,
        say("Your complaint %(number)s was not taken up; the reasons stand on its page.", number=row.number),
    )


def comment(row: Complaint, text: str, *, actor_id: int, today: date) -> None:
    """Say something to a complaint about oneself, once, before it is answered (K1)."""
    lock(row)
    if row.state is not State.TAKEN_UP or row.commented_on:
        raise WrongState(say("The complaint was answered, or you have commented on it already."))
    row.comment, row.commented_on, row.commented_by = text, today, actor_id
    ledger.record(row, "oversight.complaint.commented", actor_id=actor_id, rule=RULE)
    _tell_office(row, say("The one complained of has commented on complaint %(number)s.", number=row.number))


def answer(row: Complaint, found: Finding, desk: Desk) -> None:
    """Answer a complaint with reasons; one about an agency that is upheld goes on its credit file (K1, G2, G3)."""
    lock(row)
    if row.state is not State.TAKEN_UP:
        raise WrongState(row.state.label)
    _must_have_been_heard(row, desk)
    if found.fact_on > row.made_on:
        said = say("The fact lies on or before the day of the complaint, %(day)s.", day=row.made_on)
        raise Refused("G3", said, field="fact_on")
    row.outcome, row.reasons, row.fact_on = found.outcome, found.reasons, found.fact_on
    row.answered_by, row.closed_on = desk.actor.id, desk.today
    counts = row.about == About.AGENCY and row.about_id is not None and found.outcome is Outcome.UPHELD
    details = {"outcome": row.outcome} | ({"agency": row.about_id, "fact_on": row.fact_on} if counts else {})
    entry = _record(row, "answered", desk, details)
    if counts and row.about_id:
        submit(row.about_id, UpheldComplaint(row.fact_on), entry=entry, about=f"complaint:{row.id}")
    said = say(
        "Complaint %(number)s is answered: %(outcome)s.", number=row.number, outcome=found.outcome.label
    )
    if row.about_id and _is_told(row):
        tell(row.about_id, said, link=_page(row))
    _tell_complainant(row, said)


def code_of(row: Complaint) -> str:
    """Return the code by which a stranger follows a complaint; it is kept nowhere, the key makes it anew."""
    plain = sealer().fingerprint(f"complaint:{row.number}")[:CODE_LENGTH].upper()
    return "-".join(plain[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def followed(number: str, code: str) -> Complaint | None:
    """Return the complaint with this number and code, or None: a wrong code looks like a wrong number."""
    row = queries.complaint(number.strip().upper())
    given = "".join(c for c in code.upper() if c.isalnum())
    right = code_of(row).replace("-", "") if row else ""
    return row if row and hmac.compare_digest(right.encode(), given.encode()) else None


def contact_of(row: Complaint) -> str:
    """Return how who complained may be reached, for those who answer."""
    return sealer().open(row.contact_sealed) if row.contact_sealed else ""


def comment_waits_until(row: Complaint, desk: Desk) -> date | None:
    """Return the day until which the one complained of is waited for, None where nobody is."""
    if not (_is_told(row) and row.taken_on) or row.commented_on:
        return None
    until = rules.comment_until(row.taken_on, desk.calendar, desk.book).day
    return until if desk.today <= until else None


def _row(told: Told, today: date) -> Complaint:
    body = _complained_of(told)
    key = items()[told.item].authority if told.item in items() else ""
    if key and accounts.authority_by_key(key) is None:
        key = ""  # an authority without an account can answer nothing
    office = rules.office_of(told.about, told.topic, key)
    return Complaint(
        about=told.about,
        about_id=body.id if body else None,
        about_name=body.name if body else told.name,
        topic=told.topic,
        item_code=told.item,
        fact_on=told.fact_on,
        text=told.text,
        office=office,
        authority_key=key if office is Office.AUTHORITY else "",
        made_on=today,
    )


def _complained_of(told: Told) -> Organisation | None:
    """Find whom it is about; only of an agency, which stands in the directory, is it said that there is none."""
    if told.about is About.OFFICIAL:
        return None
    found = queries.named(Kind.AGENCY if told.about is About.AGENCY else Kind.OWNER, told.name)
    if found is None and told.about is About.AGENCY:
        said = say("No agency has this name or code here. Copy it as it stands in the directory.")
        raise Refused(RULE, said, field="name")
    return found


def _keep(row: Complaint, uploads: Iterable[FileStorage]) -> None:
    for upload in uploads:
        try:
            stored = files.store(cast("BinaryIO", upload.stream), upload.filename or "", None)
        except Refused as refused:
            raise Refused(refused.rule, refused.sentence, field="files") from None
        db.session.add(ComplaintPaper(complaint_id=row.id, file_id=stored.id))


def _decide(row: Complaint, taken: str, desk: Desk) -> None:
    lock(row)
    if row.state is not State.RECEIVED:
        raise WrongState(row.state.label)
    row.taken, row.taken_on, row.taken_by = taken, desk.today, desk.actor.id


def _must_have_been_heard(row: Complaint, desk: Desk) -> None:
    until = comment_waits_until(row, desk)
    if until:
        said = say(
            "The one complained of may comment until %(day)s. Answer after that, or once it has.", day=until
        )
        raise Refused(RULE, said, try_from=desk.calendar.add(until, 1).day)


def _is_told(row: Complaint) -> bool:
    return row.office != Office.SUPERVISOR and row.about_id is not None


def _record(row: Complaint, act: str, desk: Desk, details: Mapping[str, object]) -> ledger.Entry:
    return ledger.record(
        row, f"oversight.complaint.{act}", actor_id=desk.actor.id, rule=RULE, details=details
    )


def _tell_office(row: Complaint, said: Sentence) -> None:
    for one in queries.office_of(row):
        tell(one.id, said, link=_page(row))


def _tell_complainant(row: Complaint, said: Sentence) -> None:
    """Tell who signed it, where the inbox is the complainant's own: colleagues of an official read along."""
    person: User | None = accounts.user(row.made_by) if row.made_by else None
    if person and person.organisation.kind in (Kind.AGENCY, Kind.OWNER):
        tell(person.organisation_id, said, link=_page(row))


def _page(row: Complaint) -> str:
    return f"/complaints/{row.number}"
