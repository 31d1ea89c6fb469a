"""The public pages of open notices: the list with its feed, and one notice with what is said about it."""

from flask import Response as Made
from flask import render_template, request
from werkzeug.wrappers import Response

from kernel import clock, files, law
from kernel.errors import NotFound
from kernel.permissions import public
from kernel.web import page
from marketplace.admission.catalogue import items, offered
from marketplace.selection import listing
from marketplace.selection import notices as reads
from marketplace.selection.catalogue import methods
from marketplace.selection.views.blueprint import Answer, blueprint
from marketplace.selection.views.sheet import notice_page, shown

FEED = "application/atom+xml"


@blueprint.get("/notices")
@public
def notices() -> Answer:
    """Show the notices that are open for registration, searched and narrowed, what closes first at the head."""
    now, book = clock.now(), law.book()
    sought = listing.wanted(request.args)
    found = listing.open_notices(sought, now, book, request.args.get("after"))
    return page(
        "marketplace/selection/notices.html",
        found=found,
        number=listing.number_open(sought, now, book),
        sought=sought,
        offered=offered(),
        **listing.told(found.rows, now, book),
    )


@blueprint.get("/notices/feed.atom")
@public
def feed() -> Response:
    """Give the open notices as an Atom feed, the newest first, narrowed by the same questions as the list."""
    now, book = clock.now(), law.book()
    rows = listing.latest(listing.wanted(request.args), now, book)
    written = render_template(
        "marketplace/selection/feed.xml",
        rows=rows,
        courses=reads.courses(rows, book),
        amended=reads.last_amendments(row.id for row in rows),
        methods={one.key: one for one in methods()},
        items=items(),
        now=now,
    )
    return Made(written, mimetype=FEED)


@blueprint.get("/notices/<string:number>")
@public
def open_notice(number: str) -> Answer:
    """Show an open notice: what is asked, until when, by which method, and what is said about it."""
    return notice_page(shown(number))


@blueprint.get("/notices/<string:number>/files/<int:file_id>")
@public
def notice_file(number: str, file_id: int) -> Response:
    """Hand out a file that lies beside a notice."""
    row = shown(number)
    for one in reads.files_of(reads.terms_of(row.id).id):
        if one.id == file_id:
            return files.send(one)
    raise NotFound
