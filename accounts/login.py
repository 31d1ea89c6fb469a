"""Who is here: each page reads the stay that the cookie names, and strangers are led to the sign-in page."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as AnyResponse

from accounts import sessions
from accounts.models import User
from kernel import clock
from kernel.db import transaction

HOME = "/"
_COOKIE = "_user_id"  # Flask-Login's name for what the cookie keeps


def install(app: Flask) -> None:
    """Give the app its door."""
    manager = LoginManager()
    manager.session_protection = (
        None  # a stay is a row here; a telephone that changes its network stays signed in
    )
    manager.init_app(app)
    manager.user_loader(_load)
    manager.unauthorized_handler(_to_sign_in)
    app.after_request(_note_seen)


def enter(user: User, token: str) -> None:
    """Put a stay into a new cookie; nothing of the old one is kept."""
    session.clear()
    user.stay_key = token
    login_user(user)


def leave() -> str:
    """Take the stay out of the cookie and return its identifier."""
    token = str(session.get(_COOKIE, ""))
    logout_user()
    session.clear()
    return token


def local(target: str | None) -> str:
    """Return an address of this site as it came, any other as the first page: no link leads away."""
    text = target or ""
    parts = urlsplit(text)
    ours = text.isprintable() and "\\" not in text and text.startswith("/") and not text.startswith("//")
    return text if ours and not parts.scheme and not parts.netloc else HOME


def _load(token: str) -> User | None:
    stay = sessions.find(token, clock.now())
    if stay is None:
        return None
    g.stay = (stay.id, stay.seen_at)
    stay.user.stay_key = token
    return stay.user


def _to_sign_in() -> AnyResponse:
    if session.pop(_COOKIE, None):
        flash(_("You have been signed out. Sign in again to go on."), "note")
    again = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("accounts.sign_in", next=here if again else None), 303)


def _note_seen(response: Response) -> Response:
    stay: tuple[int, datetime] | None = g.pop("stay", None)
    if stay and clock.now() - stay[1] >= sessions.TOUCH:
        try:
            with transaction():
                sessions.touch(stay[0], clock.now())
        except DBAPIError:  # the page is made: that its reader cannot be noted is no reason to lose it
            current_app.logger.warning("a stay could not be touched")
    return response
