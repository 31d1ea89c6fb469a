"""The blueprint of oversight, and what the pages of cases share."""

from flask import Blueprint, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import deputies
from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import User
from blacklist import proceedings, queries
from blacklist.models import Case
from blacklist.procedure import Hand
from blacklist.steps import Desk, must_be_possible
from blacklist.vocabulary import Act
from kernel import clock, law
from marketplace.oversight import operations
from marketplace.oversight.case_file import CaseFile, Opening
from marketplace.oversight.words import PAST

blueprint = Blueprint("oversight", __name__)
Answer = Response | tuple[str, int]


def desk() -> Desk:
    """Return who acts here and now."""
    person: User = current_user._get_current_object()  # noqa: SLF001  the row behind Flask-Login's stand-in
    return Desk(person, clock.today(), law.calendar(), law.book())


def case_file(case_id: int, **_further: object) -> CaseFile | None:
    """Return a case as the reader opens it, or None."""
    row = queries.case(case_id)
    return opened(row) if row else None


def opened(row: Case) -> CaseFile:
    """Return where a case stands today and what it opens to the reader."""
    found = proceedings.course_of(row, law.calendar(), law.book(), clock.today())
    if not current_user.is_authenticated:
        return CaseFile(row, found, Hand(0))
    hand = proceedings.hand_of(current_user, row, deputies.stood_for(current_user.id, clock.today()))
    return CaseFile(row, found, hand, current_user.organisation_id == row.agency_id)


def opening(agency_id: int | None = None) -> Opening | None:
    """Return who may open a case here and now, about which agency: for the own authority, or for one stood in for."""
    agency = accounts.agency(agency_id) if agency_id is not None else None
    if agency is None and agency_id is not None:
        return None
    if not current_user.is_authenticated:
        return Opening(agency)
    body = current_user.organisation if current_user.is_of(Kind.AUTHORITY) else None
    return Opening(agency, body, operations.principals(current_user, clock.today()))


def must_be_open(file: CaseFile, act: Act) -> None:
    """Raise what the step would raise, before its form is shown."""
    must_be_possible(file.case, file.course, act, desk())


def page_of(case_id: int) -> str:
    """Return the address of a case's page."""
    return url_for("oversight.case", case_id=case_id)


@blueprint.context_processor
def past() -> dict[str, object]:
    """Let the pages of cases call a step that was taken by its name."""
    return {"past": {act.value: said for act, said in PAST.items()}}
