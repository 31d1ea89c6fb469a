"""The composition root: it makes the app, and only it knows everybody."""

from enum import StrEnum

from flask import Blueprint, Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from accounts import jobs as accounts_jobs
from accounts import login
from accounts import permissions as accounts_permissions
from accounts.views import pages as accounts_pages
from blacklist import catalogue as blacklist_catalogue
from credit import catalogue as credit_catalogue
from credit import presets
from credit.schemes import check_schemes
from kernel import acts, forms, languages, law, permissions, places, reading, rulebook, sealing, web
from kernel.db import db
from kernel.rulebook import Rulebook
from kernel.workdays import shipped as workdays_shipped
from marketplace import config
from marketplace.admission import institution_lists, institutions
from marketplace.admission import jobs as admission_jobs
from marketplace.admission import permissions as admission_permissions
from marketplace.admission.catalogue import authorities
from marketplace.admission.redcap import permissions as redcap_permissions
from marketplace.admission.views import pages as admission_pages
from marketplace.cli import jobs as jobs_command
from marketplace.cli import ledger as ledger_command
from marketplace.cli import permissions as permissions_command
from marketplace.cli.clock import clock
from marketplace.cli.demo import demo
from marketplace.cli.drawing import draw
from marketplace.cli.people import people
from marketplace.cli.rating_round import rating
from marketplace.cli.rulebook import rules
from marketplace.cli.standing import standing
from marketplace.cli.workdays import workdays
from marketplace.delivery import jobs as delivery_jobs
from marketplace.delivery import permissions as delivery_permissions
from marketplace.delivery.views import pages as delivery_pages
from marketplace.evaluation import permissions as evaluation_permissions
from marketplace.evaluation import views as evaluation_views
from marketplace.home import jobs as home_jobs
from marketplace.home import navigation, preferences
from marketplace.home import permissions as home_permissions
from marketplace.home.views import pages as home_pages
from marketplace.oversight import (
    drafts,
    rating_jobs,
    ratings,
    replacements,
    round_permissions,
    rounds,
    self_checks,
)
from marketplace.oversight import jobs as oversight_jobs
from marketplace.oversight import permissions as oversight_permissions
from marketplace.oversight.complaints import permissions as complaints_permissions
from marketplace.oversight.editions import permissions as editions_permissions
from marketplace.oversight.inspections import permissions as inspections_permissions
from marketplace.oversight.penalties import permissions as penalties_permissions
from marketplace.oversight.views import pages as oversight_pages
from marketplace.projects import permissions as projects_permissions
from marketplace.projects import presence
from marketplace.projects.views import pages as projects_pages
from marketplace.selection import catalogue as selection_catalogue
from marketplace.selection import draws
from marketplace.selection import jobs as selection_jobs
from marketplace.selection import permissions as selection_permissions
from marketplace.selection.smallworks import permissions as smallworks_permissions
from marketplace.selection.views import pages as selection_pages
from marketplace.surveys import jobs as surveys_jobs
from marketplace.surveys import permissions as surveys_permissions
from marketplace.surveys import views as surveys_views

ROOT = rulebook.FOLDER.parent
BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts_pages.blueprint,
    admission_pages.blueprint,
    institutions.blueprint,
    institution_lists.blueprint,
    projects_pages.blueprint,
    selection_pages.blueprint,
    draws.blueprint,
    home_pages.blueprint,
    delivery_pages.blueprint,
    surveys_views.blueprint,
    evaluation_views.blueprint,
    oversight_pages.blueprint,
    rounds.blueprint,
    drafts.blueprint,
    ratings.blueprint,
    replacements.blueprint,
    self_checks.blueprint,
)
GRANTS: tuple[permissions.Grants, ...] = (
    accounts_permissions.GRANTS,
    admission_permissions.GRANTS,
    redcap_permissions.GRANTS,
    projects_permissions.GRANTS,
    selection_permissions.GRANTS,
    smallworks_permissions.GRANTS,
    delivery_permissions.GRANTS,
    surveys_permissions.GRANTS,
    evaluation_permissions.GRANTS,
    home_permissions.GRANTS,
    oversight_permissions.GRANTS,
    round_permissions.GRANTS,
    complaints_permissions.GRANTS,
    editions_permissions.GRANTS,
    penalties_permissions.GRANTS,
    inspections_permissions.GRANTS,
)
VOCABULARIES: tuple[type[StrEnum], ...] = (
    accounts_permissions.Can,
    admission_permissions.Can,
    redcap_permissions.Can,
    projects_permissions.Can,
    selection_permissions.Can,
    smallworks_permissions.Can,
    delivery_permissions.Can,
    surveys_permissions.Can,
    evaluation_permissions.Can,
    home_permissions.Can,
    oversight_permissions.Can,
    round_permissions.Can,
    complaints_permissions.Can,
    editions_permissions.Can,
    penalties_permissions.Can,
    inspections_permissions.Can,
)
JOBS = (
    accounts_jobs,
    admission_jobs,
    delivery_jobs,
    home_jobs,
    oversight_jobs,
    rating_jobs,
    selection_jobs,
    surveys_jobs,
)  # each module registers its own
COMMANDS = (
    jobs_command.jobs,
    ledger_command.ledger,
    permissions_command.permissions,
    clock,
    demo,
    draw,
    people,
    rating,
    rules,
    standing,
    workdays,
)


def create_app(settings: config.Settings | None = None) -> Flask:
    """Make the application from settings, or from the environment."""
    settings = settings or config.from_environment()
    app = Flask("supermarket", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.from_mapping(settings.flask())
    app.extensions["settings"] = settings
    book = _rulebook(settings.preset)
    credit_catalogue.indicators(book)  # refuses to start where a dimension does not make its points
    check_schemes(book, authorities())  # and where a scheme of an industry does not
    blacklist_catalogue.measures()  # refuses to start where two measures have one key
    selection_catalogue.methods()  # and where two methods have
    law.install(app, book, imports=bool(settings.database_url))
    sealing.install(app, settings.sealing_key())
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    web.install(app)  # first of those that look at a request, so last of those that look at its answer
    CSRFProtect(app)
    login.install(app)
    presence.install(app)
    permissions.install(app, permissions.merge(GRANTS, VOCABULARIES))
    acts.install(app)
    for look in (languages, reading, forms, preferences, navigation, places):
        look.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def _rulebook(preset: str) -> Rulebook:
    """Return the rulebook that is shipped, or as the preset lays it; one that softens the source is refused (G10)."""
    if not preset:
        return rulebook.shipped()
    try:
        return presets.live(preset, rulebook.shipped(), workdays_shipped())
    except presets.PresetRefused as refused:
        raise config.Unconfigured(f"PRESET: {refused}") from None
