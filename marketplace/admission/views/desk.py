"""The operator's desk: which applications wait, and the form check of one."""

from collections.abc import Sequence

from flask import request, url_for
from flask_babel import gettext as _

from accounts import queries as bodies
from kernel import clock, law
from kernel.acts import act
from kernel.permissions import requires
from kernel.places import shows
from kernel.web import page
from marketplace.admission import catalogue, flags, operations, queries, sections
from marketplace.admission.answer_forms import ACCEPT, AnswerForm
from marketplace.admission.forms import TIES
from marketplace.admission.models import Admission
from marketplace.admission.permissions import Can
from marketplace.admission.redcap import queries as redcap
from marketplace.admission.redcap import rules as redcap_rules
from marketplace.admission.views.blueprint import Answer, blueprint, by


@blueprint.get("/admission/queue")
@requires(Can.LIST)
def queue() -> Answer:
    """Show the applications that wait for the form check, the nearest deadline first."""
    today, book = clock.today(), law.book()
    found = queries.to_check(request.args.get("after"))
    return page(
        "marketplace/admission/queue.html",
        found=found,
        due=queries.check_due(found.rows, law.calendar(), book),
        today=today,
        check_days=book.whole("A1.form_check", today),
    )


@blueprint.get("/admission/<int:admission_id>/check")
@shows("admission", "admission.check", admission_id="id")
@requires(Can.READ, subject=queries.admission)
def check(row: Admission) -> Answer:
    """Show an application with everything that was entered and every document."""
    found = flags.flags(row.agency, clock.today(), law.book())
    return _checked(row, AnswerForm(flagged=bool(found)), found)


@blueprint.post("/admission/<int:admission_id>/answer")
@requires(Can.ANSWER, subject=queries.admission)
def answer(row: Admission) -> Answer:
    """Accept an application or return it, with reasons."""
    found = flags.flags(row.agency, clock.today(), law.book())
    form = AnswerForm(flagged=bool(found))
    if form.validate_on_submit():
        with act(form) as done:
            operations.look_at_relations(row, form.note(), **by())
            remark = form.remark.data
            if form.decision.data == ACCEPT:
                operations.accept(row, remark, calendar=law.calendar(), **by())
            else:
                by_day = {"actor_id": by()["actor_id"], "today": clock.today()}
                operations.hand_back(row, form.reasons(), remark, **by_day)
            done.at(url_for("admission.queue"), _("The answer is given; the agency has been told."))
        if done:
            return done.redirect()
    return _checked(row, form, found)


def _checked(row: Admission, form: AnswerForm, flagged: Sequence[flags.Flag]) -> Answer:
    today, calendar, book = clock.today(), law.calendar(), law.book()
    found = queries.brought(row.agency_id)
    return page(
        "marketplace/admission/check.html",
        form=form,
        row=row,
        flagged=flagged,
        found=found,
        sections=sections.sections(found, today),
        lacking=sections.unqualified(found.services, found.qualifications, today),
        reasons=operations.reasons_of(row),
        documents=bodies.documents_of(row.agency_id),
        due=queries.check_due([row], calendar, book).get(row.id),
        publicity=queries.in_publicity([row.agency_id], calendar, book, today).get(row.agency_id),
        items=catalogue.items(),
        kinds=catalogue.qualification_kinds(),
        authorities=catalogue.authorities(),
        words=TIES,
        names=sections.NAMES,
        today=today,
        known=redcap.links_of(row.agency.uscc),
        redcap=redcap_rules,
    )
