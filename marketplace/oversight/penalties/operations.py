"""The verbs of external records: enter one, bring a sheet of them, lay it in, set a wrong one aside (G2, G3)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from werkzeug.datastructures import FileStorage

from accounts.models import Agency, User
from accounts.operations import tell
from credit.evidence import Penalty, Weight
from credit.operations import submit
from kernel import clock, files, ledger
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.sentences import say
from marketplace.admission import lists
from marketplace.admission.sheets import Line
from marketplace.oversight.penalties import queries, sheet
from marketplace.oversight.penalties.models import ExternalRecord, RecordImport
from marketplace.oversight.penalties.vocabulary import RecordKind

RULE = "G2"
PAGE = "/records"


@dataclass(frozen=True)
class Found:
    """What stands in a public credit record: its kind and weight, who made it, its number, its day."""

    kind: RecordKind
    weight: Weight
    source: str
    number: str
    fact_on: date
    note: str = ""


def enter(words: str, found: Found, *, actor: User, today: date) -> ExternalRecord:
    """Enter a record about the agency that words name by name or code; it is on the credit file at once (G2, G3)."""
    agency = queries.agency_named(words)
    if agency is None:
        said = say("No agency has this name or code here. Copy it as it stands in the directory.")
        raise Refused(RULE, said, field="agency")
    if found.fact_on > today:
        raise Refused("G3", say("The record cannot lie ahead."), field="fact_on")
    lock(agency)
    if queries.standing_names([(agency.id, found.source, found.number)]):
        raise Refused(RULE, say("This record is on file already."), field="number")
    return _entered(agency, found, actor, today)


def set_aside(row: ExternalRecord, reason: str, *, actor_id: int, today: date) -> None:
    """Set aside a record that was entered wrongly: from now on it counts nothing, and stays visible (G3).

    The evidence cannot be changed, so a later one about the same record supersedes it. In a year that is frozen it
    needs the managing office to admit it, like whatever comes late (G7).
    """
    lock(row)
    if row.set_aside_on:
        raise WrongState(say("The record has been set aside already."))
    if not reason.strip():
        raise Refused(RULE, say("Say why the record is wrong."), field="reason")
    row.set_aside_on, row.set_aside_by, row.set_aside_because = today, actor_id, reason.strip()
    details = {"agency": row.agency_id, "on": today}
    entry = ledger.record(
        row, "oversight.external-record.set-aside", actor_id=actor_id, rule=RULE, details=details
    )
    submit(row.agency_id, Penalty(row.fact_on, Weight.SET_ASIDE), entry=entry, about=_about(row))
    said = say("The record %(number)s about you was set aside: it was entered wrongly.", number=row.number)
    tell(row.agency_id, said, link=PAGE)


def bring(upload: FileStorage, *, actor: User, now: datetime) -> RecordImport:
    """Keep a sheet of records; nothing of it is laid in before it is confirmed."""
    content = upload.stream.read(lists.MOST_BYTES + 1)
    text = lists.decoded(content, RULE)
    sheet.read(text)
    row = RecordImport(
        name=files.shown_name(upload.filename or ""),
        content=text,
        sha256=hashlib.sha256(content).hexdigest(),
        authority_key=actor.organisation.authority_key or "",
        brought_at=now,
        brought_by=actor.id,
    )
    ledger.record(
        row,
        "oversight.record-import.brought",
        actor_id=actor.id,
        rule=RULE,
        details={"sha256": row.sha256},
    )
    return row


def compared(row: RecordImport, today: date) -> list[Line]:
    """Read a sheet and name every mistake in its cell: within the row, within the sheet, and against what is there."""
    lines = sheet.read(row.content)
    agencies = queries.agencies_by_code(line["uscc"] for line in lines if line["uscc"])
    known = queries.standing_names(name for line in lines if (name := _name(line, agencies)))
    first: dict[queries.Name, int] = {}
    for line in lines:
        _compare(line, agencies, today)
        name = _name(line, agencies)
        if name is None:
            continue
        if name in first:
            line.blame("number", say("Row %(row)s of this sheet says the same.", row=first[name]))
        first.setdefault(name, line.number)
        line.is_known = name in known
    return lines


def confirm(row: RecordImport, *, actor: User, today: date) -> RecordImport:
    """Lay in every record of a sheet that is not there yet, all or none.

    Raises Refused where a row has a mistake, WrongState where the sheet has been laid in.
    """
    lock(row)
    if row.confirmed_at:
        raise WrongState(say("This sheet has been laid in already."))
    lines = compared(row, today)
    lists.must_be_right(lines, RULE)
    new = [line for line in lines if not line.is_known]
    agencies = queries.agencies_by_code(line["uscc"] for line in new)
    for line in new:
        _entered(agencies[line["uscc"]], _found(line), actor, today, row.id)
    row.confirmed_at, row.confirmed_by, row.entered = clock.now(), actor.id, len(new)
    ledger.record(
        row,
        "oversight.record-import.confirmed",
        actor_id=actor.id,
        rule=RULE,
        details={"entered": row.entered},
    )
    return row


def _entered(
    agency: Agency, found: Found, actor: User, today: date, import_id: int | None = None
) -> ExternalRecord:
    row = ExternalRecord(
        agency_id=agency.id,
        kind=found.kind,
        weight=found.weight,
        source=found.source,
        number=found.number,
        fact_on=found.fact_on,
        note=found.note,
        authority_key=actor.organisation.authority_key or "",
        entered_on=today,
        entered_by=actor.id,
        import_id=import_id,
    )
    details = {"agency": agency.id, "kind": row.kind, "weight": row.weight, "fact_on": row.fact_on}
    entry = ledger.record(
        row, "oversight.external-record.entered", actor_id=actor.id, rule=RULE, details=details
    )
    submit(agency.id, Penalty(found.fact_on, found.weight), entry=entry, about=_about(row))
    said = say(
        "A record of %(source)s about you was entered: %(number)s of %(day)s. Say so where it is wrong.",
        source=row.source,
        number=row.number,
        day=row.fact_on,
    )
    tell(agency.id, said, link=PAGE)
    return row


def _compare(line: Line, agencies: dict[str, Agency], today: date) -> None:
    if line["uscc"] and line["uscc"] not in agencies:
        line.blame("uscc", say("No agency on the platform has this code."))
    if line["fact_on"] and line["fact_on"] > today:
        line.blame("fact_on", say("This day lies ahead."))


def _name(line: Line, agencies: dict[str, Agency]) -> queries.Name | None:
    agency = agencies.get(line["uscc"] or "")
    return (
        (agency.id, line["source"], line["number"]) if agency and line["source"] and line["number"] else None
    )


def _found(line: Line) -> Found:
    keys = ("kind", "weight", "source", "number", "fact_on")
    return Found(**{key: line[key] for key in keys}, note=line["note"] or "")


def _about(row: ExternalRecord) -> str:
    return f"external-record:{row.id}"
