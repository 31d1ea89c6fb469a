"""The calendars of working days: who may read them (everyone), and how the operator imports a year (T5)."""

from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kernel import calendars as kept
from kernel import clock, law
from kernel.acts import act
from kernel.db import db
from kernel.errors import NotFound, Refused
from kernel.missing_years import missing_years
from kernel.notices import Notice, NoticeUnreadable
from kernel.permissions import public, requires
from kernel.web import page
from marketplace.delivery.moves import moves
from marketplace.delivery.operations.calendars import import_year
from marketplace.home import yearly
from marketplace.home.calendar_forms import ConfirmCalendarForm, NewCalendarForm
from marketplace.home.permissions import Can
from marketplace.home.views.blueprint import Answer, blueprint


@blueprint.get("/calendars")
@public
def calendars() -> Answer:
    """Show the notice of each year with its editions, and which year is missing."""
    calendar, today = law.calendar(), clock.today()
    return page(
        "marketplace/home/calendars.html",
        notices=sorted(calendar.notices.values(), key=lambda notice: -notice.year),
        editions=kept.editions(db.session()),
        missing=missing_years(calendar, law.book(), today),
        spans=yearly.spans,
    )


@blueprint.route("/calendars/new", methods=["GET", "POST"])
@requires(Can.IMPORT_CALENDAR)
def new_calendar() -> Answer:
    """Type the State Council's yearly notice; nothing is imported before its preview is confirmed."""
    form = NewCalendarForm(year=request.args.get("year", type=int))
    if form.validate_on_submit():
        with act(form) as done:
            parts = yearly.address(_typed(form))
            done.at(f"{url_for('home.confirm_calendar')}?{urlencode(parts)}")
        if done:
            return done.redirect()
    return page("marketplace/home/new_calendar.html", form=form)


@blueprint.route("/calendars/confirm", methods=["GET", "POST"])
@requires(Can.IMPORT_CALENDAR)
def confirm_calendar() -> Answer:
    """Show which orders a notice moves, from when to when, and import it when that is confirmed."""
    notice, form, today, book = _carried(), ConfirmCalendarForm(), clock.today(), law.book()
    if form.validate_on_submit():
        with act(form) as done:
            reason = form.reason.data or ""
            edition = import_year(notice, reason, actor_id=current_user.id, today=today, book=book)
            done.at(url_for("home.calendars"), _said(notice, edition))
        if done:
            return done.redirect()
    calendar = law.calendar()
    known = calendar.notices.get(notice.year)
    found = moves(calendar, calendar.followed_by(notice, clock.now()), book, today)
    shown = {"moves": [move for move in found if move.is_told], "spans": yearly.spans, "known": known}
    return page("marketplace/home/confirm_calendar.html", form=form, notice=notice, **shown)


def _typed(form: NewCalendarForm) -> Notice:
    try:
        return yearly.typed_notice(form.data)
    except NoticeUnreadable as problem:
        raise Refused("T5", problem.sentence) from None


def _carried() -> Notice:
    try:
        return yearly.carried(request.args)
    except NoticeUnreadable:
        raise NotFound from None


def _said(notice: Notice, edition: kept.CalendarEdition | None) -> str:
    if edition is None:
        said = _("The calendar of %(year)s says this already; nothing was changed.", year=notice.year)
    else:
        number = edition.edition
        said = _("The calendar of %(year)s is imported as edition %(n)s.", year=notice.year, n=number)
    return str(said)
