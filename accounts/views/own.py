"""The pages about me and my organisation."""

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import operations, queries
from accounts.forms import BringDocumentsForm, ChangeMeForm, ChangeOrganisationForm
from accounts.models import Message, OrganisationDocument
from accounts.people import LASTS
from accounts.permissions import Can
from accounts.views.blueprint import Answer, blueprint, me
from kernel import clock, files
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.web import page


@blueprint.get("/me")
@requires(Can.SEE_ME)
def my_account() -> Answer:
    """Show what is kept of me."""
    return page("accounts/my_account.html", user=current_user)


@blueprint.route("/me/change", methods=["GET", "POST"])
@requires(Can.CHANGE_ME)
def change_me() -> Answer:
    """Change my name and telephone number."""
    form = ChangeMeForm(obj=me())
    if form.validate_on_submit():
        with act(form) as done:
            operations.change_me(me(), form.name.data, form.phone.data or "")
            done.at(url_for("accounts.my_account"), _("What you say of yourself is changed."))
        if done:
            return done.redirect()
    return page("accounts/change_me.html", form=form)


@blueprint.get("/organisation")
@requires(Can.SEE_OWN)
def organisation() -> Answer:
    """Show my organisation, how its verification stands, and who belongs to it."""
    row = current_user.organisation
    return page(
        "accounts/organisation.html",
        organisation=row,
        people=queries.people_of(row.id),
        invitations=queries.invitations_of(row.id),
        documents=queries.documents_of(row.id),
        answers=queries.verifications_of(row.id),
        now=clock.now(),
        lasts=LASTS,
        form_for_button=ActForm,
    )


@blueprint.route("/organisation/change", methods=["GET", "POST"])
@requires(Can.CHANGE_OWN)
def change_organisation() -> Answer:
    """Change what my organisation says of itself."""
    row = me().organisation
    form = ChangeOrganisationForm(obj=row).fitting(row)
    if form.validate_on_submit():
        with act(form) as done:
            operations.change_details(row, form.details(), actor_id=current_user.id)
            done.at(url_for("accounts.organisation"), _("What your organisation says of itself is changed."))
        if done:
            return done.redirect()
    return page("accounts/change_organisation.html", form=form)


@blueprint.route("/organisation/documents", methods=["GET", "POST"])
@requires(Can.BRING_DOCUMENTS)
def bring_documents() -> Answer:
    """Bring licence and authorisation letter again."""
    form = BringDocumentsForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.bring_documents(me().organisation, form.uploads(), actor_id=current_user.id)
            done.at(url_for("accounts.organisation"), _("The papers are with the operator."))
        if done:
            return done.redirect()
    return page("accounts/bring_documents.html", form=form)


@blueprint.get("/organisation/documents/<int:document_id>")
@requires(Can.READ_DOCUMENT, subject=queries.document)
def document(row: OrganisationDocument) -> Response:
    """Hand a licence or authorisation letter out."""
    return files.send(row.file)


@blueprint.get("/inbox")
@requires(Can.READ_INBOX)
def inbox() -> Answer:
    """Show what was told to my organisation, the newest first."""
    found = queries.inbox(current_user.organisation_id, request.args.get("after"))
    unread = queries.unread(current_user.organisation_id)
    return page(
        "accounts/inbox.html", found=found, unread=unread, form_for_button=ActForm, today=clock.today()
    )


@blueprint.post("/inbox/<int:message_id>/read")
@requires(Can.MARK_MESSAGE, subject=queries.message)
def follow(row: Message) -> Answer:
    """Mark a message as read and go where it leads."""
    with act() as done:
        operations.mark_read([row.id], clock.now())
        done.at(row.link or url_for("accounts.inbox"))
    return redirect(done.location, 303)


@blueprint.post("/inbox/read")
@requires(Can.READ_INBOX)
def read_all() -> Answer:
    """Mark every message of my organisation as read."""
    with act() as done:
        operations.mark_all_read(current_user.organisation_id, clock.now())
        done.at(url_for("accounts.inbox"), _("All messages are marked as read."))
    return done.redirect()
