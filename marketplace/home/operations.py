"""The one verb of home: it needs to know of notices and orders, which projects cannot."""

from datetime import date

from kernel.db import lock
from marketplace.delivery import queries as delivery
from marketplace.projects import operations as projects
from marketplace.projects.helping import Behalf
from marketplace.projects.models import Need
from marketplace.selection import queries as selection


def drop_need(row: Need, *, actor_id: int, today: date, behalf: Behalf | None = None) -> Need:
    """Take a service off a project's list; raise Refused where agencies are invited or chosen, or it was ordered."""
    lock(row)  # whoever invites holds the need too, so that nobody invites between the look and the act
    in_use = selection.open_notice_of(row.id) is not None or bool(delivery.orders_of_needs([row.id]))
    return projects.drop_need(row, in_use=in_use, actor_id=actor_id, today=today, behalf=behalf)
