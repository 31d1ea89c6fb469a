"""A row leads to the page that shows it."""

from enum import StrEnum

import pytest
from flask import Flask

from kernel import places
from kernel.calendars import CalendarYear
from kernel.numbers import Counter
from kernel.sentences import say


class May(StrEnum):
    CLOSE = "test:year:close"


@pytest.fixture
def app_of_places(monkeypatch):
    monkeypatch.setattr(places, "_PLACES", {})
    monkeypatch.setattr(places, "_FURTHER", {})
    monkeypatch.setattr(places, "_BESIDE", {})
    app = Flask("places")
    app.config["SERVER_NAME"] = "127.0.0.1"

    @app.route("/years/<int:number>")
    @places.shows("calendar_year", "year", number="year")
    def year(number):
        return str(number)

    @app.route("/years/<int:number>/more")
    @places.tells_more("calendar_year", say("More of it"), "more", number="year")
    def more(number):
        return str(number)

    @app.route("/years/<int:number>/close")
    @places.tells_more("calendar_year", say("Close it"), "close", needs=May.CLOSE, number="year")
    def close(number):
        return str(number)

    places.install(app)
    return app


def test_a_row_leads_to_its_page(app_of_places):
    with app_of_places.test_request_context():
        assert places.place_of(CalendarYear(year=2026)) == "/years/2026"
        assert app_of_places.jinja_env.globals["place_of"] is places.place_of


def test_a_table_is_shown_by_one_page(app_of_places):
    with pytest.raises(ValueError, match="calendar_year is shown by year already"):
        places.shows("calendar_year", "other")(lambda: None)


def test_a_row_that_no_page_shows_leads_nowhere(app_of_places):
    with pytest.raises(LookupError):
        places.place_of(Counter(kind="T", year=2026))


def test_a_row_leads_to_what_pages_above_have_more_to_say_of_it(app_of_places):
    with app_of_places.test_request_context():
        assert places.further(CalendarYear(year=2026)) == [(say("More of it"), "/years/2026/more")]
        assert places.further(Counter(kind="T", year=2026)) == []


def test_a_page_that_needs_a_permission_is_led_to_by_those_who_have_it(app_of_places):
    year, close = CalendarYear(year=2026), [(say("Close it"), "/years/2026/close")]
    with app_of_places.test_request_context():
        assert places.further_for(year, lambda needs, row: needs is May.CLOSE and row is year) == close
        assert places.further_for(year, lambda _needs, _row: False) == []


def test_what_lies_above_tells_something_beside_a_row(app_of_places):
    year = CalendarYear(year=2026)
    assert places.told_beside(year) == ""
    places.tells_beside("calendar_year")(lambda row: f"<b>{row.year}</b>")
    places.tells_beside("calendar_year")(lambda _row: "")
    assert places.told_beside(year) == "<b>2026</b>"
    assert places.told_beside(Counter(kind="order", year=2026)) == ""
    assert app_of_places.jinja_env.globals["told_beside"] is places.told_beside
