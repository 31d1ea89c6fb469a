"""The pages on which an agency applies: the task list, its details, the letter, and submitting."""

from flask import url_for
from flask_babel import gettext as _

from blacklist import queries as blacklist
from kernel import clock, law
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission import operations, queries
from marketplace.admission.forms import DetailsForm
from marketplace.admission.permissions import Can
from marketplace.admission.sections import sections
from marketplace.admission.views.blueprint import Answer, agency, blueprint, by, may_change


@blueprint.get("/admission")
@requires(Can.READ_OWN)
def application() -> Answer:
    """Show my agency's application: what is done, what is wanted, and how it was answered."""
    today, calendar, book = clock.today(), law.calendar(), law.book()
    found = queries.brought(agency().id)
    row = found.admission
    return page(
        "marketplace/admission/application.html",
        row=row,
        sections=sections(found, today),
        standing=blacklist.standing(agency().id, today, book),
        reasons=operations.reasons_of(row),
        due=queries.check_due([row], calendar, book).get(row.id) if row else None,
        check_days=book.whole("A1.form_check", today),
        publicity=queries.in_publicity([agency().id], calendar, book, today).get(agency().id),
        form=ActForm(),
        may_change=may_change(),
    )


@blueprint.route("/admission/details", methods=["GET", "POST"])
@requires(Can.FILL_IN)
def details() -> Answer:
    """Say who my agency is."""
    row = queries.admission_of(agency().id)
    form = DetailsForm(obj=agency(), data={"introduction": row.introduction if row else ""})
    if form.validate_on_submit():
        with act(form) as done:
            operations.introduce(agency(), form.details(), form.introduction.data, **by())
            done.at(url_for("admission.application"), _("Details and introduction are saved."))
        if done:
            return done.redirect()
    return page("marketplace/admission/details.html", form=form, agency=agency())


@blueprint.get("/admission/letter")
@requires(Can.READ_OWN)
def letter() -> Answer:
    """Show the commitment letter, to be signed by a head of my agency."""
    row = queries.admission_of(agency().id)
    signed = clock.local_day(row.letter_signed_at) if row and row.letter_signed_at else None
    return page(
        "marketplace/admission/letter.html",
        agency=agency(),
        signed=signed,
        today=clock.today(),
        form=ActForm(),
    )


@blueprint.post("/admission/letter/sign")
@requires(Can.SIGN)
def sign() -> Answer:
    """Sign the commitment letter."""
    with act() as done:
        operations.sign(agency(), **by())
        done.at(url_for("admission.application"), _("The commitment letter is signed."))
    return done.redirect()


@blueprint.post("/admission/submit")
@requires(Can.SUBMIT)
def submit() -> Answer:
    """Submit my agency's application."""
    with act() as done:
        operations.submit(agency(), **by())
        done.at(url_for("admission.application"), _("The application is submitted."))
    return done.redirect()
