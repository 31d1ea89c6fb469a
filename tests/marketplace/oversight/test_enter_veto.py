"""A veto that was decided on paper comes in by an authorised act: blacklisted from the day of its decision."""

from datetime import date

from blacklist import queries
from kernel import law
from tests import personas
from tests.factories import blacklist as made
from tests.factories import papers

PAPER = {
    "kind": "overdue",
    "fact_on": "2024-02-01",
    "decided_on": "2024-02-29",
    "document": "江审管〔2024〕3号",
}


def form(visit, agency):
    return visit(f"/agencies/{agency.id}/standing/vetoes/new")


def test_upheld_on_the_29th_of_february_it_is_locked_to_the_28th(visit):
    agency = personas.agency().organisation
    page = papers.take_over(visit, agency, f"/agencies/{agency.id}/standing/vetoes/new", PAPER)
    assert "2026年2月28日" in page.text
    assert "2026年3月1日" in page.text
    assert queries.standing(agency.id, date(2024, 2, 28), law.book()).name == "good"


def test_a_serious_violation_is_named(visit):
    agency = personas.agency().organisation
    visit.as_(personas.managing_office())
    nameless = visit.submit(form(visit, agency), PAPER | {"kind": "serious"}, status=422)
    assert "P4" in nameless.text
    visit.submit(form(visit, agency), PAPER | {"kind": "serious", "violation": "bribery"})
    papers.confirm(visit, agency)
    assert queries.decisions_of(agency.id)[0][0].ground == "bribery"


def test_a_decision_before_its_fact_or_ahead_is_refused(visit):
    agency = personas.agency().organisation
    visit.as_(personas.managing_office())
    for wrong in ({"decided_on": "2026-05-27"}, {"decided_on": "soon"}, {"document": " "}):
        page = visit.submit(form(visit, agency), PAPER | wrong, status=422)
        assert page.errors or "P1" in page.text
    papers.enter(visit, f"/agencies/{agency.id}/standing/vetoes/new", PAPER | {"fact_on": "2024-03-01"})
    papers.confirm(visit, agency, status=422)
    assert queries.decisions_of(agency.id) == []


def test_only_the_managing_office_enters_it(visit):
    agency = personas.agency().organisation
    for who in (personas.authority(), personas.owner(), personas.agency(), personas.supervisor()):
        visit.as_(who)
        visit(f"/agencies/{agency.id}/standing/vetoes/new", status=403)


def test_a_fact_that_the_platform_has_a_case_about_is_punished_once(visit):
    agency = personas.agency().organisation
    made.case(agency, made.overdue(date(2024, 2, 1)))
    visit.as_(personas.managing_office())
    page = visit.submit(form(visit, agency), PAPER, status=422)
    assert "P6" in page.text
