"""The editions of the rulebook: what changed between any two, and how one is drafted, commented and adopted (G10)."""

import io

from flask import Response, request, send_file, url_for
from flask_babel import gettext
from flask_login import current_user

from accounts.models import User
from kernel import clock, law
from kernel.acts import act
from kernel.amending import differences
from kernel.errors import NotFound, Refused
from kernel.permissions import allows, public, requires
from kernel.reading import say_it
from kernel.web import page
from marketplace.home import edition_forms as forms
from marketplace.home import edition_sheet, printed
from marketplace.home.edition_steps import STEPS
from marketplace.home.views.blueprint import Answer, blueprint
from marketplace.oversight.editions import operations, queries, rules
from marketplace.oversight.editions.models import EditionComment, EditionDraft
from marketplace.oversight.editions.permissions import Can
from marketplace.oversight.editions.vocabulary import Act, Stance, State
from marketplace.oversight.editions.vocabulary import Answer as Given

TOML = "application/toml"


@blueprint.get("/rules/editions")
@public
def editions() -> Answer:
    """Show which edition is in force, every edition that was adopted, and those on their way."""
    known, today = edition_sheet.known(), clock.today()
    drafts = [one for one in queries.drafts() if allows(current_user, Can.READ, one)]
    return page(
        "marketplace/home/editions.html",
        known=known,
        in_force=law.book().edition_on(today),
        drafts={one.name: one for one in drafts if one.state == State.ADOPTED},
        states={one.value: one.sentence for one in State},
        on_their_way=[one for one in drafts if one.state != State.ADOPTED],
        today=today,
    )


@blueprint.get("/rules/comparison")
@public
def edition_comparison() -> Answer:
    """Show what changed between any two editions: figure, old value, new value, from when, basis."""
    known = edition_sheet.known()
    names = [one.name for one in known]
    asked = [request.args.get("earlier", names[0]), request.args.get("later", names[-1])]
    if not set(asked) <= set(names):
        raise NotFound
    first, last = sorted(names.index(name) for name in asked)
    return page(
        "marketplace/home/edition_comparison.html",
        names=names,
        earlier=names[first],
        later=names[last],
        changes=differences(known[first].book, known[last].book),
        **_printed(),
    )


@blueprint.get("/rules/editions/template.toml")
@requires(Can.DRAFT)
def edition_template() -> Response:
    """Hand out an empty edition with every figure in force."""
    text = edition_sheet.template(law.book(), clock.today())
    return send_file(io.BytesIO(text.encode()), TOML, as_attachment=True, download_name="规则版本草案.toml")


@blueprint.route("/rules/editions/new", methods=["GET", "POST"])
@requires(Can.DRAFT)
def new_edition() -> Answer:
    """Draft an edition from its text; nothing is sent out yet."""
    form = forms.TextForm()
    if form.validate_on_submit():
        with act(form) as done:
            row = operations.draft(form.text(), _desk())
            done.at(_page(row), gettext("The edition is drafted. Look at what it changes, then send it out."))
        if done:
            return done.redirect()
    return page("marketplace/home/new_edition.html", form=form)


@blueprint.get("/rules/editions/<int:draft_id>")
@requires(Can.READ, subject=queries.draft)
def edition(row: EditionDraft) -> Answer:
    """Show an edition: what it changes, how far it is, who said what, and what was answered."""
    standing = queries.standing(row)
    return page(
        "marketplace/home/edition.html",
        row=row,
        state=standing.state,
        today=clock.today(),
        changes=edition_sheet.changes(row, queries.text_of(row).text),
        voices=edition_sheet.voices(row) if allows(current_user, Can.READ_COMMENTS, row) else None,
        steps=_steps(standing) if allows(current_user, Can.RUN, row) else {},
        may_comment=allows(current_user, Can.COMMENT, row) and _is_open(Act.COMMENT, standing),
        stances={one.value: one.sentence for one in Stance},
        answers={one.value: one.sentence for one in Given},
        **_printed(),
    )


@blueprint.get("/rules/editions/<int:draft_id>/edition.toml")
@requires(Can.READ, subject=queries.draft)
def edition_text(row: EditionDraft) -> Response:
    """Hand out the text of an edition as it stands."""
    made = io.BytesIO(queries.text_of(row).text.encode())
    return send_file(made, TOML, as_attachment=True, download_name=f"{row.name}.toml")


@blueprint.route(
    "/rules/editions/<int:draft_id>/<any('lay','send','propose','confirm','send-back','withdraw'):step>",
    methods=["GET", "POST"],
)
@requires(Can.RUN)
def edition_step(draft_id: int, step: str) -> Answer:
    """Take a step of the managing office on an edition."""
    row, told = queries.draft(draft_id), STEPS[Act(step)]
    if row is None:
        raise NotFound
    form = told.form(**_laid_in(row, Act(step)))
    if form.validate_on_submit():
        with act(form) as done:
            told.take(row, form, _desk())
            done.at(_page(row), say_it(told.done))
        if done:
            return done.redirect()
    return page("marketplace/home/edition_step.html", form=form, row=row, told=told)


@blueprint.route("/rules/editions/<int:draft_id>/comment", methods=["GET", "POST"])
@requires(Can.COMMENT, subject=queries.draft)
def comment_on_edition(row: EditionDraft) -> Answer:
    """Comment on the text of an edition for one's authority."""
    form = forms.CommentForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.comment(row, Stance(form.stance.data), form.text.data or "", _desk())
            done.at(_page(row), gettext("The comment is with the managing office, which answers it."))
        if done:
            return done.redirect()
    return page("marketplace/home/comment_on_edition.html", form=form, row=row)


@blueprint.route("/rules/editions/comments/<int:comment_id>/answer", methods=["GET", "POST"])
@requires(Can.RUN, subject=queries.comment)
def answer_edition_comment(found: EditionComment) -> Answer:
    """Answer a comment on an edition with reasons."""
    form = forms.AnswerForm()
    if form.validate_on_submit():
        with act(form) as done:
            operations.answer(found, Given(form.answer.data), form.reasons.data, _desk())
            done.at(_page(found.draft), gettext("The comment is answered."))
        if done:
            return done.redirect()
    return page(
        "marketplace/home/answer_edition_comment.html",
        form=form,
        found=found,
        stance=Stance(found.stance).sentence,
    )


def _desk() -> operations.Desk:
    person: User = current_user._get_current_object()  # noqa: SLF001  the row behind Flask-Login's stand-in
    return operations.Desk(person, clock.today(), law.calendar(), law.book())


def _page(row: EditionDraft) -> str:
    return url_for("home.edition", draft_id=row.id)


def _printed() -> dict[str, object]:
    return {"value": printed.value, "unit": printed.unit, "basis": printed.basis}


def _is_open(step: Act, standing: rules.Standing) -> bool:
    on_the_way = (standing.state, step) in rules.MOVES
    return on_the_way and rules.refusal(step, standing, clock.today(), current_user.id) is None


def _steps(standing: rules.Standing) -> dict[str, Refused | None]:
    opened = [one for one in STEPS if (standing.state, one) in rules.MOVES]
    return {one.value: rules.refusal(one, standing, clock.today(), current_user.id) for one in opened}


def _laid_in(row: EditionDraft, step: Act) -> dict[str, object]:
    if step is not Act.SEND or request.method == "POST":
        return {}
    least = rules.comment_until(clock.today(), law.calendar(), law.book())
    return {"until": row.comments_until or least.day}
