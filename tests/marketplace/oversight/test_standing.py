"""The standing of an agency on any day, with the decisions that it rests on: the worked examples of RULES.md."""

from datetime import date

from blacklist.vocabulary import State
from tests import personas
from tests.factories import blacklist as made
from tests.factories import cases


def shown(visit, agency, on=""):
    return visit(f"/agencies/{agency.id}/standing" + (f"?on={on}" if on else ""))


def test_nothing_was_decided(visit):
    agency = personas.agency().organisation
    visit.as_(personas.supervisor())
    found = shown(visit, agency)
    assert "没有" in found.text
    assert "状态良好" in found.text


def test_the_standing_of_each_day_is_computed(visit):
    agency = personas.agency().organisation
    made.rating(agency, 2023, determined_on=date(2024, 3, 20))
    made.rating(agency, 2024, determined_on=date(2025, 3, 18))
    visit.as_(personas.managing_office())
    assert "黄牌" in shown(visit, agency, "2025-03-17").text
    removed = shown(visit, agency, "2025-03-18").text
    assert "2026年3月18日" in removed
    assert "2026年3月19日" in removed
    assert "2024年3月20日" in removed


def test_what_is_no_day_is_said_to_be_none(visit):
    agency = personas.agency().organisation
    visit.as_(personas.managing_office())
    assert "2026-03-02" in shown(visit, agency, "tomorrow").text


def test_only_officials_and_the_agency_itself_read_it(visit):
    agency = personas.agency().organisation
    for who in (personas.authority(), personas.operator(), personas.agency()):
        visit.as_(who)
        shown(visit, agency)
    for who in (personas.owner(), personas.second_agency()):
        visit.as_(who)
        visit(f"/agencies/{agency.id}/standing", status=403)
    visit.as_(personas.managing_office())
    visit("/agencies/999999/standing", status=404)


def test_more_decisions_cost_no_more_statements(visit, count_statements):
    agency = personas.agency().organisation
    visit.as_(personas.managing_office())
    counts = []
    for years in ((2018,), range(2019, 2025)):
        for year in years:
            made.rating(agency, year, "C")
        with count_statements() as statements:
            shown(visit, agency)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_whoever_reads_no_case_is_led_to_none(visit):
    decided = cases.at(State.PUBLISHED)
    page = f"/agencies/{decided.agency_id}/standing"
    led = {}
    for who in (personas.authority(), personas.operator()):
        visit.as_(who)
        led[who.organisation.kind] = {link for link in visit(page).links if link.startswith("/cases")}
    assert led == {"authority": {"/cases", f"/cases/{decided.id}"}, "operator": set()}
