"""The verbs about an agency's ties: the red-cap declaration (S6)."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from accounts import codes
from accounts.models import Organisation
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import say
from marketplace.admission import queries, rules
from marketplace.admission.catalogue import authorities
from marketplace.admission.models import Admission, Affiliation
from marketplace.admission.operations import open_for_change, tell_operators
from marketplace.admission.queries import ACCEPTED

RULE = "S6"
COLUMNS = ("kind", "authority_key", "body_name", "body_uscc", "since", "note", "decoupled_on", "excepted_by")

Values = Mapping[str, object]


def as_columns(typed: Values) -> dict[str, object]:
    """Return what was typed of a tie as its columns: no code and no authority are None, no text is empty."""
    given = {name: value or None for name, value in typed.items()}
    code = given.get("body_uscc")
    given["body_uscc"] = codes.compact(str(code)) if code else None
    return given | {name: given[name] or "" for name in ("body_name", "note", "excepted_by")}


def declare(
    agency: Organisation, values: Values, *, actor_id: int, today: date, book: Rulebook
) -> Affiliation:
    """Declare a tie to an authority, to another body, or of a retired official."""
    admission = open_for_change(agency, actor_id=actor_id, today=today, book=book)
    _check(values, today)
    row = Affiliation(agency_id=agency.id, **{name: values[name] for name in COLUMNS})
    admission.untied_on = None
    details = {"kind": row.kind, "authority": row.authority_key}
    ledger.record(
        row,
        "admission.affiliation.declared",
        actor_id=actor_id,
        rule=RULE,
        details=details,
        also=(admission,),
    )
    return row


def declare_none(agency: Organisation, *, actor_id: int, today: date, book: Rulebook) -> Admission:
    """Declare that the agency has no tie at all; raise Refused where one stands declared."""
    row = open_for_change(agency, actor_id=actor_id, today=today, book=book)
    if queries.affiliations_of(agency.id):
        raise Refused(RULE, say("A tie stands declared. Withdraw it first, if it was declared in error."))
    row.untied_on = today
    ledger.record(row, "admission.affiliation.none-declared", actor_id=actor_id, rule=RULE)
    return row


def change(row: Affiliation, values: Values, *, actor_id: int, today: date, book: Rulebook) -> Affiliation:
    """Change a declared tie, for example say that it is decoupled; the operator is told after admission."""
    admission = _open(row, actor_id, today, book)
    _check(values, today)
    changed = [name for name in COLUMNS if getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    details = {"changed": changed, "decoupled_on": row.decoupled_on}
    ledger.record(row, "admission.affiliation.changed", actor_id=actor_id, rule=RULE, details=details)
    _tell(admission)
    return row


def withdraw(row: Affiliation, *, actor_id: int, today: date, book: Rulebook) -> Affiliation:
    """Withdraw a tie that was declared in error; the operator is told after admission."""
    admission = _open(row, actor_id, today, book)
    row.withdrawn_on = today
    ledger.record(row, "admission.affiliation.withdrawn", actor_id=actor_id, rule=RULE)
    _tell(admission)
    return row


def _open(row: Affiliation, actor_id: int, today: date, book: Rulebook) -> Admission:
    agency = db.session.get_one(Organisation, row.agency_id)
    admission = open_for_change(agency, actor_id=actor_id, today=today, book=book)
    if lock(row).withdrawn_on:
        raise WrongState(say("This has been withdrawn already."))
    return admission


def _tell(admission: Admission) -> None:
    if admission.state == ACCEPTED:
        name = admission.agency.name
        told = say("%(agency)s has changed what it declared of its ties.", agency=name)
        tell_operators(told, f"/admission/{admission.id}/check")


def _check(values: Values, today: date) -> None:
    kind, code = values["kind"], cast("str | None", values["body_uscc"])
    if kind in rules.OF_AUTHORITY and values["authority_key"] not in authorities():
        raise Refused(RULE, say("Name the authority to which the tie is."), field="authority_key")
    if kind in rules.OF_AUTHORITY and values["decoupled_on"] and not values["note"]:
        raise Refused(RULE, say("Name the document that proves the decoupling."), field="note")
    if kind in rules.OF_BODIES and not values["body_name"]:
        raise Refused(RULE, say("Name the body to which the tie is."), field="body_name")
    if kind == rules.RETIRED:
        _check_retired(values)
    fault = codes.code_fault(code) if code else None
    if fault:
        raise Refused(codes.CODE_RULE, fault, field="body_uscc")
    for name in ("since", "decoupled_on"):
        day = cast("date | None", values[name])
        if day and day > today:
            raise Refused(RULE, say("This day lies ahead."), field=name)


def _check_retired(values: Values) -> None:
    if not values["since"]:
        raise Refused(RULE, say("Say on which day the official left office."), field="since")
    if not values["authority_key"] and not values["body_name"]:
        raise Refused(
            RULE, say("Name the authority or body in which the official served."), field="authority_key"
        )
