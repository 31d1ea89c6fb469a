"""The law in use: the rulebook and the calendar of this app, for views, jobs and commands to pass on."""

from flask import Flask, current_app

from kernel.calendars import calendar_in_force
from kernel.db import db
from kernel.editions import book_in_force
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar, shipped

_BOOK = "kernel.rulebook"
_IMPORTS = "kernel.imports"


def install(app: Flask, book: Rulebook, *, imports: bool = True) -> None:
    """Give the app its rulebook; `imports` tells whether its database may hold imported notices and adopted editions."""
    app.extensions[_BOOK] = book
    app.extensions[_IMPORTS] = imports


def book() -> Rulebook:
    """Return the rulebook in use: the app's own, with what was adopted where there is a database (G10).

    It costs one statement a transaction, however often it is asked for.
    """
    return book_in_force(db.session(), shipped_book()) if current_app.extensions[_IMPORTS] else shipped_book()


def shipped_book() -> Rulebook:
    """Return the rulebook that the app was started with, before any edition was adopted."""
    found: Rulebook = current_app.extensions[_BOOK]
    return found


def calendar() -> Calendar:
    """Return the calendar in use: the shipped one, with what was imported where there is a database.

    It costs one statement: ask once a page and pass it on.
    """
    return calendar_in_force(db.session()) if current_app.extensions[_IMPORTS] else shipped()
