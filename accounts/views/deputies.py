"""The pages of deputies: who stands in for whom, from when to when (section 6)."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import deputies as standing_in
from accounts import queries
from accounts.deputies import Deputation
from accounts.deputy_forms import NameDeputyForm
from accounts.kinds import Role
from accounts.models import User
from accounts.permissions import Can
from accounts.views.blueprint import Answer, blueprint, me
from kernel import clock
from kernel.acts import act
from kernel.errors import NotFound
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page


@blueprint.get("/organisation/deputies")
@requires(Can.LIST_DEPUTIES)
def deputies() -> Answer:
    """Show who stands in for whom at my organisation, now, before and after."""
    found = standing_in.deputations_of(current_user.organisation_id)
    return page("accounts/deputies.html", found=found, today=clock.today(), form_for_button=ActForm)


@blueprint.route("/organisation/deputies/new", methods=["GET", "POST"])
@requires(Can.NAME_DEPUTY)
def name_deputy() -> Answer:
    """Name a deputy."""
    form = NameDeputyForm().of(_absent(), standing_in.officials())
    if form.validate_on_submit():
        with act(form) as done:
            days = (form.from_on.data, form.until_on.data)
            person, deputy = _person(form.person.data), _person(form.deputy.data)
            standing_in.name_deputy(person, deputy, days, form.reason.data, actor=me(), today=clock.today())
            done.at(url_for("accounts.deputies"), _("The deputy is named; both bodies are told."))
        if done:
            return done.redirect()
    return page("accounts/name_deputy.html", form=form)


@blueprint.post("/organisation/deputies/<int:deputation_id>/end")
@requires(Can.END_DEPUTY, subject=standing_in.deputation)
def end_deputy(row: Deputation) -> Answer:
    """End a deputation early."""
    with act() as done:
        standing_in.end_early(row, actor_id=current_user.id, today=clock.today())
        done.at(url_for("accounts.deputies"), _("The deputation has ended."))
    return done.redirect()


def _absent() -> list[User]:
    """Return those for whom I may name a deputy: a head for everybody, an officer for oneself."""
    if me().role != Role.HEAD:
        return [me()]
    return [one for one in queries.people_of(current_user.organisation_id) if one.fills_in]


def _person(text: str) -> User:
    row = queries.user(int(text))
    if row is None:
        raise NotFound
    return row
