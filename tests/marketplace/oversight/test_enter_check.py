"""G2, G4a: an authority's check during the year counts at once, is told with its reasons, and is its industry's alone."""

from fractions import Fraction

from credit import queries as credit
from kernel import law
from tests import personas
from tests.factories import admission

FOUND = {"of": "licences", "on": "2026-05-20", "points": "5.5", "reason": "一名执业人员证书过期"}


def measured(row):
    return credit.running_score(row.id, 2026, law.book())[0]


def listed():
    admission.agency_with(water(), organisation=personas.agency())
    return personas.agency().organisation


def water():
    return next(code for code, item in admission.items().items() if item.authority == "水利" and item.offered)


def test_a_check_counts_at_once_and_is_told_with_its_reasons(visit):
    row = listed()
    visit.as_(personas.authority())
    assert f"/agencies/{row.id}/checks/new" in visit(f"/agencies/{row.id}").links
    page = visit(f"/agencies/{row.id}/checks/new")
    for _ in range(2):
        visit.submit(page, FOUND)
    assert measured(row).licence_checks == (Fraction(11, 2),)
    visit.submit(f"/agencies/{row.id}/checks/new", FOUND | {"of": "archive", "points": "8"})
    assert measured(row).archive_checks == (Fraction(8),)
    told = visit.as_(personas.agency())("/inbox").text
    assert "一名执业人员证书过期" in told


def test_too_many_points_no_reason_and_a_day_ahead_are_refused(visit):
    row = listed()
    visit.as_(personas.authority())
    for wrong in ({"points": "6.5"}, {"points": "-1"}, {"reason": " "}, {"on": "2026-05-27"}, {"of": ""}):
        page = visit.submit(f"/agencies/{row.id}/checks/new", FOUND | wrong, status=422)
        assert page.errors
    assert measured(row).licence_checks == ()


def test_only_the_authority_of_its_industry_checks_it(visit):
    row = listed()
    for who in (personas.managing_office(), personas.operator(), personas.agency(), personas.supervisor()):
        visit.as_(who)(f"/agencies/{row.id}/checks/new", status=403)
    visit.as_(personas.other_authority()).english()
    page = visit.submit(f"/agencies/{row.id}/checks/new", FOUND, status=422)
    assert "lists no item of yours" in page.text
    assert measured(row).licence_checks == ()
