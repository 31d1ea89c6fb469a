"""The workbench of whoever is signed in, and the page of a project."""

from flask_babel import gettext as _
from flask_login import current_user

from accounts import contacts
from accounts.kinds import Channel
from kernel import clock, law
from kernel.acts import act
from kernel.forms import ActForm
from kernel.permissions import requires
from kernel.places import place_of, shows
from kernel.web import page
from marketplace.admission.catalogue import items
from marketplace.home import board, gantt, operations, planning, tasks, waiting
from marketplace.home.permissions import Can
from marketplace.home.views.blueprint import Answer, blueprint
from marketplace.projects import permissions as projects_permissions
from marketplace.projects import queries as projects
from marketplace.projects.models import Need, Project
from marketplace.projects.presence import behalf
from marketplace.surveys import queries as surveys


@blueprint.get("/workbench")
@requires(Can.SEE_WORKBENCH)
def workbench() -> Answer:
    """Show what waits for my organisation, by when, and what silence means."""
    today, calendar = clock.today(), law.calendar()
    body = current_user.organisation
    found = waiting.waiting(waiting.Desk(body, today, calendar, law.book(), current_user, clock.now()))
    left = {
        task.by: calendar.between(*sorted((today, task.by))).days for task in found if task.by is not None
    }
    shown = {"left": left, "finding": tasks.finding(found, today), "hears": _hears()}
    return page("marketplace/home/workbench.html", body=body, tasks=found, today=today, **shown)


def _hears() -> bool:
    """Tell whether reminders reach me by e-mail: an address older than the codes was never confirmed by one."""
    return Channel.EMAIL in contacts.confirmed([current_user.id]).get(current_user.id, {})


@blueprint.get("/projects/<int:project_id>")
@shows("project", "home.project", project_id="id")
@requires(projects_permissions.Can.READ, subject=projects.project)
def project(row: Project) -> Answer:
    """Show a project stage by stage: its Gantt chart, and how far each of its needs has come."""
    today, calendar, book = clock.today(), law.calendar(), law.book()
    links = board.board(row, calendar, book, today)
    found = planning.planning(links, calendar, book, today)
    shown = {
        "planning": found,
        "chart": gantt.chart(found, calendar, today),
        "promises": {one.progress.need.id: planning.promised(one, calendar) for one in found.services},
        "approvals": {code: item.related_approval for code, item in items().items()},
        "surveys": surveys.days_of(row.id, calendar, book, today),
        "survey_site": surveys.Site(row, board.at_work(links)),
    }
    return page(
        "marketplace/home/project.html", project=row, links=links, today=today, form=ActForm(), **shown
    )


@blueprint.post("/needs/<int:need_id>/drop")
@requires(projects_permissions.Can.CHANGE_NEED, subject=projects.need)
def drop_need(row: Need) -> Answer:
    """Take a service off a project's list."""
    with act() as done:
        operations.drop_need(row, actor_id=current_user.id, today=clock.today(), behalf=behalf())
        done.at(place_of(row.project), _("%(title)s is taken off the list.", title=row.title))
    return done.redirect()
