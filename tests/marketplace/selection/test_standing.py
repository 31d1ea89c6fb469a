"""An open notice stays alone: nobody is invited into it, answers an invitation in it, or is chosen from one (S1, S5)."""

import pytest

from accounts.queries import inbox
from kernel import clock as the_clock
from kernel import law
from kernel.db import transaction
from kernel.errors import Refused
from marketplace.selection import operations, queries
from marketplace.selection.models import Award, Notice, Registration
from tests import pages, personas
from tests.factories import notices, projects
from tests.factories import selection as make
from tests.factories.selection import count, ready

AMOUNT = {"price_fen": 2_712_345}


def refused(verb):
    """Return the rule by which an act is refused."""
    with pytest.raises(Refused) as said, transaction():
        verb()
    return said.value.rule


def by(user):
    """Return what the verbs of a direct choice are told besides."""
    return {"actor_id": user.id, "today": the_clock.today(), "book": law.book()}


def invite(owner, agency, need):
    """Invite an agency to offer for a need."""
    today = the_clock.today()
    return operations.invite(need, [agency.organisation_id], today, "", **by(owner))


@pytest.fixture(params=["random_draw", "lowest_price"])
def open_notice(request, db_session):
    return notices.notice(personas.owner(), request.param)


def test_nobody_is_invited_beside_or_into_an_open_notice(open_notice):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    ids = [agency.organisation_id]
    assert refused(lambda: invite(owner, agency, open_notice.need)) == "S1"
    assert refused(lambda: operations.invite_more(open_notice, ids, **by(owner))) == "S1"
    assert count(Registration) == 0


def test_nobody_is_invited_while_the_operator_checks_the_notice(db_session):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    need = projects.need(owner, projects.project(owner, public_money=True))
    notices.submitted(owner, need=need)
    assert refused(lambda: invite(owner, agency, need)) == "S1"
    assert count(Notice) == 0


def test_nobody_is_invited_after_the_closing_or_the_award(db_session, clock):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    row = notices.notice(owner)
    people = notices.bidders(3)
    notices.registered(row, *people)
    notices.closed(row, clock)
    assert refused(lambda: invite(owner, agency, row.need)) == "S1"


def test_after_a_notice_has_failed_by_its_dates_agencies_are_invited(db_session, clock):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    row = notices.notice(owner)
    clock.set(row.late_opens_at)
    made = make.notice(owner, agency, need=row.need)
    assert row.failed_on == the_clock.today()
    assert queries.open_notice_of(row.need_id) == made


def test_a_registration_is_not_answered_as_an_invitation(open_notice):
    """A price said that way would lie open before the opening, and name the agency to the owner."""
    owner, (agency,) = personas.owner(), notices.bidders(1)
    (entry,) = notices.registered(open_notice, agency, **AMOUNT)
    kept, told = entry.price_fen, len(inbox(owner.organisation_id).rows)
    assert refused(lambda: operations.offer(entry, 1_000_000, 5, "", **by(agency))) == "S1"
    assert refused(lambda: operations.decline(entry, actor_id=agency.id)) == "S1"
    assert (entry.price_fen, entry.offered_at, entry.declined_at) == (kept, None, None)
    assert len(inbox(owner.organisation_id).rows) == told


def test_nobody_is_chosen_directly_from_an_open_notice_and_it_is_not_withdrawn_as_one(open_notice):
    owner, (agency,) = personas.owner(), notices.bidders(1)
    (entry,) = notices.registered(open_notice, agency, **AMOUNT)
    law_of_today = by(owner) | {"calendar": law.calendar()}
    assert refused(lambda: operations.choose(open_notice, entry.id, "便宜", **law_of_today)) == "S1"
    today = the_clock.today()
    assert refused(lambda: operations.withdraw(open_notice, "算了", actor_id=owner.id, today=today)) == "S1"
    assert open_notice.withdrawn_on is None
    assert count(Award) == 0


def test_the_pages_of_a_direct_choice_show_an_owner_nothing_of_an_open_notice(visit):
    owner, (agency,) = personas.owner(), ready(personas.agency())
    need = projects.need(owner)
    visit.as_(owner)
    before = visit(f"/needs/{need.id}/compare")
    row = notices.notice(owner, need=need)
    (bidder,) = notices.bidders(1)
    notices.registered(row, bidder)
    page = visit(f"/needs/{need.id}/compare")
    assert f"查看公告{row.number}" in page.text
    assert "规则 S1" in page.text
    assert 'name="agencies"' not in page.html
    page = visit.submit(before, {"agencies": [agency.organisation_id]}, status=422)
    assert row.number in page.text
    assert count(Registration) == 1
    answer = visit.client.post(f"/notices/{row.id}/choose", data=pages.values(before.form()))
    assert answer.status_code == 422
    assert bidder.organisation.name not in answer.text
    visit(f"/notices/{row.id}/withdraw", status=422)
