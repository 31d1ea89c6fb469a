"""What was entered wrongly from paper is dropped before it is confirmed, by either officer, once."""

from blacklist import queries
from marketplace.oversight.papers.queries import waiting_about
from tests import personas
from tests.factories import papers
from tests.marketplace.oversight.test_enter_veto import PAPER


def test_what_is_dropped_has_no_effect_and_cannot_be_confirmed(visit):
    agency = personas.agency().organisation
    papers.enter(visit, f"/agencies/{agency.id}/standing/vetoes/new", PAPER)
    page = visit(f"/agencies/{agency.id}/standing")
    visit.submit(page, {}, form="/drop")
    assert waiting_about(agency.id) == []
    assert queries.decisions_of(agency.id) == []
    visit.as_(personas.second_of_the_office())
    assert "confirm" not in visit(f"/agencies/{agency.id}/standing").html
