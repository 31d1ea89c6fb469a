"""The pages by which organisations and people join."""

from flask import url_for
from flask_babel import gettext as _

from accounts import attempts, claims, operations, people
from accounts.forms import AcceptForm, ClaimForm, SignUpBodyForm, SignUpPersonForm
from accounts.kinds import Kind
from accounts.views.blueprint import GONE, Answer, blueprint, held_back, too_many
from kernel import clock
from kernel.acts import act
from kernel.permissions import public
from kernel.web import page


@blueprint.get("/sign-up")
@public
def sign_up() -> Answer:
    """Choose as what to join."""
    return page("accounts/sign_up.html")


@blueprint.route("/sign-up/agency", methods=["GET", "POST"])
@public
def sign_up_agency() -> Answer:
    """Join as an agency."""
    return _sign_up_body(Kind.AGENCY, "accounts/sign_up_agency.html")


@blueprint.route("/sign-up/owner", methods=["GET", "POST"])
@public
def sign_up_owner() -> Answer:
    """Join as an owner that is a body."""
    return _sign_up_body(Kind.OWNER, "accounts/sign_up_owner.html")


def _sign_up_body(kind: Kind, template: str) -> Answer:
    form = SignUpBodyForm()
    if form.validate_on_submit():
        wait = held_back(attempts.JOIN_ADDRESS)
        if wait:
            return too_many(template, wait, form=form)
        with act(form) as done:
            joining = (kind, form.details(), form.person(), form.uploads())
            operations.sign_up_body(*joining, now=clock.now(), insisted=form.insisted.data)
            done.at(url_for("accounts.sign_in"), _joined())
        if done:
            return done.redirect()
    return page(template, form=form)


@blueprint.route("/sign-up/person", methods=["GET", "POST"])
@public
def sign_up_person() -> Answer:
    """Join as an owner who is a natural person."""
    form, template = SignUpPersonForm(), "accounts/sign_up_person.html"
    if form.validate_on_submit():
        wait = held_back(attempts.JOIN_ADDRESS)
        if wait:
            return too_many(template, wait, form=form)
        with act(form) as done:
            operations.sign_up_person(form.identity.data, form.area.data, form.person(), now=clock.now())
            done.at(url_for("accounts.sign_in"), _joined())
        if done:
            return done.redirect()
    return page(template, form=form)


@blueprint.route("/claims/new", methods=["GET", "POST"])
@public
def claim() -> Answer:
    """Claim the account under a credit code that is taken."""
    form, template = ClaimForm(), "accounts/claim.html"
    if form.validate_on_submit():
        wait = held_back(attempts.JOIN_ADDRESS)
        if wait:
            return too_many(template, wait, form=form)
        with act(form) as done:
            claims.file_claim(
                form.uscc.data, form.person(), form.reason.data, form.uploads(), now=clock.now()
            )
            done.at(url_for("accounts.claimed"))
        if done:
            return done.redirect()
    return page(template, form=form)


@blueprint.get("/claims/filed")
@public
def claimed() -> Answer:
    """Say what happens after a claim was filed."""
    return page("accounts/claimed.html")


@blueprint.route("/invitations/<string:token>", methods=["GET", "POST"])
@public
def accept(token: str) -> Answer:
    """Take an invitation up and get an account."""
    row = people.invitation_by_token(token)
    form = AcceptForm(person_name=row.name)
    if not people.is_open(row, clock.now()):
        return page("accounts/accept.html", form=None, invitation=row)[0], GONE
    if form.validate_on_submit():
        with act(form) as done:
            people.accept(row, form.person(row.email), now=clock.now())
            done.at(url_for("accounts.sign_in"), _("Your account is ready. Sign in."))
        if done:
            return done.redirect()
    return page("accounts/accept.html", form=form, invitation=row, token=token)


def _joined() -> str:
    return str(_("Your account is open. Sign in and go on while the operator verifies it."))
