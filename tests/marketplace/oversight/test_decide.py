"""The decision: not before the agency could speak, by a second person, with its letter and all that it releases."""

import pytest
from sqlalchemy import func, select

from accounts.models import Message
from blacklist import queries
from blacklist.models import Decision
from blacklist.vocabulary import Act, State
from kernel import issued, law
from kernel.db import db
from tests import personas
from tests.factories import blacklist as made
from tests.factories import cases as walk
from tests.factories import selection as choice

UPHELD = {"outcome": "upheld", "text": "事实清楚，申辩不成立。"}


def standing(row, day=walk.DECIDED):
    return queries.standing(row.agency_id, day, law.book())


def messages(organisation):
    chosen = select(func.count()).where(Message.organisation_id == organisation.id)
    return db.session.scalar(chosen)


@pytest.fixture
def row(clock):
    found = walk.at(State.DECISION)
    clock.set(walk.DECIDED)
    return found


def test_the_opinion_is_given_after_the_defence(visit, clock):
    row = walk.at(State.OPINION)
    clock.set(walk.RECEIVED)
    early = visit.as_(personas.authority())(f"/cases/{row.id}/opine", status=422)
    assert "6月4日" in early.text
    assert "P5" in early.text
    clock.set(walk.OVER)
    visit.as_(personas.authority())
    page = visit(f"/cases/{row.id}/opine")
    assert "业主资料迟交" in page.text
    done = visit.submit(page, {"outcome": "upheld", "text": "事实清楚。"})
    assert "第二人" in done.heading
    visit(f"/cases/{row.id}/opine", status=409)


def test_before_the_defence_is_over_a_decision_is_refused_with_the_day(visit, clock):
    row = walk.at(State.OPINION)
    clock.set(walk.RECEIVED)
    page = visit.as_(personas.second_officer())(f"/cases/{row.id}/decide", status=422)
    assert "P5" in page.text
    assert "6月4日" in page.text


def test_what_would_follow_is_shown_before_it_is_confirmed(visit, row):
    page = visit.as_(personas.second_officer())(f"/cases/{row.id}/decide")
    assert "2028年6月5日" in page.text  # two years from the decision
    assert "2028年6月6日" in page.text
    assert "业主资料迟交" in page.text
    assert standing(row).name == "good"


def test_upheld_it_holds_at_once_with_its_letter(visit, row):
    visit.as_(personas.second_officer())
    page = visit.submit(f"/cases/{row.id}/decide", UPHELD)
    assert "江中介决字〔2026〕1号" in page.text
    assert standing(row).name == "blacklisted"
    (decision,) = db.session.scalars(select(Decision)).all()
    assert decision.document == "江中介决字〔2026〕1号"
    letter = issued.of(row)[-1]
    assert "事实清楚，申辩不成立" in visit(f"/cases/{row.id}/letters/{letter.id}").text
    assert row.number in visit.as_(personas.agency())("/inbox").text


def test_it_releases_what_was_open_in_the_same_act(visit, row):
    choice.ready(personas.agency())
    notice = choice.notice(personas.owner(), personas.agency())
    before = messages(personas.owner().organisation)
    page = visit.as_(personas.second_officer())(f"/cases/{row.id}/decide")
    visit.submit(page, UPHELD)
    assert choice.entry_of(notice, personas.agency()).ended_on == walk.DECIDED
    assert messages(personas.owner().organisation) > before


def test_excused_needs_its_ground_and_closes_the_case(visit, row):
    visit.as_(personas.second_officer())
    excused = {"outcome": "excused", "text": "移交迟延属实。"}
    assert "C9" in visit.submit(f"/cases/{row.id}/decide", excused, status=422).text
    page = visit.submit(f"/cases/{row.id}/decide", excused | {"ground": "others"})
    assert "未采取措施" in page.text
    assert standing(row).name == "good"


def test_a_violation_cannot_be_excused(visit, clock):
    row = walk.at(State.DECISION, made.case(personas.agency().organisation, made.violation()))
    clock.set(walk.DECIDED)
    page = visit.as_(personas.second_officer())(f"/cases/{row.id}/decide")
    values = {field.get("value") for field in page.root.every("input")}
    assert "excused" not in values
    assert "upheld" in values


def test_who_gave_the_opinion_does_not_decide(visit, row):
    page = visit.as_(personas.authority())(f"/cases/{row.id}/decide", status=422)
    assert "P5" in page.text
    visit.as_(personas.managing_office())(f"/cases/{row.id}/decide", status=422)
    visit.as_(personas.agency())(f"/cases/{row.id}/decide", status=422)
    visit.as_(personas.second_agency())(f"/cases/{row.id}/decide", status=403)


def test_the_second_of_two_is_told_to_reload(visit, row):
    page = visit.as_(personas.second_officer())(f"/cases/{row.id}/decide")
    visit.submit(page, UPHELD)
    again = visit.submit(page, UPHELD)  # the same click twice shows the first one's result
    assert again.path == f"/cases/{row.id}"
    visit.submit(page, UPHELD | {"act_key": "1" * 32}, status=409)
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1


def test_it_can_be_sent_back(visit, row, clock):
    visit.as_(personas.second_officer())
    page = visit.submit(f"/cases/{row.id}/send-back", {"text": "请核实移交日期。"})
    assert "请核实移交日期" in page.text
    visit(f"/cases/{row.id}/decide", status=409)


def test_a_decision_is_corrected_beside_it_and_never_changed(visit, clock):
    row = walk.at(State.PUBLISHED)
    clock.set(walk.SERVED)
    visit.as_(personas.second_officer())
    page = visit.submit(f"/cases/{row.id}/correct", {"text": "“峡口镇”误写为“夹口镇”。"})
    assert "误写" in page.text
    assert standing(row, walk.SERVED).name == "blacklisted"


def test_the_decision_is_read_once_it_is_served(visit, clock):
    row = walk.at(State.DECIDED)
    clock.set(walk.DECIDED)
    letter = issued.of(row)[-1]
    visit.as_(personas.agency())(f"/cases/{row.id}/letters/{letter.id}", status=404)
    visit.submit(visit(f"/cases/{row.id}"), form="/receive-decision")
    visit(f"/cases/{row.id}/letters/{letter.id}")


def test_the_only_officer_of_an_authority_is_joined_by_the_managing_office(visit, clock):
    """No second officer exists here, so the second person comes from the managing office (section 6)."""
    row = made.case(personas.agency().organisation, today=walk.CHARGED)
    walk.take(row, Act.CHARGE, personas.authority(), walk.CHARGED)
    walk.take(row, Act.RECEIVE, personas.agency(), walk.RECEIVED)
    walk.take(row, Act.OPINE, personas.authority(), walk.OVER, outcome="upheld", text="事实清楚。")
    clock.set(walk.DECIDED)
    visit.as_(personas.managing_office())
    visit.submit(f"/cases/{row.id}/decide", UPHELD)
    assert standing(row).name == "blacklisted"
