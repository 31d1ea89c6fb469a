"""A site of a few plain pages, on a database where a commit is a commit."""

import uuid

import pytest
from flask import request, send_file
from flask_babel import gettext as _

from kernel import clock, ledger
from kernel.acts import act
from kernel.calendars import CalendarYear
from kernel.db import db, lock
from kernel.errors import NotFound, NotYours, Refused, WrongState
from kernel.files import StoredFile, store
from kernel.forms import ActForm
from kernel.numbers import next_number
from kernel.permissions import public
from kernel.sentences import say
from kernel.web import page
from marketplace.app import create_app
from tests import databases as made
from tests.visits import Client

KIND = "T"
REFUSAL = Refused("T1", say("Choose the service items that the agency is to serve."))


@pytest.fixture(scope="module")
def site(databases, tmp_path_factory):
    """An app with pages of its own; nothing is rolled back between the tests of a module."""
    with databases.copy() as url:
        app = create_app(made.settings(url, tmp_path_factory.mktemp("site")))
        app.testing = True
        app.test_client_class = Client
        app.config |= {"WTF_CSRF_ENABLED": False, "PASSWORD_COST": "1:8:1"}
        for path, view in PAGES.items():
            app.add_url_rule(path, view.__name__, view, methods=["GET", "POST"])
        yield app
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


@pytest.fixture
def open_site(site, clock):
    """The site with its context open, so that the test may ask the database too."""
    with site.app_context():
        yield site
        db.session.remove()


@pytest.fixture
def live(site):
    """The site as it answers in production: an error is a page, not a traceback."""
    site.testing = False
    yield site
    site.testing = True


def new_key():
    return uuid.uuid4().hex


@public
def take():
    """Take a number: the act whose traces can be counted."""
    with act() as done:
        number = next_number(KIND, 2026)
        done.at(f"/taken/{number}")
    return done.redirect()


@public
def take_with_form():
    """Take a number, or be refused beside the form."""
    form = ActForm()
    with act(form) as done:
        number = next_number(KIND, 2026)
        if request.form.get("no"):
            raise REFUSAL
        done.at(f"/taken/{number}", _("Load the page again"))
    return done.redirect() if done else page("errors/404.html", form=form)


@public
def refuse():
    """Take a number and refuse it, without a form."""
    with act():
        next_number(KIND, 2026)
        raise REFUSAL


@public
def break_off():
    """Take a number and break."""
    with act() as done:
        next_number(KIND, 2026)
        done.at("/")
        raise ZeroDivisionError


@public
def lead_nowhere():
    """Take a number and name no page."""
    with act():
        next_number(KIND, 2026)
    return "shown"


@public
def lead_away():
    """Take a number and lead to where the visitor says."""
    with act() as done:
        next_number(KIND, 2026)
        done.at(request.form["to"])
    return done.redirect()


@public
def begin_year():
    """Begin a year of the calendar, which has one row only."""
    with act() as done:
        db.session.add(CalendarYear(year=int(request.form["year"])))
        db.session.flush()
        done.at("/")
    return done.redirect()


@public
def leave_out():
    """Store a row without what it must have."""
    with act():
        db.session.add(StoredFile(key=new_key(), name="a.pdf", kind="pdf", size=1, at=clock.now()))
        db.session.flush()
    return ""


@public
def touch_stale():
    """Change a row that another changed since it was read."""
    with act() as done:
        year = db.session.get_one(CalendarYear, int(request.form["year"]))
        db.session.connection().exec_driver_sql("UPDATE calendar_year SET version = version + 1")
        year.editions += 1
        ledger.record(year, "kernel.calendar.touched", actor_id=None, rule="T5")
        done.at("/")
    return done.redirect()


@public
def lose():
    """Lock a row that is gone."""
    with act():
        year = db.session.get_one(CalendarYear, int(request.form["year"]))
        db.session.connection().exec_driver_sql("DELETE FROM calendar_year")
        lock(year)
    return ""


@public
def bring_file():
    """Store a file, and break where asked to."""
    with act() as done:
        file = store(request.files["file"].stream, request.files["file"].filename, None)
        if request.form.get("break"):
            raise ZeroDivisionError
        done.at(f"/files/{file.id}")
    return done.redirect()


@public
def fail():
    """Break in the way that is asked for."""
    failure = FAILURES[request.args["how"]]
    raise failure


@public
def static_like():
    """Answer with a file."""
    return send_file(__file__, mimetype="text/plain")


def silent():
    """Say nothing of who may see this."""
    return "open"


FAILURES = {
    "refused": REFUSAL,
    "wrong-state": WrongState(say("Load the page again")),
    "not-yours": NotYours(),
    "not-found": NotFound(),
    "bug": ZeroDivisionError("on purpose"),
}
PAGES = {
    "/take": take,
    "/take-with-form": take_with_form,
    "/take-elsewhere": take_with_form,
    "/refuse": refuse,
    "/break-off": break_off,
    "/lead-nowhere": lead_nowhere,
    "/lead-away": lead_away,
    "/begin-year": begin_year,
    "/leave-out": leave_out,
    "/touch-stale": touch_stale,
    "/lose": lose,
    "/bring-file": bring_file,
    "/fail": fail,
    "/static-like": static_like,
    "/silent": silent,
}
