"""The pages of the desk: the operator verifies and decides claims; the managing office switches off."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import claims as claiming
from accounts import codes, operations, people, queries
from accounts.forms import DecideClaimForm, InviteOfficeForm, SwitchOffForm, SwitchOnForm, VerifyForm
from accounts.kinds import KIND_NAMES, Kind
from accounts.models import Claim, Organisation
from accounts.permissions import Can
from accounts.views.blueprint import Answer, blueprint, link_to
from kernel import clock
from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page


@blueprint.get("/organisations")
@requires(Can.LIST)
def organisations() -> Answer:
    """Show every organisation, by name."""
    kind = request.args.get("kind", "") if request.args.get("kind") in list(Kind) else ""
    words = " ".join(request.args.get("words", "").split())
    found = queries.organisations(kind, words, request.args.get("after"))
    return page("accounts/organisations.html", found=found, kind=kind, words=words, kinds=KIND_NAMES)


@blueprint.get("/organisations/waiting")
@requires(Can.LIST)
def waiting() -> Answer:
    """Show the organisations that wait to be verified, the longest waiting first."""
    found = queries.unverified(request.args.get("after"))
    back = queries.whose_turn([row.id for row in found.rows])
    return page("accounts/waiting.html", found=found, back=back)


@blueprint.get("/organisations/<int:organisation_id>")
@requires(Can.READ, subject=queries.organisation)
def show(row: Organisation) -> Answer:
    """Show an organisation with its papers and people."""
    return page("accounts/show.html", **_of(row))


@blueprint.route("/organisations/<int:organisation_id>/verify", methods=["GET", "POST"])
@requires(Can.VERIFY, subject=queries.organisation)
def verify(row: Organisation) -> Answer:
    """Answer what licence and authorisation letter show."""
    context = _of(row)
    form = VerifyForm().fitting(row, context["fault"])
    if form.validate_on_submit():
        with act(form) as done:
            operations.answer(row, form.finding(), actor_id=current_user.id, now=clock.now())
            done.at(url_for("accounts.waiting"), _("Your answer is told to %(name)s.", name=row.name))
        if done:
            return done.redirect()
    return page("accounts/verify.html", form=form, **context)


@blueprint.route("/organisations/<int:organisation_id>/switch-off", methods=["GET", "POST"])
@requires(Can.SWITCH, subject=queries.organisation)
def switch_off(row: Organisation) -> Answer:
    """Switch an organisation off."""
    form = SwitchOffForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.switch_off(row, form.reason.data, actor_id=current_user.id, now=clock.now())
            done.at(_page_of(row), _("%(name)s is switched off.", name=row.name))
        if done:
            return done.redirect()
    return page("accounts/switch_off.html", form=form, organisation=row)


@blueprint.route("/organisations/<int:organisation_id>/switch-on", methods=["GET", "POST"])
@requires(Can.SWITCH, subject=queries.organisation)
def switch_on(row: Organisation) -> Answer:
    """Switch an organisation on again."""
    form = SwitchOnForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.switch_on(row, form.reason.data, actor_id=current_user.id)
            done.at(_page_of(row), _("%(name)s can sign in again.", name=row.name))
        if done:
            return done.redirect()
    return page("accounts/switch_on.html", form=form, organisation=row)


@blueprint.route("/organisations/invite", methods=["GET", "POST"])
@requires(Can.INVITE_BODY)
def invite_office() -> Answer:
    """Enter an official body and invite its head."""
    form = InviteOfficeForm()
    if form.validate_on_submit():
        with act(form) as done:
            office = people.office(form.kind.data, form.body_name.data, form.authority_key.data)
            link = link_to("accounts.accept")
            people.invite_office(office, form.invitee(), link, actor_id=current_user.id, now=clock.now())
            done.at(_page_of(office), _("The invitation is on its way by e-mail."))
        if done:
            return done.redirect()
    return page("accounts/invite_office.html", form=form)


@blueprint.get("/claims")
@requires(Can.LIST_CLAIMS)
def claims() -> Answer:
    """Show the claims that wait for a decision."""
    return page("accounts/claims.html", found=queries.claims(request.args.get("after")))


@blueprint.get("/claims/<int:claim_id>")
@requires(Can.LIST_CLAIMS, subject=queries.claim)
def show_claim(row: Claim) -> Answer:
    """Show a claim with what was brought for it."""
    return page("accounts/show_claim.html", **_of_claim(row))


@blueprint.route("/claims/<int:claim_id>/decide", methods=["GET", "POST"])
@requires(Can.DECIDE_CLAIM, subject=queries.claim)
def decide_claim(row: Claim) -> Answer:
    """Decide who leads an account."""
    form = DecideClaimForm()
    if form.validate_on_submit():
        with act(form) as done:
            claiming.decide(
                row, form.decision.data, form.answer.data, actor_id=current_user.id, now=clock.now()
            )
            done.at(url_for("accounts.claims"), _("Your decision is told to both."))
        if done:
            return done.redirect()
    return page("accounts/decide_claim.html", form=form, **_of_claim(row))


def _of_claim(row: Claim) -> dict[str, object]:
    heads = queries.active_heads(row.organisation_id)
    return {"claim": row, "documents": queries.documents_of_claim(row.id), "heads": heads}


def _page_of(row: Organisation) -> str:
    return url_for("accounts.show", organisation_id=row.id)


def _of(row: Organisation) -> dict[str, object]:
    return {
        "organisation": row,
        "people": queries.people_of(row.id),
        "documents": queries.documents_of(row.id),
        "answers": queries.verifications_of(row.id),
        "fault": codes.code_fault(row.uscc) if row.uscc else None,
    }
