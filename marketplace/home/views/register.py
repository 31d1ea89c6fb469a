"""The public register, one entry of it, and beside it the agencies with an A in the last rating."""

from flask import request
from flask_login import current_user

from blacklist.register import heading
from kernel import clock, law
from kernel.permissions import allows, public
from kernel.places import shows
from kernel.web import page
from marketplace.home import past, printed
from marketplace.home import register as kept
from marketplace.home.permissions import Can
from marketplace.home.views.blueprint import Answer, blueprint

NOT_FOUND = 404


@blueprint.get("/register")
@public
def register() -> Answer:
    """Show which measures are public today, and look for an agency or the number of a decision (P12, P12a)."""
    today, book, sought = clock.today(), law.book(), kept.sought(request.args)
    return page(
        "marketplace/home/register.html",
        found=kept.register(sought, today, book, request.args.get("after")),
        sought=sought,
        heading=heading(),
        today=today,
        upheld=past.what_was_upheld,
        years=(book.whole("P12.removal_years", today), book.whole("P12.blacklist_years", today)),
    )


@blueprint.get("/register/<int:decision_id>")
@shows("decision", "home.register_entry", decision_id="id")
@public
def register_entry(decision_id: int) -> Answer:
    """Show one entry with its reason, rule, days and remedies: to the public while it is public (P12)."""
    today, book = clock.today(), law.book()
    found = kept.entry(decision_id, today, book)
    is_open = found is not None and found.entry.is_public(today)
    if found is None or not (is_open or allows(current_user, Can.READ_ARCHIVE, found.entry.decision)):
        return page("marketplace/home/register_entry.html", found=None, heading=heading())[0], NOT_FOUND
    shown = {
        "is_open": is_open,
        "text": printed.rule(found.entry.effect.because.rule),
        "ways": kept.ways_out(found.entry, law.calendar(), book),
        "upheld": past.what_was_upheld(found.entry),
    }
    return page("marketplace/home/register_entry.html", found=found, heading=heading(), today=today, **shown)


@blueprint.get("/red-list")
@public
def red_list() -> Answer:
    """Show the agencies with an A in the last rating."""
    today, book = clock.today(), law.book()
    year = kept.last_rated(today)
    found = kept.with_an_a(year, today, book, request.args.get("after"))
    needs = book.value("G2.a", today), book.whole("G4.least_orders_for_a", today)
    return page("marketplace/home/red_list.html", found=found, year=year, needs=needs)
