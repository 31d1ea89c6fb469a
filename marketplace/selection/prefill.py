"""What a draft is filled with from the project, the service item and the person, before the owner changes it."""

from datetime import datetime, timedelta

from accounts.models import User
from kernel.clock import BEIJING
from marketplace.admission.catalogue import items
from marketplace.projects.models import Need
from marketplace.selection import givers, windows
from marketplace.selection.desk import Desk
from marketplace.selection.figures import figures
from marketplace.selection.tables import Terms

OPENS_AFTER = timedelta(hours=1)


def prefilled(need: Need, who: User, *, desk: Desk) -> dict[str, object]:
    """Return what is known beforehand: the need's words, the usual days, the earliest closing, whom to call."""
    closes = windows.earliest_closing(
        desk.today, desk.calendar, desk.book, public_money=need.project.public_money
    )
    owner = need.project.owner
    return {
        "task": need.detail or need.title,
        "deliverable": items()[need.item_code].name,
        "most_workdays": need.wanted_workdays or items()[need.item_code].usual_days,
        "contact": who.name,
        "phone": who.phone or owner.phone,
        "complaint_phone": owner.phone,
        "source": next(iter(figures())),
        "lines": givers.Line.FIGURE.value,
    } | _hours(closes, closes + OPENS_AFTER)


def kept(row: Terms) -> dict[str, object]:
    """Return what a draft holds, as the form's fields hold it."""
    names = (
        "task", "deliverable", "requirements", "practitioner", "amount_fen", "most_workdays", "urgent_reason",
        "avoidance", "contact", "phone", "complaint_phone", "source", "lines",
    )  # fmt: skip
    found: dict[str, object] = {name: getattr(row, name) for name in names} | {"all_named": True}
    return found | (_hours(row.closes_at, row.opens_at) if row.closes_at and row.opens_at else {})


def _hours(closes_at: datetime, opens_at: datetime) -> dict[str, object]:
    closes, opens = closes_at.astimezone(BEIJING), opens_at.astimezone(BEIJING)
    return {
        "closing_on": closes.date(),
        "closing_hour": str(closes.hour),
        "opening_on": opens.date(),
        "opening_hour": str(opens.hour),
    }
