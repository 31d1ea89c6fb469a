"""The pages of the selection itself: the draw for everybody to watch, its record, and the owner's choice among few."""

from flask import Response as Made
from flask import url_for
from flask_babel import gettext as _

from kernel import clock, law
from kernel.acts import act
from kernel.clock import local_day
from kernel.errors import NotFound
from kernel.forms import ActForm
from kernel.permissions import public, requires
from kernel.web import page
from marketplace.selection import (
    closing,
    concluding,
    contributions,
    draws_made,
    givers,
    notices,
    outages,
    queries,
    succeeding,
)
from marketplace.selection.lines import read_moment
from marketplace.selection.models import Notice
from marketplace.selection.offer_forms import ChooseRegisteredForm, FigureForm, LotsForm
from marketplace.selection.permissions import Can
from marketplace.selection.procedure import State, state
from marketplace.selection.record_form import read
from marketplace.selection.views.blueprint import Answer, blueprint, desk
from marketplace.selection.views.sheet import shown

ENDED = (State.FAILED, State.WITHDRAWN)
JSON = "application/json"


@blueprint.get("/notices/<string:number>/draw")
@public
def draw(number: str) -> Answer:
    """Show the draw of a notice as it comes: the labels, the figure that it waits for, the records."""
    row = shown(number)
    return _draw_page(row, _lots_form(row))


@blueprint.post("/notices/<string:number>/close")
@requires(Can.DRAW, subject=notices.by_number)
def close(row: Notice) -> Answer:
    """Lay down who was validly registered, where the job has not done it yet."""
    with act() as done:
        closing.close(row, desk=desk())
        done.at(url_for("selection.draw", number=row.number), _("What the closing found is laid down."))
    return done.redirect()


@blueprint.post("/notices/<string:number>/draw/figure")
@requires(Can.DRAW, subject=notices.by_number)
def enter_figure(row: Notice) -> Answer:
    """Enter the public figure; the draw is made and the result published."""
    form, by = _lots_form(row), desk()
    if form.validate_on_submit():
        with act(form) as done:
            award = succeeding.go_on(row, form["value"].data if "value" in form else "", desk=by)
            place = url_for("selection.result", award_id=award.id) if award else _place(row)
            done.at(place, _("The result is published.") if award else _("The notice has failed."))
        if done:
            return done.redirect()
    return _draw_page(row, form)


@blueprint.get("/notices/<string:number>/draws/<int:round_number>/record.json")
@public
def draw_record(number: str, round_number: int) -> Made:
    """Hand out the record of a draw, to be computed again by anyone."""
    row = draws_made.record_of(number, round_number)
    if row is None:
        raise NotFound
    answer = Made(row.record, mimetype=JSON)
    answer.headers["Content-Disposition"] = f"attachment; filename={number}-draw-{round_number}.json"
    return answer


@blueprint.route("/notices/<string:number>/choose", methods=["GET", "POST"])
@requires(Can.AMEND, subject=notices.by_number)
def choose_registered(row: Notice) -> Answer:
    """Choose among the few who have registered, with a reason."""
    by = desk()
    concluding.must_be_few(row, by)
    form = ChooseRegisteredForm()
    field = concluding.field_of(row, desk=by)
    form.registration.choices = [
        (field.rows[one.label].id, field.rows[one.label].agency.name) for one in field.offers
    ]
    if form.validate_on_submit():
        with act(form) as done:
            award = concluding.choose_registered(row, form.registration.data, form.reason.data, desk=by)
            done.at(url_for("selection.result", award_id=award.id), _("The result is published."))
        if done:
            return done.redirect()
    return page("marketplace/selection/choose_registered.html", form=form, notice=row, field=field)


def _place(row: Notice) -> str:
    return url_for("selection.open_notice", number=row.number)


def _coming(row: Notice) -> draws_made.Coming:
    by = desk()
    return draws_made.coming(row, notices.course_of(row, by.book), by)


def _lots_form(row: Notice) -> ActForm:
    """Return the form of the draw that comes next: with its public figure, unless texts decide alone."""
    return FigureForm() if _coming(row).due else LotsForm()


def _draw_page(row: Notice, form: ActForm) -> Answer:
    now, book, chain = clock.now(), law.book(), notices.chain_of(row.id)
    course, records = notices.course_of(row, book), draws_made.records_of(row.id)
    labels, found = closing.labels_of(chain), state(course, now)
    entered = {one.agency.uscc: one.agency for one in notices.entries_of([row.id]).get(row.id, [])}
    coming, award = _coming(row), queries.award_of(row.id)
    few = chain.fixed_at is not None and len(labels) < course.least
    return page(
        "marketplace/selection/draw.html",
        form=form,
        notice=row,
        chain=chain,
        state=found,
        closing=course.closing(now),
        is_ready=found is State.OPENED and not few and coming.is_known(now),
        is_over=award is not None or found in ENDED,
        few=few,
        agencies=[entered[label] for label in labels],
        coming=coming,
        texts=contributions.of_notice(row.id),
        void=contributions.void_of(row.id),
        outages=outages.of_source(chain.source, local_day(course.opening(now) or now)),
        void_at=succeeding.void_since(row, desk()),
        ended_at=contributions.ended_at(course, desk()),
        figure=draws_made.figure_of(chain),
        randomness=givers.said(givers.read(chain.lines)),
        records=records,
        moment_of=read_moment,
        drawn={one.round: read(one.record.encode()) for one in records},
        award=award,
        now=now,
    )
