"""The pages of an agency's listed services."""

from flask import request, url_for
from flask_babel import gettext as _

from kernel import clock
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission import catalogue, holdings, queries
from marketplace.admission.forms import NewServiceForm, ServiceForm
from marketplace.admission.models import ListedService
from marketplace.admission.permissions import Can
from marketplace.admission.sections import unqualified
from marketplace.admission.views.blueprint import Answer, agency, blueprint, by, may_change


@blueprint.get("/admission/services")
@requires(Can.READ_OWN)
def services() -> Answer:
    """Show the services that my agency lists, and which of them are closed for want of a qualification."""
    rows, held = queries.services_of(agency().id), queries.qualifications_of(agency().id)
    return page(
        "marketplace/admission/services.html",
        rows=rows,
        lacking=unqualified(rows, held, clock.today()),
        kinds=catalogue.qualification_kinds(),
        items=catalogue.items(),
        form_for_button=ActForm,
        may_change=may_change(),
    )


@blueprint.route("/admission/services/new", methods=["GET", "POST"])
@requires(Can.FILL_IN)
def service_add() -> Answer:
    """List a service."""
    form = NewServiceForm(item_code=request.args.get("item", ""))
    if form.validate_on_submit():
        with act(form) as done:
            holdings.list_service(agency(), form.item_code.data, form.values(), **by())
            done.at(url_for("admission.services"), _("The service is listed."))
        if done:
            return done.redirect()
    return page("marketplace/admission/service_add.html", form=form)


@blueprint.route("/admission/services/<int:service_id>/change", methods=["GET", "POST"])
@requires(Can.CHANGE_ENTERED, subject=queries.service)
def service_change(row: ListedService) -> Answer:
    """Change what is said of a listed service."""
    form = ServiceForm(obj=row, steps=row.process)
    if form.validate_on_submit():
        with act(form) as done:
            holdings.change_service(row, form.values(), **by())
            done.at(url_for("admission.services"), _("The service is changed."))
        if done:
            return done.redirect()
    item = catalogue.items()[row.item_code]
    return page("marketplace/admission/service_change.html", form=form, row=row, item=item)


@blueprint.post("/admission/services/<int:service_id>/close")
@requires(Can.CHANGE_ENTERED, subject=queries.service)
def service_close(row: ListedService) -> Answer:
    """Take a service off the list."""
    with act() as done:
        holdings.close_service(row, **by())
        done.at(url_for("admission.services"), _("The service is taken off the list."))
    return done.redirect()
