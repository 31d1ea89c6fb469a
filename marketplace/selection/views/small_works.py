"""The pages of small works (S11): open to everyone; put out by owners where the town's rulebook takes them in."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import is_official
from kernel import clock, law
from kernel.acts import act
from kernel.clock import BEIJING
from kernel.errors import NotFound
from kernel.permissions import allows, public, requires
from kernel.places import shows
from kernel.web import page
from marketplace.projects import queries as projects
from marketplace.projects.models import Project
from marketplace.selection.limits import Trade
from marketplace.selection.permissions import belongs_to_the_owner
from marketplace.selection.smallworks import operations, queries, rules
from marketplace.selection.smallworks.forms import (
    BASES,
    PASSED,
    PREMISES,
    CheckSmallWorksForm,
    SmallWorksForm,
    SmallWorksResultForm,
    WithdrawSmallWorksForm,
)
from marketplace.selection.smallworks.models import SmallWorks
from marketplace.selection.smallworks.permissions import Can
from marketplace.selection.smallworks.rules import Basis
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
    mine = current_user.organisation_id if current_user.is_authenticated else 0
    own = [row for row in queries.unfinished(mine) if row.published_on is None]
    waiting = queries.to_check() if allows(current_user, Can.CHECK) else own
    shown = {"waiting": waiting, "not_taken": _not_taken()}
    return page("marketplace/selection/small_works.html", found=found, **shown, **_words())


@blueprint.get("/small-works/<string:number>")
@shows("small_works", "selection.small_works_notice", number="number")
@public
def small_works_notice(number: str) -> Answer:
    """Show small works: what is put out, by which regime and days, and the result."""
    row = queries.works(number)
    if row is None or not _may_read(row):
        raise NotFound
    tenders = queries.tenders_of(row.id)
    return page("marketplace/selection/small_works_notice.html", row=row, tenders=tenders, **_words())


@blueprint.route("/projects/<int:project_id>/small-works/new", methods=["GET", "POST"])
@requires(Can.PUBLISH, subject=projects.project)
def small_works_publish(project: Project) -> Answer:
    """Put out works of a project; refused while the regime is not in use (S11)."""
    by = desk()
    operations.must_be_taken(by)
    form = SmallWorksForm(opening_on=rules.earliest_opening(by.today, by.book), opening_hour="10")
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.put_out(project, form.values(), desk=by)
            done.at(_notice(row), _told(row))
        if done:
            return done.redirect()
    return page("marketplace/selection/small_works_publish.html", form=form, project=project, **_words())


@blueprint.route("/small-works/<string:number>/change", methods=["GET", "POST"])
@requires(Can.KEEP, subject=queries.works)
def small_works_change(row: SmallWorks) -> Answer:
    """Mend what the operator has handed back, and put it out again."""
    opening = row.opens_at.astimezone(BEIJING)
    form = SmallWorksForm(obj=row, opening_on=opening.date(), opening_hour=str(opening.hour))
    if form.validate_on_submit():
        with act(form) as done:
            operations.put_out_again(row, form.values(), desk=desk())
            done.at(_notice(row), _told(row))
        if done:
            return done.redirect()
    return page("marketplace/selection/small_works_change.html", form=form, row=row, **_words())


@blueprint.route("/small-works/<string:number>/check", methods=["GET", "POST"])
@requires(Can.CHECK, subject=queries.works)
def small_works_check(row: SmallWorks) -> Answer:
    """Check the form of small works of public money: publish them, or hand them back."""
    form = CheckSmallWorksForm()
    if form.validate_on_submit():
        with act(form) as done:
            if form.decision.data == PASSED:
                operations.pass_check(row, desk=desk())
            else:
                operations.hand_back(row, form.back_because(), desk=desk())
            done.at(url_for("selection.small_works"), _("The owner has been told."))
        if done:
            return done.redirect()
    return page("marketplace/selection/small_works_check.html", form=form, row=row, **_words())


@blueprint.route("/small-works/<string:number>/result", methods=["GET", "POST"])
@requires(Can.KEEP, subject=queries.works)
def small_works_result(row: SmallWorks) -> Answer:
    """Enter the result of the opening."""
    form = SmallWorksResultForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.enter_result(row, form.result(Basis(row.basis)), desk=desk())
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


def _may_read(row: SmallWorks) -> bool:
    """Tell whether whoever looks reads small works: what is not published only their owner and the officials."""
    return (
        row.published_on is not None
        or belongs_to_the_owner(current_user, row)
        or is_official(current_user, row)
    )


def _told(row: SmallWorks) -> str:
    told: str = _("The small works are published.")
    return told if row.published_on else _("The small works are with the operator for their form check.")


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
