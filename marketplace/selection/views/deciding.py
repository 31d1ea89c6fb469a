"""The pages of the selection itself: the draw for everybody to watch, its record, and the owner's choice among few."""

from flask import Response as Made
from flask import url_for
from flask_babel import gettext as _

from kernel import clock, law
from kernel.acts import act
from kernel.errors import NotFound
from kernel.forms import ActForm
from kernel.permissions import public, requires
from kernel.web import page
from marketplace.selection import closing, concluding, draws_made, notices, queries, succeeding
from marketplace.selection.models import Notice
from marketplace.selection.offer_forms import ChooseRegisteredForm, FigureForm
from marketplace.selection.permissions import Can
from marketplace.selection.procedure import State, state
from marketplace.selection.record_form import read
from marketplace.selection.views.blueprint import Answer, blueprint, desk
from marketplace.selection.views.sheet import shown

JSON = "application/json"


@blueprint.get("/notices/<string:number>/draw")
@public
def draw(number: str) -> Answer:
    """Show the draw of a notice as it comes: the labels, the figure that it waits for, the records."""
    return _draw_page(shown(number), FigureForm())


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
    form, by = FigureForm(), desk()
    if form.validate_on_submit():
        with act(form) as done:
            award = succeeding.go_on(row, form.value.data, desk=by)
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


def _draw_page(row: Notice, form: ActForm) -> Answer:
    now, book, chain = clock.now(), law.book(), notices.chain_of(row.id)
    course = notices.course_of(row, book)
    opening = course.opening(now)
    labels = closing.labels_of(chain)
    entered = {one.agency.uscc: one.agency for one in notices.entries_of([row.id]).get(row.id, [])}
    return page(
        "marketplace/selection/draw.html",
        form=form,
        notice=row,
        chain=chain,
        state=state(course, now),
        is_opened=state(course, now) is State.OPENED,
        few=len(labels) < course.least,
        agencies=[entered[label] for label in labels],
        due=draws_made.due(row, chain, opening) if opening else None,
        figure=draws_made.figure_of(chain),
        records=draws_made.records_of(row.id),
        drawn={one.round: read(one.record.encode()) for one in draws_made.records_of(row.id)},
        award=queries.award_of(row.id),
        now=now,
    )
