"""The calendar feed: the page on which it is made and ended, and the file that a calendar asks for.

The secret address is handed over once: it travels in the cookie of the person's own browser until it is put away.
"""

from flask import redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import attempts
from accounts.views.blueprint import TOO_MANY, link_to, me, visitor_address
from kernel import clock, law
from kernel.acts import act
from kernel.db import transaction
from kernel.errors import NotFound
from kernel.forms import ActForm
from kernel.languages import reading
from kernel.permissions import public, requires
from kernel.web import page
from marketplace.delivery import feeds
from marketplace.delivery.permissions import Can
from marketplace.delivery.views.blueprint import Answer, blueprint

SECRET = "calendar-feed"  # noqa: S105  the name of a place in the cookie
TYPE = "text/calendar; charset=utf-8"


@blueprint.route("/orders/calendar", methods=["GET", "POST"])
@requires(Can.SUBSCRIBE)
def feed() -> Answer:
    """Show whether I have a calendar feed, its address once, and how a telephone takes it up."""
    form = ActForm()
    if form.validate_on_submit():
        session.pop(SECRET, None)
        return redirect(url_for("delivery.feed"), 303)
    row, token = feeds.feed_of(me()), session.get(SECRET, "")
    mine = row is not None and feeds.opens(row, token)  # never what somebody else left in this browser
    address = link_to("delivery.feed_file")(token) if mine else ""
    return page("marketplace/delivery/feed.html", row=row, address=address, form=form)


@blueprint.post("/orders/calendar/renew")
@requires(Can.SUBSCRIBE)
def renew_feed() -> Answer:
    """Give me a new secret address; the old one is dead at once."""
    with act() as done:
        token = feeds.renew(me(), reading(), now=clock.now())
        done.at(url_for("delivery.feed"), _("This is your address. An older one is dead from now on."))
    if done:
        session[SECRET] = token
    return done.redirect()


@blueprint.post("/orders/calendar/end")
@requires(Can.SUBSCRIBE)
def end_feed() -> Answer:
    """Switch my feed off."""
    with act() as done:
        feeds.switch_off(me())
        done.at(url_for("delivery.feed"), _("The address is dead: calendars that asked it get nothing more."))
    session.pop(SECRET, None)
    return done.redirect()


@blueprint.get("/calendar/<string:token>/orders.ics")
@public
def feed_file(token: str) -> Response:
    """Hand a calendar the due days of whom the secret address belongs to."""
    row = feeds.find(token)
    now = clock.now()
    key, limit = (row.token_hash, feeds.ASKED) if row else (visitor_address(), feeds.GUESSED)
    with transaction():
        wait = attempts.count(limit, key, now)
    if wait:
        return Response(status=TOO_MANY, headers={"Retry-After": str(int((wait - now).total_seconds()) + 1)})
    if row is None:
        raise NotFound
    with transaction():
        made = feeds.written(row, law.calendar(), law.book(), now=now, today=clock.today())
    answer = Response(made, content_type=TYPE)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers.set("Content-Disposition", "inline", filename="orders.ics")
    answer.add_etag()
    return answer.make_conditional(request)
