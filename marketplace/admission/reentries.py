"""P9: the verbs of a re-entry: apply, check the form, decide. Until it is decided the agency stays out."""

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from accounts import queries as bodies
from accounts.kinds import Kind
from accounts.models import Organisation
from accounts.operations import tell
from blacklist import operations as blacklist
from blacklist import queries as standings
from kernel import clock, files, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.admission import queries, returning, rules
from marketplace.admission.models import Reentry, ReentryPaper
from marketplace.admission.operations import LETTER_EDITION, index_agency, tell_operators
from marketplace.admission.returning import ADMITTED, CHECKED, REFUSED, RETURNED, RULE, SUBMITTED
from marketplace.admission.sections import unqualified

OWN_PAGE = "/admission/reentry"


def apply_for(
    agency: Organisation,
    rectification: str,
    uploads: Sequence[FileStorage],
    *,
    actor_id: int,
    today: date,
    book: Rulebook,
) -> Reentry:
    """Apply for re-entry and sign the commitment letter anew; raise Refused before the end, with the date (P9)."""
    lock(agency)
    refused = returning.refusal(agency.id, today, book)
    if refused:
        raise refused
    if returning.open_reentry_of(agency.id):
        raise WrongState(say("An application for re-entry has been made already and waits for its answer."))
    row = Reentry(
        agency_id=agency.id,
        state=SUBMITTED,
        rectification=rectification,
        letter_edition=LETTER_EDITION,
        letter_signed_at=clock.now(),
        letter_signed_by=actor_id,
        submitted_on=today,
    )
    stored = [_stored(one, actor_id) for one in uploads if one.filename]
    details = {"letter": LETTER_EDITION, "files_sha256": [one.sha256 for one in stored]}
    ledger.record(row, "admission.reentry.applied", actor_id=actor_id, rule=RULE, details=details)
    db.session.add_all(ReentryPaper(reentry_id=row.id, file_id=one.id) for one in stored)
    tell_operators(say("%(agency)s applies for re-entry: check the form.", agency=agency.name), _page(row))
    return row


def pass_check(row: Reentry, remark: str, *, actor_id: int, today: date) -> Reentry:
    """Find the form of an application in order and lay it before the managing office, which decides (P9)."""
    _checked(row, CHECKED, remark, actor_id, today)
    asked = say("%(agency)s applies for re-entry; the form is in order: decide.", agency=row.agency.name)
    for office in bodies.of_kind(Kind.MANAGING_OFFICE):
        tell(office.id, asked, link=_page(row))
    told = say("The form of your application for re-entry is in order; the managing office decides about it.")
    tell(row.agency_id, told, link=OWN_PAGE)
    return row


def hand_back(row: Reentry, remark: str, *, actor_id: int, today: date) -> Reentry:
    """Return an application whose form is not in order; the agency may apply again at once."""
    _checked(row, RETURNED, remark, actor_id, today)
    told = say("Your application for re-entry is returned: %(why)s Mend it and apply again.", why=remark)
    tell(row.agency_id, told, link=OWN_PAGE)
    return row


def admit(
    row: Reentry,
    reasons: str,
    document: str,
    *,
    actor_id: int,
    today: date,
    calendar: Calendar,
    book: Rulebook,
) -> Reentry:
    """Readmit an agency (P9): its lockout ends today, its open services can be chosen, and its publicity begins (A2).

    Raises Refused where it may not be readmitted today, for example because another lockout runs by now. A service
    that wants a qualification which is not valid stays closed (A3).
    """
    _must_be_checked(row, actor_id)
    _must_be_of_this_lockout(row, today, book)
    blacklist.readmit(row.agency, today, document, actor_id=actor_id, book=book)
    closed = unqualified(queries.services_of(row.agency_id), queries.qualifications_of(row.agency_id), today)
    _decided(row, ADMITTED, reasons, document, actor_id, today)
    until = rules.publicity_until(today, calendar, book).day
    details = {"document": document, "publicity_until": until, "closed": sorted(closed)}
    ledger.record(row, "admission.reentry.admitted", actor_id=actor_id, rule=RULE, details=details)
    index_agency(row.agency)
    told = say(
        "Your agency is readmitted (%(document)s) and on public display until %(day)s.",
        document=document,
        day=until,
    )
    tell(row.agency_id, told, link=OWN_PAGE)
    return row


def _must_be_of_this_lockout(row: Reentry, today: date, book: Rulebook) -> None:
    """Refuse an application that was made before the end of a lockout decided since: it is made anew (P9)."""
    first = standings.standing(row.agency_id, today, book).may_apply_from
    if first is not None and row.submitted_on < first <= today:
        said = say(
            "The application was made before the end of a later lockout: refuse it, so that it is made anew."
        )
        raise Refused(RULE, said)


def refuse(
    row: Reentry, reasons: str, document: str, *, actor_id: int, today: date, book: Rulebook
) -> Reentry:
    """Refuse a re-entry, with reasons and what can be done against it (P5c); a new application may follow at once."""
    _must_be_checked(row, actor_id)
    _decided(row, REFUSED, reasons, document, actor_id, today)
    details = {"document": document}
    ledger.record(row, "admission.reentry.refused", actor_id=actor_id, rule=RULE, details=details)
    told = say(
        "Your re-entry is refused (%(document)s): %(why)s You may apply again. Against the decision you may ask for "
        "administrative reconsideration within %(days)s days, or sue within %(months)s months.",
        document=document,
        why=reasons,
        days=book.whole("P5c.reconsideration_days", today),
        months=book.whole("P5c.suit_months", today),
    )
    tell(row.agency_id, told, link=OWN_PAGE)
    return row


def _checked(row: Reentry, state: str, remark: str, actor_id: int, today: date) -> None:
    lock(row)
    if row.state != SUBMITTED:
        raise WrongState(say("The form of this application has been checked already."))
    row.state, row.remark, row.checked_on, row.checked_by = state, remark, today, actor_id
    ledger.record(row, f"admission.reentry.{state}", actor_id=actor_id, rule=RULE)


def _must_be_checked(row: Reentry, actor_id: int) -> None:
    lock(row)
    if row.state == SUBMITTED:
        raise WrongState(say("The operator checks the form first."))
    if row.state != CHECKED:
        raise WrongState(say("This application has been answered already."))
    if actor_id == row.checked_by:
        raise Refused(RULE, say("Who checked the form does not decide. Another person decides."))


def _decided(row: Reentry, state: str, reasons: str, document: str, actor_id: int, today: date) -> None:
    row.state, row.reasons, row.document = state, reasons, document
    row.decided_on, row.decided_by = today, actor_id


def _stored(upload: FileStorage, actor_id: int) -> files.StoredFile:
    try:
        return files.store(cast("BinaryIO", upload.stream), upload.filename or "", actor_id)
    except Refused as refused:
        raise Refused(refused.rule, refused.sentence, field="papers") from None


def _page(row: Reentry) -> str:
    return f"/admission/reentries/{row.id}"


def in_words(row: Reentry) -> Sentence:
    """Say how an application stands."""
    return _STATES[row.state]


_STATES = {
    SUBMITTED: say("waits for the form check"),
    RETURNED: say("returned"),
    CHECKED: say("waits for the managing office's decision"),
    REFUSED: say("not readmitted"),
    ADMITTED: say("readmitted"),
}
