"""The pages of delegation: who helps an owner, with what, until when, and everything that was done for it (W1, W2)."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as accounts
from accounts.models import User
from accounts.views.blueprint import me
from kernel import clock, law
from kernel.acts import act
from kernel.errors import NotFound
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.places import shows
from kernel.sentences import Sentence, say
from kernel.web import page
from marketplace.projects import delegating, queries
from marketplace.projects.delegating import Given
from marketplace.projects.delegation_forms import AcceptForm, DeclineForm, DelegateForm
from marketplace.projects.models import Delegation, Project
from marketplace.projects.permissions import Can
from marketplace.projects.rules import out_of_force
from marketplace.projects.views.blueprint import Answer, blueprint
from marketplace.projects.vocabulary import step_texts


@blueprint.get("/delegations")
@requires(Can.LIST_DELEGATIONS)
def delegations() -> Answer:
    """Show who helps my organisation, or whom my centre helps, the newest first."""
    found = queries.delegations_of(current_user.organisation, request.args.get("after"))
    return page("marketplace/projects/delegations.html", found=found, state=_state, steps=step_texts())


@blueprint.route("/delegations/new", methods=["GET", "POST"])
@requires(Can.DELEGATE)
def delegate() -> Answer:
    """Let a case assistant take named steps."""
    today = clock.today()
    form = DelegateForm(from_on=today, project=request.args.get("project", ""))
    form.of(queries.assistants(), queries.projects_named(current_user.organisation_id))
    if form.validate_on_submit():
        with act(form) as done:
            given = Given(
                _person(form.assistant.data), _project(form.project.data), form.named(), *form.days()
            )
            row = delegating.delegate(given, actor=me(), today=today, book=law.book())
            done.at(_page_of(row), _("%(name)s is asked to act for you.", name=row.assistant.name))
        if done:
            return done.redirect()
    return page("marketplace/projects/delegate.html", form=form, steps=step_texts())


@blueprint.get("/delegations/<int:delegation_id>")
@shows("delegation", "projects.delegation", delegation_id="id")
@requires(Can.READ_DELEGATION, subject=queries.delegation)
def delegation(row: Delegation) -> Answer:
    """Show a delegation with everything that was done under it."""
    return _page(row)


@blueprint.route("/delegations/<int:delegation_id>/accept", methods=["GET", "POST"])
@requires(Can.ANSWER_DELEGATION, subject=queries.delegation)
def accept_delegation(row: Delegation) -> Answer:
    """Accept a delegation."""
    form = AcceptForm()
    if form.validate_on_submit():
        with act(form) as done:
            delegating.accept(row, actor_id=current_user.id, today=clock.today())
            done.at(_page_of(row), _("You act for %(owner)s from now on.", owner=row.owner.name))
        if done:
            return done.redirect()
    return page("marketplace/projects/accept_delegation.html", form=form, row=row, texts=_texts(row))


@blueprint.route("/delegations/<int:delegation_id>/decline", methods=["GET", "POST"])
@requires(Can.ANSWER_DELEGATION, subject=queries.delegation)
def decline_delegation(row: Delegation) -> Answer:
    """Decline a delegation with the reason."""
    form = DeclineForm()
    if form.validate_on_submit():
        with act(form) as done:
            delegating.decline(row, form.reason.data, actor_id=current_user.id, today=clock.today())
            done.at(_page_of(row), _("The owner is told."))
        if done:
            return done.redirect()
    return page("marketplace/projects/decline_delegation.html", form=form, row=row)


@blueprint.post("/delegations/<int:delegation_id>/end")
@requires(Can.END_DELEGATION, subject=queries.delegation)
def end_delegation(row: Delegation) -> Answer:
    """Take a delegation back, or lay it down."""
    with act() as done:
        delegating.end(row, actor_id=current_user.id, today=clock.today())
        done.at(_page_of(row), _("The delegation has ended. Nothing more is done under it."))
    return done.redirect()


def _page(row: Delegation) -> Answer:
    done = queries.acts_under(row.id, request.args.get("after"))
    return page(
        "marketplace/projects/delegation.html",
        row=row,
        done=done,
        state=_state,
        texts=_texts(row),
        is_over=row.until_on < clock.today(),
        form=ActForm(),
    )


def _state(row: Delegation) -> Sentence | None:
    """Say why a delegation does not hold today, or None where it does."""
    if row.declined_on:
        return say("It was declined on %(day)s: %(reason)s", day=row.declined_on, reason=row.reason)
    refused = out_of_force(queries.mandate(row, clock.today()))
    return refused.sentence if refused else None


def _texts(row: Delegation) -> list[object]:
    return [text for text in step_texts() if text.key in row.steps.split()]


def _page_of(row: Delegation) -> str:
    return url_for("projects.delegation", delegation_id=row.id)


def _person(text: str) -> User:
    row = accounts.user(int(text))
    if row is None:
        raise NotFound
    return row


def _project(text: str) -> Project | None:
    return queries.project(int(text)) if text else None
