"""G7, T6: the job of the round reminds, once each time; late or never, it changes no outcome. And the workbench."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import Message
from credit import round_queries
from kernel import jobs
from kernel.db import db
from marketplace.admission.catalogue import items
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import admission as joining
from tests.factories import credit as ratings
from tests.factories import rounds as round_of


def reminded(organisation):
    chosen = select(Message.once).where(
        Message.organisation_id == organisation.id, Message.once.like("rating:%")
    )
    return [once.partition(":")[2] for once in db.session.scalars(chosen.order_by(Message.id))]


def remind(day):
    tally = jobs.once("remind-rating", day)
    assert tally.failed == 0
    return tally.done


def frozen(grade="B", authorities=("水利",)):
    return round_of.frozen(round_of.entrant(personas.agency().organisation, grade, authorities))


@pytest.fixture
def both(db_session, clock):
    """The managing office and the authority."""
    return personas.managing_office().organisation, personas.authority().organisation


def test_without_a_round_nobody_is_reminded(both):
    assert remind(date(2026, 2, 10)) == 0


def test_the_authority_and_the_office_are_reminded_each_time_once(both):
    office, authority = both
    frozen()
    for day in (date(2026, 2, 1), date(2026, 2, 8), date(2026, 2, 9), date(2026, 2, 14), date(2026, 2, 20)):
        remind(day)
        remind(day)
    assert reminded(authority) == ["2025:checks:7", "2025:checks:1", "2025:checks:0"]
    assert reminded(office) == []
    remind(date(2026, 2, 25))
    assert reminded(office) == ["2025:draw-up:7"]


def test_a_year_that_nobody_has_opened_is_reminded_of_until_it_is(both, visit, clock):
    office, _ = both
    joining.agency_with(next(iter(items())), accepted_on=date(2025, 3, 2))
    for day in (date(2026, 1, 7), date(2026, 1, 8), date(2026, 1, 9), date(2026, 1, 14), date(2026, 1, 16)):
        remind(day)
        remind(day)
    assert reminded(office) == ["2025:open:7", "2025:open:1", "2025:open:0"]
    clock.set(date(2026, 1, 8))
    visit.as_(personas.managing_office())
    assert "启动评级" in visit("/workbench").text
    round_of.opened()
    assert "尚未启动" not in visit("/workbench").text
    assert remind(date(2026, 1, 17)) == 1  # the freeze is due now
    assert reminded(office)[-1] == "2025:freeze:0"


@pytest.mark.parametrize("accepted_on", [date(2026, 1, 2), None])
def test_where_nobody_was_here_or_all_were_rated_elsewhere_no_round_is_asked_for(both, clock, accepted_on):
    clock.set(date(2026, 1, 8))
    agency = joining.agency_with(next(iter(items())), accepted_on=accepted_on)
    if accepted_on is None:
        ratings.rating(agency, 2025, "A", determined_on=date(2026, 1, 5))
    assert remind(date(2026, 1, 14)) == 0


def test_who_has_answered_is_not_reminded_and_a_determined_round_is_silent(both):
    _, authority = both
    round_of.checked(frozen())
    remind(date(2026, 2, 14))
    assert reminded(authority) == []
    found = round_queries.round_of(2025)
    for step in (
        round_of.drawn_up,
        round_of.closed,
        round_of.confirmed,
        round_of.published,
        round_of.determined,
    ):
        step(found)
    assert remind(date(2026, 4, 1)) == 0


def test_the_workbench_names_what_waits_in_the_round(visit, clock):
    found = frozen("D", ("水利",))
    clock.set(date(2026, 2, 10))
    assert "未完成" in visit.as_(personas.authority())("/workbench").text
    assert "2026年2月15日" in visit.as_(personas.managing_office())("/workbench").text
    round_of.drawn_up(found)
    clock.set(date(2026, 2, 25))
    page = visit.as_(personas.agency())("/workbench")
    assert f"/rating-rounds/2025/agencies/{personas.agency().organisation_id}" in page.links
    round_of.objected(round_queries.draft(2025, personas.agency().organisation_id))
    assert (
        "/rating-rounds/2025/drafts?show=objected"
        in visit.as_(personas.managing_office())("/workbench").links
    )
    round_of.answered(round_queries.objections_to(round_queries.all_drafts(found)[0].id)[0])
    round_of.closed(found)
    clock.set(round_of.CLOSED)
    assert (
        "/rating-rounds/2025/drafts?show=second" in visit.as_(personas.managing_office())("/workbench").links
    )
    assert "评级初稿" not in visit.as_(personas.agency())("/workbench").text


def test_the_workbench_costs_the_same_with_more_agencies(visit, clock, count_statements):
    frozen("D", ())
    clock.set(date(2026, 2, 10))
    visit.as_(personas.managing_office())
    with count_statements() as few:
        visit("/workbench")
    more = [round_of.entrant(bodies.agency(f"衢州第{n}评估有限公司"), "D", ()) for n in range(4)]
    found = round_queries.round_of(2025)
    with round_of.acting(date(2026, 1, 15)) as at:
        for one in more:
            round_of.rounds._enter(found, one, at)
    with count_statements() as many:
        visit("/workbench")
    assert len(few) == len(many)
