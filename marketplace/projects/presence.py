"""Who is here as a case assistant: what owners let the person do lies on it, and its acts are done for somebody else."""

from flask import Flask, request
from flask_login import current_user

from accounts.kinds import Kind
from accounts.views.blueprint import me
from kernel import clock
from marketplace.projects import queries
from marketplace.projects.helping import Behalf


def install(app: Flask) -> None:
    """Lay on a case assistant who is signed in what owners let the centre's people do today."""
    app.before_request(_lay_mandates)


def behalf() -> Behalf | None:
    """Return that whoever is signed in acts for others, as a case assistant does; None for everyone else."""
    return Behalf(me(), clock.today()) if _is_one() else None


def _lay_mandates() -> None:
    if request.endpoint not in (None, "static") and _is_one():
        current_user.mandates = queries.mandates_of(current_user.organisation_id, clock.today())


def _is_one() -> bool:
    return bool(current_user.is_authenticated and current_user.is_of(Kind.SERVICE_CENTRE))
