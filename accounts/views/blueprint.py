"""The blueprint of accounts, and what its pages share."""

from datetime import datetime
from typing import cast

from flask import Blueprint, current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import attempts
from accounts.models import User
from accounts.people import Link
from kernel import clock
from kernel.db import transaction
from kernel.web import page

blueprint = Blueprint("accounts", __name__)
Answer = Response | tuple[str, int]
TOO_MANY, GONE = 429, 410


def me() -> User:
    """Return the person who is signed in, as the row that operations work on."""
    return cast("User", current_user._get_current_object())  # noqa: SLF001  Flask-Login hands out a stand-in


def link_to(endpoint: str) -> Link:
    """Return how the address of a page is made of a secret, at the address by which the site is known."""
    return lambda token: str(current_app.config["SITE_URL"]) + url_for(endpoint, token=token)


def visitor_address() -> str:
    """Return the address that the request came from."""
    return request.remote_addr or ""


def held_back(limit: attempts.Limit) -> datetime | None:
    """Count a request of this visitor for good; return from when another may come where it was too many."""
    with transaction():
        return attempts.count(limit, visitor_address(), clock.now())


def too_many(template: str, wait: datetime, **context: object) -> Response:
    """Show a page again, with when it may be tried again, to the person and to the browser."""
    answer = Response(page(template, wait=wait, **context)[0], TOO_MANY, mimetype="text/html")
    answer.headers["Retry-After"] = str(max(1, int((wait - clock.now()).total_seconds())))
    return answer
