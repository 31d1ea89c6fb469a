"""The pages of sealed offers: codes and receipts that are handed over once, and the opening.

What is handed over once stands nowhere on the server: it travels in the cookie of the person's own browser until the
person says that it is kept.
"""

from flask import redirect, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kernel.acts import act
from kernel.errors import NotFound
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.selection import keys, notices, opening
from marketplace.selection.models import Notice
from marketplace.selection.offer_forms import OpenForm
from marketplace.selection.offers import Receipt
from marketplace.selection.permissions import Can
from marketplace.selection.tables import Terms
from marketplace.selection.views.blueprint import Answer, blueprint, desk

CODE, RECEIPT, KEY = "opening-code", "offer-receipt", "opening-key"


def hand_over(row: Terms, code: str) -> str:
    """Put the opening code of a notice into the owner's cookie; return the page that shows it until it is kept."""
    session[CODE] = {"terms": row.id, "code": code}
    return url_for("selection.opening_code", terms_id=row.id)


def give_receipt(row: Notice, receipt: Receipt) -> str:
    """Put the receipt of a sealed offer into the agency's cookie; return the page that shows it."""
    session[RECEIPT] = {"number": row.number, "line": receipt.line}
    return url_for("selection.receipt", number=row.number)


@blueprint.route("/notices/codes/<int:terms_id>", methods=["GET", "POST"])
@requires(Can.KEEP_CODE, subject=notices.terms)
def opening_code(row: Terms) -> Answer:
    """Show the owner's opening code once, to be printed; it goes when the owner says that it is kept."""
    form, held = ActForm(), session.get(CODE, {})
    code = held.get("code", "") if held.get("terms") == row.id else ""
    if form.validate_on_submit():
        session.pop(CODE, None)
        return redirect(_place(row), 303)
    return page("marketplace/selection/opening_code.html", form=form, row=row, code=code, back=_place(row))


@blueprint.get("/notices/<string:number>/receipt")
@requires(Can.REGISTER, subject=notices.by_number)
def receipt(row: Notice) -> Answer:
    """Show an agency the receipt of its sealed offer, and how to check it."""
    held = session.get(RECEIPT, {})
    entry = notices.entry_of(row.id, current_user.organisation_id)
    if entry is None:
        raise NotFound
    shown = held if held.get("number") == row.number else None
    kept = opening.kept_of(entry)
    return page("marketplace/selection/receipt.html", notice=row, entry=entry, held=shown, kept=kept)


@blueprint.route("/notices/<string:number>/open", methods=["GET", "POST"])
@requires(Can.OPEN, subject=notices.by_number)
def open_offers(row: Notice) -> Answer:
    """Open the sealed offers with an opening code, from the opening time."""
    form, by = OpenForm(), desk()
    if form.validate_on_submit():
        with act(form) as done:
            codes = [form.code.data, form.second.data or ""]
            award = opening.open_offers(row, codes, desk=by)
            place = url_for("selection.open_notice", number=row.number)
            done.at(
                url_for("selection.result", award_id=award.id) if award else place, _("The offers are open.")
            )
        if done:
            return done.redirect()
    course = notices.course_of(row, by.book)
    shown = {
        "opens_at": course.opening(by.now),
        "now": by.now,
        "key": keys.key_of(notices.terms_of(row.id).id),
    }
    return page("marketplace/selection/open_offers.html", form=form, notice=row, **shown)


@blueprint.route("/opening-key", methods=["GET", "POST"])
@requires(Can.HOLD_KEY)
def opening_key() -> Answer:
    """Make the authority's opening key, and show it until it is kept."""
    form, body = ActForm(), current_user.organisation
    if form.validate_on_submit():
        with act(form) as done:
            session[KEY] = keys.make_opening_key(body.id, desk=desk())
            done.at(url_for("selection.opening_key"), _("The opening key is made. Print it now."))
        if done:
            return done.redirect()
    held = keys.opening_key_of(body.id)
    return page("marketplace/selection/opening_key.html", form=form, held=held, code=session.pop(KEY, ""))


def _place(row: Terms) -> str:
    if row.notice_id is None:
        return url_for("selection.preview", need_id=row.need_id)
    return url_for("selection.notice", notice_id=row.notice_id)
