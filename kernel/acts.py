"""An act of a page: one transaction, done once, however often the same form arrives."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask, abort, flash, redirect, request
from flask_login import current_user
from sqlalchemy import String, Text, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from kernel import clock
from kernel.db import Row, UtcMoment, db, transaction
from kernel.errors import Refused, WrongState

KEY = re.compile(r"[0-9a-f]{32}")
LOCAL = re.compile(r"/(?!/)")
FIELD = "act_key"
LONGEST_PATH = 500


class Submission(Row):
    """One form that was acted on: its key, who sent it where, and the page that showed the result."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    actor_id: Mapped[int | None]
    path: Mapped[str] = mapped_column(String(LONGEST_PATH))
    location: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcMoment)


class AlreadyDone(Exception):
    """The same form has been acted on; the first one's result is at the location."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class Outcome:
    """What an act leads to: the page to show next and what to say there. False until it is set."""

    def __init__(self) -> None:
        self.location = ""
        self.message = ""

    def at(self, location: str, message: object = "") -> None:
        """Name the page that shows the result, and what to say on it; raise ValueError where it is not of this site."""
        if not LOCAL.match(location) or "\\" in location or not location.isprintable():
            raise ValueError(f"an act leads to a page of this site, not to {location!r}")
        self.location, self.message = location, str(message)

    def __bool__(self) -> bool:
        return bool(self.location)

    def redirect(self) -> Response:
        """Go to the result."""
        if self.message:
            flash(self.message, "success")
        return redirect(self.location, 303)


@contextmanager
def act(form: Any = None) -> Iterator[Outcome]:  # noqa: ANN401  any form with a `refusal`
    """Run what a form asks for in one transaction, once.

    The form's key is stored in the same transaction as the act, so a second copy shows the first one's result. Given
    a form, a refusal is laid beside it and the view goes on to show it; without one it goes to the error page.
    Raises RuntimeError where the act names no page that shows its result: then it did not happen.
    """
    key, outcome = _key(), Outcome()
    try:
        with transaction():
            submission = _claim(key)
            yield outcome
            if not outcome:
                raise RuntimeError("an act must name the page that shows its result")
            submission.location = outcome.location
    except Refused as refused:
        if form is None:
            raise
        form.refusal = refused


@contextmanager
def look(form: Any) -> Iterator[None]:  # noqa: ANN401  any form with a `refusal`
    """Run what only looks ahead: a refusal is laid beside the form, as that of the act would be."""
    try:
        yield
    except Refused as refused:
        form.refusal = refused


def install(app: Flask) -> None:
    """Answer a form that was acted on already with the first one's result."""
    app.before_request(_show_first_result)

    @app.errorhandler(AlreadyDone)
    def first_result(done: AlreadyDone) -> Response:
        return redirect(done.location, 303)


def _key() -> str:
    key = request.form.get(FIELD, "")
    if not KEY.fullmatch(key):
        abort(400)
    return key


def _claim(key: str) -> Submission:
    row = Submission(key=key, actor_id=_actor(), path=_path(), location="", at=clock.now())
    db.session.add(row)
    try:
        db.session.flush()  # a twin that came first has this key; the second waits here until it is done
    except IntegrityError:
        db.session.rollback()
        first = _find(key)
        if first is None:  # somebody else's key, or another page's
            raise WrongState from None
        raise AlreadyDone(first.location) from None
    return row


def _find(key: str) -> Submission | None:
    chosen = select(Submission).where(
        Submission.key == key,
        Submission.path == _path(),
        Submission.actor_id.is_not_distinct_from(_actor()),
    )
    return db.session.scalars(chosen).first()


def _show_first_result() -> Response | None:
    key = request.form.get(FIELD, "") if request.method == "POST" else ""
    first = _find(key) if KEY.fullmatch(key) else None
    return redirect(first.location, 303) if first else None


def _path() -> str:
    return request.path[:LONGEST_PATH]


def _actor() -> int | None:
    return current_user.id if current_user.is_authenticated else None
