"""The pages of an order's evaluation, and of the owner's own record."""

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import queries as accounts
from accounts.models import Agency, Organisation
from kernel import clock, law
from kernel.acts import act
from kernel.errors import NotFound
from kernel.permissions import allows, requires
from kernel.places import tells_beside, tells_more
from kernel.sentences import say
from kernel.web import page
from marketplace.delivery import queries as delivery
from marketplace.delivery.models import Order
from marketplace.evaluation import dealings, operations, queries, rules
from marketplace.evaluation.forms import NO, YES, EvaluationForm, ReplyForm, WordForm
from marketplace.evaluation.models import Evaluation
from marketplace.evaluation.permissions import Can
from marketplace.evaluation.record import Statement
from marketplace.selection.models import Notice

blueprint = Blueprint("evaluation", __name__)
Answer = Response | tuple[str, int]


@blueprint.get("/orders/<string:number>/evaluation")
@tells_more("service_order", say("The owner's evaluation of this order"), "evaluation.show", number="number")
@requires(Can.READ, subject=delivery.order)
def show(order: Order) -> Answer:
    """Show what the owner said of an order and what the agency replied."""
    row, today, calendar, book = queries.evaluation_of(order.id), clock.today(), law.calendar(), law.book()
    accepted = queries.accepted_on(order)
    shown = {
        "is_accepted": accepted is not None and accepted <= today,
        "may_give": row is None and rules.refusal_to_evaluate(accepted, today, calendar, book) is None,
        "may_revise": row is not None
        and rules.refusal_to_revise(row.given_on, row.revised_on, today, calendar, book) is None,
        "until": rules.evaluate_until(accepted, calendar, book) if accepted else None,
        "may_reply": row is not None and not row.replied_at and allows(current_user, Can.REPLY, order),
    }
    return page("marketplace/evaluation/show.html", order=order, row=row, **shown)


@blueprint.get("/agencies/<int:agency_id>/evaluations")
@requires(Can.LIST, subject=accounts.agency)
def about(agency: Agency) -> Answer:
    """Show what owners said of an agency's work, the newest first, and what it replied."""
    found = queries.evaluations_about(agency.id, request.args.get("after"))
    return page(
        "marketplace/evaluation/about.html", agency=agency, found=found, tally=queries.tally(agency.id)
    )


@blueprint.route("/orders/<string:number>/evaluation/give", methods=["GET", "POST"])
@requires(Can.GIVE, subject=delivery.order)
def give(order: Order) -> Answer:
    """Evaluate an order, or revise the evaluation."""
    row = queries.evaluation_of(order.id)
    form = EvaluationForm(data=_entered(row) if row else None)
    if form.validate_on_submit():
        with act(form) as done:
            _keep(order, row, form)
            done.at(url_for("evaluation.show", number=order.number), _("Your evaluation is published."))
        if done:
            return done.redirect()
    return page("marketplace/evaluation/give.html", form=form, order=order, row=row)


@blueprint.route("/orders/<string:number>/evaluation/reply", methods=["GET", "POST"])
@requires(Can.REPLY, subject=delivery.order)
def reply(order: Order) -> Answer:
    """Reply to an evaluation in public."""
    form, row = ReplyForm(), queries.evaluation_of(order.id)
    if row is None:
        raise NotFound
    if form.validate_on_submit():
        with act(form) as done:
            operations.reply(row, form.text.data, actor_id=current_user.id)
            done.at(url_for("evaluation.show", number=order.number), _("Your reply is published."))
        if done:
            return done.redirect()
    return page("marketplace/evaluation/reply.html", form=form, order=order, row=row)


@blueprint.get("/owners/<int:owner_id>/record")
@requires(Can.READ_RECORD, subject=queries.owner)
def owner_record(owner: Organisation) -> Answer:
    """Show how an owner deals with its agencies, statement by statement, and what it has to say (M4)."""
    today, book, is_own = clock.today(), law.book(), current_user.organisation_id == owner.id
    shown = {
        "record": dealings.record_of(owner, law.calendar(), book, today),
        "is_own": is_own,
        "may_say": is_own and allows(current_user, Can.COMMENT_RECORD),
        "months": book.whole("M4.months", today),
    }
    return page("marketplace/evaluation/owner_record.html", book=book, today=today, **shown)


@blueprint.route("/record/<string:statement>", methods=["GET", "POST"])
@requires(Can.COMMENT_RECORD)
def say_word(statement: str) -> Answer:
    """Say a word to a statement of my own record."""
    if statement not in list(Statement):
        raise NotFound
    owner, today, book = current_user.organisation, clock.today(), law.book()
    record = dealings.record_of(owner, law.calendar(), book, today)
    form = WordForm(obj=record.words.get(statement))
    if form.validate_on_submit():
        with act(form) as done:
            operations.say_word(
                owner, Statement(statement), form.text.data or "", actor_id=current_user.id, today=today
            )
            done.at(url_for("evaluation.owner_record", owner_id=owner.id), _("Your word stands."))
        if done:
            return done.redirect()
    fact = next(one for one in record.facts if one.statement == statement)
    return page(
        "marketplace/evaluation/say_word.html", form=form, owner=owner, fact=fact, book=book, today=today
    )


@tells_beside("notice")
def record_in_short(notice: Notice) -> str:
    """Write how the owner of a notice deals with its agencies, for those who may read it (M4)."""
    if not allows(current_user, Can.READ_RECORD, notice.owner):
        return ""
    record = dealings.record_of(notice.owner, law.calendar(), law.book(), clock.today())
    return render_template("marketplace/evaluation/record_in_short.html", record=record)


def _keep(order: Order, row: Evaluation | None, form: EvaluationForm) -> None:
    marks, me, today = form.marks(), current_user.id, clock.today()
    calendar, book = law.calendar(), law.book()
    if row:
        operations.revise(row, marks, actor_id=me, today=today, calendar=calendar, book=book)
    else:
        operations.evaluate(order, marks, actor_id=me, today=today, calendar=calendar, book=book)


def _entered(row: Evaluation) -> dict[str, object]:
    stars: dict[str, object] = {aspect: str(getattr(row, aspect)) for aspect in rules.ASPECTS}
    answers = {name: YES if getattr(row, name) else NO for name in ("fee_as_offered", "told_at_once")}
    return stars | answers | {"reason": row.reason}
