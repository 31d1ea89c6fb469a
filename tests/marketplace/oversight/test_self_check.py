"""The page on which an agency checks itself before its draft, where the rulebook has that step (G7, Putian)."""

from datetime import date, timedelta

import pytest

from credit import presets, round_queries
from kernel import rulebook, workdays
from tests import personas
from tests.factories import rounds as round_of

FROZEN = round_of.FROZEN
UNTIL = workdays.shipped().add(FROZEN, 10).day
TYPED = {
    "formalities": "19",
    "compliance": "20",
    "openness": "17.5",
    "archives": "20",
    "ethics": "18",
    "statement": "有一项服务未公布材料清单，已补。",
}


@pytest.fixture
def draft(app, db_session, clock, monkeypatch):
    """A draft that is not drawn up yet, in a town under Putian's preset."""
    book = presets.live("putian", rulebook.shipped(), workdays.shipped())
    monkeypatch.setitem(app.extensions, "kernel.rulebook", book)
    clock.set(FROZEN)
    found = round_of.frozen(round_of.entrant(personas.agency().organisation, "A", ("水利",)))
    return round_queries.all_drafts(found)[0]


def at(draft):
    return f"/rating-rounds/{draft.round.year}/agencies/{draft.agency_id}/self-check"


def test_an_agency_checks_itself_and_the_authority_reads_it_beside_its_check(visit, draft):
    assert "评级自查" in visit.as_(personas.agency())("/workbench").text
    page = visit.submit(at(draft), TYPED | {"ethics": "21"}, status=422)
    assert "0至20分" in page.errors or "0" in page.errors
    page = visit.submit(at(draft), TYPED)
    assert "自查" in page.heading
    assert "评级自查" not in visit("/workbench").text
    for path in (f"/rating-rounds/2025/agencies/{draft.agency_id}", at(draft).replace("self-check", "check")):
        assert "有一项服务未公布材料清单" in visit.as_(personas.authority())(path).text


def test_the_draft_shows_both_side_by_side_and_the_public_report_its_own_points_alone(visit, clock, draft):
    visit.as_(personas.agency()).submit(at(draft), TYPED)
    found = round_of.drawn_up(round_of.checked(draft.round))
    page = visit.as_(personas.second_of_the_office())(f"/rating-rounds/2025/agencies/{draft.agency_id}")
    table = page.root.first("table").text
    assert "自查" in table
    assert "17.50" in table
    assert "94.5" in table  # 19 + 20 + 17.5 + 20 + 18
    clock.set(round_of.PUBLISHED)
    for step in (round_of.closed, round_of.confirmed, round_of.published):
        step(found)
    assert "17.50" not in visit.as_nobody()(f"/agencies/{draft.agency_id}/ratings/2025").text


def test_the_round_says_how_many_have_not_checked_themselves(visit, clock, draft):
    page = visit.as_(personas.managing_office())("/rating-rounds/2025")
    assert "未自查的机构 1 至1月29日" in page.text
    visit.as_(personas.agency()).submit(at(draft), TYPED)
    assert "未自查的机构 0" in visit.as_(personas.managing_office())("/rating-rounds/2025").text


def test_after_its_day_what_is_on_file_is_read_and_no_more_written(visit, clock, draft):
    visit.as_(personas.agency()).submit(at(draft), TYPED)
    clock.set(UNTIL + timedelta(days=1))
    page = visit.as_(personas.agency())(at(draft))
    assert not page.forms
    assert "17.5" in page.text


def test_who_has_nothing_to_check_finds_no_page(visit, clock, draft):
    for user in (personas.second_agency(), personas.authority(), personas.managing_office()):
        visit.as_(user)(at(draft), status=403)
    clock.set(date(2026, 6, 1))
    visit.as_(personas.agency())(at(draft), status=404)
