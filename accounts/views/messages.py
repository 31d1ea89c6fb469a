"""The pages on which a person says how messages reach them, and confirms the addresses."""

from flask import redirect, url_for
from flask_babel import gettext as _

from accounts import contacts
from accounts.kinds import Channel
from accounts.message_forms import CodeForm, MessagesForm, PhoneForm
from accounts.permissions import Can
from accounts.rules import quiet_hours
from accounts.views.blueprint import Answer, blueprint, me, too_many
from kernel import clock, law
from kernel.acts import act
from kernel.db import transaction
from kernel.errors import Refused
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page


@blueprint.route("/me/messages", methods=["GET", "POST"])
@requires(Can.CHANGE_ME)
def messages() -> Answer:
    """Show and change what reaches me by which way, and what cannot be switched off."""
    user, known = me(), contacts.confirmed([me().id]).get(me().id, {})
    before = contacts.choices([user.id])[user.id]
    form = MessagesForm().showing(before, has_phone=Channel.SMS in known)
    if form.validate_on_submit():
        with act(form) as done:
            contacts.choose(user, form.choice(before))
            done.at(url_for("accounts.messages"), _("Messages reach you as you have chosen from now on."))
        if done:
            return done.redirect()
    return page("accounts/messages.html", form=form, has_email=Channel.EMAIL in known, **_shown(known))


@blueprint.post("/me/messages/email")
@requires(Can.CHANGE_ME)
def ask_email() -> Answer:
    """Send a code to my e-mail address."""
    return _asked(Channel.EMAIL, me().email)


@blueprint.route("/me/messages/phone", methods=["GET", "POST"])
@requires(Can.CHANGE_ME)
def change_phone() -> Answer:
    """Say which telephone gets texts; a code is sent to it."""
    form = PhoneForm()
    if form.validate_on_submit():
        return _asked(Channel.SMS, form.number.data)
    return page("accounts/change_phone.html", form=form)


@blueprint.post("/me/messages/phone/forget")
@requires(Can.CHANGE_ME)
def forget_phone() -> Answer:
    """Send no more texts to my telephone, and keep its number no longer."""
    with act() as done:
        contacts.forget(me(), Channel.SMS)
        done.at(url_for("accounts.messages"), _("Your telephone gets no more texts."))
    return done.redirect()


@blueprint.route("/me/messages/<any(email, sms):channel>/confirm", methods=["GET", "POST"])
@requires(Can.CHANGE_ME)
def confirm_contact(channel: str) -> Answer:
    """Confirm an address by the code that was sent to it."""
    form, way = CodeForm(), Channel(channel)
    if contacts.open_code(me(), way, clock.now()) is None and not form.is_submitted():
        return redirect(url_for("accounts.messages"), 303)
    if form.validate_on_submit() and (code_id := _proved(form, way)):
        with act(form) as done:
            contacts.confirm(me(), way, code_id, now=clock.now())
            done.at(url_for("accounts.messages"), _("The address is confirmed."))
        if done:
            return done.redirect()
    return page("accounts/confirm_contact.html", form=form, way=way)


def _proved(form: CodeForm, way: Channel) -> int | None:
    with transaction():  # a try counts, whatever comes of it
        code_id = contacts.proved(me(), way, form.code.data.strip(), clock.now())
    if code_id is None:
        form.refusal = Refused("", contacts.WRONG, field="code")
    return code_id


def _asked(way: Channel, address: str) -> Answer:
    with transaction():
        wait = contacts.ask(me(), way, address, now=clock.now())
    if wait:
        return too_many("accounts/confirm_contact.html", wait, form=CodeForm(), way=way)
    return redirect(url_for("accounts.confirm_contact", channel=way.value), 303)


def _shown(known: dict[Channel, str]) -> dict[str, object]:
    return {
        "user": me(),
        "phone": contacts.masked(known[Channel.SMS]) if Channel.SMS in known else "",
        "quiet": quiet_hours(clock.today(), law.book()),
        "form_for_button": ActForm,
    }
