"""What the page of an open notice shows, whoever looks."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from flask_login import current_user

from accounts.permissions import is_official
from kernel import clock, law
from kernel.errors import NotFound
from kernel.forms import ActForm
from kernel.permissions import allows
from kernel.sentences import Sentence, say
from kernel.web import page
from marketplace.admission.catalogue import items
from marketplace.selection import (
    awarding,
    awards,
    concluding,
    drafting,
    notices,
    objecting,
    queries,
    refusals,
    succeeding,
)
from marketplace.selection.catalogue import method
from marketplace.selection.figures import figures
from marketplace.selection.models import Award, Notice
from marketplace.selection.notice_forms import AmendForm, AskForm, is_fixed
from marketplace.selection.permissions import Can, belongs_to_the_owner
from marketplace.selection.procedure import Act, Reason, State, opens, state
from marketplace.selection.tables import Amendment
from marketplace.selection.views.blueprint import Answer, desk


def shown(number: str) -> Notice:
    """Return the open notice of a number; raise NotFound where there is none."""
    row = notices.by_number(number)
    if row is None:
        raise NotFound
    return row


def notice_page(row: Notice, form: ActForm | None = None) -> Answer:
    """Show an open notice with the form that is open to whoever looks."""
    return page("marketplace/selection/open_notice.html", form=form or AskForm(), **_sheet(row))


def steps_of(award: Award) -> dict[str, Any]:
    """Return where an award stands, and what whoever looks can do about it."""
    today, calendar, book = clock.today(), law.calendar(), law.book()
    objections = objecting.objections_of(award.id)
    sides = {award.owner_id: award.owner_confirmed_on, award.agency_id: award.agency_confirmed_on}
    mine = current_user.organisation_id if current_user.is_authenticated else None
    following = queries.award_of(award.notice_id) if award.ended_on else None
    return {
        "standing": awards.stand_of(award, today, calendar, book),
        "objections": objections,
        "answer_by": {one.id: awarding.answer_by(one.made_on, calendar, book) for one in objections},
        "may_confirm": mine in sides and sides[mine] is None and allows(current_user, Can.CONFIRM, award),
        "following": following,
        "next_in_rank": succeeding.following(award, desk()),
        "may_object": award.ended_on is None
        and today <= queries.publicity_ends(award, calendar, book).day
        and allows(current_user, Can.OBJECT, award),
        "form": ActForm(),
    }


def _sheet(row: Notice) -> dict[str, Any]:
    now, book = clock.now(), law.book()
    course, terms, way = notices.course_of(row, book), notices.terms_of(row.id), method(row.method)
    found = state(course, now)
    chain = notices.chain_of(row.id)
    return {
        "notice": row,
        "terms": terms,
        "need": row.need,
        "way": way,
        "is_fixed": is_fixed(way),
        "given": drafting.given_of(terms),
        "item": items()[row.item_code],
        "state": found,
        "closing": course.closing(now),
        "opening": course.opening(now),
        "is_extended": course.is_extended(now),
        "entered": course.registered(now),
        "chain": chain,
        "figure": figures()[chain.source],
        "files": notices.files_of(terms.id),
        "questions": notices.questions_of(row.id),
        "amendments": notices.amendments_of(row.id),
        "changes_of": _changes,
        "ended": _ended(row, found),
        "answers": notices.term_answers(terms.id),
        "may_ask": opens(found, Act.ASK),
        "may_amend": opens(found, Act.AMEND),
        "may_withdraw": opens(found, Act.WITHDRAW),
        "mine": notices.entry_of(row.id, current_user.organisation_id)
        if current_user.is_authenticated
        else None,
        "turned_away": refusals.published(row) if _reads_refusals(row, chain.fixed_at) else [],
        "award": queries.award_of(row.id),
        "is_few": bool(chain.fixed_at) and concluding.must_be_chosen_by_owner(row, desk()),
        "is_due": found is State.OPENED and bool(chain.fixed_at) and succeeding.is_due(row, desk()),
        "publish": ActForm(),
        "is_owner": current_user.is_authenticated and current_user.organisation_id == row.owner_id,
        "now": now,
    }


def _reads_refusals(row: Notice, fixed_at: datetime | None) -> bool:
    """Tell whether whoever looks reads who was refused: owner and officials, once it is laid down who takes part."""
    is_over = fixed_at is not None or row.failed_on is not None
    is_theirs = belongs_to_the_owner(current_user, row) or is_official(current_user, row)
    return is_over and is_theirs


class Change(NamedTuple):
    """What an amendment changed in one field: what it said before, and says now."""

    label: str
    before: Any
    now: Any
    is_money: bool


def _changes(row: Amendment) -> list[Change]:
    """Return what an amendment changed, under the labels of its form, in their order."""
    changed = json.loads(row.changes)
    fields = [field for field in AmendForm(formdata=None) if field.name in changed]
    return [
        Change(field.label.text, before, now, field.name == "amount_fen")
        for field in fields
        for before, now in [changed[field.name]]
    ]


def _ended(row: Notice, found: State) -> Sentence | None:
    """Say under which reason a notice has failed or was withdrawn; a failure that no job has told is for want of any."""
    if found is State.WITHDRAWN and row.withdrawn_code:
        return say("Withdrawn: %(why)s.", why=Reason(row.withdrawn_code).sentence)
    if found is State.FAILED:
        return say("Failed: %(why)s.", why=Reason(row.failed_because or Reason.NOBODY).sentence)
    return None
