"""The pages on which a head says who belongs to the organisation."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import people, queries
from accounts.forms import ChangeRoleForm, InviteForm
from accounts.models import Invitation, User
from accounts.permissions import Can
from accounts.views.blueprint import Answer, blueprint, link_to, me
from kernel import clock
from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page


@blueprint.route("/organisation/invite", methods=["GET", "POST"])
@requires(Can.INVITE)
def invite() -> Answer:
    """Invite a colleague."""
    form = InviteForm()
    if form.validate_on_submit():
        with act(form) as done:
            body, link = me().organisation, link_to("accounts.accept")
            people.invite(body, form.invitee(), link, actor_id=current_user.id, now=clock.now())
            done.at(url_for("accounts.organisation"), _("The invitation is on its way by e-mail."))
        if done:
            return done.redirect()
    return page("accounts/invite.html", form=form)


@blueprint.post("/organisation/invitations/<int:invitation_id>/withdraw")
@requires(Can.WITHDRAW_INVITATION, subject=queries.invitation)
def withdraw_invitation(row: Invitation) -> Answer:
    """Take an invitation back."""
    with act() as done:
        people.withdraw(row, actor_id=current_user.id, now=clock.now())
        done.at(url_for("accounts.organisation"), _("The invitation is withdrawn; its link is dead."))
    return done.redirect()


@blueprint.route("/organisation/people/<int:user_id>/role", methods=["GET", "POST"])
@requires(Can.CHANGE_ROLE, subject=queries.user)
def change_role(row: User) -> Answer:
    """Give a colleague another role."""
    form = ChangeRoleForm(obj=row)
    if form.validate_on_submit():
        with act(form) as done:
            people.change_role(row, form.role.data, actor_id=current_user.id)
            done.at(url_for("accounts.organisation"), _("The role is changed."))
        if done:
            return done.redirect()
    return page("accounts/change_role.html", form=form, user=row)


@blueprint.post("/organisation/people/<int:user_id>/switch-off")
@requires(Can.SWITCH_USER, subject=queries.user)
def switch_user_off(row: User) -> Answer:
    """Shut a colleague out at once."""
    with act() as done:
        people.switch_off(row, actor_id=current_user.id, now=clock.now())
        done.at(url_for("accounts.organisation"), _("%(name)s is switched off.", name=row.name))
    return done.redirect()


@blueprint.post("/organisation/people/<int:user_id>/switch-on")
@requires(Can.SWITCH_USER, subject=queries.user)
def switch_user_on(row: User) -> Answer:
    """Let a colleague in again."""
    with act() as done:
        people.switch_on(row, actor_id=current_user.id)
        done.at(url_for("accounts.organisation"), _("%(name)s can sign in again.", name=row.name))
    return done.redirect()
