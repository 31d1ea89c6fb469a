"""The catalogue of service items, the directory of agencies, and one of each."""

from flask import request
from flask_login import current_user

from kernel import clock, law
from kernel.errors import NotFound
from kernel.permissions import allows, public
from kernel.places import shows
from kernel.web import page
from marketplace.admission import catalogue as catalogue_of
from marketplace.admission.catalogue import items
from marketplace.admission.forms import TIES
from marketplace.admission.redcap import rules as redcap
from marketplace.home import directory as listing
from marketplace.home import past, profile, shelf, timeline
from marketplace.home.permissions import Can
from marketplace.home.views.blueprint import Answer, blueprint
from marketplace.selection import queries as selection


@blueprint.get("/items")
@public
def catalogue() -> Answer:
    """Show the catalogue of service items by category."""
    sought = shelf.asked(request.args)
    found = shelf.found(sought)
    return page(
        "marketplace/home/catalogue.html",
        sought=sought,
        number=len(found),
        shelves=shelf.by_category(found),
        categories=shelf.categories(),
        authorities=shelf.authorities(),
    )


@blueprint.get("/items/<string:code>")
@public
def item(code: str) -> Answer:
    """Show a service item: what it is, whose it is, what it costs, and who offers it."""
    row = items().get(code)
    if row is None:
        raise NotFound
    today, book = clock.today(), law.book()
    sought = listing.Wanted(item=code)
    shown = {
        "band": selection.price_band(code, today, book),
        "months": book.whole("M2.months", today),
        "number": sum(listing.counts(sought, today).values()) if row.offered else 0,
    }
    return page("marketplace/home/item.html", item=row, **shown)


@blueprint.get("/agencies")
@public
def directory() -> Answer:
    """Show the directory of agencies, searched and narrowed."""
    today, book = clock.today(), law.book()
    sought = listing.wanted(request.args, request.args.getlist("grade"))
    by_grade = listing.counts(sought, today)
    shown = {
        "found": listing.found(sought, request.args.get("after"), today, law.calendar(), book),
        "item": items().get(sought.item),
        "band": selection.price_band(sought.item, today, book) if sought.item else None,
        "months": book.whole("M2.months", today),
        "areas": listing.areas(today),
        "offered": catalogue_of.offered(),
    }
    number = listing.total(sought, by_grade)
    return page("marketplace/home/directory.html", sought=sought, by_grade=by_grade, number=number, **shown)


@blueprint.get("/agencies/<int:agency_id>")
@shows("organisation", "home.agency", agency_id="id")
@public
def agency(agency_id: int) -> Answer:
    """Show the profile of an agency."""
    today, whole = clock.today(), allows(current_user, Can.READ_ARCHIVE, past.Subject(agency_id))
    found = profile.profile(agency_id, today, law.calendar(), law.book(), whole=whole)
    shown = {
        "ties": TIES,
        "authorities": catalogue_of.authorities(),
        "redcap": redcap,
        "line": timeline.line(found.past, today),
        "whole": whole,
    }
    return page("marketplace/home/agency.html", profile=found, today=today, **shown)
