"""What a review, a reconsideration or a court set aside on paper leaves no trace in the standing."""

from datetime import date

from blacklist import queries
from blacklist.vocabulary import State
from kernel import issued, law
from tests import personas
from tests.factories import blacklist as made
from tests.factories import cases, papers
from tests.factories import credit as rated

PAPER = {"decided_on": "2025-06-02", "document": "江审管复〔2025〕1号"}


def test_a_row_of_two_is_gone_with_its_first_rating(visit):
    agency = personas.agency().organisation
    first = rated.rating(agency, 2023, "D", determined_on=date(2024, 3, 20))
    rated.rating(agency, 2024, "D", determined_on=date(2025, 3, 18))
    decision = queries.decisions_of(agency.id)[-1][0]
    visit.as_(personas.managing_office())
    assert "清退" in visit(f"/decisions/{decision.id}/set-aside").text
    page = papers.take_over(visit, agency, f"/decisions/{decision.id}/set-aside", PAPER)
    assert "黄牌" in page.text
    assert first.set_aside_on == date(2025, 6, 2)
    found = queries.standing(agency.id, date(2025, 6, 2), law.book())
    assert (found.name, found.since) == ("yellow-card", date(2025, 3, 18))
    assert queries.standing(agency.id, date(2025, 6, 1), law.book()).name == "removed"
    papers.enter(visit, f"/decisions/{decision.id}/set-aside", PAPER)
    papers.confirm(visit, agency, status=409)


def test_a_veto_is_set_aside_too(visit):
    agency = personas.agency().organisation
    decision = made.veto(agency, decided_on=date(2026, 5, 20))
    papers.enter(visit, f"/decisions/{decision.id}/set-aside", PAPER)
    assert "P13" in papers.confirm(visit, agency, status=422).text
    visit.as_(personas.managing_office())
    visit.submit(visit(f"/agencies/{agency.id}/standing"), {}, form="/drop")
    papers.take_over(
        visit, agency, f"/decisions/{decision.id}/set-aside", PAPER | {"decided_on": "2026-05-25"}
    )
    assert queries.standing(agency.id, date(2026, 5, 26), law.book()).name == "good"


def test_what_a_court_sets_aside_takes_the_letter_of_the_decision_along(visit, clock):
    case = cases.at(State.DECIDED)
    clock.set(date(2026, 6, 11))
    letter, decision = issued.of(case)[-1], queries.decisions_of(case.agency_id)[0][0]
    papers.take_over(
        visit, case.agency, f"/decisions/{decision.id}/set-aside", PAPER | {"decided_on": "2026-06-11"}
    )
    assert issued.withdrawal_of(letter).document == PAPER["document"]
    assert case.outcome == "set-aside"


def test_a_day_ahead_is_refused_and_changes_nothing(visit):
    agency = personas.agency().organisation
    decision = made.veto(agency)
    visit.as_(personas.managing_office())
    ahead = PAPER | {"decided_on": "2026-05-27"}
    assert "P1" in visit.submit(visit(f"/decisions/{decision.id}/set-aside"), ahead, status=422).text
    assert queries.standing(agency.id, date(2026, 5, 27), law.book()).name == "blacklisted"


def test_only_the_managing_office_enters_it(visit):
    decision = made.veto(personas.agency().organisation)
    for who in (personas.authority(), personas.agency(), personas.supervisor(), personas.operator()):
        visit.as_(who)
        visit(f"/decisions/{decision.id}/set-aside", status=403)
    visit.as_(personas.managing_office())
    visit("/decisions/999999/set-aside", status=404)
