"""Admissions for tests: `agency_with("B02")` is an accepted agency that lists the item and is qualified for it."""

import itertools
from datetime import date, timedelta

from accounts.models import User
from accounts.queries import agency as agency_of
from kernel import clock, law, ledger
from kernel.db import transaction
from marketplace.admission import gate
from marketplace.admission.catalogue import items
from marketplace.admission.models import (
    Admission,
    Affiliation,
    ListedService,
    Practitioner,
    Qualification,
)
from tests.factories import accounts

RULE = "A1"
A_YEAR = timedelta(days=365)
LONG_AGO = timedelta(days=60)  # by then the publicity of a new agency is over
_numbers = itertools.count(1001)


def agency_with(*item_codes, qualification=True, name=None, organisation=None, accepted_on=None, **service):
    """Return an agency, admitted two months ago, that lists items and holds what they want.

    `qualification=False` leaves its qualifications out; a date is the last day on which they are valid. `organisation`
    may be an organisation or one of its people; `service` overrides the columns of the listed services.
    """
    body = organisation.organisation if isinstance(organisation, User) else organisation
    body = body or (accounts.agency(name) if name else accounts.agency())
    accepted_on = accepted_on or clock.today() - LONG_AGO
    admission(body, state="accepted", accepted_on=accepted_on)
    for code in item_codes:
        listed_service(body, code, listed_on=accepted_on, **service)
    if qualification:
        until = qualification if isinstance(qualification, date) else clock.today() + A_YEAR
        for kind in dict.fromkeys(items()[code].qualification_kind for code in item_codes):
            if kind:
                a_qualification(body, kind, valid_until=until)
    return agency_of(body.id)


def admission(organisation, state="draft", **columns):
    """Enter the application of an agency."""
    today = clock.today()
    if state != "draft":
        columns.setdefault("submitted_on", columns.get("accepted_on") or today)
    if state == "accepted":
        columns.setdefault("accepted_on", today)
        columns.setdefault("answered_on", columns["accepted_on"])
    row = Admission(agency_id=organisation.id, state=state, **columns)
    return _entered(row, "admission.application.entered")


def a_qualification(organisation, kind="工程设计资质", **columns):
    """Enter a qualification, valid from a year ago to a year ahead."""
    today = clock.today()
    given = {
        "number": f"证字第 {next(_numbers)} 号",
        "grade": "乙级",
        "valid_from": today - A_YEAR,
        "valid_until": today + A_YEAR,
    }
    return _entered(
        Qualification(agency_id=organisation.id, kind=kind, **given | columns),
        "admission.qualification.added",
    )


def practitioner(organisation, **columns):
    """Enter a person who practises for an agency."""
    given = {"name": "陈默", "profession": "注册环保工程师", "certificate": f"HB{next(_numbers)}"}
    return _entered(
        Practitioner(agency_id=organisation.id, **given | columns), "admission.practitioner.added"
    )


def listed_service(organisation, item_code="B02", **columns):
    """Let an agency list a service item, everything disclosed."""
    given = {
        "price_fen": 2_800_000,
        "price_note": "按项目投资额",
        "workdays": 15,
        "process": "踏勘、编制、审核、交付",
        "materials": "项目备案文件、总平面图",
        "listed_on": clock.today(),
    }
    return _entered(
        ListedService(agency_id=organisation.id, item_code=item_code, **given | columns),
        "admission.service.listed",
    )


def affiliation(organisation, kind="sponsor", **columns):
    """Let an agency declare a tie, to the authority 水利 unless told otherwise."""
    given = {"authority_key": None if "body_name" in columns else "水利", "body_name": ""}
    return _entered(
        Affiliation(agency_id=organisation.id, kind=kind, **given | columns), "admission.affiliation.declared"
    )


def may_serve(agency_id, item_code, today):
    """Ask the gate about one agency for an item (S3)."""
    return gate.unfit([agency_id], item_code, today, law.book()).get(agency_id)


def avoidance(agency_id, owner_id, authority_key, today):
    """Ask the gate about one agency for an owner (S6)."""
    return gate.avoided([agency_id], owner_id, authority_key, today).get(agency_id)


def _entered(row, act):
    with transaction():
        ledger.record(row, act, actor_id=None, rule=RULE)
    return row
