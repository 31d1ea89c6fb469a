"""The verbs of the register: enter, change and strike off an entry, link an agency to it and release it (S6)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from accounts import codes
from accounts.operations import tell
from accounts.queries import organisations_by_code
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.sentences import say
from kernel.typed import plain
from marketplace.admission.redcap import queries
from marketplace.admission.redcap.models import Institution, InstitutionAgency
from marketplace.admission.redcap.rules import FREED, Standing, stands

RULE = "S6"
COLUMNS = (
    "name",
    "uscc",
    "kind",
    "authority_key",
    "relation",
    "state",
    "decoupled_on",
    "document",
    "excepted_by",
    "note",
)
WEIGHTY = {
    "authority_key",
    "state",
    "decoupled_on",
    "document",
    "excepted_by",
}  # of which the agencies are told

Values = Mapping[str, object]


def faults(values: Values, today: date) -> Iterable[tuple[str, Refused]]:
    """Say, by column, what of an entry cannot stand: what the page refuses and the sheet names in its cell."""
    if values["state"] == Standing.DECOUPLED:
        if not values["decoupled_on"]:
            yield "decoupled_on", Refused(RULE, say("Say on which day it was decoupled."))
        if not values["document"]:
            yield "document", Refused(RULE, say("Name the document that proves the decoupling."))
    on = cast("date | None", values["decoupled_on"])
    if on and on > today:
        yield "decoupled_on", Refused(RULE, say("This day lies ahead."))
    code = cast("str | None", values["uscc"])
    fault = codes.code_fault(code) if code else None
    if fault:
        yield "uscc", Refused(codes.CODE_RULE, fault)


def enter(values: Values, *, actor_id: int, today: date) -> Institution:
    """Enter an association or institution; raise Refused where something of it cannot stand."""
    _check(values, today, None)
    row = Institution(entered_on=today, **{name: values[name] for name in COLUMNS})
    details = {"authority": row.authority_key, "state": row.state}
    ledger.record(row, "admission.institution.entered", actor_id=actor_id, rule=RULE, details=details)
    return row


def change(row: Institution, values: Values, *, actor_id: int, today: date) -> dict[str, list[object]]:
    """Change an entry and tell its agencies where it changes whether they are barred; return what changed.

    What is the same as before leaves the row and the ledger alone.
    """
    _must_stand(row)
    _check(values, today, row)
    changed = {name: [getattr(row, name), values[name]] for name in differing(row, values)}
    if not changed:
        return changed
    for name in changed:
        setattr(row, name, values[name])
    # What people wrote freely stays in the row: an entry of the ledger can never be taken back.
    details = {"changed": {name: pair for name, pair in changed.items() if name != "note"}}
    ledger.record(row, "admission.institution.changed", actor_id=actor_id, rule=RULE, details=details)
    if WEIGHTY & changed.keys():
        _tell(row, queries.linked([row.id])[row.id], today)
    return changed


def differing(row: Institution, values: Values) -> list[str]:
    """Return the columns in which an entry differs from what is said of it."""
    return [name for name in COLUMNS if getattr(row, name) != values[name]]


def strike(row: Institution, reason: str, *, actor_id: int, today: date) -> None:
    """Strike off an entry that was made in error; from now on it bars nobody, and stays in the ledger."""
    _must_stand(row)
    row.struck_on, row.struck_because = today, reason
    ledger.record(row, "admission.institution.struck", actor_id=actor_id, rule=RULE)


def link(
    row: Institution, found: Mapping[str, str], *, actor_id: int, today: date
) -> list[InstitutionAgency]:
    """Link agencies, named by credit code, to an entry; one that is linked and has not left stays as it is.

    One that had left is linked anew: what was said of its leaving holds no longer.
    """
    _must_stand(row)
    held = {one.uscc: one for one in queries.linked([row.id])[row.id]}
    new = [(uscc, name) for uscc, name in found.items() if uscc not in held or held[uscc].left_on]
    for uscc, _ in new:
        fault = codes.code_fault(uscc)
        if fault:
            raise Refused(codes.CODE_RULE, fault, field="uscc")
    linked = [_linked(row, held.get(uscc), uscc, name) for uscc, name in new]
    if linked:
        details = {"agencies": [one.uscc for one in linked]}
        act = "admission.institution.agency-linked"
        ledger.record(row, act, actor_id=actor_id, rule=RULE, details=details, also=linked)
        _tell(row, linked, today)
    return linked


def release(
    one: InstitutionAgency, left_on: date, left_by: str, *, actor_id: int, today: date
) -> InstitutionAgency:
    """Release an agency from an entry: by a document it belongs there no longer."""
    _must_stand(one.institution)
    if lock(one).left_on:
        raise WrongState(say("The agency has left already."))
    if left_on > today:
        raise Refused(RULE, say("This day lies ahead."), field="left_on")
    one.left_on, one.left_by = left_on, left_by
    details = {"agencies": [one.uscc], "left_on": left_on, "document": left_by}
    act = "admission.institution.agency-released"
    ledger.record(one.institution, act, actor_id=actor_id, rule=RULE, details=details, also=(one,))
    for body in organisations_by_code([one.uscc]).values():
        said = say("The register says that you have left %(institution)s.", institution=one.institution.name)
        tell(body.id, said, link=f"/red-cap/{one.institution_id}")
    return one


def _linked(row: Institution, held: InstitutionAgency | None, uscc: str, name: str) -> InstitutionAgency:
    one = held or InstitutionAgency(institution_id=row.id, uscc=uscc, name=name)
    one.left_on, one.left_by = None, ""
    db.session.add(one)
    return one


def _must_stand(row: Institution) -> None:
    if lock(row).struck_on:
        raise WrongState(say("This entry has been struck off."))


def _check(values: Values, today: date, row: Institution | None) -> None:
    for name, fault in faults(values, today):
        raise Refused(fault.rule, fault.sentence, field=name)
    name, code = str(values["name"]), cast("str | None", values["uscc"])
    for other in queries.known([name], [code] if code else []):
        if row is None or other.id != row.id:
            said = say("The register has this association or institution already: %(name)s.", name=other.name)
            raise Refused(RULE, said, field="name" if other.plain_name == plain(name) else "uscc")


def _tell(row: Institution, links: Iterable[InstitutionAgency], today: date) -> None:
    """Tell the agencies of the platform what the register now says of them and what follows."""
    standing = stands(row.held, today)
    said = say(
        "The register has you as belonging to %(institution)s, which is decoupled or excepted by law: it bars nothing.",
        institution=row.name,
    )
    if standing not in FREED:
        said = say(
            "The register has you as belonging to %(institution)s, which is not decoupled: you may take no order for "
            "an approval of its authority. If this is wrong, tell the managing office.",
            institution=row.name,
        )
    bound = [one.uscc for one in links if not one.left_on]
    for body in organisations_by_code(bound).values():
        tell(body.id, said, link=f"/red-cap/{row.id}")
