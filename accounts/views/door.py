"""The pages of the door: coming in, going out, a new password."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import attempts, entrance, login, sessions
from accounts.forms import ChangePasswordForm, ForgottenForm, ResetForm, SignInForm
from accounts.permissions import Can
from accounts.views.blueprint import (
    GONE,
    Answer,
    blueprint,
    held_back,
    link_to,
    me,
    too_many,
    visitor_address,
)
from kernel import clock
from kernel.acts import act
from kernel.db import transaction
from kernel.errors import Refused
from kernel.permissions import public, requires
from kernel.web import page


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """Come in with e-mail address and password."""
    onward = login.local(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(onward, 303)
    form = SignInForm()
    if form.validate_on_submit():
        with transaction():
            wait = entrance.count_attempt(form.email.data, visitor_address(), clock.now())
        if wait:
            return too_many("accounts/sign_in.html", wait, form=form)
        user = entrance.recognise(form.email.data, form.password.data)
        if user:
            with transaction():
                token = entrance.sign_in(user, form.password.data, visitor_address(), now=clock.now())
            login.enter(user, token)
            return redirect(onward, 303)
        form.refusal = Refused("", entrance.WRONG, field="password")
    return page("accounts/sign_in.html", form=form)


@blueprint.post("/sign-out")
@public
def sign_out() -> Answer:
    """Go out: the stay ends on the server."""
    token = login.leave()
    with transaction():
        sessions.end(token, clock.now())
    return redirect(login.HOME, 303)


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> Answer:
    """Ask for a link to a new password; the answer is the same whether there is an account or not."""
    form = ForgottenForm()
    if form.validate_on_submit():
        wait = held_back(attempts.RESET_ADDRESS)
        if wait:
            return too_many("accounts/forgotten.html", wait, form=form)
        with act(form) as done:
            entrance.ask_reset(form.email.data, link_to("accounts.reset"), now=clock.now())
            done.at(url_for("accounts.asked"))
        return done.redirect()
    return page("accounts/forgotten.html", form=form)


@blueprint.get("/password/asked")
@public
def asked() -> Answer:
    """Say what happens after a link was asked for."""
    return page("accounts/asked.html", lasts=entrance.RESET_LASTS)


@blueprint.route("/password/reset/<string:token>", methods=["GET", "POST"])
@public
def reset(token: str) -> Answer:
    """Choose a new password by a link."""
    row, form = entrance.reset(token, clock.now()), ResetForm()
    if row is None:
        return page("accounts/reset.html", form=None)[0], GONE
    if form.validate_on_submit():
        with act(form) as done:
            entrance.reset_password(row, form.password.data, now=clock.now())
            done.at(url_for("accounts.sign_in"), _("Your password is changed. Sign in with the new one."))
        if done:
            return done.redirect()
    return page("accounts/reset.html", form=form, token=token)


@blueprint.route("/me/password", methods=["GET", "POST"])
@requires(Can.CHANGE_ME)
def change_password() -> Answer:
    """Choose another password; everybody who is signed in as me is signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with act(form) as done:
            token = entrance.change_password(me(), form.old.data, form.password.data, now=clock.now())
            here = url_for("accounts.my_account")
            done.at(here, _("Your password is changed. You are signed out everywhere else."))
        if done:
            login.enter(me(), token)
            return done.redirect()
    return page("accounts/change_password.html", form=form)
