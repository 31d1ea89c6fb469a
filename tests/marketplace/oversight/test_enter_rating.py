"""A rating that was determined on paper comes in by an authorised act, and its consequences with it."""

from datetime import date

from accounts.queries import inbox
from blacklist import queries
from kernel import law
from tests import personas
from tests.factories import blacklist as made
from tests.factories import papers

PAPER = {"year": "2025", "grade": "D", "decided_on": "2026-03-12", "document": "江审管〔2026〕7号"}


def form(visit, agency):
    return visit(f"/agencies/{agency.id}/standing/ratings/new")


def test_a_d_is_a_yellow_card_and_a_second_one_in_a_row_a_removal(visit):
    agency = personas.agency().organisation
    address = f"/agencies/{agency.id}/standing/ratings/new"
    earlier = PAPER | {"year": "2024", "decided_on": "2025-03-18", "document": "江审管〔2025〕2号"}
    assert "黄牌" in papers.take_over(visit, agency, address, earlier).text
    second = papers.take_over(visit, agency, address, PAPER)
    assert "2027年3月12日" in second.text
    assert queries.standing(agency.id, date(2026, 5, 26), law.book()).name == "removed"
    told = " ".join(str(message.sentence) for message in inbox(agency.id).rows)
    assert PAPER["document"] in told


def test_nothing_follows_before_the_second_officer_confirms(visit):
    agency = personas.agency().organisation
    waits = papers.enter(visit, f"/agencies/{agency.id}/standing/ratings/new", PAPER)
    assert "另一名" in waits.text
    assert queries.decisions_of(agency.id) == []


def test_a_year_is_rated_once_and_not_ahead(visit):
    agency = personas.agency().organisation
    address = f"/agencies/{agency.id}/standing/ratings/new"
    papers.take_over(visit, agency, address, PAPER)
    papers.enter(visit, address, PAPER)
    papers.confirm(visit, agency, status=409)
    visit.as_(personas.managing_office())
    early = visit.submit(form(visit, agency), PAPER | {"decided_on": "2026-05-27"}, status=422)
    assert "P1" in early.text
    assert len(queries.decisions_of(agency.id)) == 1


def test_what_is_missing_is_said_and_nothing_is_entered(visit):
    agency = personas.agency().organisation
    visit.as_(personas.managing_office())
    page = visit.submit(form(visit, agency), {"year": "1999", "grade": "", "document": " "}, status=422)
    assert page.errors
    assert queries.decisions_of(agency.id) == []


def test_only_the_managing_office_enters_it(visit):
    agency = personas.agency().organisation
    made.rating(agency, 2024, "C")
    for who in (personas.authority(), personas.operator(), personas.agency(), personas.supervisor()):
        visit.as_(who)
        visit(f"/agencies/{agency.id}/standing/ratings/new", status=403)
