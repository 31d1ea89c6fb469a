"""What a review, a reconsideration or a court set aside on paper leaves no trace in the standing."""

from datetime import date

from blacklist import queries
from kernel import law
from tests import personas
from tests.factories import blacklist as made
from tests.factories import credit as rated

PAPER = {"on": "2025-06-02", "document": "江审管复〔2025〕1号"}


def test_a_row_of_two_is_gone_with_its_first_rating(visit):
    agency = personas.agency().organisation
    first = rated.rating(agency, 2023, "D", determined_on=date(2024, 3, 20))
    rated.rating(agency, 2024, "D", determined_on=date(2025, 3, 18))
    decision = queries.decisions_of(agency.id)[-1][0]
    visit.as_(personas.managing_office())
    page = visit.submit(visit(f"/decisions/{decision.id}/set-aside"), PAPER)
    assert "黄牌" in page.text
    assert first.set_aside_on == date(2025, 6, 2)
    found = queries.standing(agency.id, date(2025, 6, 2), law.book())
    assert (found.name, found.since) == ("yellow-card", date(2025, 3, 18))
    assert queries.standing(agency.id, date(2025, 6, 1), law.book()).name == "removed"
    visit.submit(visit(f"/decisions/{decision.id}/set-aside"), PAPER, status=409)


def test_a_veto_is_set_aside_too(visit):
    agency = personas.agency().organisation
    decision = made.veto(agency, decided_on=date(2026, 5, 20))
    visit.as_(personas.managing_office())
    before = visit.submit(visit(f"/decisions/{decision.id}/set-aside"), PAPER, status=422)
    assert "P13" in before.text
    visit.submit(visit(f"/decisions/{decision.id}/set-aside"), PAPER | {"on": "2026-05-25"})
    assert queries.standing(agency.id, date(2026, 5, 26), law.book()).name == "good"


def test_a_day_ahead_is_refused_and_changes_nothing(visit):
    agency = personas.agency().organisation
    decision = made.veto(agency)
    visit.as_(personas.managing_office())
    page = visit.submit(
        visit(f"/decisions/{decision.id}/set-aside"), PAPER | {"on": "2026-05-27"}, status=422
    )
    assert page.errors
    assert queries.standing(agency.id, date(2026, 5, 27), law.book()).name == "blacklisted"


def test_only_the_managing_office_enters_it(visit):
    decision = made.veto(personas.agency().organisation)
    for who in (personas.authority(), personas.agency(), personas.supervisor(), personas.operator()):
        visit.as_(who)
        visit(f"/decisions/{decision.id}/set-aside", status=403)
    visit.as_(personas.managing_office())
    visit("/decisions/999999/set-aside", status=404)
