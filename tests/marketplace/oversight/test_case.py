"""The page of a case: where it stands, what was done, and exactly what the reader may do today."""

from datetime import date

import pytest

from blacklist import queries
from blacklist.vocabulary import State
from kernel import issued, jobs
from tests import personas
from tests.factories import blacklist as made
from tests.factories import cases as walk
from tests.factories import delivery

WHO = (personas.authority, personas.second_officer, personas.agency, personas.managing_office)
DAYS = {
    State.OPENED: walk.CHARGED,
    State.CHARGED: walk.CHARGED,
    State.DEFENCE: walk.RECEIVED,
    State.OPINION: walk.OVER,
    State.DECISION: walk.DECIDED,
    State.DECIDED: walk.DECIDED,
    State.PUBLISHED: walk.SERVED,
    State.REVIEW: walk.ASKED,
}


@pytest.mark.parametrize("state", DAYS)
def test_who_reads_it_is_told_where_it_stands(visit, clock, state):
    row = walk.at(state)
    clock.set(DAYS[state])
    for who in (*WHO, personas.supervisor):
        page = visit.as_(who())(f"/cases/{row.id}")
        assert personas.agency().organisation.name in page.heading
    visit.english()(f"/cases/{row.id}")


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.OPENED, ({"charge"}, {"charge"}, set(), set())),
        (State.CHARGED, (set(), set(), {"receive"}, set())),
        (
            State.DEFENCE,
            (set(), set(), {"ask-more", "defend", "say-no-more", "ask-hearing"}, set()),
        ),
        (State.OPINION, ({"opine"}, {"opine"}, set(), set())),
        (State.DECISION, (set(), {"decide", "send-back"}, set(), set())),
        (State.DECIDED, (set(), {"correct"}, {"receive-decision"}, set())),
        (State.PUBLISHED, (set(), {"correct"}, {"ask-review"}, set())),
        (State.REVIEW, (set(), {"correct"}, set(), {"decide-review", "suspend"})),
    ],
)
def test_it_offers_to_each_what_the_table_opens_today_and_nothing_else(visit, clock, state, offered):
    row = walk.at(state)
    clock.set(DAYS[state])
    for who, acts in zip(WHO, offered, strict=True):
        page = visit.as_(who())(f"/cases/{row.id}")
        ways = [*page.links, *(form.get("action") for form in page.forms)]
        here = f"/cases/{row.id}/"
        found = {way.removeprefix(here) for way in ways if way.startswith(here)}
        assert {way for way in found if "/" not in way} == acts, who.__name__


@pytest.mark.parametrize(
    ("state", "who", "acts"),
    [
        (State.DEFENCE, personas.agency, ["defend", "ask-more", "say-no-more", "ask-hearing"]),
        (State.DECISION, personas.second_officer, ["decide", "send-back"]),
        (State.REVIEW, personas.managing_office, ["decide-review", "suspend"]),
    ],
)
def test_the_green_button_is_the_step_that_the_case_waits_for(visit, clock, state, who, acts):
    row = walk.at(state)
    clock.set(DAYS[state])
    buttons = list(visit.as_(who())(f"/cases/{row.id}").root.every("a", class_="govuk-button"))
    assert [button.get("href").rpartition("/")[2] for button in buttons] == acts
    assert ["secondary" in button.get("class") for button in buttons] == [False] + [True] * (len(acts) - 1)


def test_the_agency_reads_the_charge_once_it_is_served(visit, clock):
    row = walk.at(State.CHARGED)
    letter = issued.of(row)[0]
    visit.as_(personas.agency())
    assert letter.number not in visit(f"/cases/{row.id}").text
    visit(f"/cases/{row.id}/letters/{letter.id}", status=404)
    visit(f"/cases/{row.id}/letters/{letter.id}/pdf", status=404)
    clock.set(date(2026, 6, 1))  # the third working day after 26 May is 29 May
    visit.as_(personas.agency())
    assert letter.number in visit(f"/cases/{row.id}").text
    assert "告知书" in visit(f"/cases/{row.id}/letters/{letter.id}").text
    answer = visit(f"/cases/{row.id}/letters/{letter.id}/pdf").answer
    assert answer.data.startswith(b"%PDF")


def test_a_letter_of_another_case_is_not_found(visit):
    row, other = walk.at(State.CHARGED), walk.at(State.OPENED)
    visit.as_(personas.authority())
    visit(f"/cases/{other.id}/letters/{issued.of(row)[0].id}", status=404)


def test_the_agency_sees_offices_and_officials_see_names(visit, clock):
    row = walk.at(State.DECISION)
    clock.set(walk.DECIDED)
    office, name = personas.authority().organisation.name, personas.authority().name
    for_agency = visit.as_(personas.agency())(f"/cases/{row.id}").text
    assert office in for_agency
    assert name not in for_agency
    assert "事实清楚" not in for_agency  # an opinion is between officials until it is decided
    for_official = visit.as_(personas.second_officer())(f"/cases/{row.id}").text
    assert f"{office} · {name}" in for_official
    assert "事实清楚" in for_official


def test_a_violation_is_told_to_the_agency_with_the_charge_and_not_before(visit):
    row = made.case(personas.agency().organisation, made.violation())
    visit.as_(personas.agency())
    visit(f"/cases/{row.id}", status=403)
    assert row.number not in visit("/cases").text
    walk.take(row, "charge", personas.authority(), walk.CHARGED)
    assert row.number in visit("/cases").text
    visit(f"/cases/{row.id}")


def test_it_costs_the_same_with_more_steps(visit, clock, count_statements):
    few, many = walk.at(State.CHARGED), walk.at(State.REVIEW)
    clock.set(walk.ASKED)
    visit.as_(personas.supervisor())
    seen = []
    visit(f"/cases/{few.id}")
    for row in (few, many):
        with count_statements() as statements:
            visit(f"/cases/{row.id}")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_the_days_of_an_overdue_are_shown_as_they_were_counted(visit, clock):
    order = delivery.order("overdue")
    jobs.once("open-overdue-cases", clock.today)
    row = queries.case_of(f"order:{order.id}")
    page = visit.as_(personas.other_authority())(f"/cases/{row.id}")
    cells = [cell for cell in page.root.every("td") if cell.first("time")]
    days = {cell.first("time").get("datetime"): cell.get("class").split()[0] for cell in cells}
    kinds = list(days.values())
    assert kinds.count("on") + kinds.count("make") + kinds.count("due") == order.promise
    assert kinds.count("due") == 1
