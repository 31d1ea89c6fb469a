"""The pages of concentration (S6), open to everyone: by authority and item, and the contracts behind a share."""

from flask import request

from kernel import clock, law
from kernel.errors import NotFound
from kernel.permissions import public
from kernel.web import page
from marketplace.admission.catalogue import authorities, items
from marketplace.oversight.concentration import queries
from marketplace.oversight.views.blueprint import Answer, blueprint


@blueprint.get("/concentration")
@public
def concentration() -> Answer:
    """Show which share of the contracts the first agency and the first four have, by authority and item."""
    today, book = clock.today(), law.book()
    sought = request.args.get("authority", "")
    found = queries.window(today, book, sought if sought in authorities() else "")
    by_item = queries.by_item(found, book)
    return page(
        "marketplace/oversight/concentration.html",
        window=found,
        by_authority=queries.by_authority(queries.window(today, book), book),
        by_item={code: by_item[code] for code in items() if code in by_item},
        pairs=queries.pairs(found, book),
        items=items(),
        **_words(),
    )


@blueprint.get("/concentration/<string:code>")
@public
def concentration_of(code: str) -> Answer:
    """Show the agencies of one item, and every contract that its shares are counted from."""
    item, today, book = items().get(code), clock.today(), law.book()
    if item is None:
        raise NotFound
    found = queries.window(today, book, item=code)
    ranked = queries.agencies(found)
    return page(
        "marketplace/oversight/concentration_of.html",
        item=item,
        window=found,
        measured=queries.by_item(found, book).get(code),
        ranked=ranked,
        bodies=queries.organisations(one.agency_id for one in ranked),
        contracts=queries.contracts(found, request.args.get("after")),
        **_words(),
    )


def _words() -> dict[str, object]:
    today, book = clock.today(), law.book()
    names = ("months", "first", "one", "four", "base")
    figures = {name: book.whole(f"S6.concentration_{name}", today) for name in names}
    return {"authorities": authorities(), "figures": figures}
