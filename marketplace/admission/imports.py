"""The verbs of the import: bring a sheet, compare it with what is there, and lay the agencies in, once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from accounts import codes
from accounts.kinds import Kind
from accounts.models import Agency, Verification
from accounts.operations import VERIFIED
from accounts.queries import organisations_by_code
from credit import operations as credit
from credit.evidence import Disclosure
from kernel import clock, files, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import say
from marketplace.admission import rules, sheets
from marketplace.admission.models import Admission, AgencyImport, ListedService, Qualification
from marketplace.admission.operations import index_agencies
from marketplace.admission.queries import ACCEPTED
from marketplace.admission.sheets import AGENCIES, QUALIFICATIONS, SERVICES, Line, Workbook

BODY = ("name", "uscc", "legal_representative", "controlling_shareholder", "area", "address", "phone")
QUALIFICATION = ("kind", "grade", "number", "valid_from", "valid_until")
SERVICE = ("item_code", "price_fen", "price_note", "workdays", "process", "materials")
SAME_QUALIFICATION, SAME_SERVICE = ("uscc", "kind", "number"), ("uscc", "item_code")


@dataclass(frozen=True)
class Entered:
    """The rows of one agency that are laid in together."""

    agency: Agency
    admission: Admission
    qualifications: list[Qualification]
    services: list[ListedService]
    code_reason: str


def bring(upload: FileStorage, document: str, *, actor_id: int, now: datetime) -> AgencyImport:
    """Keep a sheet with the document that orders it; nothing of it is laid in before it is confirmed."""
    try:
        stored = files.store(cast("BinaryIO", upload.stream), upload.filename or "", actor_id)
    except Refused as refused:
        raise Refused(refused.rule, refused.sentence, field="file") from None
    sheets.read(files.content(stored))
    row = AgencyImport(file_id=stored.id, document=document, brought_at=now, brought_by=actor_id)
    details = {"sha256": stored.sha256, "document": document}
    ledger.record(row, "admission.import.brought", actor_id=actor_id, rule=sheets.RULE, details=details)
    return row


def compared(row: AgencyImport, today: date, book: Rulebook) -> Workbook:
    """Read a sheet and name every mistake in its cell: within the row, within the file, and against what is there."""
    found = sheets.read(files.content(row.file))
    _compare_agencies(found, today)
    known = {line["uscc"] for line in found.lines[AGENCIES] if line.is_known}
    named = {line["uscc"] for line in found.lines[AGENCIES]}
    for key in (QUALIFICATIONS, SERVICES):
        for line in found.lines[key]:
            line.is_known = line["uscc"] in known
            if line["uscc"] not in named:
                line.blame("uscc", say("The sheet of agencies has no agency with this code."))
    _name_twins(found.lines[QUALIFICATIONS], SAME_QUALIFICATION, "number")
    _name_twins(found.lines[SERVICES], SAME_SERVICE, "item_code")
    _compare_validity(found.lines[QUALIFICATIONS])
    _compare_promises(found.lines[SERVICES], today, book)
    return found


def confirm(row: AgencyImport, *, actor_id: int, today: date, book: Rulebook) -> AgencyImport:
    """Lay in every agency of a sheet that is not there yet: verified and admitted by the document, all or none.

    Raises Refused where a row has a mistake, WrongState where the sheet has been confirmed.
    """
    lock(row)
    if row.confirmed_at:
        raise WrongState(say("This sheet has been laid in already."))
    found = compared(row, today, book)
    if found.wrong:
        raise Refused(
            sheets.RULE,
            say("Rows with a mistake: %(count)s. Mend the sheet and bring it again.", count=found.wrong),
        )
    entered = _lay_in(found)
    for one in entered:
        _record(one, row, actor_id)
    index_agencies(one.agency for one in entered)
    row.confirmed_at, row.confirmed_by, row.entered = clock.now(), actor_id, len(entered)
    details = {"document": row.document, "entered": row.entered}
    ledger.record(row, "admission.import.confirmed", actor_id=actor_id, rule=sheets.RULE, details=details)
    return row


def _compare_agencies(found: Workbook, today: date) -> None:
    lines = found.lines[AGENCIES]
    taken = organisations_by_code(line["uscc"] for line in lines if line["uscc"])
    _name_twins(lines, ("uscc",), "uscc")
    for line in lines:
        there = taken.get(line["uscc"])
        fault = codes.code_fault(line["uscc"]) if line["uscc"] and not line["code_reason"] else None
        if fault:
            line.blame("uscc", fault)
        if there is not None and there.kind == Kind.AGENCY and there.name == line["name"]:
            line.is_known = True
        elif there is not None:
            line.blame("uscc", say("This code has an account already: %(name)s.", name=there.name))
        if line["accepted_on"] and line["accepted_on"] > today:
            line.blame("accepted_on", say("This day lies ahead."))


def _name_twins(lines: Iterable[Line], same: tuple[str, ...], blamed: str) -> None:
    first: dict[tuple[object, ...], int] = {}
    for line in lines:
        key = tuple(line[name] for name in same)
        if None in key:
            continue
        if key in first:
            line.blame(blamed, say("Row %(row)s of this sheet says the same.", row=first[key]))
        first.setdefault(key, line.number)


def _compare_validity(lines: Iterable[Line]) -> None:
    for line in lines:
        first, last = line["valid_from"], line["valid_until"]
        if first and last and last < first:
            line.blame("valid_until", say("The last day lies before the first day. Compare the certificate."))


def _compare_promises(lines: Iterable[Line], today: date, book: Rulebook) -> None:
    least, most = book.whole("C1.least_promise", today), book.whole("C1.most_promise", today)
    for line in lines:
        if line["workdays"] is not None and not rules.is_promise(line["workdays"], today, book):
            line.blame(
                "workdays", say("A promise is %(least)s to %(most)s working days.", least=least, most=most)
            )


def _lay_in(found: Workbook) -> list[Entered]:
    now = clock.now()
    held, listed = _by_code(found.new(QUALIFICATIONS)), _by_code(found.new(SERVICES))
    agencies = [
        (line, Agency(created_at=now, verified_at=now, **{name: line[name] or "" for name in BODY}))
        for line in found.new(AGENCIES)
    ]
    db.session.add_all(agency for _, agency in agencies)
    db.session.flush()  # what follows names the agencies by their ids
    entered = [_entered(line, agency, held[line["uscc"]], listed[line["uscc"]]) for line, agency in agencies]
    for one in entered:
        db.session.add_all([one.admission, *one.qualifications, *one.services])
    db.session.flush()  # all at once: row by row it would take minutes
    return entered


def _entered(line: Line, agency: Agency, held: list[Line], listed: list[Line]) -> Entered:
    on = line["accepted_on"]
    admission = Admission(agency_id=agency.id, state=ACCEPTED, introduction=line["introduction"] or "")
    admission.submitted_on = admission.answered_on = admission.accepted_on = on
    return Entered(
        agency,
        admission,
        [Qualification(agency_id=agency.id, **{name: one[name] for name in QUALIFICATION}) for one in held],
        [
            ListedService(agency_id=agency.id, listed_on=on, **{name: one[name] for name in SERVICE})
            for one in listed
        ],
        line["code_reason"] or "",
    )


def _by_code(lines: Iterable[Line]) -> defaultdict[str, list[Line]]:
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line["uscc"]].append(line)
    return found


def _record(one: Entered, row: AgencyImport, actor_id: int) -> None:
    seen = Verification(
        organisation_id=one.agency.id, answer=VERIFIED, reason=row.document, code_reason=one.code_reason
    )
    seen.at = clock.now()
    details = {
        "import": row.id,
        "document": row.document,
        "accepted_on": one.admission.accepted_on,
        "qualifications": [q.id for q in one.qualifications],
        "services": [s.item_code for s in one.services],
    }
    entry = ledger.record(
        one.agency,
        "admission.agency.imported",
        actor_id=actor_id,
        rule=sheets.RULE,
        details=details,
        also=(one.admission, *one.qualifications, *one.services),
        proves=(seen,),
    )
    on = one.admission.accepted_on or clock.local_day(seen.at)
    shown = Disclosure(on, sum(listed.is_disclosed for listed in one.services), len(one.services))
    credit.submit(one.agency.id, shown, entry=entry, about=f"services:{shown.on}")
