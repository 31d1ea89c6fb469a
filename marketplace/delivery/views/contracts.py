"""The pages on which a contract is filed, confirmed or handed back."""

from flask_babel import gettext as _
from flask_login import current_user

from kernel import clock, law
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page
from kernel.workdays import ONE_DAY
from marketplace.delivery import queries
from marketplace.delivery.forms import ContractForm, ReasonForm
from marketplace.delivery.kinds import Kind
from marketplace.delivery.models import Order
from marketplace.delivery.operations import contracts
from marketplace.delivery.permissions import Can
from marketplace.delivery.views.blueprint import Answer, at, blueprint, desk, page_of, stands
from marketplace.selection import queries as selection
from marketplace.selection.models import Award


@blueprint.route("/results/<int:award_id>/contract", methods=["GET", "POST"])
@requires(Can.FILE_CONTRACT, subject=selection.award)
def file_contract(award: Award) -> Answer:
    """File the contract of an award."""
    form = ContractForm(checklist=queries.asked_for(award))
    if form.validate_on_submit():
        with act(form) as done:
            named, checklist = form.effective_on.data, tuple(form.checklist.data or ())
            order = contracts.file_contract(award, named, form.uploads(), desk(), checklist)
            done.at(page_of(order), _("The contract is filed. The other side confirms it."))
        if done:
            return done.redirect()
    calendar, book = law.calendar(), law.book()
    until, by = selection.publicity_ends(award, calendar, book).day, queries.file_by(award, calendar, book)
    waits = until + ONE_DAY if clock.today() <= until else None
    shown = {"award": award, "until": until, "by": by, "waits": waits}
    return page("marketplace/delivery/file_contract.html", form=form, **shown)


@blueprint.get("/orders/<string:number>/contract")
@requires(Can.READ, subject=queries.order)
def contract(order: Order) -> Answer:
    """Show the contract, to be confirmed or handed back."""
    return _contract_page(order, ReasonForm())


@blueprint.post("/orders/<string:number>/contract/<int:event_id>/confirm")
@requires(Can.ANSWER_CONTRACT, subject=at(Kind.CONTRACT_FILED))
def confirm_contract(filed: queries.OrdersEvent) -> Answer:
    """Confirm the contract."""
    with act() as done:
        contracts.confirm_contract(filed.order, filed.event.id, desk())
        done.at(page_of(filed.order), _("The contract is confirmed."))
    return done.redirect()


@blueprint.post("/orders/<string:number>/contract/<int:event_id>/hand-back")
@requires(Can.ANSWER_CONTRACT, subject=at(Kind.CONTRACT_FILED))
def hand_back_contract(filed: queries.OrdersEvent) -> Answer:
    """Hand the contract back."""
    form = ReasonForm()
    if form.validate_on_submit():
        with act(form) as done:
            contracts.hand_back_contract(filed.order, filed.event.id, form.reason.data, desk())
            done.at(page_of(filed.order), _("The contract is handed back. Either side may file it anew."))
        if done:
            return done.redirect()
    return _contract_page(filed.order, form)


def _contract_page(order: Order, form: ReasonForm) -> Answer:
    found = stands(order)
    thread = found.story.contract
    files = queries.files_of([thread.event.id])[thread.event.id] if thread else []
    return page(
        "marketplace/delivery/contract.html",
        form=form,
        order=order,
        thread=thread,
        files=files,
        side=queries.side_of(current_user.organisation),
        confirm=ActForm(),
        terms=found.terms,
    )
