"""The open pages of the market: portal and search."""

from flask import request

from blacklist.entries import Sought
from blacklist.register import heading
from kernel import clock, law
from kernel.permissions import public
from kernel.web import page
from marketplace.admission.catalogue import items
from marketplace.home import directory, market, register, shelf
from marketplace.home.views.blueprint import Answer, blueprint
from marketplace.selection import listing
from marketplace.selection import queries as selection

LATEST, CLOSING_NEXT = 4, 5
FEW = 8


@blueprint.get("/")
@public
def portal() -> Answer:
    """Show what this is, what closes next, what was decided last, who is kept out, and the market in figures."""
    today, now, book, calendar = clock.today(), clock.now(), law.book(), law.calendar()
    results = selection.results(size=LATEST).rows
    notices = listing.open_notices(listing.Wanted(), now, book, size=CLOSING_NEXT).rows
    shown = {
        "notices": notices,
        "number_open": listing.number_open(listing.Wanted(), now, book),
        "results": results,
        "ends": {row.id: selection.publicity_ends(row, calendar, book) for row in results},
        "out": register.register(Sought(), today, book, size=register.ON_PORTAL),
        "heading": heading(),
        "market": market.market(today, book),
        "sought": [items()[code] for code in market.sought() if code in items()],
        "shelves": shelf.by_category(items().values()),
    }
    return page("marketplace/home/portal.html", today=today, **shown, **listing.told(notices, now, book))


@blueprint.get("/search")
@public
def search() -> Answer:
    """Show the service items and the agencies that some words name."""
    today, book = clock.today(), law.book()
    sought = directory.Wanted(words=directory.wanted(request.args).words)
    agencies = directory.found(sought, None, today, law.calendar(), book, FEW) if sought.words else None
    number = sum(directory.counts(sought, today).values()) if sought.words else 0
    found = shelf.found(shelf.Asked(words=sought.words)) if sought.words else ()
    return page(
        "marketplace/home/search.html",
        words=sought.words,
        found=found,
        few=FEW,
        agencies=agencies,
        number=number,
    )
