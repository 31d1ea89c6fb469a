"""The pages of a published result: confirm, give up, object, answer, and publish what is due next."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from kernel import clock, files, law
from kernel.acts import act
from kernel.permissions import requires
from kernel.web import page
from marketplace.selection import awarding, awards, notices, objecting, queries, succeeding
from marketplace.selection.award_forms import UPHELD, AnswerObjectionForm, GiveUpForm, ObjectForm
from marketplace.selection.models import Award, Notice
from marketplace.selection.permissions import Can
from marketplace.selection.tables import ResultObjection
from marketplace.selection.views.blueprint import Answer, blueprint, desk, stored


@blueprint.post("/results/<int:award_id>/confirm")
@requires(Can.CONFIRM, subject=queries.award)
def confirm_award(award: Award) -> Answer:
    """Confirm an award."""
    with act() as done:
        awards.confirm(award, current_user.organisation_id, desk=desk())
        done.at(_result(award), _("You have confirmed the award."))
    return done.redirect()


@blueprint.route("/results/<int:award_id>/give-up", methods=["GET", "POST"])
@requires(Can.GIVE_UP, subject=queries.award)
def give_up(award: Award) -> Answer:
    """Give an award up before its contract, with a reason."""
    form, by = GiveUpForm(), desk()
    if form.validate_on_submit():
        with act(form) as done:
            awards.give_up(award, form.reason.data, desk=by)
            succeeding.after(award, desk=by)
            done.at(_result(award), _("You have given the award up; the next in rank takes your place."))
        if done:
            return done.redirect()
    return page("marketplace/selection/give_up.html", form=form, award=award, back=_result(award))


@blueprint.route("/results/<int:award_id>/object", methods=["GET", "POST"])
@requires(Can.OBJECT, subject=queries.award)
def object_to_result(award: Award) -> Answer:
    """Object to a result while it is public."""
    form = ObjectForm()
    if form.validate_on_submit():
        with act(form) as done:
            papers, by = stored(form.uploads()), desk()
            objecting.object_to(award, current_user.organisation_id, form.text.data, papers, desk=by)
            done.at(_result(award), _("Your objection is with the authority; the contract waits."))
        if done:
            return done.redirect()
    ends = queries.publicity_ends(award, law.calendar(), law.book()).day
    shown = {"ends": ends, "today": clock.today(), "back": _result(award)}
    return page("marketplace/selection/object_to_result.html", form=form, award=award, **shown)


@blueprint.route("/results/objections/<int:objection_id>", methods=["GET", "POST"])
@requires(Can.ANSWER_OBJECTION, subject=objecting.objection)
def answer_result_objection(row: ResultObjection) -> Answer:
    """Answer an objection with reasons."""
    rows = [one for one in queries.registrations_of(row.award.notice_id) if one.ended_on is None]
    form = AnswerObjectionForm().offer((one.id, one.agency.name) for one in rows)
    if form.validate_on_submit():
        with act(form) as done:
            upheld, out = form.decision.data == UPHELD, form.excluded.data or []
            objecting.answer(row, form.text.data, out, is_upheld=upheld, desk=desk())
            done.at(_result(row.award), _("The answer is published."))
        if done:
            return done.redirect()
    by = awarding.answer_by(row.made_on, law.calendar(), law.book())
    papers = objecting.files_of(row.id)
    return page(
        "marketplace/selection/answer_result_objection.html", form=form, row=row, by=by, papers=papers
    )


@blueprint.get("/results/objections/<int:objection_id>/files/<int:file_id>")
@requires(Can.READ_OBJECTION, subject=objecting.paper)
def objection_file(paper: objecting.Paper) -> Response:
    """Hand out a file that came with an objection."""
    return files.send(paper.file)


@blueprint.post("/notices/<string:number>/result")
@requires(Can.PUBLISH_RESULT, subject=notices.by_number)
def publish_result(row: Notice) -> Answer:
    """Publish the result that is due and needs no figure: of a repetition, or the next in rank."""
    by = desk()
    with act() as done:
        award = succeeding.lay_down(row, desk=by)
        place = _result(award) if award else url_for("selection.open_notice", number=row.number)
        over = _("The notice has failed.") if row.failed_on else _("What the dates have brought is recorded.")
        done.at(place, _("The result is published.") if award else over)
    return done.redirect()


def _result(award: Award) -> str:
    return url_for("selection.result", award_id=award.id)
