"""The register of associations and institutions for tests: `agency_of(organisation)` belongs to one of 水利."""

from kernel import clock, ledger
from kernel.db import transaction
from marketplace.admission.redcap.models import Institution, InstitutionAgency


def institution(name="江山市水利学会", authority_key="水利", **columns):
    """Enter an association, not decoupled unless told otherwise."""
    given = {"kind": "association", "relation": "manager", "state": "not-decoupled"}
    row = Institution(name=name, authority_key=authority_key, entered_on=clock.today(), **given | columns)
    with transaction():
        ledger.record(row, "admission.institution.entered", actor_id=None, rule="S6")
    return row


def agency_of(organisation, row=None, **columns):
    """Link an agency to an entry, one that is made for it unless given."""
    row = row or institution(**columns)
    one = InstitutionAgency(institution_id=row.id, uscc=organisation.uscc, name=organisation.name)
    with transaction():
        ledger.record(one, "admission.institution.agency-linked", actor_id=None, rule="S6", also=(row,))
    return one
