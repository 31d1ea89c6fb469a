"""The blueprint of admission, and what its pages share."""

from collections.abc import Mapping
from typing import Any, cast

from flask import Blueprint
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts.models import Organisation
from kernel import clock, law
from kernel.permissions import allows
from marketplace.admission import queries
from marketplace.admission.permissions import Can

blueprint = Blueprint("admission", __name__)
Answer = Response | tuple[str, int]


def agency() -> Organisation:
    """Return the agency of the person who is signed in."""
    return cast("Organisation", current_user.organisation)


def by() -> Mapping[str, Any]:
    """Return what every verb is told besides: who acts, on which day, under which law."""
    return {"actor_id": current_user.id, "today": clock.today(), "book": law.book()}


def may_change() -> bool:
    """Tell whether who is signed in can change the own application now: not while the operator checks it."""
    row = queries.admission_of(agency().id)
    return allows(current_user, Can.FILL_IN) and (row is None or row.state != queries.SUBMITTED)
