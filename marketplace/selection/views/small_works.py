"""The pages of small works (S11): open to everyone; put out by owners where the town's rulebook takes them in."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from kernel import clock, law
from kernel.acts import act
from kernel.errors import NotFound
from kernel.permissions import public, requires
from kernel.places import shows
from kernel.web import page
from marketplace.projects import queries as projects
from marketplace.projects.models import Project
from marketplace.selection.limits import Trade
from marketplace.selection.smallworks import operations, queries, rules
from marketplace.selection.smallworks.forms import (
    BASES,
    PREMISES,
    SmallWorksForm,
    SmallWorksResultForm,
    WithdrawSmallWorksForm,
)
from marketplace.selection.smallworks.models import SmallWorks
from marketplace.selection.smallworks.permissions import Can
from marketplace.selection.views.blueprint import Answer, blueprint, desk


@blueprint.app_context_processor
def regime() -> dict[str, object]:
    """Let a page ask whether the regime of small works is in use."""
    return {"takes_small_works": lambda: _not_taken() is None}


@blueprint.get("/small-works")
@public
def small_works() -> Answer:
    """Show what is and was put out as small works, or why the regime is not in use (S11)."""
    found = queries.published(request.args.get("after"))
    return page("marketplace/selection/small_works.html", found=found, not_taken=_not_taken(), **_words())


@blueprint.get("/small-works/<string:number>")
@shows("small_works", "selection.small_works_notice", number="number")
@public
def small_works_notice(number: str) -> Answer:
    """Show small works: what is put out, by which regime and days, and the result."""
    row = queries.works(number)
    if row is None:
        raise NotFound
    return page("marketplace/selection/small_works_notice.html", row=row, **_words())


@blueprint.route("/projects/<int:project_id>/small-works/new", methods=["GET", "POST"])
@requires(Can.PUBLISH, subject=projects.project)
def small_works_publish(project: Project) -> Answer:
    """Put out works of a project; refused while the regime is not in use (S11)."""
    by = desk()
    operations.must_be_taken(by)
    form = SmallWorksForm(opening_on=rules.earliest_opening(by.today, by.book), opening_hour="10")
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.publish(project, form.values(), desk=by)
            done.at(_notice(row), _("The small works are published."))
        if done:
            return done.redirect()
    return page("marketplace/selection/small_works_publish.html", form=form, project=project, **_words())


@blueprint.route("/small-works/<string:number>/result", methods=["GET", "POST"])
@requires(Can.KEEP, subject=queries.works)
def small_works_result(row: SmallWorks) -> Answer:
    """Enter the result of the opening."""
    form = SmallWorksResultForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.enter_result(row, form.result(), desk=desk())
            done.at(_notice(row), _("The result is published."))
        if done:
            return done.redirect()
    return page("marketplace/selection/small_works_result.html", form=form, row=row, **_words())


@blueprint.route("/small-works/<string:number>/withdraw", methods=["GET", "POST"])
@requires(Can.KEEP, subject=queries.works)
def small_works_withdraw(row: SmallWorks) -> Answer:
    """Withdraw small works, with a reason that is published."""
    form = WithdrawSmallWorksForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.withdraw(row, form.reason.data, desk=desk())
            done.at(_notice(row), _("The small works are withdrawn."))
        if done:
            return done.redirect()
    return page("marketplace/selection/small_works_withdraw.html", form=form, row=row)


def _not_taken() -> Any:  # noqa: ANN401  a refusal or None
    return rules.not_taken(Trade.WORKS, clock.today(), law.book())


def _notice(row: SmallWorks) -> str:
    return url_for("selection.small_works_notice", number=row.number)


def _words() -> dict[str, object]:
    today, book, now = clock.today(), law.book(), clock.now()
    figures = {
        name: book.whole(f"S11.{name}", today)
        for name in ("opening_not_before", "publicity", "premises_limit")
    }
    return {
        "bases": BASES,
        "premises": PREMISES,
        "figures": figures,
        "stage_of": lambda row: rules.stage(row.course, now, today, book),
        "until": lambda row: rules.publicity_until(row.result_on, book),
    }
