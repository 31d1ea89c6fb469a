"""The pages of an agency's ties: the red-cap declaration."""

from flask import url_for
from flask_babel import gettext as _

from kernel import clock, law
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from marketplace.admission import catalogue, queries, rules, ties
from marketplace.admission.forms import TIES, AffiliationForm
from marketplace.admission.models import Affiliation
from marketplace.admission.permissions import Can
from marketplace.admission.redcap import queries as redcap
from marketplace.admission.redcap import rules as redcap_rules
from marketplace.admission.views.blueprint import Answer, agency, blueprint, by, may_change


@blueprint.get("/admission/affiliations")
@requires(Can.READ_OWN)
def affiliations() -> Answer:
    """Show the ties that my agency has declared, or that it has declared none."""
    today, book, admission = clock.today(), law.book(), queries.admission_of(agency().id)
    rows = queries.affiliations_of(agency().id)
    return page(
        "marketplace/admission/affiliations.html",
        rows=rows,
        untied=admission.untied_on if admission else None,
        words=TIES,
        authorities=catalogue.authorities(),
        is_shown=lambda row: rules.is_shown(row.kind, row.since, today, book),
        form_for_button=ActForm,
        may_change=may_change(),
        known=redcap.links_of(agency().uscc),
        today=today,
        redcap=redcap_rules,
    )


@blueprint.route("/admission/affiliations/new", methods=["GET", "POST"])
@requires(Can.FILL_IN)
def affiliation_add() -> Answer:
    """Declare a tie."""
    form = AffiliationForm()
    if form.validate_on_submit():
        with act(form) as done:
            ties.declare(agency(), form.values(), **by())
            done.at(url_for("admission.affiliations"), _("The tie is declared."))
        if done:
            return done.redirect()
    return page("marketplace/admission/affiliation_add.html", form=form)


@blueprint.route("/admission/affiliations/<int:affiliation_id>/change", methods=["GET", "POST"])
@requires(Can.CHANGE_ENTERED, subject=queries.affiliation)
def affiliation_change(row: Affiliation) -> Answer:
    """Change a declared tie, or say that it is decoupled."""
    form = AffiliationForm(obj=row)
    if form.validate_on_submit():
        with act(form) as done:
            ties.change(row, form.values(), **by())
            done.at(url_for("admission.affiliations"), _("The declared tie is changed."))
        if done:
            return done.redirect()
    return page("marketplace/admission/affiliation_change.html", form=form, row=row)


@blueprint.post("/admission/affiliations/<int:affiliation_id>/withdraw")
@requires(Can.CHANGE_ENTERED, subject=queries.affiliation)
def affiliation_withdraw(row: Affiliation) -> Answer:
    """Withdraw a tie that was declared in error."""
    with act() as done:
        ties.withdraw(row, **by())
        done.at(url_for("admission.affiliations"), _("The declaration is withdrawn."))
    return done.redirect()


@blueprint.post("/admission/affiliations/none")
@requires(Can.FILL_IN)
def affiliations_none() -> Answer:
    """Declare that my agency has no tie at all."""
    with act() as done:
        ties.declare_none(agency(), **by())
        done.at(url_for("admission.affiliations"), _("You have declared that there is no tie."))
    return done.redirect()
