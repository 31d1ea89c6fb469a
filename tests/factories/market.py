"""What the pages of the market are made of: track records, and agencies that can be searched for."""

import itertools
from datetime import date, timedelta

from kernel import clock, ledger, search
from kernel.db import transaction
from marketplace.home.directory import INDEX
from marketplace.selection.models import TrackRecord
from marketplace.selection.operations import lay_track
from tests import personas
from tests.factories import admission

_numbers = itertools.count(1)
A_MONTH = timedelta(days=30)
USUAL = object()
LATER = ("completed_on", "delivered_on", "used_workdays", "in_time")


def agency(name=None, *items, **columns):
    """Admit an agency that can be searched for by its name and code; it lists items, B02 where none is named."""
    row = admission.agency_with(*(items or ("B02",)), name=name, **columns)
    with transaction():
        search.index(INDEX, row.id, f"{row.name} {row.uscc} {row.area}")
    return row


def track(row, completed_on=USUAL, **columns):
    """Lay down an order of an agency, completed a month ago in 11 of 15 promised working days."""
    day = clock.today() - A_MONTH if completed_on is USUAL else completed_on
    given = {
        "owner_id": personas.owner().organisation_id,
        "item_code": "B02",
        "price_fen": 2_800_000,
        "promised": 15,
        "started_on": (day or clock.today()) - A_MONTH,
        "delivered_on": day,
        "completed_on": day,
        "used_workdays": 11,
        "in_time": True,
    } | columns
    record = TrackRecord(order_number=f"JS-T-{next(_numbers):05d}", agency_id=row.id, **given)
    with transaction():
        lay_track(record)


def running(row, started_on=date(2026, 5, 12), **columns):
    """Lay down an order that an agency has in hand."""
    track(row, started_on=started_on, **dict.fromkeys(LATER) | columns)


def switch_off(row):
    """Switch the account of an agency off."""
    with transaction():
        row.switched_off_at = clock.now()
        ledger.record(row, "accounts.organisation.switched-off", actor_id=None, rule="6")
