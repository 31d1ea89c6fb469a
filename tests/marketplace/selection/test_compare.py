"""The comparison: who may be chosen, on the same facts, and who is invited."""

from datetime import date

import pytest
from sqlalchemy import select

from blacklist.findings import Grade, Rated
from credit import operations as credit
from kernel import law, ledger
from kernel.db import db, transaction
from kernel.errors import Refused
from marketplace.selection.models import Award, Notice, Registration
from tests import personas
from tests.factories import admission, projects
from tests.factories import selection as make
from tests.factories.selection import count, lock_out, ready

UNTIL = "2026-06-02"


def test_the_comparison_shows_who_may_be_chosen_with_the_facts(visit):
    agency, second = ready(personas.agency(), personas.second_agency())
    need = projects.need(personas.owner())
    with transaction():
        rated = Rated(2025, Grade.A, Grade.A)
        credit.take_over_rating(
            second.organisation, rated, date(2026, 3, 12), "江评〔2026〕1号", actor_id=None, book=law.book()
        )
    visit.as_(personas.owner())
    text = visit(f"/needs/{need.id}/compare").text
    assert text.index(second.organisation.name) < text.index(agency.organisation.name)
    assert "2.80 万元" in text
    assert "15 个工作日" in text


def test_an_agency_that_is_locked_out_is_in_no_list_of_choice(visit):
    (agency,) = ready(personas.agency())
    need = projects.need(personas.owner())
    lock_out(agency)
    visit.as_(personas.owner())
    page = visit(f"/needs/{need.id}/compare")
    assert agency.organisation.name not in page.text
    assert "没有可选" in page.heading


@pytest.mark.parametrize("qualification", [False, date(2026, 5, 25)])
def test_an_agency_whose_qualification_is_missing_or_lapsed_is_in_no_list_of_choice(visit, qualification):
    agency = personas.agency()
    admission.agency_with("D03", organisation=agency, qualification=qualification)
    need = projects.need(personas.owner(), item_code="D03", title="土地勘测定界")
    visit.as_(personas.owner())
    assert agency.organisation.name not in visit(f"/needs/{need.id}/compare").text


def test_the_comparison_costs_the_same_with_more_agencies(visit, count_statements):
    need = projects.need(personas.owner())
    visit.as_(personas.owner())
    seen = []
    for many in (3, 27):
        for number in range(many):
            admission.agency_with("B02", name=f"江山市第{len(seen)}{number}环境有限公司")
        with count_statements() as statements:
            visit(f"/needs/{need.id}/compare")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_an_owner_invites_an_agency_offers_and_the_owner_chooses_with_a_reason(visit):
    owner, agency = personas.owner(), personas.agency()
    ready(agency)
    need = projects.need(owner)
    visit.as_(owner)
    page = visit(f"/needs/{need.id}/compare")
    visit.submit(
        page, {"agencies": [str(agency.organisation_id)], "offers_until": UNTIL, "remark": "请含公示"}
    )
    row = db.session.scalars(select(Notice)).one()
    entry = db.session.scalars(select(Registration)).one()

    visit.as_(agency)
    assert "待报价" in visit("/invitations").text
    page = visit(f"/invitations/{entry.id}")
    visit.submit(page, {"price_fen": "28000", "workdays": "15", "remark": ""}, form="/offer")

    visit.as_(owner)
    page = visit(f"/notices/{row.id}")
    assert "2.80 万元" in page.text
    page = visit.submit(page, {"registration": str(entry.id), "reason": "时限最短"}, form="/choose")
    assert "时限最短" in page.text
    award = db.session.scalars(select(Award)).one()
    assert (award.price_fen, award.workdays, award.agency_id) == (2_800_000, 15, agency.organisation_id)
    assert [e.rule for e in ledger.entries(award)] == ["S8"]
    visit.as_nobody()
    assert agency.organisation.name in visit("/results").text
    assert "5月27日" in visit(f"/results/{award.id}").text  # one working day with private money


def test_inviting_nobody_is_said_and_keeps_the_rest(visit):
    ready(personas.agency())
    need = projects.need(personas.owner())
    visit.as_(personas.owner())
    page = visit.submit(
        visit(f"/needs/{need.id}/compare"), {"offers_until": UNTIL, "remark": "请含公示"}, status=422
    )
    assert "请含公示" in page.html
    assert count(Notice) == 0


@pytest.mark.parametrize("until", ["2026-05-25", "2026-08-01"])
def test_the_last_day_for_offers_lies_ahead_and_not_too_far(visit, until):
    agency = personas.agency()
    ready(agency)
    need = projects.need(personas.owner())
    visit.as_(personas.owner())
    given = {"agencies": [str(agency.organisation_id)], "offers_until": until, "remark": ""}
    visit.submit(visit(f"/needs/{need.id}/compare"), given, status=422)
    assert count(Notice) == 0


def test_whoever_may_not_take_part_cannot_be_invited_by_a_made_up_form(visit):
    ready(personas.agency())
    outsider = personas.second_agency()
    need = projects.need(personas.owner())
    visit.as_(personas.owner())
    given = {"agencies": [str(outsider.organisation_id)], "offers_until": UNTIL, "remark": ""}
    page = visit.submit(visit(f"/needs/{need.id}/compare"), given, status=422)
    assert "S3" in page.text
    assert count(Notice) == 0


def test_a_tie_to_the_authority_that_decides_bars(db_session):
    agency = personas.agency()
    ready(agency)
    admission.affiliation(agency.organisation, "sponsor", authority_key="生态环境")
    with pytest.raises(Refused) as refused:
        make.notice(personas.owner(), agency)
    assert refused.value.rule == "S6"
