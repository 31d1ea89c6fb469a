"""The pages of a direct choice: compare, invite, offer, choose; and the published results."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kernel import clock, law
from kernel.acts import act, look
from kernel.permissions import public, requires
from kernel.places import shows
from kernel.web import page
from marketplace.projects import queries as projects
from marketplace.projects.models import Need
from marketplace.selection import comparison, operations, queries, standing
from marketplace.selection.explaining import explain
from marketplace.selection.forms import ChooseForm, InviteForm, InviteMoreForm, OfferForm, WithdrawForm
from marketplace.selection.models import Notice, Registration
from marketplace.selection.permissions import Can
from marketplace.selection.views.blueprint import Answer, blueprint
from marketplace.selection.views.sheet import steps_of


@blueprint.route("/needs/<int:need_id>/compare", methods=["GET", "POST"])
@requires(Can.COMPARE, subject=projects.need)
def compare(need: Need) -> Answer:
    """Compare the agencies that may be chosen for a need, side by side, and invite some of them to offer."""
    today, book = clock.today(), law.book()
    notice = standing.notice_of(need, clock.now(), book)
    until = comparison.usual_last_day(today, law.calendar(), book)
    form = InviteMoreForm() if notice else InviteForm(offers_until=until)
    if form.validate_on_submit():
        with act(form) as done:
            row = _invited(need, notice, form)
            done.at(url_for("selection.notice", notice_id=row.id), _("The agencies are invited."))
        if done:
            return done.redirect()
    with look(form):
        standing.must_let_invite(need, clock.now(), book)
    found = comparison.side_by_side(need, request.args.get("after"), today, book)
    shown = {"notice": notice, "found": found, "barred": form.refusal and form.refusal.rule == "S1"}
    return page("marketplace/selection/compare.html", form=form, need=need, **shown)


@blueprint.route("/notices/<int:notice_id>", methods=["GET", "POST"])
@shows("notice", "selection.notice", notice_id="id")
@requires(Can.READ_NOTICE, subject=queries.notice)
def notice(row: Notice) -> Answer:
    """Show a notice with the offers made for it; an open one has a page for everybody."""
    if row.closes_at:
        return redirect(url_for("selection.open_notice", number=row.number))
    return _notice_page(row, ChooseForm())


@blueprint.post("/notices/<int:notice_id>/choose")
@requires(Can.CHOOSE, subject=queries.notice)
def choose(row: Notice) -> Answer:
    """Choose an agency and publish the result."""
    standing.must_be_direct(row)
    form = ChooseForm().offer(comparison.choices(row))
    if form.validate_on_submit():
        with act(form) as done:
            award = operations.choose(
                row,
                form.registration.data,
                form.reason.data,
                actor_id=current_user.id,
                today=clock.today(),
                calendar=law.calendar(),
                book=law.book(),
            )
            done.at(url_for("selection.result", award_id=award.id), _("The result is published."))
        if done:
            return done.redirect()
    return _notice_page(row, form)


@blueprint.route("/notices/<int:notice_id>/withdraw", methods=["GET", "POST"])
@requires(Can.CHOOSE, subject=queries.notice)
def withdraw(row: Notice) -> Answer:
    """Withdraw a notice, with a reason."""
    standing.must_be_direct(row)
    form = WithdrawForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.withdraw(row, form.reason.data, actor_id=current_user.id, today=clock.today())
            done.at(
                url_for("selection.notice", notice_id=row.id),
                _("The notice is withdrawn; those invited have been told."),
            )
        if done:
            return done.redirect()
    return page("marketplace/selection/withdraw.html", form=form, notice=row)


@blueprint.get("/invitations")
@requires(Can.LIST_INVITATIONS)
def invitations() -> Answer:
    """Show the invitations of my agency."""
    found = queries.invitations_to(current_user.organisation_id, request.args.get("after"))
    awards = queries.awards_of_notices(row.notice_id for row in found.rows)
    return page("marketplace/selection/invitations.html", found=found, awards=awards, today=clock.today())


@blueprint.route("/invitations/<int:registration_id>", methods=["GET", "POST"])
@shows("registration", "selection.invitation", registration_id="id")
@requires(Can.READ_INVITATION, subject=queries.registration)
def invitation(row: Registration) -> Answer:
    """Show an invitation and what was offered for it; who registered without one reads the notice."""
    if row.invited_at is None:
        return redirect(url_for("selection.open_notice", number=row.notice.number))
    return _invitation_page(row, OfferForm(obj=row))


@blueprint.post("/invitations/<int:registration_id>/offer")
@requires(Can.OFFER, subject=queries.registration)
def offer(row: Registration) -> Answer:
    """Offer a price and a promise, or change them."""
    form = OfferForm()
    if form.validate_on_submit():
        with act(form) as done:
            price, days, remark = form.price_fen.data, form.workdays.data, form.remark.data or ""
            operations.offer(
                row, price, days, remark, actor_id=current_user.id, today=clock.today(), book=law.book()
            )
            done.at(url_for("selection.invitation", registration_id=row.id), _("The owner has your offer."))
        if done:
            return done.redirect()
    return _invitation_page(row, form)


@blueprint.post("/invitations/<int:registration_id>/decline")
@requires(Can.OFFER, subject=queries.registration)
def decline(row: Registration) -> Answer:
    """Decline an invitation."""
    with act() as done:
        operations.decline(row, actor_id=current_user.id)
        done.at(url_for("selection.invitation", registration_id=row.id), _("The invitation is declined."))
    return done.redirect()


@blueprint.get("/results")
@public
def results() -> Answer:
    """Show the published results, the newest first."""
    found = queries.results(request.args.get("after"))
    calendar, book = law.calendar(), law.book()
    ends = {award.id: queries.publicity_ends(award, calendar, book) for award in found.rows}
    return page("marketplace/selection/results.html", found=found, ends=ends)


@blueprint.get("/results/<int:award_id>")
@shows("award", "selection.result", award_id="id")
@public
def result(award_id: int) -> Answer:
    """Show a result: who was invited, who offered what, who was chosen and why."""
    award = queries.known_award(award_id)
    rows = queries.registrations_of(award.notice_id)
    ends = queries.publicity_ends(award, law.calendar(), law.book())
    shown = {"rows": rows, "ends": ends, "today": clock.today(), "explained": explain(award)}
    return page("marketplace/selection/result.html", award=award, **shown, **steps_of(award))


def _invited(need: Need, notice: Notice | None, form: InviteForm | InviteMoreForm) -> Notice:
    law_of_today = {"actor_id": current_user.id, "today": clock.today(), "book": law.book()}
    if notice:
        operations.invite_more(notice, form.agencies.data, **law_of_today)
        return notice
    until, remark = form.offers_until.data, form.remark.data or ""
    return operations.invite(need, form.agencies.data, until, remark, **law_of_today)


def _notice_page(row: Notice, form: ChooseForm) -> Answer:
    today, book = clock.today(), law.book()
    shown = {
        "rows": comparison.of_registrations(row, today, book),
        "award": queries.award_of(row.id),
        "ended": queries.ended_award_of(row.id),
        "withdraw": WithdrawForm(),
    }
    return page(
        "marketplace/selection/notice.html",
        form=form.offer(comparison.choices(row)),
        notice=row,
        today=today,
        **shown,
    )


def _invitation_page(row: Registration, form: OfferForm) -> Answer:
    award = queries.award_of(row.notice_id)
    return page("marketplace/selection/invitation.html", form=form, row=row, award=award, today=clock.today())
