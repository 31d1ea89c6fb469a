"""The pages on which an owner enters projects and what they need. One project is shown by marketplace/home."""

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import Organisation
from kernel.acts import act
from kernel.permissions import requires
from kernel.places import place_of
from kernel.web import page
from marketplace.projects import operations, queries
from marketplace.projects.forms import PRIVATE, PUBLIC, NeedForm, ProjectForm
from marketplace.projects.models import Project
from marketplace.projects.permissions import Can
from marketplace.projects.presence import behalf
from marketplace.projects.views.blueprint import Answer, blueprint


@blueprint.get("/projects")
@requires(Can.LIST)
def index() -> Answer:
    """Show my organisation's projects."""
    found = queries.projects_of(current_user.organisation_id, request.args.get("after"))
    return page("marketplace/projects/index.html", found=found)


@blueprint.route("/projects/new", methods=["GET", "POST"])
@requires(Can.CREATE)
def create() -> Answer:
    """Enter a project."""
    form = ProjectForm()
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.create_project(
                current_user.organisation_id, form.values(), actor_id=current_user.id
            )
            done.at(place_of(row), _("The project is entered. Now name the services that it needs."))
        if done:
            return done.redirect()
    return page("marketplace/projects/create.html", form=form)


@blueprint.route("/owners/<int:owner_id>/projects/new", methods=["GET", "POST"])
@requires(Can.CREATE_FOR, subject=queries.owner)
def create_for(owner: Organisation) -> Answer:
    """Enter a project for an owner, as its case assistant."""
    form = ProjectForm()
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.create_project(
                owner.id, form.values(), actor_id=current_user.id, behalf=behalf()
            )
            done.at(place_of(row), _("The project is entered for %(owner)s.", owner=owner.name))
        if done:
            return done.redirect()
    return page("marketplace/projects/create_for.html", form=form, owner=owner)


@blueprint.route("/projects/<int:project_id>/change", methods=["GET", "POST"])
@requires(Can.CHANGE, subject=queries.project)
def change(row: Project) -> Answer:
    """Change what is said of a project."""
    form = ProjectForm(obj=row, money=PUBLIC if row.public_money else PRIVATE)
    if form.validate_on_submit():
        with act(form) as done:
            operations.change_project(row, form.values(), actor_id=current_user.id, behalf=behalf())
            done.at(place_of(row), _("The project is changed."))
        if done:
            return done.redirect()
    return page("marketplace/projects/change.html", form=form, project=row, back=place_of(row))


@blueprint.route("/projects/<int:project_id>/needs/new", methods=["GET", "POST"])
@requires(Can.CHANGE, subject=queries.project)
def add_need(row: Project) -> Answer:
    """Say that a project needs a service."""
    form = NeedForm(stage=request.args.get("stage") or row.stage, item_code=request.args.get("item", ""))
    if form.validate_on_submit():
        with act(form) as done:
            operations.add_need(row, form.values(), actor_id=current_user.id, behalf=behalf())
            done.at(place_of(row), _("The service is on the project's list. Next, choose an agency for it."))
        if done:
            return done.redirect()
    return page("marketplace/projects/add_need.html", form=form, project=row, back=place_of(row))
