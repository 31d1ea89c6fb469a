"""G2, G4a: the check of licences and staff, or of the archive, that an authority makes during the year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Agency
from accounts.operations import tell
from blacklist.steps import Desk
from credit.evidence import AuthorityCheck, Checked
from credit.operations import submit
from kernel import ledger
from kernel.errors import Refused
from kernel.rulebook import Rulebook
from kernel.sentences import say
from marketplace.oversight.inspections import queries
from marketplace.oversight.inspections.models import AgencyCheck
from marketplace.oversight.rating_words import CHECKED

RULE = "G2"
POINTS = {Checked.LICENCES: "G2.points.licence_check", Checked.ARCHIVE: "G2.points.archive_check"}


@dataclass(frozen=True)
class Finding:
    """What a check found: of what, on which day, how many points, and why."""

    of: Checked
    on: date
    points: Decimal
    reason: str


def most(of: Checked, day: date, book: Rulebook) -> int:
    """Return the points that a check has on a day."""
    return book.whole(POINTS[of], day)


def enter(agency: Agency, found: Finding, *, desk: Desk) -> AgencyCheck:
    """Enter a check with points and reasons; it is told to the agency and counts in the year of its day (G2, G4a)."""
    key = desk.actor.organisation.authority_key or ""
    _must_be_in_order(agency, found, key, desk)
    row = AgencyCheck(
        agency_id=agency.id,
        authority_key=key,
        of=found.of,
        points=str(found.points),
        reason=found.reason,
        checked_on=found.on,
        entered_by=desk.actor.id,
    )
    details = {"of": row.of, "points": row.points, "on": found.on, "authority": key}
    entry = ledger.record(
        agency,
        "oversight.agency-check.entered",
        actor_id=desk.actor.id,
        rule=RULE,
        details=details,
        proves=(row,),
    )
    submit(
        agency.id,
        AuthorityCheck(found.on, found.of, found.points),
        entry=entry,
        about=f"agency-check:{row.id}",
    )
    said = say(
        "%(of)s: you were checked on %(day)s, %(points)s of %(whole)s points. %(reason)s",
        of=CHECKED[found.of],
        day=found.on,
        points=row.points,
        whole=most(found.of, found.on, desk.book),
        reason=found.reason,
    )
    tell(agency.id, said, link="/credit-file")
    return row


def _must_be_in_order(agency: Agency, found: Finding, key: str, desk: Desk) -> None:
    if not queries.is_of_industry(agency.id, key):
        raise Refused(RULE, say("The agency lists no item of yours: its own authority checks it."))
    if found.on > desk.today:
        raise Refused("G3", say("The check cannot lie ahead."), field="on")
    whole = most(found.of, found.on, desk.book)
    if not 0 <= found.points <= whole:
        raise Refused(RULE, say("This check has 0 to %(most)s points.", most=whole), field="points")
