"""The pages of an agency's qualifications and practitioners."""

from flask import Response, url_for
from flask_babel import gettext as _

from kernel import clock, files, law
from kernel.acts import act
from kernel.errors import NotFound
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission import catalogue, holdings, queries
from marketplace.admission.forms import NewQualificationForm, PractitionerForm, QualificationForm
from marketplace.admission.models import Practitioner, Qualification
from marketplace.admission.permissions import Can
from marketplace.admission.sections import unqualified
from marketplace.admission.views.blueprint import Answer, agency, blueprint, by, may_change


@blueprint.get("/admission/qualifications")
@requires(Can.READ_OWN)
def qualifications() -> Answer:
    """Show my agency's qualifications, and which of its services lack one."""
    rows, listed = queries.qualifications_of(agency().id), queries.services_of(agency().id)
    return page(
        "marketplace/admission/qualifications.html",
        rows=rows,
        lacking=unqualified(listed, rows, clock.today()),
        kinds=catalogue.qualification_kinds(),
        items=catalogue.items(),
        reminders=law.book().value("A3.reminders", clock.today()),
        today=clock.today(),
        form_for_button=ActForm,
        may_change=may_change(),
    )


@blueprint.route("/admission/qualifications/new", methods=["GET", "POST"])
@requires(Can.FILL_IN)
def qualification_add() -> Answer:
    """Enter a qualification."""
    form = NewQualificationForm()
    if form.validate_on_submit():
        with act(form) as done:
            holdings.add_qualification(agency(), form.values(), form.file.data, **by())
            done.at(url_for("admission.qualifications"), _("The qualification is entered."))
        if done:
            return done.redirect()
    return page("marketplace/admission/qualification_add.html", form=form)


@blueprint.route("/admission/qualifications/<int:qualification_id>/change", methods=["GET", "POST"])
@requires(Can.CHANGE_ENTERED, subject=queries.qualification)
def qualification_change(row: Qualification) -> Answer:
    """Change a qualification, or bring a newer certificate."""
    form = QualificationForm(data={name: getattr(row, name) for name in holdings.QUALIFICATION})
    if form.validate_on_submit():
        with act(form) as done:
            holdings.change_qualification(row, form.values(), form.file.data, **by())
            done.at(url_for("admission.qualifications"), _("The qualification is changed."))
        if done:
            return done.redirect()
    return page("marketplace/admission/qualification_change.html", form=form, row=row)


@blueprint.post("/admission/qualifications/<int:qualification_id>/withdraw")
@requires(Can.CHANGE_ENTERED, subject=queries.qualification)
def qualification_withdraw(row: Qualification) -> Answer:
    """Withdraw a qualification."""
    with act() as done:
        holdings.withdraw_qualification(row, **by())
        done.at(url_for("admission.qualifications"), _("The qualification is withdrawn."))
    return done.redirect()


@blueprint.get("/admission/qualifications/<int:qualification_id>/file")
@requires(Can.READ_FILE, subject=queries.qualification)
def file(row: Qualification) -> Response:
    """Hand the certificate of a qualification out."""
    if row.file is None:
        raise NotFound
    return files.send(row.file)


@blueprint.get("/admission/practitioners")
@requires(Can.READ_OWN)
def practitioners() -> Answer:
    """Show the people who practise for my agency."""
    rows = queries.practitioners_of(agency().id)
    return page(
        "marketplace/admission/practitioners.html",
        rows=rows,
        today=clock.today(),
        form_for_button=ActForm,
        may_change=may_change(),
    )


@blueprint.route("/admission/practitioners/new", methods=["GET", "POST"])
@requires(Can.FILL_IN)
def practitioner_add() -> Answer:
    """Enter a person who practises for my agency."""
    form = PractitionerForm()
    if form.validate_on_submit():
        with act(form) as done:
            holdings.add_practitioner(agency(), form.values(), **by())
            done.at(url_for("admission.practitioners"), _("The practitioner is entered."))
        if done:
            return done.redirect()
    return page("marketplace/admission/practitioner_add.html", form=form)


@blueprint.route("/admission/practitioners/<int:practitioner_id>/change", methods=["GET", "POST"])
@requires(Can.CHANGE_ENTERED, subject=queries.practitioner)
def practitioner_change(row: Practitioner) -> Answer:
    """Change what is said of a practitioner."""
    form = PractitionerForm(obj=row)
    if form.validate_on_submit():
        with act(form) as done:
            holdings.change_practitioner(row, form.values(), **by())
            done.at(url_for("admission.practitioners"), _("The practitioner is changed."))
        if done:
            return done.redirect()
    return page("marketplace/admission/practitioner_change.html", form=form, row=row)


@blueprint.post("/admission/practitioners/<int:practitioner_id>/withdraw")
@requires(Can.CHANGE_ENTERED, subject=queries.practitioner)
def practitioner_withdraw(row: Practitioner) -> Answer:
    """Say that a person practises for my agency no longer."""
    with act() as done:
        holdings.withdraw_practitioner(row, **by())
        done.at(url_for("admission.practitioners"), _("The practitioner is taken off the list."))
    return done.redirect()
