"""The pages on which an open notice is asked about, answered, amended and withdrawn."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page
from marketplace.selection import amending, notices
from marketplace.selection.models import Notice
from marketplace.selection.notice_forms import AmendForm, AnswerQuestionForm, AskForm, WithdrawNoticeForm
from marketplace.selection.permissions import Can
from marketplace.selection.procedure import Reason
from marketplace.selection.tables import Question
from marketplace.selection.views.blueprint import Answer, blueprint, desk
from marketplace.selection.views.sheet import notice_page


@blueprint.post("/notices/<string:number>/ask")
@requires(Can.ASK, subject=notices.by_number)
def ask(row: Notice) -> Answer:
    """Ask something about a notice."""
    form = AskForm()
    if form.validate_on_submit():
        with act(form) as done:
            amending.ask(row, current_user.organisation_id, form.text.data, desk=desk())
            done.at(_place(row), _("The question is published; the owner has been told."))
        if done:
            return done.redirect()
    return notice_page(row, form)


@blueprint.route("/notices/questions/<int:question_id>", methods=["GET", "POST"])
@requires(Can.ANSWER, subject=notices.question)
def answer_question(row: Question) -> Answer:
    """Answer a question about the own notice."""
    form = AnswerQuestionForm()
    if form.validate_on_submit():
        with act(form) as done:
            amending.answer(row, form.text.data, desk=desk())
            done.at(_place(row.notice), _("The answer is published."))
        if done:
            return done.redirect()
    return page("marketplace/selection/answer_question.html", form=form, row=row, back=_place(row.notice))


@blueprint.route("/notices/<string:number>/amend", methods=["GET", "POST"])
@requires(Can.AMEND, subject=notices.by_number)
def amend(row: Notice) -> Answer:
    """Amend a published notice."""
    form = AmendForm(obj=notices.terms_of(row.id))
    if form.validate_on_submit():
        with act(form) as done:
            amending.amend(row, form.values(), form.reason.data, desk=desk())
            done.at(_place(row), _("The amendment is published."))
        if done:
            return done.redirect()
    return page("marketplace/selection/amend.html", form=form, notice=row, back=_place(row))


@blueprint.route("/notices/<string:number>/withdraw", methods=["GET", "POST"])
@requires(Can.AMEND, subject=notices.by_number)
def withdraw_notice(row: Notice) -> Answer:
    """Withdraw a published notice, with a reason."""
    form = WithdrawNoticeForm()
    if form.validate_on_submit():
        with act(form) as done:
            amending.withdraw(row, Reason(form.code.data), form.reason.data, desk=desk())
            done.at(_place(row), _("The notice is withdrawn; everybody registered has been told."))
        if done:
            return done.redirect()
    return page("marketplace/selection/withdraw_notice.html", form=form, notice=row, back=_place(row))


def _place(row: Notice) -> str:
    return url_for("selection.open_notice", number=row.number)
