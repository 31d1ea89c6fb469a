"""What owners said of an agency, all of it on one page that everyone reads."""

from tests import personas
from tests.conftest import TODAY
from tests.factories import evaluation as make


def test_everyone_reads_stars_reasons_and_replies(visit, order):
    make.evaluation(order, personas.owner(), overall=4, reason="沟通及时")
    visit.as_nobody()
    page = visit(f"/agencies/{order.agency_id}/evaluations")
    assert "1" in page.heading
    assert "沟通及时" in page.text
    assert "★★★★☆" in page.text
    assert f"/orders/{order.number}/evaluation" in page.links


def test_without_one_the_page_says_so(visit):
    agency = personas.agency()
    assert "尚无业主" in visit(f"/agencies/{agency.organisation_id}/evaluations").heading
    visit("/agencies/999999/evaluations", status=404)
    visit(f"/agencies/{personas.owner().organisation_id}/evaluations", status=404)


def test_more_evaluations_cost_no_more_statements(visit, order, count_statements):
    owner, agency = personas.owner(), personas.agency()
    assert order.agency_id == agency.organisation_id
    counts = []
    for many in (1, 7):
        for _ in range(many):
            make.evaluation(make.order(owner, agency, accepted_on=TODAY), owner)
        with count_statements() as statements:
            visit(f"/agencies/{agency.organisation_id}/evaluations")
        counts.append(len(statements))
    assert counts[0] == counts[1]
