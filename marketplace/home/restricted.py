"""P12a: the list of agencies whose entry to this platform is limited, as everyone may read it."""

from dataclasses import dataclass
from datetime import date

from accounts import queries as accounts
from blacklist import queries as blacklist
from kernel.paging import Page
from kernel.rulebook import Rulebook

ON_PORTAL = 5


@dataclass(frozen=True)
class Restricted:
    """One agency that is out: its name, and its standing with the reasons."""

    agency_id: int
    name: str
    standing: blacklist.Standing


def restricted(today: date, book: Rulebook, after: str | None = None, size: int = 20) -> Page[Restricted]:
    """Return a page of the agencies that are out today, the latest first, in four statements (P12, P12a)."""
    spans = blacklist.register(today, after, size)
    ids = [span.agency_id for span in spans.rows]
    names, standings = accounts.names(ids), blacklist.standings(ids, today, book)
    return Page([Restricted(i, names[i], standings[i]) for i in ids], spans.following)
