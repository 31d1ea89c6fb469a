"""The verbs about what an agency brings: qualifications, practitioners and listed services."""

from collections.abc import Mapping
from datetime import date
from typing import BinaryIO, TypeVar, cast

from werkzeug.datastructures import FileStorage

from accounts.models import Organisation
from credit import operations as credit
from credit.evidence import Disclosure
from kernel import files, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.ledger import Entry
from kernel.rulebook import Rulebook
from kernel.sentences import say
from marketplace.admission import queries, rules
from marketplace.admission.catalogue import items, qualification_kinds
from marketplace.admission.models import ListedService, Practitioner, Qualification
from marketplace.admission.operations import open_for_change, refuse_if_out

QUALIFICATION_RULE, PRACTITIONER_RULE, SERVICE_RULE = "A3", "A1", "G2"
QUALIFICATION = ("kind", "grade", "number", "valid_from", "valid_until")
PRACTITIONER = ("name", "profession", "certificate", "valid_until")
SERVICE = ("price_fen", "price_note", "workdays", "process", "materials")
DATES = ("valid_from", "valid_until")

Values = Mapping[str, object]
Held = TypeVar("Held", Qualification, Practitioner, ListedService)


def add_qualification(
    agency: Organisation, values: Values, upload: FileStorage, *, actor_id: int, today: date, book: Rulebook
) -> Qualification:
    """Enter a qualification with its certificate; one that was withdrawn comes back under its number."""
    open_for_change(agency, actor_id=actor_id, today=today, book=book)
    known = queries.same_qualification(agency.id, str(values["kind"]), str(values["number"]))
    if known is not None and known.withdrawn_on is None:
        raise Refused(QUALIFICATION_RULE, say("This number has been entered already."), field="number")
    row = known or Qualification(agency_id=agency.id)
    row.withdrawn_on = None
    return _keep_qualification(row, values, upload, "admission.qualification.added", actor_id)


def change_qualification(
    row: Qualification,
    values: Values,
    upload: FileStorage | None,
    *,
    actor_id: int,
    today: date,
    book: Rulebook,
) -> Qualification:
    """Change what is said of a qualification, or bring a newer certificate."""
    _open(row, actor_id, today, book)
    _must_be_there(row.withdrawn_on)
    known = queries.same_qualification(row.agency_id, str(values["kind"]), str(values["number"]))
    if known is not None and known.id != row.id:
        raise Refused(QUALIFICATION_RULE, say("This number has been entered already."), field="number")
    return _keep_qualification(row, values, upload, "admission.qualification.changed", actor_id)


def withdraw_qualification(
    row: Qualification, *, actor_id: int, today: date, book: Rulebook
) -> Qualification:
    """Withdraw a qualification; the services that want it are closed from now on (A3)."""
    _open(row, actor_id, today, book)
    _must_be_there(row.withdrawn_on)
    row.withdrawn_on = today
    details = {"kind": row.kind, "number": row.number}
    ledger.record(
        row, "admission.qualification.withdrawn", actor_id=actor_id, rule=QUALIFICATION_RULE, details=details
    )
    return row


def add_practitioner(
    agency: Organisation, values: Values, *, actor_id: int, today: date, book: Rulebook
) -> Practitioner:
    """Enter a person who practises for the agency; one who left comes back under the certificate."""
    open_for_change(agency, actor_id=actor_id, today=today, book=book)
    known = queries.same_practitioner(agency.id, str(values["certificate"]))
    if known is not None and known.left_on is None:
        raise Refused(
            PRACTITIONER_RULE, say("This certificate has been entered already."), field="certificate"
        )
    row = known or Practitioner(agency_id=agency.id)
    row.left_on = None
    _lay(row, PRACTITIONER, values)
    ledger.record(row, "admission.practitioner.added", actor_id=actor_id, rule=PRACTITIONER_RULE)
    return row


def change_practitioner(
    row: Practitioner, values: Values, *, actor_id: int, today: date, book: Rulebook
) -> Practitioner:
    """Change what is said of a practitioner."""
    _open(row, actor_id, today, book)
    _must_be_there(row.left_on)
    known = queries.same_practitioner(row.agency_id, str(values["certificate"]))
    if known is not None and known.id != row.id:
        raise Refused(
            PRACTITIONER_RULE, say("This certificate has been entered already."), field="certificate"
        )
    details = {"changed": _lay(row, PRACTITIONER, values)}
    ledger.record(
        row, "admission.practitioner.changed", actor_id=actor_id, rule=PRACTITIONER_RULE, details=details
    )
    return row


def withdraw_practitioner(row: Practitioner, *, actor_id: int, today: date, book: Rulebook) -> Practitioner:
    """Say that a person practises for the agency no longer."""
    _open(row, actor_id, today, book)
    _must_be_there(row.left_on)
    row.left_on = today
    ledger.record(row, "admission.practitioner.left", actor_id=actor_id, rule=PRACTITIONER_RULE)
    return row


def list_service(
    agency: Organisation, item_code: str, values: Values, *, actor_id: int, today: date, book: Rulebook
) -> ListedService:
    """List a service item with price, promised working days, process and materials; one closed is opened again."""
    open_for_change(agency, actor_id=actor_id, today=today, book=book)
    item = items().get(item_code)
    if item is None or not item.offered:
        raise Refused("S1", say("This item is not offered to owners."), field="item_code")
    known = queries.same_service(agency.id, item_code)
    if known is not None and known.closed_on is None:
        raise Refused(SERVICE_RULE, say("You list this service already."), field="item_code")
    row = known or ListedService(agency_id=agency.id, item_code=item_code)
    row.listed_on, row.closed_on = today, None
    return _keep_service(row, values, "admission.service.listed", actor_id, today, book)


def change_service(
    row: ListedService, values: Values, *, actor_id: int, today: date, book: Rulebook
) -> ListedService:
    """Change price, promised working days, process or materials of a listed service."""
    _open(row, actor_id, today, book)
    _must_be_there(row.closed_on)
    return _keep_service(row, values, "admission.service.changed", actor_id, today, book)


def close_service(row: ListedService, *, actor_id: int, today: date, book: Rulebook) -> ListedService:
    """Take a service off the list; orders that run are not touched."""
    _open(row, actor_id, today, book)
    _must_be_there(row.closed_on)
    row.closed_on = today
    details = {"item": row.item_code}
    entry = ledger.record(
        row, "admission.service.closed", actor_id=actor_id, rule=SERVICE_RULE, details=details
    )
    _count_disclosed(row.agency_id, today, entry)
    return row


def _open(row: Held, actor_id: int, today: date, book: Rulebook) -> None:
    open_for_change(
        db.session.get_one(Organisation, row.agency_id), actor_id=actor_id, today=today, book=book
    )
    lock(row)


def _must_be_there(gone_on: date | None) -> None:
    if gone_on:
        raise WrongState(say("This has been withdrawn already."))


def _keep_qualification(
    row: Qualification, values: Values, upload: FileStorage | None, act: str, actor_id: int
) -> Qualification:
    if values["kind"] not in qualification_kinds():
        raise Refused(QUALIFICATION_RULE, say("Choose one of the kinds of the catalogue."), field="kind")
    first, last = (cast("date | None", values[name]) for name in DATES)
    if first and last and last < first:
        raise Refused(
            QUALIFICATION_RULE,
            say("The last day lies before the first day. Compare the certificate."),
            field="valid_until",
        )
    changed = _lay(row, QUALIFICATION, values)
    if upload:
        row.file_id = _stored(upload, actor_id)
        changed.append("file")
    details = {"kind": row.kind, "number": row.number, "from": first, "until": last, "changed": changed}
    ledger.record(row, act, actor_id=actor_id, rule=QUALIFICATION_RULE, details=details)
    return row


def _stored(upload: FileStorage, actor_id: int) -> int:
    try:
        return files.store(cast("BinaryIO", upload.stream), upload.filename or "", actor_id).id
    except Refused as refused:
        raise Refused(refused.rule, refused.sentence, field="file") from None


def _keep_service(
    row: ListedService, values: Values, act: str, actor_id: int, today: date, book: Rulebook
) -> ListedService:
    refuse_if_out(row.agency_id, today, book)  # also when re-entry may be applied for: it is not decided
    workdays = cast("int | None", values["workdays"])
    if workdays is not None and not rules.is_promise(workdays, today, book):
        least, most = book.whole("C1.least_promise", today), book.whole("C1.most_promise", today)
        raise Refused(
            "C1",
            say("A promise is %(least)s to %(most)s working days.", least=least, most=most),
            field="workdays",
        )
    changed = _lay(row, SERVICE, values)
    details = {
        "item": row.item_code,
        "price_fen": row.price_fen,
        "workdays": row.workdays,
        "changed": changed,
    }
    entry = ledger.record(row, act, actor_id=actor_id, rule=SERVICE_RULE, details=details)
    _count_disclosed(row.agency_id, today, entry)
    return row


def _count_disclosed(agency_id: int, today: date, entry: Entry) -> None:
    """Put on the credit file how many listed services show all that openness asks for (G2); the day's last count holds."""
    listed = queries.services_of(agency_id)
    count = Disclosure(today, sum(one.is_disclosed for one in listed), len(listed))
    credit.submit(agency_id, count, entry=entry, about=f"services:{today}")


def _lay(row: Held, names: tuple[str, ...], values: Values) -> list[str]:
    changed = [name for name in names if getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    return changed
